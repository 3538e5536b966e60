//! Get, Put, Delete and List of each kind of configuration of which a bucket has many: see
//! `services/s3/configurations/listed`.

use std::marker::PhantomData;

use http::StatusCode;

use super::bucket_configuration::{asks, row};
use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::reply::Reply;
use crate::services::s3::configurations::listed::{self, Listed, MAX_CONFIGURATIONS};
use crate::services::s3::configurations::{receive, shown, stored};
use crate::services::s3::{buckets, errors};
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// Reading one.
#[derive(Debug)]
pub struct Get<L>(PhantomData<L>);

impl<L: Listed> Operation for Get<L> {
    const ROW: Row = row("GET", L::ONE, L::GET, erase::<Self>());
    type Input = String;
    type Output = Element;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        Ok(listed::id(call))
    }

    fn asks(call: &Call<'_>, _: &String) -> Result<Asks, Failure> {
        asks(call, &Self::ROW)
    }

    async fn run(call: &Call<'_>, _permit: Permit, id: String) -> Result<Element, Failure> {
        stored(call, &listed::name::<L>(&id))?.ok_or_else(errors::no_such_listed_configuration)
    }

    fn reply(_: &Call<'_>, document: Element) -> Result<Reply, Failure> {
        Ok(Reply::xml(shown(&document, L::ROOT, L::FIELDS)))
    }
}

/// Replacing one.
#[derive(Debug)]
pub struct Put<L>(PhantomData<L>);

impl<L: Listed> Operation for Put<L> {
    const ROW: Row = row("PUT", L::ONE, L::PUT, erase::<Self>());
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        Ok(listed::id(call))
    }

    fn asks(call: &Call<'_>, _: &String) -> Result<Asks, Failure> {
        asks(call, &Self::ROW)
    }

    async fn run(call: &Call<'_>, _permit: Permit, id: String) -> Result<(), Failure> {
        let document = receive(call, L::ROOT, L::FIELDS).await?;
        if document.text_of("Id") != Some(&*id) {
            return Err(errors::malformed_xml());
        }
        L::check(&document)?;
        let known = listed::all::<L>(call)?;
        if known.len() >= MAX_CONFIGURATIONS && known.iter().all(|(known, _)| *known != id) {
            return Err(errors::too_many_configurations());
        }
        let bucket = call.target.bucket.as_str();
        let commit = buckets::configure(bucket, &listed::name::<L>(&id), Some(&document));
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}

/// Removing one.
#[derive(Debug)]
pub struct Delete<L>(PhantomData<L>);

impl<L: Listed> Operation for Delete<L> {
    const ROW: Row = row("DELETE", L::ONE, L::DELETE, erase::<Self>());
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        Ok(listed::id(call))
    }

    fn asks(call: &Call<'_>, _: &String) -> Result<Asks, Failure> {
        asks(call, &Self::ROW)
    }

    async fn run(call: &Call<'_>, _permit: Permit, id: String) -> Result<(), Failure> {
        let name = listed::name::<L>(&id);
        if stored(call, &name)?.is_none() {
            return Err(errors::no_such_listed_configuration());
        }
        let bucket = call.target.bucket.as_str();
        let commit = buckets::configure::<Element>(bucket, &name, None);
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}

/// Reading all, a hundred at a time.
#[derive(Debug)]
pub struct List<L>(PhantomData<L>);

impl<L: Listed> Operation for List<L> {
    const ROW: Row = row("GET", L::ALL, L::LIST, erase::<Self>());
    type Input = ();
    type Output = String;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        asks(call, &Self::ROW)
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<String, Failure> {
        listed::page::<L>(call)
    }

    fn reply(_: &Call<'_>, page: String) -> Result<Reply, Failure> {
        Ok(Reply::xml(page))
    }
}
