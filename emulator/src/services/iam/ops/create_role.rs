//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::Entity;
use crate::auth::directory::records::{PolicyRecord, RoleRecord};
use crate::base::{Failure, arn};
use crate::services::iam::params::{Params, Tags};
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{
    attachments, documents, errors, quotas, role_view, rules, service_linked, show, write,
};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// Longest session of a role that says nothing about it, in seconds.
const DEFAULT_MAX_SESSION_SECONDS: u32 = 3600;

/// CreateRole.
#[derive(Debug)]
pub struct CreateRole;

/// What to create.
#[derive(Debug)]
pub struct Input {
    name: String,
    path: String,
    trust: String,
    description: Option<String>,
    max_session_seconds: u32,
    boundary: Option<String>,
    tags: Tags,
}

impl Operation for CreateRole {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateRole",
        "iam:CreateRole",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = (RoleRecord, Tags);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            path: params
                .optional("Path", rules::PATH)
                .unwrap_or_else(|| "/".to_owned()),
            name: params.required("RoleName", rules::NAME),
            trust: params.required("AssumeRolePolicyDocument", rules::DOCUMENT),
            description: params.optional("Description", rules::DESCRIPTION),
            max_session_seconds: role_view::max_session(&mut params)
                .unwrap_or(DEFAULT_MAX_SESSION_SECONDS),
            boundary: params.optional("PermissionsBoundary", rules::ARN),
            tags: params.tags(false, RoleRecord::FOLDS_TAG_CASE),
        };
        params.end()?;
        service_linked::modifiable(&input.path, &input.name, call.row.name)?;
        input
            .boundary
            .as_deref()
            .map_or(Ok(()), PolicyRecord::check)?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let role = arn::iam(account, "role", &input.path, &input.name);
        let ask = Ask::new(Self::ROW.action, &*role)
            .key_if("iam:PermissionsBoundary", input.boundary.as_deref());
        let mut asks = vec![subject::request_tags(ask, &input.tags)];
        if !input.tags.is_empty() {
            asks.push(subject::request_tags(
                Ask::new("iam:TagRole", role),
                &input.tags,
            ));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        input: Input,
    ) -> Result<(RoleRecord, Tags), Failure> {
        let account = call.authority.identity().account.clone();
        let trust = documents::trust(call, &input.trust)?;
        quotas::check::<RoleRecord>(call)?;
        let role = RoleRecord {
            role_id: call.world.ids.unique_id("AROA"),
            name: input.name,
            path: input.path,
            account,
            created: call.now,
            trust,
            description: input.description,
            max_session_seconds: input.max_session_seconds,
            inline: Default::default(),
            attached: Vec::new(),
            boundary: input.boundary.clone(),
            tags: input.tags.iter().cloned().collect(),
        };
        let taken = errors::role_exists(role.name());
        let boundary = input.boundary.as_deref();
        let role = write::create(call, role, taken, || {
            attachments::begin_boundary(call, boundary)
        })
        .await?;
        Ok((role_view::shown(call, role)?, input.tags))
    }

    fn reply(call: &Call<'_>, (role, tags): (RoleRecord, Tags)) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Role");
            show::new_role(xml, &role, &tags);
            xml.close();
        }))
    }
}
