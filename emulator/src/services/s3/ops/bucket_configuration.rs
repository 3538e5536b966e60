//! Get, Put and Delete of each configuration that a bucket has once: see `services/s3/configurations`.

use std::marker::PhantomData;

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::reply::Reply;
use crate::services::s3::configurations::{
    Configuration, Names, Removable, receive, shown, stored,
};
use crate::services::s3::{ask, buckets};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Run, Shape, erase};

/// The row of an operation on a bucket's sub-resource.
pub const fn row(method: &'static str, needs: &'static [Needs], names: Names, run: Run) -> Row {
    Row::rest(
        names.operation,
        Route::Rest(method, Shape::Bucket, needs),
        names.action,
        names.access_log,
        run,
    )
}

/// The one pair that these operations need.
pub fn asks(call: &Call<'_>, row: &Row) -> Result<Asks, Failure> {
    Ok(Asks::one(ask::bucket(row.action, call.target.view()?)))
}

/// Reading.
#[derive(Debug)]
pub struct Get<C>(PhantomData<C>);

impl<C: Configuration> Operation for Get<C> {
    const ROW: Row = row("GET", C::NEEDS, C::GET, erase::<Self>());
    type Input = ();
    type Output = Element;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        asks(call, &Self::ROW)
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<Element, Failure> {
        match stored(call, C::STORED)? {
            Some(document) => Ok(document),
            None => C::absent(&call.target.bucket),
        }
    }

    fn reply(_: &Call<'_>, document: Element) -> Result<Reply, Failure> {
        Ok(Reply::xml(shown(&document, C::ROOT, C::FIELDS)))
    }
}

/// Replacing.
#[derive(Debug)]
pub struct Put<C>(PhantomData<C>);

impl<C: Configuration> Operation for Put<C> {
    const ROW: Row = row("PUT", C::NEEDS, C::PUT, erase::<Self>());
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        asks(call, &Self::ROW)
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        let document = receive(call, C::ROOT, C::FIELDS).await?;
        let document = C::check(call, document)?;
        let bucket = call.target.bucket.as_str();
        let commit = buckets::configure(bucket, C::STORED, Some(&document));
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}

/// Removing.
#[derive(Debug)]
pub struct Delete<C>(PhantomData<C>);

impl<C: Removable> Operation for Delete<C> {
    const ROW: Row = row("DELETE", C::NEEDS, C::DELETE, erase::<Self>());
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        asks(call, &Self::ROW)
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        let bucket = call.target.bucket.as_str();
        let commit = buckets::configure::<Element>(bucket, C::STORED, None);
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
