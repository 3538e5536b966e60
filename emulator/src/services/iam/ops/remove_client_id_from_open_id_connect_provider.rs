//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::ProviderRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// RemoveClientIDFromOpenIDConnectProvider. An audience that is not there does not matter.
#[derive(Debug)]
pub struct RemoveClientIdFromOpenIdConnectProvider;

impl Operation for RemoveClientIdFromOpenIdConnectProvider {
    const ROW: Row = Row::named(
        Service::Iam,
        "RemoveClientIDFromOpenIDConnectProvider",
        "iam:RemoveClientIDFromOpenIDConnectProvider",
        erase::<Self>(),
    );
    /// The provider's ARN and the audience.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let provider_arn = params.required("OpenIDConnectProviderArn", rules::ARN);
        let client_id = params.required("ClientID", rules::CLIENT_ID);
        params.end()?;
        ProviderRecord::check(&provider_arn)?;
        Ok((provider_arn, client_id))
    }

    fn asks(call: &Call<'_>, (provider_arn, _): &(String, String)) -> Result<Asks, Failure> {
        subject::ask::<ProviderRecord>(call, Self::ROW.action, provider_arn).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (provider_arn, client_id): (String, String),
    ) -> Result<(), Failure> {
        let change = |provider: &mut ProviderRecord| {
            provider.client_ids.retain(|kept| *kept != client_id);
            Ok(())
        };
        write::edit(call, &provider_arn, change).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
