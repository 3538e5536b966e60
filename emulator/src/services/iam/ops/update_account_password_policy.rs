//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::PasswordPolicy;
use crate::base::Failure;
use crate::services::iam::account;
use crate::services::iam::params::Params;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// UpdateAccountPasswordPolicy: what is left out falls back to its default.
#[derive(Debug)]
pub struct UpdateAccountPasswordPolicy;

impl Operation for UpdateAccountPasswordPolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "UpdateAccountPasswordPolicy",
        "iam:UpdateAccountPasswordPolicy",
        erase::<Self>(),
    );

    type Input = PasswordPolicy;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<PasswordPolicy, Failure> {
        let mut params = Params::of(call);
        let mut number = |name, min, max| {
            let number = params.integer(name, min, max);
            number.and_then(|number| u32::try_from(number).ok())
        };
        let policy = PasswordPolicy {
            minimum_length: number("MinimumPasswordLength", 6, 128).unwrap_or(6),
            max_age_days: number("MaxPasswordAge", 1, 1095),
            reuse_prevention: number("PasswordReusePrevention", 1, 24),
            require_symbols: params.flag("RequireSymbols"),
            require_numbers: params.flag("RequireNumbers"),
            require_uppercase: params.flag("RequireUppercaseCharacters"),
            require_lowercase: params.flag("RequireLowercaseCharacters"),
            allow_users_to_change: params.flag("AllowUsersToChangePassword"),
            hard_expiry: params.flag("HardExpiry"),
        };
        params.end()?;
        Ok(policy)
    }

    fn asks(_: &Call<'_>, _: &PasswordPolicy) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, policy: PasswordPolicy) -> Result<(), Failure> {
        account::change(call, |record| {
            record.passwords = Some(policy);
            Ok(Commit::new())
        })
        .await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
