//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::ProviderRecord;
use crate::base::{Failure, arn};
use crate::services::iam::issuer_url::{self, IssuerUrl};
use crate::services::iam::params::{Params, Tags};
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{errors, providers, quotas, rules, show, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// CreateOpenIDConnectProvider. The issuer is not contacted: without thumbprints the provider has none.
#[derive(Debug)]
pub struct CreateOpenIdConnectProvider;

/// What to create.
#[derive(Debug)]
pub struct Input {
    given_url: String,
    url: IssuerUrl,
    client_ids: Vec<String>,
    thumbprints: Vec<String>,
    tags: Tags,
}

impl Operation for CreateOpenIdConnectProvider {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateOpenIDConnectProvider",
        "iam:CreateOpenIDConnectProvider",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = (ProviderRecord, Tags);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let client_ids = params.list("ClientIDList", rules::CLIENT_ID, rules::CLIENT_IDS);
        let thumbprints = providers::thumbprints(&mut params);
        let given_url = params.required("Url", rules::URL);
        let tags = params.tags(false, ProviderRecord::FOLDS_TAG_CASE);
        let url = issuer_url::parse(&given_url);
        if url.is_none() {
            params.refuse(errors::invalid_provider_url());
        }
        params.end()?;
        Ok(Input {
            url: url.ok_or_else(errors::invalid_provider_url)?,
            given_url,
            client_ids: client_ids.unwrap_or_default(),
            thumbprints: thumbprints.unwrap_or_default(),
            tags,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let provider = arn::oidc_provider(account, &input.url.host_and_path);
        let ask = Ask::new(Self::ROW.action, &*provider);
        let mut asks = vec![subject::request_tags(ask, &input.tags)];
        if !input.tags.is_empty() {
            let tag = Ask::new("iam:TagOpenIDConnectProvider", provider);
            asks.push(subject::request_tags(tag, &input.tags));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        input: Input,
    ) -> Result<(ProviderRecord, Tags), Failure> {
        let mut client_ids = Vec::new();
        for id in input.client_ids {
            providers::add_client_id(&mut client_ids, id)?;
        }
        quotas::check::<ProviderRecord>(call)?;
        let provider = ProviderRecord {
            account: call.authority.identity().account.clone(),
            host: input.url.host_and_path,
            scheme: input.url.scheme,
            client_ids,
            thumbprints: input.thumbprints,
            created: call.now,
            tags: input.tags.iter().cloned().collect(),
        };
        let taken = errors::provider_exists(&input.given_url);
        let provider = write::create(call, provider, taken, || Ok(Commit::new())).await?;
        Ok((provider, input.tags))
    }

    fn reply(call: &Call<'_>, (provider, tags): (ProviderRecord, Tags)) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.text_element("OpenIDConnectProviderArn", provider.arn());
            show::given_tags(xml, &tags);
        }))
    }
}
