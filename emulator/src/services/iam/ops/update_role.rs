//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::RoleRecord;
use crate::base::Failure;
use crate::services::iam::owner::ask_bounded;
use crate::services::iam::params::Params;
use crate::services::iam::{role_view, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// UpdateRole: another description, another longest session. What is left out stays.
#[derive(Debug)]
pub struct UpdateRole;

/// What to change.
#[derive(Debug)]
pub struct Input {
    name: String,
    description: Option<String>,
    max_session_seconds: Option<u32>,
}

impl Operation for UpdateRole {
    const ROW: Row = Row::named(
        Service::Iam,
        "UpdateRole",
        "iam:UpdateRole",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            name: params.required("RoleName", rules::NAME),
            description: params.optional("Description", rules::DESCRIPTION),
            max_session_seconds: role_view::max_session(&mut params),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        ask_bounded::<RoleRecord>(call, Self::ROW.action, &input.name).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(), Failure> {
        let update = |role: &mut RoleRecord| {
            if input.description.is_some() {
                role.description.clone_from(&input.description);
            }
            if let Some(seconds) = input.max_session_seconds {
                role.max_session_seconds = seconds;
            }
            Ok(())
        };
        write::edit(call, &input.name, update).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::result(call, |_| {}))
    }
}
