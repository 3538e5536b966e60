//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html>, `TagRole`, `TagPolicy`,
//! `TagOpenIDConnectProvider`

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::params::{MAX_TAGS, Params, Tags};
use crate::services::iam::tagged::{self, Tagged};
use crate::services::iam::{errors, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// TagUser, TagRole, TagPolicy, TagOpenIDConnectProvider.
#[derive(Debug)]
pub struct Tag<E>(PhantomData<E>);

impl<E: Tagged> Operation for Tag<E> {
    const ROW: Row = E::TAG.row(erase::<Self>());
    /// Name or ARN, and the tags.
    type Input = (String, Tags);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, Tags), Failure> {
        let mut params = Params::of(call);
        let given = params.required(E::PARAMETER, E::RULE);
        let tags = params.tags(true, E::FOLDS_TAG_CASE);
        params.end()?;
        E::check(&given)?;
        Ok((given, tags))
    }

    fn asks(call: &Call<'_>, (given, tags): &(String, Tags)) -> Result<Asks, Failure> {
        let ask = subject::ask::<E>(call, E::TAG.action, given)?;
        Ok(Asks::one(subject::request_tags(ask, tags)))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (given, tags): (String, Tags),
    ) -> Result<(), Failure> {
        let tag = |entity: &mut E| {
            for (key, value) in &tags {
                tagged::set(entity, key, value);
            }
            if entity.tags().len() > MAX_TAGS {
                return Err(errors::too_many_tags());
            }
            Ok(())
        };
        write::edit(call, &given, tag).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
