//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::UserRecord;
use crate::base::{Failure, arn};
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetUser.
#[derive(Debug)]
pub struct GetUser;

/// Whom to show.
#[derive(Debug)]
pub enum Who {
    /// A user by name.
    User(String),
    /// The calling root user.
    Root,
}

impl Operation for GetUser {
    const ROW: Row = Row::named(Service::Iam, "GetUser", "iam:GetUser", erase::<Self>());
    type Input = Who;
    /// Nothing for the root user, who has no record.
    type Output = Option<UserRecord>;

    fn parse(call: &Call<'_>) -> Result<Who, Failure> {
        let mut params = Params::of(call);
        let given = params.optional("UserName", rules::LONG_NAME);
        params.end()?;
        let identity = call.authority.identity();
        match given.or_else(|| identity.username.clone()) {
            Some(name) => Ok(Who::User(name)),
            None if identity.is_root() => Ok(Who::Root),
            None => Err(errors::user_name_needed()),
        }
    }

    fn asks(call: &Call<'_>, who: &Who) -> Result<Asks, Failure> {
        let action = Self::ROW.action;
        Ok(Asks::one(match who {
            Who::User(name) => subject::ask::<UserRecord>(call, action, name)?,
            Who::Root => Ask::new(action, arn::root(&call.authority.identity().account)),
        }))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        who: Who,
    ) -> Result<Option<UserRecord>, Failure> {
        match who {
            Who::User(name) => subject::get(call, &name).map(Some),
            Who::Root => Ok(None),
        }
    }

    fn reply(call: &Call<'_>, user: Option<UserRecord>) -> Result<Reply, Failure> {
        let account = &call.authority.identity().account;
        Ok(query::result(call, |xml| {
            xml.open("User");
            match &user {
                Some(user) => show::user(xml, user),
                // AWS shows the day on which the account was opened too; accounts here were not.
                None => {
                    xml.text_element("Path", "/");
                    xml.text_element("UserId", account);
                    xml.text_element("Arn", arn::root(account));
                }
            }
            xml.close();
        }))
    }
}
