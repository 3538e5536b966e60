//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html>

use crate::auth::authorize::Permit;
use crate::auth::directory;
use crate::auth::directory::records::{AccessKeyRecord, UserRecord};
use crate::auth::last_used::{self, LastUsed};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// Whose key it is and how it was used.
#[derive(Debug)]
pub struct Output {
    user: String,
    used: Option<LastUsed>,
}

/// GetAccessKeyLastUsed.
#[derive(Debug)]
pub struct GetAccessKeyLastUsed;

impl Operation for GetAccessKeyLastUsed {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetAccessKeyLastUsed",
        "iam:GetAccessKeyLastUsed",
        erase::<Self>(),
    );
    /// The key's id.
    type Input = String;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let id = params.required("AccessKeyId", rules::ACCESS_KEY_ID);
        params.end()?;
        Ok(id)
    }

    fn asks(call: &Call<'_>, id: &String) -> Result<Asks, Failure> {
        let key = key(call, id)?;
        subject::ask::<UserRecord>(call, Self::ROW.action, &key.user_name).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, id: String) -> Result<Output, Failure> {
        let key = key(call, &id)?;
        let used = errors::stored(last_used::of(call.world, &id))?;
        Ok(Output {
            user: key.user_name,
            used,
        })
    }

    fn reply(call: &Call<'_>, output: Output) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.text_element("UserName", &output.user);
            xml.open("AccessKeyLastUsed");
            match &output.used {
                Some(used) => {
                    show::date(xml, "LastUsedDate", used.at);
                    xml.text_element("ServiceName", &used.service);
                    xml.text_element("Region", &used.region);
                }
                None => {
                    xml.text_element("ServiceName", "N/A");
                    xml.text_element("Region", "N/A");
                }
            }
            xml.close();
        }))
    }
}

/// A key of the caller's account.
fn key(call: &Call<'_>, id: &str) -> Result<AccessKeyRecord, Failure> {
    let found = errors::stored(directory::access_key(call.world, id))?;
    found
        .filter(|key| key.account == call.authority.identity().account)
        .ok_or_else(|| errors::no_such_access_key(id))
}
