//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::RoleRecord;
use crate::base::Failure;
use crate::services::iam::owner::ask_bounded;
use crate::services::iam::params::Params;
use crate::services::iam::{documents, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// UpdateAssumeRolePolicy.
#[derive(Debug)]
pub struct UpdateAssumeRolePolicy;

impl Operation for UpdateAssumeRolePolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "UpdateAssumeRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        erase::<Self>(),
    );
    /// Name and trust policy.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let name = params.required("RoleName", rules::NAME);
        let trust = params.required("PolicyDocument", rules::DOCUMENT);
        params.end()?;
        Ok((name, trust))
    }

    fn asks(call: &Call<'_>, (name, _): &(String, String)) -> Result<Asks, Failure> {
        ask_bounded::<RoleRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, trust): (String, String),
    ) -> Result<(), Failure> {
        subject::get::<RoleRecord>(call, &name)?;
        let trust = documents::trust(call, &trust)?;
        let replace = |role: &mut RoleRecord| {
            role.trust.clone_from(&trust);
            Ok(())
        };
        write::edit(call, &name, replace).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
