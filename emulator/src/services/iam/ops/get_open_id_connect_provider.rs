//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::ProviderRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{rules, show};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetOpenIDConnectProvider.
#[derive(Debug)]
pub struct GetOpenIdConnectProvider;

impl Operation for GetOpenIdConnectProvider {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetOpenIDConnectProvider",
        "iam:GetOpenIDConnectProvider",
        erase::<Self>(),
    );
    /// The provider's ARN.
    type Input = String;
    type Output = ProviderRecord;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let provider_arn = params.required("OpenIDConnectProviderArn", rules::ARN);
        params.end()?;
        ProviderRecord::check(&provider_arn)?;
        Ok(provider_arn)
    }

    fn asks(call: &Call<'_>, provider_arn: &String) -> Result<Asks, Failure> {
        subject::ask::<ProviderRecord>(call, Self::ROW.action, provider_arn).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        provider_arn: String,
    ) -> Result<ProviderRecord, Failure> {
        subject::get(call, &provider_arn)
    }

    fn reply(call: &Call<'_>, provider: ProviderRecord) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            // Without its scheme, as AWS shows it.
            xml.text_element("Url", &provider.host);
            show::members(xml, "ClientIDList", &provider.client_ids);
            show::members(xml, "ThumbprintList", &provider.thumbprints);
            show::date(xml, "CreateDate", provider.created);
            show::tags(xml, &provider.tags);
        }))
    }
}
