//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::ProviderRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{providers, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// UpdateOpenIDConnectProviderThumbprint: the new list replaces the old one.
#[derive(Debug)]
pub struct UpdateOpenIdConnectProviderThumbprint;

impl Operation for UpdateOpenIdConnectProviderThumbprint {
    const ROW: Row = Row::named(
        Service::Iam,
        "UpdateOpenIDConnectProviderThumbprint",
        "iam:UpdateOpenIDConnectProviderThumbprint",
        erase::<Self>(),
    );
    /// The provider's ARN and the thumbprints.
    type Input = (String, Vec<String>);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, Vec<String>), Failure> {
        let mut params = Params::of(call);
        let provider_arn = params.required("OpenIDConnectProviderArn", rules::ARN);
        let thumbprints = providers::thumbprints(&mut params);
        if thumbprints.is_none() {
            params.missing("ThumbprintList");
        }
        params.end()?;
        ProviderRecord::check(&provider_arn)?;
        Ok((provider_arn, thumbprints.unwrap_or_default()))
    }

    fn asks(call: &Call<'_>, (provider_arn, _): &(String, Vec<String>)) -> Result<Asks, Failure> {
        subject::ask::<ProviderRecord>(call, Self::ROW.action, provider_arn).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (provider_arn, thumbprints): (String, Vec<String>),
    ) -> Result<(), Failure> {
        let replace = |provider: &mut ProviderRecord| {
            provider.thumbprints.clone_from(&thumbprints);
            Ok(())
        };
        write::edit(call, &provider_arn, replace).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
