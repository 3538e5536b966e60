//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::{PolicyRecord, PolicyVersion};
use crate::base::{Failure, arn};
use crate::services::iam::attachments::Usage;
use crate::services::iam::params::{Params, Tags};
use crate::services::iam::show::{self, ManagedPolicy};
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{documents, errors, quotas, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// CreatePolicy.
#[derive(Debug)]
pub struct CreatePolicy;

/// What to create.
#[derive(Debug)]
pub struct Input {
    name: String,
    path: String,
    text: String,
    description: Option<String>,
    tags: Tags,
}

impl Operation for CreatePolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreatePolicy",
        "iam:CreatePolicy",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = (PolicyRecord, Tags);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            name: params.required("PolicyName", rules::LONG_NAME),
            path: params
                .optional("Path", rules::POLICY_PATH)
                .unwrap_or_else(|| "/".to_owned()),
            text: params.required("PolicyDocument", rules::DOCUMENT),
            description: params.optional("Description", rules::POLICY_DESCRIPTION),
            tags: params.tags(false, PolicyRecord::FOLDS_TAG_CASE),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let policy = arn::iam(account, "policy", &input.path, &input.name);
        let ask = Ask::new(Self::ROW.action, &*policy);
        let mut asks = vec![subject::request_tags(ask, &input.tags)];
        if !input.tags.is_empty() {
            asks.push(subject::request_tags(
                Ask::new("iam:TagPolicy", policy),
                &input.tags,
            ));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        input: Input,
    ) -> Result<(PolicyRecord, Tags), Failure> {
        documents::managed(&input.text)?;
        quotas::check::<PolicyRecord>(call)?;
        let account = call.authority.identity().account.clone();
        let first = PolicyVersion {
            id: "v1".to_owned(),
            text: input.text,
            created: call.now,
        };
        let policy = PolicyRecord {
            arn: arn::iam(&account, "policy", &input.path, &input.name),
            policy_id: call.world.ids.unique_id("ANPA"),
            name: input.name,
            path: input.path,
            account,
            created: call.now,
            updated: call.now,
            description: input.description,
            default_version: first.id.clone(),
            versions: vec![first],
            next_version: 2,
            uses: 0,
            tags: input.tags.iter().cloned().collect(),
        };
        let taken = errors::policy_exists(&policy.name);
        let policy = write::create(call, policy, taken, || Ok(Commit::new())).await?;
        Ok((policy, input.tags))
    }

    fn reply(call: &Call<'_>, (policy, tags): (PolicyRecord, Tags)) -> Result<Reply, Failure> {
        let policy = ManagedPolicy::own(policy, Usage::default());
        Ok(query::result(call, |xml| {
            xml.open("Policy");
            policy.write(xml, false);
            show::given_tags(xml, &tags);
            xml.close();
        }))
    }
}
