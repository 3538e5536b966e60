//! Parameters that several operations of STS have.

use bucketproof_policy::validate;

use super::errors;
use super::errors::constraints::{Parameter, Violations, is_name_character};
use crate::base::{Failure, arn};
use crate::services::service::Call;

const NAME_PATTERN: &str = r"[\w+=,.@-]*";
const LEAST_SECONDS: i64 = 900;
const MOST_SECONDS: i64 = 43_200;
const USUAL_SECONDS: i64 = 3_600;
const MAX_POLICY_ARNS: usize = 10;

/// A role as a request names it.
#[derive(Debug, Clone)]
pub struct RoleName {
    /// As sent.
    pub arn: String,
    /// The role's account.
    pub account: String,
    /// The role's name, without its path.
    pub name: String,
}

/// What a request asks of the session it wants.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The role.
    pub role: RoleName,
    /// The session's name.
    pub session_name: String,
    /// Inline session policy.
    pub policy: Option<String>,
    /// Managed session policies.
    pub policy_arns: Vec<String>,
    /// How long it shall last, in seconds.
    pub duration_seconds: i64,
}

/// Reads role, session name, session policies and duration. Violations that were found before are reported with those
/// found here.
///
/// # Errors
/// `ValidationError`, `MalformedInput`, `MalformedPolicyDocument`.
pub fn wanted(
    call: &Call<'_>,
    max_policy_characters: usize,
    mut violations: Violations,
) -> Result<Wanted, Failure> {
    let form = call.form;
    let role_arn = text(call, &mut violations, "RoleArn", "roleArn", 20, 2048);
    let session_name = text(
        call,
        &mut violations,
        "RoleSessionName",
        "roleSessionName",
        2,
        64,
    );
    if let Some(name) = session_name {
        name_pattern(&mut violations, "roleSessionName", name);
    }
    let policy = form.get("Policy");
    if let Some(policy) = policy {
        let shown = Parameter::open("policy", policy);
        violations.length(shown, policy.chars().count(), 1, max_policy_characters);
    }
    let policy_arns = policy_arns(call, &mut violations)?;
    let duration_seconds = match form.get("DurationSeconds") {
        None => USUAL_SECONDS,
        Some(text) => i64::from(
            text.parse::<i32>()
                .map_err(|_| errors::malformed_number())?,
        ),
    };
    violations.range(
        "durationSeconds",
        duration_seconds,
        LEAST_SECONDS,
        MOST_SECONDS,
    );
    errors::violated(&violations)?;
    if let Some(policy) = policy {
        validate::session(policy).map_err(|invalid| errors::malformed_policy(invalid.message))?;
    }
    Ok(Wanted {
        role: role_name(role_arn.unwrap_or_default())?,
        session_name: session_name.unwrap_or_default().to_owned(),
        policy: policy.map(str::to_owned),
        policy_arns,
        duration_seconds,
    })
}

/// A required text of limited length.
fn text<'c>(
    call: &'c Call<'_>,
    violations: &mut Violations,
    name: &str,
    at: &str,
    min: usize,
    max: usize,
) -> Option<&'c str> {
    let value = call.form.get(name);
    match value {
        None => violations.missing(at),
        Some(value) => {
            violations.length(Parameter::open(at, value), value.chars().count(), min, max);
        }
    }
    value
}

/// The characters of session names and source identities.
pub fn name_pattern(violations: &mut Violations, at: &str, value: &str) {
    let shown = Parameter::open(at, value);
    violations.pattern(shown, value, NAME_PATTERN, is_name_character);
}

fn policy_arns(call: &Call<'_>, violations: &mut Violations) -> Result<Vec<String>, Failure> {
    let members = call.form.structures("PolicyArns");
    let members = members.map_err(|error| errors::malformed_form(&error))?;
    let mut arns = Vec::new();
    for (index, member) in members.iter().enumerate() {
        let at = format!("policyArns.{}.member.arn", index + 1);
        match member.get("arn") {
            None => violations.missing(&at),
            Some(arn) => {
                let shown = Parameter::open(&at, arn);
                violations.length(shown, arn.chars().count(), 20, 2048);
                arns.push(arn.to_owned());
            }
        }
    }
    if arns.len() > MAX_POLICY_ARNS {
        let shown = Parameter::sensitive("policyArns");
        violations.length(shown, arns.len(), 0, MAX_POLICY_ARNS);
    }
    Ok(arns)
}

/// `arn:aws:iam::ACCOUNT:role/PATH/NAME`.
fn role_name(text: &str) -> Result<RoleName, Failure> {
    let invalid = || errors::invalid_arn(text);
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", "aws", "iam", "", account, resource] = fields.as_slice() else {
        return Err(invalid());
    };
    let path = resource.strip_prefix("role/").ok_or_else(invalid)?;
    let name = path.rsplit('/').next().unwrap_or_default();
    if !arn::is_account_id(account) || name.is_empty() || !name.chars().all(is_name_character) {
        return Err(invalid());
    }
    Ok(RoleName {
        arn: text.to_owned(),
        account: (*account).to_owned(),
        name: name.to_owned(),
    })
}

/// Parameters that would change what the call means, and are not done.
///
/// # Errors
/// `NotImplemented` with the parameter's name.
pub fn refuse(call: &Call<'_>, parameters: &[(&str, &str)]) -> Result<(), Failure> {
    for (name, why) in parameters {
        let listed = format!("{name}.member.");
        let sent = call
            .form
            .iter()
            .any(|(sent, _)| sent == *name || sent.starts_with(&listed));
        if sent {
            return Err(errors::not_implemented(name, why));
        }
    }
    Ok(())
}
