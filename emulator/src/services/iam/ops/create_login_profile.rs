//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{LoginProfile, UserRecord};
use crate::base::{Failure, Secret};
use crate::services::iam::params::Params;
use crate::services::iam::{callers_user, errors, passwords, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// For whom, and how. Only its checks read the password.
#[derive(Debug)]
pub struct Input {
    user: String,
    password: Option<Secret>,
    reset_required: bool,
}

/// CreateLoginProfile.
#[derive(Debug)]
pub struct CreateLoginProfile;

impl Operation for CreateLoginProfile {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateLoginProfile",
        "iam:CreateLoginProfile",
        erase::<Self>(),
    );

    type Input = Input;
    type Output = UserRecord;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            user: callers_user::name(call, &mut params),
            password: params
                .optional("Password", rules::PASSWORD)
                .map(Secret::new),
            reset_required: params.flag("PasswordResetRequired"),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, &input.user).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<UserRecord, Failure> {
        let create = |user: &mut UserRecord| {
            if user.login.is_some() {
                return Err(errors::login_profile_exists(&user.name));
            }
            if let Some(password) = &input.password {
                passwords::check(call, password.expose())?;
            }
            user.login = Some(LoginProfile {
                created: call.now,
                reset_required: input.reset_required,
            });
            Ok((user.clone(), Commit::new()))
        };
        write::change(call, &input.user, create).await
    }

    fn reply(call: &Call<'_>, user: UserRecord) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| passwords::write(xml, &user)))
    }
}
