//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::DirectoryCommit;
use crate::auth::directory::records::UserRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{access_keys, callers_user, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// UpdateAccessKey: inactive keys are refused until they are active again.
#[derive(Debug)]
pub struct UpdateAccessKey;

/// What to change.
#[derive(Debug)]
pub struct Input {
    name: String,
    access_key_id: String,
    active: bool,
}

impl Operation for UpdateAccessKey {
    const ROW: Row = Row::named(
        Service::Iam,
        "UpdateAccessKey",
        "iam:UpdateAccessKey",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            name: callers_user::name(call, &mut params),
            access_key_id: params.required("AccessKeyId", rules::ACCESS_KEY_ID),
            active: params.required("Status", rules::STATUS) == access_keys::status(true),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, &input.name).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(), Failure> {
        // The user's record does not change, but is written again: a key deleted meanwhile must not come back.
        let set = |user: &mut UserRecord| {
            let found = access_keys::of(call, user, &input.access_key_id)?;
            let mut key = found.key.clone();
            key.active = input.active;
            Ok(((), Commit::new().change_access_key(&found, &key)))
        };
        write::change(call, &input.name, set).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
