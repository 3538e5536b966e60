//! The condition keys of a request: one row for each, present exactly when AWS has it.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html> and, for the `s3:` keys of
//! every S3 action, <https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html>. Keys of
//! single actions stand with their service.

use bucketproof_policy::{Context, Value};

use super::Identity;
use super::authenticate::{AuthMethod, SignatureVersion, Signed};
use super::directory::sessions::WebIdentity;
use super::identity::SessionFacts;
use crate::base::{Timestamp, time_format};
use crate::protocol::request::Head;
use crate::world::Member;

/// The circumstances of a request that policies may ask about.
#[derive(Debug)]
pub struct Circumstances<'a> {
    /// The caller.
    pub identity: &'a Identity,
    /// How the request was signed; `None` for anonymous requests.
    pub signed: Option<&'a Signed>,
    /// The request's head.
    pub head: &'a Head,
    /// The region that was called.
    pub region: &'a str,
    /// Whether the connection counts as TLS.
    pub secure: bool,
    /// Now.
    pub now: Timestamp,
}

/// A key and its value; without one the key is absent, which is not the same as empty.
type Row = (&'static str, fn(&Circumstances<'_>) -> Option<Value>);

/// What a connection that counts as TLS is taken for: the stack itself speaks plain HTTP.
const TLS_VERSION: &str = "1.3";

/// Keys of every call of every service. `aws:PrincipalTag/…` has one for each tag and is added apart.
const GLOBAL: [Row; 19] = [
    // Of the request: always, but for the referer.
    ("aws:CurrentTime", |c| {
        value(time_format::iso_seconds(c.now))
    }),
    ("aws:EpochTime", |c| value(c.now.seconds().to_string())),
    ("aws:Referer", |c| c.head.header("referer").map(Value::from)),
    ("aws:RequestedRegion", |c| value(c.region)),
    ("aws:SecureTransport", |c| value(c.secure.to_string())),
    ("aws:SourceIp", |c| value(c.head.peer.to_string())),
    ("aws:UserAgent", |c| {
        value(c.head.header("user-agent").unwrap_or_default())
    }),
    ("aws:ViaAWSService", |_| value("false")),
    // Of the caller: always.
    ("aws:PrincipalAccount", |c| {
        value(c.identity.account.as_str())
    }),
    ("aws:PrincipalType", |c| value(c.identity.principal_type)),
    ("aws:userid", |c| value(c.identity.userid.as_str())),
    // Of those who signed. The resource's account is the caller's own until a resource says otherwise: calls on nothing in
    // particular and on what is yet to be made have the key too.
    ("aws:ResourceAccount", |c| {
        c.identity.account_id().map(Value::from)
    }),
    ("aws:PrincipalArn", |c| {
        c.identity.principal_arn.as_deref().map(Value::from)
    }),
    ("aws:PrincipalIsAWSService", |c| {
        (!c.identity.is_anonymous()).then(|| Value::from("false"))
    }),
    // Of IAM users.
    ("aws:username", |c| {
        c.identity.username.as_deref().map(Value::from)
    }),
    // Of temporary credentials.
    ("aws:MultiFactorAuthPresent", |c| {
        session(c).map(|_| Value::from("false"))
    }),
    ("aws:TokenIssueTime", |c| {
        session(c).map(|it| time_format::iso_seconds(it.issued).into())
    }),
    ("aws:FederatedProvider", |c| {
        let token = session(c)?.web_identity.as_ref()?;
        value(token.provider_arn.as_str())
    }),
    ("aws:SourceIdentity", |c| {
        session(c)?.source_identity.as_deref().map(Value::from)
    }),
];

