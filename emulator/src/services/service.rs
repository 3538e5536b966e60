//! One row for each operation, and the one road on which every operation is carried out:
//! parse, ask, permit, run, reply.

use std::future::Future;
use std::pin::Pin;

use crate::auth::Auth;
use crate::auth::authenticate::Signed;
use crate::auth::authorize::{Ask, Authority, Permit, Refusal};
use crate::base::{Failure, Timestamp};
use crate::protocol::json::Object;
use crate::protocol::query_form::Form;
use crate::protocol::request::Head;
use crate::services::oidc::Oidc;
use crate::services::reply::Reply;
use crate::services::s3::body::RequestBody;
use crate::services::s3::buckets::Buckets;
use crate::services::s3::target::Target;
use crate::world::World;

/// The services behind one endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// Amazon S3, REST-XML.
    S3,
    /// Amazon S3 Control, REST-XML: what an account manages beside its buckets. Its prefix is S3's.
    S3Control,
    /// AWS Security Token Service, Query protocol.
    Sts,
    /// AWS Identity and Access Management, Query protocol.
    Iam,
    /// AWS Key Management Service, JSON 1.1.
    Kms,
}

impl Service {
    /// The service's prefix in IAM actions and in signature scopes.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::S3 | Self::S3Control => "s3",
            Self::Sts => "sts",
            Self::Iam => "iam",
            Self::Kms => "kms",
        }
    }

    /// The service's name: two services may share a prefix.
    pub const fn name(self) -> &'static str {
        match self {
            Self::S3Control => "s3control",
            other => other.prefix(),
        }
    }
}

/// What a REST path addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `/`
    Service,
    /// `/bucket`
    Bucket,
    /// `/bucket/key`
    Object,
    /// Whatever the path addresses.
    Any,
}

/// What a request must carry, beyond method and path, to be this operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// A query parameter, whatever its value.
    Query(&'static str),
    /// A query parameter with this value.
    QueryValue(&'static str, &'static str),
    /// A header, whatever its value.
    Header(&'static str),
}

/// How a request for this operation looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Method, path shape and requirements. Among the rows whose requirements all hold, the one with most wins.
    Rest(&'static str, Shape, &'static [Needs]),
    /// Method and path template, such as `/v20180820/accesspoint/{name}`. `{name+}` stands for the rest of a path.
    Path(&'static str, &'static str),
    /// Named by the `Action` parameter or the `X-Amz-Target` header: the row's own name.
    ByName,
}

/// An operation's row: everything that is listed anywhere is derived from it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Which service.
    pub service: Service,
    /// AWS's operation name.
    pub name: &'static str,
    /// How a request looks.
    pub route: Route,
    /// The main IAM action; empty for calls that need no permission.
    pub action: &'static str,
    /// What the operation does, as in the server access log (`REST.GET.OBJECT`); empty outside S3.
    pub access_log: &'static str,
    /// Whether the call makes sense for a bucket that does not exist.
    pub bucket_may_be_missing: bool,
    /// Carries it out.
    pub run: Run,
}

impl Row {
    /// A REST operation of S3 on an existing bucket (or on the service).
    pub const fn rest(
        name: &'static str,
        route: Route,
        action: &'static str,
        access_log: &'static str,
        run: Run,
    ) -> Self {
        Self {
            service: Service::S3,
            name,
            route,
            action,
            access_log,
            bucket_may_be_missing: false,
            run,
        }
    }

    /// An operation that a path template names.
    pub const fn path(
        service: Service,
        name: &'static str,
        route: Route,
        action: &'static str,
        run: Run,
    ) -> Self {
        Self {
            service,
            name,
            route,
            action,
            access_log: "",
            bucket_may_be_missing: true,
            run,
        }
    }

    /// An operation that the request names itself.
    pub const fn named(
        service: Service,
        name: &'static str,
        action: &'static str,
        run: Run,
    ) -> Self {
        Self {
            service,
            name,
            route: Route::ByName,
            action,
            access_log: "",
            bucket_may_be_missing: true,
            run,
        }
    }

