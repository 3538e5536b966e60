//! The condition keys of a request, each present exactly when AWS has it.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html> and, for the `s3:` keys of
//! every S3 action, <https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html>.

use bucketproof_policy::{Context, Value};

use super::Identity;
use super::authenticate::{AuthMethod, SignatureVersion, Signed};
use super::directory::sessions::WebIdentity;
use crate::base::{Timestamp, time_format};
use crate::protocol::request::Head;

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

/// The global keys: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.
pub fn global(circumstances: &Circumstances<'_>) -> Context {
    let mut context = Context::new();
    request_keys(&mut context, circumstances);
    principal_keys(&mut context, circumstances.identity);
    session_keys(&mut context, circumstances);
    context
}

fn request_keys(context: &mut Context, c: &Circumstances<'_>) {
    context.set_known("aws:SecureTransport", c.secure.to_string());
    context.set_known("aws:CurrentTime", time_format::iso_seconds(c.now));
    context.set_known("aws:EpochTime", c.now.seconds().to_string());
    context.set_known("aws:RequestedRegion", c.region);
    context.set_known("aws:ViaAWSService", "false");
    context.set_known("aws:SourceIp", c.head.peer.to_string());
    context.set_known(
        "aws:UserAgent",
        c.head.header("user-agent").unwrap_or_default(),
    );
    set_if(context, "aws:Referer", c.head.header("referer"));
}

fn principal_keys(context: &mut Context, identity: &Identity) {
    context.set_known("aws:userid", identity.userid.as_str());
    context.set_known("aws:PrincipalType", identity.principal_type);
    context.set_known("aws:PrincipalAccount", identity.account.as_str());
    set_if(context, "aws:username", identity.username.as_deref());
    if identity.is_anonymous() {
        return;
    }
    set_if(
        context,
        "aws:PrincipalArn",
        identity.principal_arn.as_deref(),
    );
    context.set_known("aws:PrincipalIsAWSService", "false");
    for (name, value) in &identity.tags {
        context.set(&format!("aws:PrincipalTag/{name}"), value.as_str());
    }
}

fn session_keys(context: &mut Context, c: &Circumstances<'_>) {
    let Some(session) = &c.identity.session else {
        return;
    };
    context.set_known(
        "aws:TokenIssueTime",
        time_format::iso_seconds(session.issued),
    );
    context.set_known("aws:MultiFactorAuthPresent", "false");
    if let Some(token) = &session.web_identity {
        context.set_known("aws:FederatedProvider", token.provider_arn.as_str());
        web_identity(context, token);
    }
    set_if(
        context,
        "aws:SourceIdentity",
        session.source_identity.as_deref(),
    );
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
pub fn s3(context: &mut Context, c: &Circumstances<'_>) {
    let Some(signed) = c.signed else { return };
    context.set_known(
        "s3:signatureversion",
        match signed.version {
            SignatureVersion::V4 => "AWS4-HMAC-SHA256",
            SignatureVersion::V2 => "AWS",
        },
    );
    context.set_known(
        "s3:authType",
        match signed.method {
            AuthMethod::Header => "REST-HEADER",
            AuthMethod::Query => "REST-QUERY-STRING",
        },
    );
    if signed.method == AuthMethod::Query {
        let age = c.now.millis().saturating_sub(signed.at.millis()).max(0);
        context.set_known("s3:signatureAge", age.to_string());
    }
    if signed.method == AuthMethod::Header
        && c.head.header("x-amz-content-sha256") == Some("UNSIGNED-PAYLOAD")
    {
        context.set_known("s3:x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    }
}

fn set_if<'v>(context: &mut Context, name: &'static str, value: Option<&'v str>)
where
    Value: From<&'v str>,
{
    if let Some(value) = value {
        context.set_known(name, value);
    }
}
