//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory;
use crate::auth::directory::records::ProviderRecord;
use crate::base::{Failure, arn};
use crate::services::iam::errors;
use crate::services::iam::params::Params;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListOpenIDConnectProviders: all of them, in one answer.
#[derive(Debug)]
pub struct ListOpenIdConnectProviders;

impl Operation for ListOpenIdConnectProviders {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListOpenIDConnectProviders",
        "iam:ListOpenIDConnectProviders",
        erase::<Self>(),
    );
    type Input = ();
    type Output = Vec<ProviderRecord>;

    fn parse(call: &Call<'_>) -> Result<(), Failure> {
        Params::of(call).end()
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        let all = arn::oidc_provider(&call.authority.identity().account, "*");
        Ok(Asks::one(Ask::new(Self::ROW.action, all)))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<Vec<ProviderRecord>, Failure> {
        let account = &call.authority.identity().account;
        errors::stored(directory::list(call.world, account))
    }

    fn reply(call: &Call<'_>, providers: Vec<ProviderRecord>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("OpenIDConnectProviderList");
            for provider in &providers {
                xml.open("member");
                xml.text_element("Arn", provider.arn());
                xml.close();
            }
            xml.close();
        }))
    }
}
