//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory;
use crate::auth::directory::records::{
    GroupRecord, InstanceProfileRecord, PolicyRecord, ProviderRecord, RoleRecord, UserRecord,
};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, mfa_devices};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// What is the same in every account: AWS's quotas, and what cannot be made here.
const FIXED: [(&str, usize); 24] = [
    ("AccessKeysPerUserQuota", 2),
    // The root user's credentials come with the account.
    ("AccountAccessKeysPresent", 1),
    ("AccountMFAEnabled", 0),
    ("AccountPasswordPresent", 0),
    ("AccountSigningCertificatesPresent", 0),
    ("AssumeRolePolicySizeQuota", 2048),
    ("AttachedPoliciesPerGroupQuota", 10),
    ("AttachedPoliciesPerRoleQuota", 10),
    ("AttachedPoliciesPerUserQuota", 10),
    ("GlobalEndpointTokenVersion", 1),
    ("GroupPolicySizeQuota", 5120),
    ("GroupsPerUserQuota", 10),
    ("GroupsQuota", 300),
    ("InstanceProfilesQuota", 1000),
    ("PoliciesQuota", 1500),
    ("PolicySizeQuota", 6144),
    ("PolicyVersionsInUseQuota", 10_000),
    ("RolePolicySizeQuota", 10_240),
    ("RolesQuota", 1000),
    ("ServerCertificates", 0),
    ("ServerCertificatesQuota", 20),
    ("SigningCertificatesPerUserQuota", 2),
    ("UserPolicySizeQuota", 2048),
    ("VersionsPerPolicyQuota", 5),
];
const USERS_QUOTA: (&str, usize) = ("UsersQuota", 5000);

/// GetAccountSummary.
#[derive(Debug)]
pub struct GetAccountSummary;

impl Operation for GetAccountSummary {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetAccountSummary",
        "iam:GetAccountSummary",
        erase::<Self>(),
    );
    type Input = ();
    /// Names and numbers.
    type Output = Vec<(&'static str, usize)>;

    fn parse(call: &Call<'_>) -> Result<(), Failure> {
        Params::of(call).end()
    }

    fn asks(_: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (): (),
    ) -> Result<Vec<(&'static str, usize)>, Failure> {
        let (world, account) = (call.world, &call.authority.identity().account);
        let all = usize::MAX;
        let policies = errors::stored(directory::list::<PolicyRecord>(world, account))?;
        let devices = mfa_devices::all(call)?;
        let enabled = devices.iter().filter(|device| device.user.is_some());
        let mut summary = vec![
            ("MFADevicesInUse", enabled.count()),
            ("MFADevices", devices.len()),
            ("Policies", policies.len()),
            (
                "PolicyVersionsInUse",
                policies.iter().map(|policy| policy.versions.len()).sum(),
            ),
            (
                "Groups",
                errors::stored(directory::count::<GroupRecord>(world, account, all))?,
            ),
            (
                "InstanceProfiles",
                errors::stored(directory::count::<InstanceProfileRecord>(
                    world, account, all,
                ))?,
            ),
            (
                "Providers",
                errors::stored(directory::count::<ProviderRecord>(world, account, all))?,
            ),
            (
                "Roles",
                errors::stored(directory::count::<RoleRecord>(world, account, all))?,
            ),
            (
                "Users",
                errors::stored(directory::count::<UserRecord>(world, account, all))?,
            ),
            USERS_QUOTA,
        ];
        summary.extend(FIXED);
        summary.sort_unstable();
        Ok(summary)
    }

    fn reply(call: &Call<'_>, summary: Vec<(&'static str, usize)>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("SummaryMap");
            for (name, number) in &summary {
                xml.open("entry");
                xml.text_element("key", name);
                xml.text_element("value", number.to_string());
                xml.close();
            }
            xml.close();
        }))
    }
}
