//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::GroupRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, members, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DeleteGroup.
#[derive(Debug)]
pub struct DeleteGroup;

impl Operation for DeleteGroup {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteGroup",
        "iam:DeleteGroup",
        erase::<Self>(),
    );
    /// The group's name.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let name = params.required("GroupName", rules::LONG_NAME);
        params.end()?;
        Ok(name)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        subject::ask::<GroupRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<(), Failure> {
        let unused = |group: &GroupRecord| {
            if !members::of(call, group)?.is_empty() {
                Err(errors::remove_users_first())
            } else if !group.attached.is_empty() {
                Err(errors::detach_first())
            } else if !group.inline.is_empty() {
                Err(errors::delete_policies_first())
            } else {
                Ok(())
            }
        };
        write::remove(call, &name, errors::no_such_group, unused).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
