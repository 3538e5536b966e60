//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::UserRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, mfa_devices, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DeleteUser.
#[derive(Debug)]
pub struct DeleteUser;

impl Operation for DeleteUser {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteUser",
        "iam:DeleteUser",
        erase::<Self>(),
    );
    /// The user's name.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let name = params.required("UserName", rules::LONG_NAME);
        params.end()?;
        Ok(name)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<(), Failure> {
        let unused = |user: &UserRecord| {
            if !user.groups.is_empty() {
                Err(errors::remove_users_first())
            } else if !user.attached.is_empty() {
                Err(errors::detach_first())
            } else if !user.inline.is_empty() {
                Err(errors::delete_policies_first())
            } else if !mfa_devices::of_user(call, user)?.is_empty() {
                Err(errors::delete_devices_first())
            } else if user.login.is_some() {
                Err(errors::delete_login_profile_first())
            } else if !user.access_keys.is_empty() {
                Err(errors::delete_access_keys_first())
            } else {
                Ok(())
            }
        };
        write::remove(call, &name, errors::no_such_user, unused).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
