//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::ProviderRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{errors, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DeleteOpenIDConnectProvider. Roles that trust it keep their policies and can no longer be assumed by its tokens.
#[derive(Debug)]
pub struct DeleteOpenIdConnectProvider;

impl Operation for DeleteOpenIdConnectProvider {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        erase::<Self>(),
    );
    /// The provider's ARN.
    type Input = String;
    type Output = ();

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

    async fn run(call: &Call<'_>, _permit: Permit, provider_arn: String) -> Result<(), Failure> {
        let always = |_: &ProviderRecord| Ok(());
        write::remove(call, &provider_arn, errors::no_provider_to_delete, always).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
