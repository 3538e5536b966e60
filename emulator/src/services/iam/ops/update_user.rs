//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory;
use crate::auth::directory::records::UserRecord;
use crate::base::{Failure, arn};
use crate::services::iam::access_keys;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// UpdateUser: another name, another path. Access keys stay with the user, and so does the unique id.
#[derive(Debug)]
pub struct UpdateUser;

/// What to change.
#[derive(Debug)]
pub struct Input {
    name: String,
    new_name: Option<String>,
    new_path: Option<String>,
}

impl Operation for UpdateUser {
    const ROW: Row = Row::named(
        Service::Iam,
        "UpdateUser",
        "iam:UpdateUser",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            name: params.required("UserName", rules::LONG_NAME),
            new_path: params.optional("NewPath", rules::PATH),
            new_name: params.optional("NewUserName", rules::NAME),
        };
        params.end()?;
        Ok(input)
    }

    /// Both the user as it is and the user as it shall be.
    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let action = Self::ROW.action;
        let mut asks = vec![subject::ask::<UserRecord>(call, action, &input.name)?];
        let found = subject::find::<UserRecord>(call, &input.name)?;
        if let Some(user) = found.map(|found| found.entity) {
            let path = input.new_path.as_deref().unwrap_or(&user.path);
            let name = input.new_name.as_deref().unwrap_or(&user.name);
            let target = arn::iam(&user.account, "user", path, name);
            if target != user.arn() {
                asks.push(Ask::new(action, target));
            }
        }
        Ok(Asks::Each(asks))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(), Failure> {
        let rename = |user: &mut UserRecord| {
            if let Some(name) = &input.new_name {
                free(call, user, name)?;
                user.name.clone_from(name);
            }
            if let Some(path) = &input.new_path {
                user.path.clone_from(path);
            }
            Ok(((), access_keys::renamed(call, user)?))
        };
        write::change(call, &input.name, rename).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}

/// Whether a new name is nobody else's. The user's own name in another case is.
fn free(call: &Call<'_>, user: &UserRecord, name: &str) -> Result<(), Failure> {
    let there = errors::stored(directory::user(call.world, &user.account, name))?;
    match there {
        Some(other) if other.user_id != user.user_id => Err(errors::user_exists(name)),
        _ => Ok(()),
    }
}