/// Keys of every S3 call.
const S3: [Row; 6] = [
    ("s3:authType", |c| {
        value(match c.signed?.method {
            AuthMethod::Header => "REST-HEADER",
            AuthMethod::Query => "REST-QUERY-STRING",
        })
    }),
    // As `aws:ResourceAccount`: the caller's own until a bucket says otherwise.
    ("s3:ResourceAccount", |c| {
        c.identity.account_id().map(Value::from)
    }),
    // Milliseconds since the signature was made, which only a URL tells.
    ("s3:signatureAge", |c| {
        let signed = in_url(c)?;
        let age = c.now.millis().saturating_sub(signed.at.millis());
        value(age.max(0).to_string())
    }),
    ("s3:signatureversion", |c| {
        value(match c.signed?.version {
            SignatureVersion::V4 => "AWS4-HMAC-SHA256",
            SignatureVersion::V2 => "AWS",
        })
    }),
    ("s3:TlsVersion", |c| c.secure.then(|| TLS_VERSION.into())),
    // Only what a header says, and only this of it.
    ("s3:x-amz-content-sha256", |c| {
        let declared = c.head.header("x-amz-content-sha256")?;
        let by_header = c.signed?.method == AuthMethod::Header;
        (by_header && declared == "UNSIGNED-PAYLOAD").then(|| declared.into())
    }),
];

/// Keys that a service does not hand on when it calls another one for its caller: they are of the client's connection,
/// not of the service's. <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html>
/// `aws:SourceIp` is unconfirmed: reports of missing addresses at KMS stand against that page.
const NOT_FORWARDED: [&str; 2] = ["aws:Referer", "aws:SourceIp"];

/// The global keys.
pub fn global(circumstances: &Circumstances<'_>) -> Context {
    let mut context = Context::new();
    fill(&mut context, &GLOBAL, circumstances);
    for (name, value) in &circumstances.identity.tags {
        context.set(&format!("aws:PrincipalTag/{name}"), value.as_str());
    }
    if let Some(token) = session(circumstances).and_then(|it| it.web_identity.as_ref()) {
        web_identity(&mut context, token);
    }
    context
}

/// `HOST/PATH:sub`, `:aud` and `:amr` of the token that a role was or is to be assumed with.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>
pub fn web_identity(context: &mut Context, token: &WebIdentity) {
    let host = &token.host;
    context.set(&format!("{host}:sub"), token.subject.as_str());
    context.set(&format!("{host}:aud"), token.audience.as_str());
    if !token.methods.is_empty() {
        context.set(&format!("{host}:amr"), token.methods.clone());
    }
}

/// The keys that every S3 action has.
pub fn s3(context: &mut Context, circumstances: &Circumstances<'_>) {
    fill(context, &S3, circumstances);
}

/// What another service sees of a request when the called one asks it for the same caller: the caller and the
/// circumstances that hold for both, nothing of the first service's own keys.
pub fn forwarded(original: &Context) -> Context {
    let mut context = Context::new();
    let handed_on = original.iter().filter(|(name, _)| {
        let global = name
            .get(..4)
            .is_some_and(|vendor| vendor.eq_ignore_ascii_case("aws:"));
        global
            && !NOT_FORWARDED
                .iter()
                .any(|dropped| dropped.eq_ignore_ascii_case(name))
    });
    for (name, value) in handed_on {
        context.set(name, value.clone());
    }
    context.set_known("aws:ViaAWSService", "true");
    context
}

/// Names of the keys about the caller's organization: its id, and the account's place in it.
pub const PRINCIPAL_ORG: (&str, &str) = ("aws:PrincipalOrgID", "aws:PrincipalOrgPaths");
/// Names of the keys about the organization of the resource's owner.
pub const RESOURCE_ORG: (&str, &str) = ("aws:ResourceOrgID", "aws:ResourceOrgPaths");

/// What members of an organization have besides. The paths are a key of many values, although there is one.
pub fn of_member(
    context: &mut Context,
    (id, paths): (&'static str, &'static str),
    member: &Member,
) {
    context.set_known(id, member.organization());
    context.set_known(paths, vec![member.path.clone()]);
}

fn fill(context: &mut Context, rows: &[Row], circumstances: &Circumstances<'_>) {
    for (name, value) in rows {
        if let Some(value) = value(circumstances) {
            context.set_known(name, value);
        }
    }
}

fn value(text: impl Into<Value>) -> Option<Value> {
    Some(text.into())
}

fn session<'a>(c: &Circumstances<'a>) -> Option<&'a SessionFacts> {
    c.identity.session.as_ref()
}

/// The signature of a presigned URL.
fn in_url<'a>(c: &Circumstances<'a>) -> Option<&'a Signed> {
    c.signed.filter(|signed| signed.method == AuthMethod::Query)
}

#[cfg(test)]
mod tests;
