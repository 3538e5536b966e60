//! How a vendor's back end becomes a customer's role.

use super::CallError;
use crate::client::{ClientOptions, Credentials, Speaker};

/// A session of a role.
#[derive(Clone, Debug)]
pub struct RoleSession {
    /// Its credentials.
    pub credentials: Credentials,
    /// When it ends, in seconds since 1970.
    pub ends_seconds: i64,
}

/// A role that wants an external id.
#[derive(Clone, Copy, Debug)]
pub struct Assume<'a> {
    /// The role's ARN.
    pub role_arn: &'a str,
    /// The external id that the customer agreed on with the vendor.
    pub external_id: &'a str,
    /// The name that the customer's records show.
    pub session_name: &'a str,
}

/// AssumeRole with the vendor's own credentials.
///
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
///
/// # Errors
/// [`CallError`] when STS refuses or does not answer.
pub async fn assume(
    stack: &Speaker,
    options: &ClientOptions,
    wanted: Assume<'_>,
) -> Result<RoleSession, CallError> {
    let call = "AssumeRole";
    let answer = stack
        .clients(options, None)
        .sts()
        .assume_role()
        .role_arn(wanted.role_arn)
        .role_session_name(wanted.session_name)
        .external_id(wanted.external_id)
        .send()
        .await
        .map_err(|error| CallError::of(call, &error))?;
    session(call, answer.credentials())
}

/// AssumeRoleWithWebIdentity with a token of the vendor's identity provider.
///
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>
///
/// # Errors
/// [`CallError`] when STS refuses or does not answer.
pub async fn assume_with_token(
    stack: &Speaker,
    role_arn: &str,
    session_name: &str,
    token: &str,
) -> Result<RoleSession, CallError> {
    let call = "AssumeRoleWithWebIdentity";
    let answer = stack
        .clients(&ClientOptions::new(None), None)
        .sts()
        .assume_role_with_web_identity()
        .role_arn(role_arn)
        .role_session_name(session_name)
        .web_identity_token(token)
        .send()
        .await
        .map_err(|error| CallError::of(call, &error))?;
    session(call, answer.credentials())
}

fn session(
    call: &'static str,
    credentials: Option<&aws_sdk_sts::types::Credentials>,
) -> Result<RoleSession, CallError> {
    let given = credentials
        .ok_or_else(|| CallError::unreachable(call, &"the answer holds no credentials"))?;
    Ok(RoleSession {
        credentials: Credentials {
            access_key_id: given.access_key_id().to_owned(),
            secret_access_key: given.secret_access_key().to_owned(),
            session_token: Some(given.session_token().to_owned()),
        },
        ends_seconds: given.expiration().secs(),
    })
}
