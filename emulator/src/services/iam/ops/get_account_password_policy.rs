//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::PasswordPolicy;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{account, errors};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetAccountPasswordPolicy.
#[derive(Debug)]
pub struct GetAccountPasswordPolicy;

impl Operation for GetAccountPasswordPolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetAccountPasswordPolicy",
        "iam:GetAccountPasswordPolicy",
        erase::<Self>(),
    );

    type Input = ();
    type Output = PasswordPolicy;

    fn parse(call: &Call<'_>) -> Result<(), Failure> {
        Params::of(call).end()
    }

    fn asks(_: &Call<'_>, _: &()) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<PasswordPolicy, Failure> {
        let missing = || errors::no_password_policy(&call.authority.identity().account);
        account::of(call)?.passwords.ok_or_else(missing)
    }

    fn reply(call: &Call<'_>, policy: PasswordPolicy) -> Result<Reply, Failure> {
        let flags = [
            ("RequireSymbols", policy.require_symbols),
            ("RequireNumbers", policy.require_numbers),
            ("RequireUppercaseCharacters", policy.require_uppercase),
            ("RequireLowercaseCharacters", policy.require_lowercase),
            ("AllowUsersToChangePassword", policy.allow_users_to_change),
            ("ExpirePasswords", policy.max_age_days.is_some()),
            ("HardExpiry", policy.hard_expiry),
        ];
        let numbers = [
            ("MinimumPasswordLength", Some(policy.minimum_length)),
            ("MaxPasswordAge", policy.max_age_days),
            ("PasswordReusePrevention", policy.reuse_prevention),
        ];
        Ok(query::result(call, |xml| {
            xml.open("PasswordPolicy");
            for (name, flag) in flags {
                xml.text_element(name, flag.to_string());
            }
            for (name, number) in numbers {
                if let Some(number) = number {
                    xml.text_element(name, number.to_string());
                }
            }
            xml.close();
        }))
    }
}
