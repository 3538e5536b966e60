//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{PolicyRecord, PolicyVersion};
use crate::base::Failure;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::policies;
use crate::services::iam::subject::Subject;
use crate::services::iam::{errors, rules, show};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListPolicyVersions.
#[derive(Debug)]
pub struct ListPolicyVersions;

impl Operation for ListPolicyVersions {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListPolicyVersions",
        "iam:ListPolicyVersions",
        erase::<Self>(),
    );
    /// The policy's ARN and the page.
    type Input = (String, Paging);
    /// Versions, newest first, each with whether it is in force.
    type Output = Page<(PolicyVersion, bool)>;

    fn parse(call: &Call<'_>) -> Result<(String, Paging), Failure> {
        let mut params = Params::of(call);
        let policy_arn = params.required("PolicyArn", rules::ARN);
        let paging = Paging::read(&mut params);
        params.end()?;
        PolicyRecord::check(&policy_arn)?;
        Ok((policy_arn, paging))
    }

    fn asks(call: &Call<'_>, (policy_arn, _): &(String, Paging)) -> Result<Asks, Failure> {
        policies::ask_to_read(call, Self::ROW.action, policy_arn).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (policy_arn, paging): (String, Paging),
    ) -> Result<Page<(PolicyVersion, bool)>, Failure> {
        let policy = policies::find(call, &policy_arn)?
            .ok_or_else(|| errors::not_attachable(&policy_arn))?;
        Ok(paging.numbered(policy.versions()))
    }

    fn reply(call: &Call<'_>, page: Page<(PolicyVersion, bool)>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Versions");
            for (version, default) in &page.items {
                xml.open("member");
                show::version(xml, version, *default, false);
                xml.close();
            }
            xml.close();
            page.end(xml);
        }))
    }
}
