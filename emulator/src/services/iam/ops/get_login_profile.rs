//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::UserRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{callers_user, errors, passwords, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetLoginProfile.
#[derive(Debug)]
pub struct GetLoginProfile;

impl Operation for GetLoginProfile {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetLoginProfile",
        "iam:GetLoginProfile",
        erase::<Self>(),
    );
    /// The user's name.
    type Input = String;
    type Output = UserRecord;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let user = callers_user::name(call, &mut params);
        params.end()?;
        Ok(user)
    }

    fn asks(call: &Call<'_>, user: &String) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, user).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<UserRecord, Failure> {
        let user = subject::get::<UserRecord>(call, &name)?;
        match user.login {
            Some(_) => Ok(user),
            None => Err(errors::no_such_login_profile(&name)),
        }
    }

    fn reply(call: &Call<'_>, user: UserRecord) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| passwords::write(xml, &user)))
    }
}
