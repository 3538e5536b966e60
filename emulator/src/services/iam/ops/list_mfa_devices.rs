//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{MfaDeviceRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{callers_user, mfa_devices, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListMFADevices: those of a user.
#[derive(Debug)]
pub struct ListMFADevices;

impl Operation for ListMFADevices {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListMFADevices",
        "iam:ListMFADevices",
        erase::<Self>(),
    );
    /// The user's name and the page.
    type Input = (String, Paging);
    type Output = (String, Page<MfaDeviceRecord>);

    fn parse(call: &Call<'_>) -> Result<(String, Paging), Failure> {
        let mut params = Params::of(call);
        let user = callers_user::name(call, &mut params);
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok((user, paging))
    }

    fn asks(call: &Call<'_>, (user, _): &(String, Paging)) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, user).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (user, paging): (String, Paging),
    ) -> Result<(String, Page<MfaDeviceRecord>), Failure> {
        let user = subject::get::<UserRecord>(call, &user)?;
        let devices = mfa_devices::of_user(call, &user)?;
        let page = paging.page(devices, |device| device.name.to_lowercase());
        Ok((user.name, page))
    }

    fn reply(
        call: &Call<'_>,
        (user, page): (String, Page<MfaDeviceRecord>),
    ) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("MFADevices");
            for device in &page.items {
                xml.open("member");
                mfa_devices::write(xml, &user, device);
                xml.close();
            }
            xml.close();
            page.end(xml);
        }))
    }
}
