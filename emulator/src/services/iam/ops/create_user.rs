//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::Entity;
use crate::auth::directory::records::{PolicyRecord, UserRecord};
use crate::base::{Failure, arn};
use crate::services::iam::params::{Params, Tags};
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{attachments, errors, quotas, rules, show, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// CreateUser.
#[derive(Debug)]
pub struct CreateUser;

/// What to create.
#[derive(Debug)]
pub struct Input {
    name: String,
    path: String,
    boundary: Option<String>,
    tags: Tags,
}

impl Operation for CreateUser {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateUser",
        "iam:CreateUser",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = (UserRecord, Tags);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            path: params
                .optional("Path", rules::PATH)
                .unwrap_or_else(|| "/".to_owned()),
            name: params.required("UserName", rules::NAME),
            boundary: params.optional("PermissionsBoundary", rules::ARN),
            tags: params.tags(false, UserRecord::FOLDS_TAG_CASE),
        };
        params.end()?;
        input
            .boundary
            .as_deref()
            .map_or(Ok(()), PolicyRecord::check)?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let user = arn::iam(account, "user", &input.path, &input.name);
        let ask = Ask::new(Self::ROW.action, &*user)
            .key_if("iam:PermissionsBoundary", input.boundary.as_deref());
        let mut asks = vec![subject::request_tags(ask, &input.tags)];
        if !input.tags.is_empty() {
            asks.push(subject::request_tags(
                Ask::new("iam:TagUser", user),
                &input.tags,
            ));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        input: Input,
    ) -> Result<(UserRecord, Tags), Failure> {
        let account = call.authority.identity().account.clone();
        quotas::check::<UserRecord>(call)?;
        let user = UserRecord {
            user_id: call.world.ids.unique_id("AIDA"),
            name: input.name,
            path: input.path,
            account,
            created: call.now,
            inline: Default::default(),
            attached: Vec::new(),
            boundary: input.boundary.clone(),
            tags: input.tags.iter().cloned().collect(),
            access_keys: Vec::new(),
            groups: Vec::new(),
            login: None,
        };
        let taken = errors::user_exists(user.name());
        let boundary = input.boundary.as_deref();
        let user = write::create(call, user, taken, || {
            attachments::begin_boundary(call, boundary)
        })
        .await?;
        Ok((user, input.tags))
    }

    fn reply(call: &Call<'_>, (user, tags): (UserRecord, Tags)) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("User");
            show::new_user(xml, &user, &tags);
            xml.close();
        }))
    }
}
