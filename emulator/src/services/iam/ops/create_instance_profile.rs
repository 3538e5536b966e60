//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::InstanceProfileRecord;
use crate::base::{Failure, arn};
use crate::services::iam::params::{Params, Tags};
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{errors, instance_profiles, quotas, rules, show, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// What to create.
#[derive(Debug)]
pub struct Input {
    name: String,
    path: String,
    tags: Tags,
}

/// CreateInstanceProfile.
#[derive(Debug)]
pub struct CreateInstanceProfile;

impl Operation for CreateInstanceProfile {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateInstanceProfile",
        "iam:CreateInstanceProfile",
        erase::<Self>(),
    );

    type Input = Input;
    type Output = (instance_profiles::Shown, Tags);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            name: params.required("InstanceProfileName", rules::LONG_NAME),
            path: params
                .optional("Path", rules::PATH)
                .unwrap_or_else(|| "/".to_owned()),
            tags: params.tags(false, InstanceProfileRecord::FOLDS_TAG_CASE),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let profile = arn::iam(account, "instance-profile", &input.path, &input.name);
        let ask = Ask::new(Self::ROW.action, &*profile);
        let mut asks = vec![subject::request_tags(ask, &input.tags)];
        if !input.tags.is_empty() {
            let tag = Ask::new("iam:TagInstanceProfile", profile);
            asks.push(subject::request_tags(tag, &input.tags));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        input: Input,
    ) -> Result<(instance_profiles::Shown, Tags), Failure> {
        quotas::check::<InstanceProfileRecord>(call)?;
        let taken = errors::instance_profile_exists(&input.name);
        let profile = InstanceProfileRecord {
            profile_id: call.world.ids.unique_id("AIPA"),
            name: input.name,
            path: input.path,
            account: call.authority.identity().account.clone(),
            created: call.now,
            role: None,
            tags: input.tags.iter().cloned().collect(),
        };
        let profile = write::create(call, profile, taken, || Ok(Commit::new())).await?;
        Ok((instance_profiles::shown(call, profile)?, input.tags))
    }

    fn reply(
        call: &Call<'_>,
        (profile, tags): (instance_profiles::Shown, Tags),
    ) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("InstanceProfile");
            profile.write(xml, false);
            show::given_tags(xml, &tags);
            xml.close();
        }))
    }
}
