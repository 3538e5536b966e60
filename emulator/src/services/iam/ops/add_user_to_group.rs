//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::DirectoryCommit;
use crate::auth::directory::records::{GroupRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// Groups that one user can be in.
const MAX_GROUPS: usize = 10;

/// AddUserToGroup. Joining again changes nothing.
#[derive(Debug)]
pub struct AddUserToGroup;

impl Operation for AddUserToGroup {
    const ROW: Row = Row::named(
        Service::Iam,
        "AddUserToGroup",
        "iam:AddUserToGroup",
        erase::<Self>(),
    );
    /// The names of group and user.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let group = params.required("GroupName", rules::LONG_NAME);
        let user = params.required("UserName", rules::LONG_NAME);
        params.end()?;
        Ok((group, user))
    }

    fn asks(call: &Call<'_>, (group, _): &(String, String)) -> Result<Asks, Failure> {
        subject::ask::<GroupRecord>(call, Self::ROW.action, group).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (group, user): (String, String),
    ) -> Result<(), Failure> {
        let add = |user: &mut UserRecord| {
            let found = subject::find::<GroupRecord>(call, &group)?
                .ok_or_else(|| errors::no_such_group(&group))?;
            if user.groups.contains(&found.entity.group_id) {
                return Ok(((), Commit::new()));
            }
            if user.groups.len() >= MAX_GROUPS {
                return Err(errors::quota("GroupsPerUser", MAX_GROUPS));
            }
            user.groups.push(found.entity.group_id.clone());
            let mut joined = found.entity.clone();
            joined.joined += 1;
            Ok(((), Commit::new().change(&found, &joined)))
        };
        write::change(call, &user, add).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
