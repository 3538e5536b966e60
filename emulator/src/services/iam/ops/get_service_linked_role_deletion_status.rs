//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::service_linked::{self, Deletion};
use crate::services::iam::{errors, rules};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetServiceLinkedRoleDeletionStatus: done, as every deletion is here.
#[derive(Debug)]
pub struct GetServiceLinkedRoleDeletionStatus;

impl Operation for GetServiceLinkedRoleDeletionStatus {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetServiceLinkedRoleDeletionStatus",
        "iam:GetServiceLinkedRoleDeletionStatus",
        erase::<Self>(),
    );
    /// The id that the deletion gave.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let id = params.required("DeletionTaskId", rules::DELETION_ID);
        params.end()?;
        Ok(id)
    }

    fn asks(call: &Call<'_>, id: &String) -> Result<Asks, Failure> {
        let role = service_linked::role_arn(&call.authority.identity().account, id);
        Ok(Asks::one(Ask::new(Self::ROW.action, role)))
    }

    async fn run(call: &Call<'_>, _permit: Permit, id: String) -> Result<(), Failure> {
        let account = &call.authority.identity().account;
        match errors::stored(directory::get::<Deletion>(call.world, account, &id))? {
            Some(_) => Ok(()),
            None => Err(errors::no_such_deletion(&id)),
        }
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.text_element("Status", "SUCCEEDED");
        }))
    }
}
