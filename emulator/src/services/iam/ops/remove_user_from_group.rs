//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{GroupRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// RemoveUserFromGroup. Somebody who is no member stays none.
#[derive(Debug)]
pub struct RemoveUserFromGroup;

impl Operation for RemoveUserFromGroup {
    const ROW: Row = Row::named(
        Service::Iam,
        "RemoveUserFromGroup",
        "iam:RemoveUserFromGroup",
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
        let remove = |user: &mut UserRecord| {
            let group = subject::get::<GroupRecord>(call, &group)?;
            user.groups.retain(|id| *id != group.group_id);
            Ok(())
        };
        write::edit(call, &user, remove).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
