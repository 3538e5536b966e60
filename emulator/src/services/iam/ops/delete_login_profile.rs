//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::UserRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{callers_user, errors, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DeleteLoginProfile.
#[derive(Debug)]
pub struct DeleteLoginProfile;

impl Operation for DeleteLoginProfile {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteLoginProfile",
        "iam:DeleteLoginProfile",
        erase::<Self>(),
    );
    /// The user's name.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let user = callers_user::name(call, &mut params);
        params.end()?;
        Ok(user)
    }

    fn asks(call: &Call<'_>, user: &String) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, user).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<(), Failure> {
        let delete = |user: &mut UserRecord| match user.login.take() {
            Some(_) => Ok(()),
            None => Err(errors::no_such_login_profile(&name)),
        };
        write::edit(call, &name, delete).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
