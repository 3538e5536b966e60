//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory;
use crate::base::Failure;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::{Parameter, Violations};
use crate::services::sts::{errors, request};

/// GetAccessKeyInfo.
#[derive(Debug)]
pub struct GetAccessKeyInfo;

impl Operation for GetAccessKeyInfo {
    const ROW: Row = Row::named(
        Service::Sts,
        "GetAccessKeyInfo",
        "sts:GetAccessKeyInfo",
        erase::<Self>(),
    );
    type Input = String;
    type Output = String;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let id = call.form.get("AccessKeyId");
        let mut violations = Violations::new();
        match id {
            None => violations.missing("accessKeyId"),
            Some(id) => {
                let shown = Parameter::open("accessKeyId", id);
                violations.length(shown, id.chars().count(), 16, 128);
                violations.pattern(shown, id, r"[\w]*", |c| {
                    c.is_ascii_alphanumeric() || c == '_'
                });
            }
        }
        errors::violated(&violations)?;
        Ok(id.unwrap_or_default().to_owned())
    }

    fn asks(call: &Call<'_>, _: &String) -> Result<Asks, Failure> {
        request::refuse_limited(call)?;
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, id: String) -> Result<String, Failure> {
        let key = directory::access_key(call.world, &id).map_err(|_| errors::internal())?;
        if let Some(key) = key {
            return Ok(key.account);
        }
        let session = directory::session(call.world, &id).map_err(|_| errors::internal())?;
        session
            .map(|session| session.account)
            .ok_or_else(errors::unknown_access_key)
    }

    fn reply(call: &Call<'_>, account: String) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.text_element("Account", &account);
        }))
    }
}
