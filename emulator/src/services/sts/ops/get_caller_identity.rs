//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetCallerIdentity.
#[derive(Debug)]
pub struct GetCallerIdentity;

impl Operation for GetCallerIdentity {
    const ROW: Row = Row::named(
        Service::Sts,
        "GetCallerIdentity",
        "sts:GetCallerIdentity",
        erase::<Self>(),
    );
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(_: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "no permission is needed, and a deny does not stop it",
        ))
    }

    async fn run(_: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        Ok(())
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        let identity = call.authority.identity();
        Ok(query::result(call, |xml| {
            xml.text_element("Arn", &identity.arn);
            xml.text_element("UserId", &identity.userid);
            xml.text_element("Account", &identity.account);
        }))
    }
}