    /// The same row for calls that do not need their bucket to exist.
    #[must_use]
    pub const fn without_bucket(mut self) -> Self {
        self.bucket_may_be_missing = true;
        self
    }
}

/// The erased road of one operation.
pub type Run = for<'a> fn(&'a Call<'a>) -> Answer<'a>;

/// The future of an answer.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Reply, Failure>> + Send + 'a>>;

/// One authenticated request on its way through an operation.
#[derive(Debug)]
pub struct Call<'a> {
    /// The stack's state.
    pub world: &'a World,
    /// Keyring and identity policies.
    pub auth: &'a Auth,
    /// Bucket records and configurations.
    pub buckets: &'a Buckets,
    /// Token issuers and verifiers.
    pub oidc: &'a Oidc,
    /// The row that was located.
    pub row: &'static Row,
    /// The request's head.
    pub head: &'a Head,
    /// Bucket and key that the path addresses; empty outside S3.
    pub target: &'a Target,
    /// The Query protocol's parameters; empty elsewhere.
    pub form: &'a Form,
    /// The JSON protocol's members; none elsewhere.
    pub json: &'a Object,
    /// The body, to be read once, after authorization.
    pub body: &'a RequestBody,
    /// Who calls, and the right to ask the authorizer.
    pub authority: &'a Authority<'a>,
    /// How the request was signed; `None` for anonymous ones.
    pub signed: Option<&'a Signed>,
    /// The region that the request was signed for, or the default one.
    pub region: &'a str,
    /// When the request arrived, virtual time.
    pub now: Timestamp,
}

/// What an operation asks the authorizer before it runs.
#[derive(Debug)]
pub enum Asks {
    /// Every pair must be allowed.
    Each(Vec<Ask>),
    /// AWS asks nothing here; the text says why.
    Exempt(&'static str),
}

impl Asks {
    /// A single pair.
    pub fn one(ask: Ask) -> Self {
        Self::Each(vec![ask])
    }
}

/// One API operation. A new one is one file with this trait and one line in its service's table.
pub trait Operation: Send + Sync + 'static {
    /// The operation's row, with `run: erase::<Self>()`.
    const ROW: Row;
    /// The parsed request.
    type Input: Send + Sync;
    /// What was done.
    type Output: Send;

    /// Reads head, form or JSON into the input. Pure: looks at nothing but the request.
    ///
    /// # Errors
    /// Malformed or missing parameters, in AWS's words.
    fn parse(call: &Call<'_>) -> Result<Self::Input, Failure>;

    /// Which permissions the call needs.
    ///
    /// # Errors
    /// Resources that cannot be found.
    fn asks(call: &Call<'_>, input: &Self::Input) -> Result<Asks, Failure>;

    /// Does the work. Cannot be called without the authorizer's permit.
    fn run(
        call: &Call<'_>,
        permit: Permit,
        input: Self::Input,
    ) -> impl Future<Output = Result<Self::Output, Failure>> + Send;

    /// Writes the answer. Pure.
    ///
    /// # Errors
    /// Only what cannot be written.
    fn reply(call: &Call<'_>, output: Self::Output) -> Result<Reply, Failure>;
}

/// The road of one operation as a plain function, for its row.
pub const fn erase<O: Operation>() -> Run {
    |call| Box::pin(drive::<O>(call))
}

async fn drive<O: Operation>(call: &Call<'_>) -> Result<Reply, Failure> {
    let input = O::parse(call)?;
    let permit = match O::asks(call, &input)? {
        Asks::Each(asks) => call
            .authority
            .permit(&asks)
            .map_err(|refusal| refuse(call.row.service, &refusal))?,
        Asks::Exempt(reason) => Permit::exempt(reason),
    };
    let output = O::run(call, permit, input).await?;
    O::reply(call, output)
}

/// A refusal in the words of the service that was asked.
pub fn refuse(service: Service, refusal: &Refusal) -> Failure {
    match service {
        Service::S3 | Service::S3Control => super::s3::errors::refused(refusal),
        Service::Sts => super::sts::errors::refused(refusal),
        Service::Iam => super::iam::errors::refused(refusal),
        Service::Kms => super::kms::errors::refused(refusal),
    }
}
