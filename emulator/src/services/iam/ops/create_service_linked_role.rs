//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::RoleRecord;
use crate::base::{Failure, arn};
use crate::services::iam::params::Params;
use crate::services::iam::service_linked::{self, Linked};
use crate::services::iam::{errors, quotas, rules, show, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// For which service.
#[derive(Debug)]
pub struct Input {
    service: String,
    description: Option<String>,
    suffix: Option<String>,
}

impl Input {
    fn role(&self) -> Result<(Linked, String), Failure> {
        let linked = service_linked::find(&self.service)
            .ok_or_else(|| errors::unknown_linked_service(&self.service))?;
        Ok((linked, linked.name(self.suffix.as_deref())?))
    }
}

/// CreateServiceLinkedRole.
#[derive(Debug)]
pub struct CreateServiceLinkedRole;

impl Operation for CreateServiceLinkedRole {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateServiceLinkedRole",
        "iam:CreateServiceLinkedRole",
        erase::<Self>(),
    );

    type Input = Input;
    type Output = RoleRecord;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            service: params.required("AWSServiceName", rules::SERVICE_NAME),
            description: params.optional("Description", rules::DESCRIPTION),
            suffix: params.optional("CustomSuffix", rules::SUFFIX),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let (linked, name) = input.role()?;
        let role = arn::iam(account, "role", &linked.path(), &name);
        let ask = Ask::new(Self::ROW.action, role);
        Ok(Asks::one(
            ask.key("iam:AWSServiceName", input.service.as_str()),
        ))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<RoleRecord, Failure> {
        quotas::check::<RoleRecord>(call)?;
        let (linked, name) = input.role()?;
        let role = RoleRecord {
            role_id: call.world.ids.unique_id("AROA"),
            path: linked.path(),
            account: call.authority.identity().account.clone(),
            created: call.now,
            trust: linked.trust(),
            description: input.description,
            max_session_seconds: 3600,
            inline: Default::default(),
            attached: Vec::new(),
            boundary: None,
            tags: Default::default(),
            name,
        };
        let taken = errors::service_role_taken(&role.name);
        write::create(call, role, taken, || Ok(Commit::new())).await
    }

    fn reply(call: &Call<'_>, role: RoleRecord) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Role");
            show::new_role(xml, &role, &[]);
            xml.close();
        }))
    }
}
