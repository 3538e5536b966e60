//! Parameters that several operations of STS have.

use bucketproof_policy::{Principal, validate};

use super::errors;
use super::errors::constraints::{Parameter, Violations, is_name_character};
use crate::auth::directory::sessions::LongTerm;
use crate::base::{Failure, arn};
use crate::services::service::Call;

const NAME_PATTERN: &str = r"[\w+=,.@-]*";
const POLICY_PATTERN: &str = r"[\u0009\u000A\u000D\u0020-\u00FF]+";
const MAX_POLICY_ARNS: usize = 10;
/// The longest session of a root user, in seconds.
const ROOT_SECONDS: i64 = 3_600;

/// How long sessions of a kind can be asked for, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Durations {
    /// At least.
    pub least: i64,
    /// At most.
    pub most: i64,
    /// When nothing is said.
    pub usual: i64,
}

/// Sessions of roles; the role's own maximum is looked at later.
pub const ROLE_DURATIONS: Durations = Durations {
    least: 900,
    most: 43_200,
    usual: 3_600,
};
/// Sessions of users and federated users.
pub const USER_DURATIONS: Durations = Durations {
    least: 900,
    most: 129_600,
    usual: 43_200,
};

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

/// The session policies of a request.
#[derive(Debug, Clone, Default)]
pub struct SessionPolicies {
    /// Inline.
    pub inline: Option<String>,
    /// ARNs of managed ones.
    pub arns: Vec<String>,
}

impl SessionPolicies {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.inline.is_none() && self.arns.is_empty()
    }

    /// Reads `Policy` and `PolicyArns`, and looks at nothing but their length and characters; see [`Self::check`].
    ///
    /// # Errors
    /// `MalformedInput`.
    pub fn read(
        call: &Call<'_>,
        violations: &mut Violations,
        max_characters: usize,
    ) -> Result<Self, Failure> {
        let inline = call.form.get("Policy");
        if let Some(policy) = inline {
            let shown = Parameter::open("policy", policy);
            violations.length(shown, policy.chars().count(), 1, max_characters);
            violations.pattern(shown, policy, POLICY_PATTERN, |c| {
                matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}')
            });
        }
        Ok(Self {
            inline: inline.map(str::to_owned),
            arns: policy_arns(call, violations)?,
        })
    }

    /// Reads the inline policy, once the constraints hold.
    ///
    /// # Errors
    /// `MalformedPolicyDocument`.
    pub fn check(&self) -> Result<(), Failure> {
        match &self.inline {
            None => Ok(()),
            Some(policy) => validate::session(policy)
                .map(|_| ())
                .map_err(|invalid| errors::malformed_policy(invalid.message)),
        }
    }
}

/// What a request asks of the session it wants.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The role.
    pub role: RoleName,
    /// The session's name.
    pub session_name: String,
    /// Session policies.
    pub policies: SessionPolicies,
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
    let role_arn = text(call, &mut violations, "RoleArn", "roleArn", 20, 2048);
    let session_name = name(
        call,
        &mut violations,
        "RoleSessionName",
        "roleSessionName",
        64,
    );
    let policies = SessionPolicies::read(call, &mut violations, max_policy_characters)?;
    let duration_seconds = duration(call, &mut violations, ROLE_DURATIONS)?;
    errors::violated(&violations)?;
    policies.check()?;
    Ok(Wanted {
        role: role_name(role_arn.unwrap_or_default())?,
        session_name: session_name.unwrap_or_default().to_owned(),
        policies,
        duration_seconds,
    })
}

/// Reads `DurationSeconds`.
///
/// # Errors
/// `MalformedInput` for what is no number.
pub fn duration(
    call: &Call<'_>,
    violations: &mut Violations,
    durations: Durations,
) -> Result<i64, Failure> {
    let seconds = match call.form.get("DurationSeconds") {
        None => durations.usual,
        Some(text) => i64::from(
            text.parse::<i32>()
                .map_err(|_| errors::malformed_number(text))?,
        ),
    };
    violations.range("durationSeconds", seconds, durations.least, durations.most);
    Ok(seconds)
}

/// A required name: two characters at least, of those that names have.
pub fn name<'c>(
    call: &'c Call<'_>,
    violations: &mut Violations,
    name: &str,
    at: &str,
    max: usize,
) -> Option<&'c str> {
    let value = text(call, violations, name, at, 2, max);
    if let Some(value) = value {
        name_pattern(violations, at, value);
    }
    value
}

/// A required text of limited length.
pub fn text<'c>(
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

/// Of STS, sessions of `GetSessionToken` and `GetFederationToken` may call `GetCallerIdentity`, and the former
/// `AssumeRole`. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html>
///
/// # Errors
/// `AccessDenied` for any other call with such a session's credentials.
pub fn refuse_limited(call: &Call<'_>) -> Result<(), Failure> {
    if call.authority.identity().is_limited_session() {
        return Err(errors::session_caller(call.row.name));
    }
    Ok(())
}

/// Who calls with long-term credentials.
///
/// # Errors
/// `AccessDenied` for callers with temporary ones.
pub fn long_term(call: &Call<'_>) -> Result<LongTerm, Failure> {
    let identity = call.authority.identity();
    match &*identity.principal {
        Principal::Root { .. } if identity.session.is_none() => Ok(LongTerm::Root),
        Principal::User { id, .. } if identity.session.is_none() => {
            Ok(LongTerm::User { id: id.clone() })
        }
        _ => Err(errors::session_caller(call.row.name)),
    }
}

/// Root users' sessions of their own last an hour at most, whatever they ask for.
pub fn capped_seconds(by: &LongTerm, seconds: i64) -> i64 {
    match by {
        LongTerm::Root => seconds.min(ROOT_SECONDS),
        LongTerm::User { .. } => seconds,
    }
}

/// A parameter of every call that makes a session.
pub const TOKEN_SIZE: (&str, &str) = (
    "MinimumSessionTokenSize",
    "session tokens have one size here",
);

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
