//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html>, `UntagRole`, `UntagPolicy`,
//! `UntagOpenIDConnectProvider`

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::tagged::{self, Tagged};
use crate::services::iam::{subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// UntagUser, UntagRole, UntagPolicy, UntagOpenIDConnectProvider. Keys that are not there do not matter.
#[derive(Debug)]
pub struct Untag<E>(PhantomData<E>);

impl<E: Tagged> Operation for Untag<E> {
    const ROW: Row = E::UNTAG.row(erase::<Self>());
    /// Name or ARN, and the keys.
    type Input = (String, Vec<String>);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, Vec<String>), Failure> {
        let mut params = Params::of(call);
        let given = params.required(E::PARAMETER, E::RULE);
        let keys = params.untagged();
        params.end()?;
        E::check(&given)?;
        Ok((given, keys))
    }

    fn asks(call: &Call<'_>, (given, keys): &(String, Vec<String>)) -> Result<Asks, Failure> {
        let ask = subject::ask::<E>(call, E::UNTAG.action, given)?;
        Ok(Asks::one(ask.key("aws:TagKeys", keys.clone())))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (given, keys): (String, Vec<String>),
    ) -> Result<(), Failure> {
        let untag = |entity: &mut E| {
            for key in &keys {
                tagged::remove(entity, key);
            }
            Ok(())
        };
        write::edit(call, &given, untag).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
