//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{AccessKeyRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{access_keys, callers_user, show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListAccessKeys.
#[derive(Debug)]
pub struct ListAccessKeys;

impl Operation for ListAccessKeys {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListAccessKeys",
        "iam:ListAccessKeys",
        erase::<Self>(),
    );
    /// The user's name and the page.
    type Input = (String, Paging);
    type Output = Page<AccessKeyRecord>;

    fn parse(call: &Call<'_>) -> Result<(String, Paging), Failure> {
        let mut params = Params::of(call);
        let name = callers_user::name(call, &mut params);
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok((name, paging))
    }

    fn asks(call: &Call<'_>, (name, _): &(String, Paging)) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, paging): (String, Paging),
    ) -> Result<Page<AccessKeyRecord>, Failure> {
        let user = subject::get(call, &name)?;
        Ok(paging.numbered(access_keys::all(call, &user)?))
    }

    fn reply(call: &Call<'_>, page: Page<AccessKeyRecord>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("AccessKeyMetadata");
            for key in &page.items {
                xml.open("member");
                xml.text_element("UserName", &key.user_name);
                xml.text_element("AccessKeyId", &key.access_key_id);
                xml.text_element("Status", access_keys::status(key.active));
                show::date(xml, "CreateDate", key.created);
                xml.close();
            }
            xml.close();
            page.end(xml);
        }))
    }
}
