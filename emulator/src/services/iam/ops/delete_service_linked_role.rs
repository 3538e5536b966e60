//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::DirectoryCommit;
use crate::auth::directory::records::RoleRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::service_linked::{self, Deletion};
use crate::services::iam::{errors, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// DeleteServiceLinkedRole. Nothing uses such a role here, so that it goes at once.
#[derive(Debug)]
pub struct DeleteServiceLinkedRole;

impl Operation for DeleteServiceLinkedRole {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteServiceLinkedRole",
        "iam:DeleteServiceLinkedRole",
        erase::<Self>(),
    );
    /// The role's name.
    type Input = String;
    type Output = Deletion;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let name = params.required("RoleName", rules::NAME);
        params.end()?;
        Ok(name)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        subject::ask::<RoleRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<Deletion, Failure> {
        let role = subject::get::<RoleRecord>(call, &name)?;
        let Some(service) = role.path.strip_prefix(service_linked::PATH) else {
            return Err(errors::no_service_linked_role(&name));
        };
        let uuid = call.world.ids.uuid();
        let deletion = Deletion {
            id: format!("task/aws-service-role/{service}{}/{uuid}", role.name),
            account: role.account.clone(),
        };
        write::remove(call, &name, errors::no_such_role, |_: &RoleRecord| Ok(())).await?;
        if !write::settled(call, Commit::new().create(&deletion)).await? {
            return Err(errors::concurrent_modification());
        }
        Ok(deletion)
    }

    fn reply(call: &Call<'_>, deletion: Deletion) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.text_element("DeletionTaskId", &deletion.id);
        }))
    }
}
