//! Reading what cannot be made here: nobody has one, and IAM says so. The first that can be made gets a file of its own.

use std::marker::PhantomData;

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::UserRecord;
use crate::base::{Failure, arn};
use crate::services::iam::owner::{Named, named};
use crate::services::iam::params::Params;
use crate::services::iam::{callers_user, errors, rules, subject};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub enum What {
    /// An instance profile by name.
    InstanceProfile,
    /// A user's console password.
    LoginProfile,
    /// The account's rules for passwords.
    PasswordPolicy,
}

/// A call for what is not there.
pub trait Absent: Send + Sync + 'static {
    /// Its operation.
    const NAMED: Named;
    /// What it looks for.
    const WHAT: What;
}

/// An operation that finds nothing.
#[derive(Debug)]
pub struct FindNothing<A>(PhantomData<A>);

impl<A: Absent> Operation for FindNothing<A> {
    const ROW: Row = A::NAMED.row(erase::<Self>());
    /// The name.
    type Input = String;
    type Output = std::convert::Infallible;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let name = match A::WHAT {
            What::InstanceProfile => params.required("InstanceProfileName", rules::LONG_NAME),
            What::LoginProfile => callers_user::name(call, &mut params),
            What::PasswordPolicy => String::new(),
        };
        params.end()?;
        Ok(name)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let action = A::NAMED.action;
        Ok(Asks::one(match A::WHAT {
            What::InstanceProfile => {
                Ask::new(action, arn::iam(account, "instance-profile", "/", name))
            }
            What::LoginProfile => subject::ask::<UserRecord>(call, action, name)?,
            What::PasswordPolicy => Ask::new(action, "*"),
        }))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        name: String,
    ) -> Result<std::convert::Infallible, Failure> {
        Err(match A::WHAT {
            What::InstanceProfile => errors::no_such_instance_profile(&name),
            What::LoginProfile => {
                subject::get::<UserRecord>(call, &name)?;
                errors::no_such_login_profile(&name)
            }
            What::PasswordPolicy => errors::no_password_policy(&call.authority.identity().account),
        })
    }

    fn reply(_: &Call<'_>, nothing: std::convert::Infallible) -> Result<Reply, Failure> {
        match nothing {}
    }
}

macro_rules! absent {
    ($($name:ident, $operation:literal, $what:expr;)*) => {
        $(
            #[doc = concat!("<https://docs.aws.amazon.com/IAM/latest/APIReference/API_", $operation, ".html>")]
            #[derive(Debug)]
            pub struct $name;

            impl Absent for $name {
                const NAMED: Named = named!($operation);
                const WHAT: What = $what;
            }
        )*
    };
}

absent! {
    GetInstanceProfile, "GetInstanceProfile", What::InstanceProfile;
    GetLoginProfile, "GetLoginProfile", What::LoginProfile;
    DeleteLoginProfile, "DeleteLoginProfile", What::LoginProfile;
    GetAccountPasswordPolicy, "GetAccountPasswordPolicy", What::PasswordPolicy;
}
