//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::UserRecord;
use crate::base::{Failure, Secret};
use crate::services::iam::params::Params;
use crate::services::iam::{errors, passwords, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// For whom, and what. Only its checks read the password.
#[derive(Debug)]
pub struct Input {
    user: String,
    password: Option<Secret>,
    reset_required: Option<bool>,
}

/// UpdateLoginProfile.
#[derive(Debug)]
pub struct UpdateLoginProfile;

impl Operation for UpdateLoginProfile {
    const ROW: Row = Row::named(
        Service::Iam,
        "UpdateLoginProfile",
        "iam:UpdateLoginProfile",
        erase::<Self>(),
    );

    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            user: params.required("UserName", rules::LONG_NAME),
            password: params
                .optional("Password", rules::PASSWORD)
                .map(Secret::new),
            reset_required: params.optional_flag("PasswordResetRequired"),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, &input.user).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(), Failure> {
        let update = |user: &mut UserRecord| {
            let Some(login) = &mut user.login else {
                return Err(errors::no_such_login_profile(&user.name));
            };
            if let Some(password) = &input.password {
                passwords::check(call, password.expose())?;
            }
            if let Some(required) = input.reset_required {
                login.reset_required = required;
            }
            Ok(())
        };
        write::edit(call, &input.user, update).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
