//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::{MfaDeviceRecord, UserRecord};
use crate::base::{Failure, arn};
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{mfa_devices, rules, show};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// A device and its user.
type Listed = (MfaDeviceRecord, Option<UserRecord>);

/// ListVirtualMFADevices.
#[derive(Debug)]
pub struct ListVirtualMFADevices;

impl Operation for ListVirtualMFADevices {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListVirtualMFADevices",
        "iam:ListVirtualMFADevices",
        erase::<Self>(),
    );
    /// Which devices, and the page.
    type Input = (Option<String>, Paging);
    type Output = Page<Listed>;

    fn parse(call: &Call<'_>) -> Result<(Option<String>, Paging), Failure> {
        let mut params = Params::of(call);
        let assignment = params.optional("AssignmentStatus", rules::ASSIGNMENT);
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok((assignment, paging))
    }

    fn asks(call: &Call<'_>, _: &(Option<String>, Paging)) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let devices = arn::iam(account, "mfa", "/", "");
        Ok(Asks::one(Ask::new(Self::ROW.action, devices)))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (assignment, paging): (Option<String>, Paging),
    ) -> Result<Page<Listed>, Failure> {
        let mut devices = Vec::new();
        for device in mfa_devices::all(call)? {
            let user = mfa_devices::user(call, &device)?;
            let wanted = match assignment.as_deref() {
                Some("Assigned") => user.is_some(),
                Some("Unassigned") => user.is_none(),
                _ => true,
            };
            if wanted {
                devices.push((device, user));
            }
        }
        Ok(paging.page(devices, |(device, _)| device.name.to_lowercase()))
    }

    fn reply(call: &Call<'_>, page: Page<Listed>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("VirtualMFADevices");
            for (device, user) in &page.items {
                xml.open("member");
                xml.text_element("SerialNumber", device.arn());
                if let (Some(user), Some(enabled)) = (user, device.enabled) {
                    xml.open("User");
                    show::listed_user(xml, user);
                    xml.close();
                    show::date(xml, "EnableDate", enabled);
                }
                xml.close();
            }
            xml.close();
            page.end(xml);
        }))
    }
}
