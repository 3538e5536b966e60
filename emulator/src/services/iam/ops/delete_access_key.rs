//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::DirectoryCommit;
use crate::auth::directory::records::UserRecord;
use crate::auth::last_used;
use crate::base::Failure;
use crate::services::iam::errors;
use crate::services::iam::params::Params;
use crate::services::iam::{access_keys, callers_user, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// DeleteAccessKey.
#[derive(Debug)]
pub struct DeleteAccessKey;

impl Operation for DeleteAccessKey {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteAccessKey",
        "iam:DeleteAccessKey",
        erase::<Self>(),
    );
    /// The user's name and the key's id.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let name = callers_user::name(call, &mut params);
        let access_key_id = params.required("AccessKeyId", rules::ACCESS_KEY_ID);
        params.end()?;
        Ok((name, access_key_id))
    }

    fn asks(call: &Call<'_>, (name, _): &(String, String)) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, access_key_id): (String, String),
    ) -> Result<(), Failure> {
        let delete = |user: &mut UserRecord| {
            access_keys::of(call, user, &access_key_id)?;
            user.access_keys.retain(|id| *id != access_key_id);
            let used = errors::stored(last_used::of(call.world, &access_key_id))?;
            let commit = Commit::new().remove_access_key(&access_key_id);
            Ok((
                (),
                used.iter().fold(commit, |commit, used| commit.remove(used)),
            ))
        };
        write::change(call, &name, delete).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
