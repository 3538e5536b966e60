//! Listings of what cannot be made here: an empty list is the truth. The first of them that can be made gets a file of
//! its own. Tools that delete users and roles ask these before they do.

use std::marker::PhantomData;

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::UserRecord;
use crate::base::{Failure, arn};
use crate::services::iam::callers_user;
use crate::services::iam::owner::{Named, named};
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::rules::{self, Rule};
use crate::services::iam::{show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// Whose things a listing is about.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// The account's, by the kind in their ARNs.
    Account(&'static str),
    /// A user's, the caller's when none is named.
    CallersUser,
}

/// A listing.
pub trait EmptyList: Send + Sync + 'static {
    /// Its operation.
    const NAMED: Named;
    /// The element of the list.
    const ELEMENT: &'static str;
    /// Whose.
    const OF: Of;
    /// Parameters that choose among the things listed.
    const FILTERS: &'static [(&'static str, Rule)];
    /// Whether it comes in pages.
    const PAGED: bool = true;
}

/// An operation that lists nothing.
#[derive(Debug)]
pub struct ListNothing<L>(PhantomData<L>);

impl<L: EmptyList> Operation for ListNothing<L> {
    const ROW: Row = L::NAMED.row(erase::<Self>());
    /// The user, and the page.
    type Input = (String, Option<Paging>);
    type Output = Option<Page<String>>;

    fn parse(call: &Call<'_>) -> Result<(String, Option<Paging>), Failure> {
        let mut params = Params::of(call);
        let owner = match L::OF {
            Of::Account(_) => String::new(),
            Of::CallersUser => callers_user::name(call, &mut params),
        };
        for (name, rule) in L::FILTERS {
            params.optional(name, *rule);
        }
        let paging = L::PAGED.then(|| Paging::read(&mut params));
        params.end()?;
        Ok((owner, paging))
    }

    fn asks(call: &Call<'_>, (owner, _): &(String, Option<Paging>)) -> Result<Asks, Failure> {
        let action = L::NAMED.action;
        Ok(Asks::one(match L::OF {
            Of::Account(kind) => {
                let account = &call.authority.identity().account;
                Ask::new(action, arn::iam(account, kind, "/", ""))
            }
            Of::CallersUser => subject::ask::<UserRecord>(call, action, owner)?,
        }))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (owner, paging): (String, Option<Paging>),
    ) -> Result<Option<Page<String>>, Failure> {
        match L::OF {
            Of::Account(_) => {}
            Of::CallersUser => drop(subject::get::<UserRecord>(call, &owner)?),
        }
        Ok(paging.map(|paging| paging.numbered(Vec::new())))
    }

    fn reply(call: &Call<'_>, page: Option<Page<String>>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            show::members::<&str>(xml, L::ELEMENT, []);
            if let Some(page) = page {
                page.end(xml);
            }
        }))
    }
}

macro_rules! empty {
    ($($name:ident, $operation:literal, $element:literal, $of:expr, $filters:expr $(, paged: $paged:literal)?;)*) => {
        $(
            #[doc = concat!("<https://docs.aws.amazon.com/IAM/latest/APIReference/API_", $operation, ".html>")]
            #[derive(Debug)]
            pub struct $name;

            impl EmptyList for $name {
                const NAMED: Named = named!($operation);
                const ELEMENT: &'static str = $element;
                const OF: Of = $of;
                const FILTERS: &'static [(&'static str, Rule)] = &$filters;
                $(const PAGED: bool = $paged;)?
            }
        )*
    };
}

const PREFIX: (&str, Rule) = ("PathPrefix", rules::PATH_PREFIX);

empty! {
    SamlProviders, "ListSAMLProviders", "SAMLProviderList", Of::Account("saml-provider"), [], paged: false;
    ServerCertificates, "ListServerCertificates", "ServerCertificateMetadataList",
        Of::Account("server-certificate"), [PREFIX];
    ServiceSpecificCredentials, "ListServiceSpecificCredentials", "ServiceSpecificCredentials", Of::CallersUser, [];
    SigningCertificates, "ListSigningCertificates", "Certificates", Of::CallersUser, [];
    SshPublicKeys, "ListSSHPublicKeys", "SSHPublicKeys", Of::CallersUser, [];
}
