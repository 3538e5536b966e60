//! `organization`: which accounts are members, and the control policies over them.

use std::sync::Arc;

use bucketproof_policy::{Attached, Document, Levels, validate};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ControlError, ControlRequest, ControlResult};
use crate::base::arn;
use crate::world::Member;

/// What AWS attaches wherever resource control policies are switched on; nobody can take it away.
const RCP_FULL_AWS_ACCESS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;

/// Where accounts stand unless it is said: right below the root.
const PATH: &str = "o-bucketproof/r-root/";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    account: String,
    /// `ORGANIZATION/ROOT/UNIT/…/`, as `aws:PrincipalOrgPaths` has it.
    path: Option<String>,
    /// Service control policies. They have to allow: `FullAWSAccess` must be among them for what they do not name.
    #[serde(default)]
    scp: Vec<Value>,
    /// Resource control policies, which only deny.
    #[serde(default)]
    rcp: Vec<Value>,
}

/// `POST organization`: makes an account a member under policies, instead of those that were over it. Each entry of `scp` and
/// `rcp` is a document attached to the account, or a list of documents: those of a level above it.
///
/// # Errors
/// Documents that an organization does not take.
pub fn post(request: &ControlRequest<'_>) -> ControlResult {
    let body: Body = request.json()?;
    if !arn::is_account_id(&body.account) {
        return Err(ControlError::bad_request(format!(
            "`account` is `{}`, expected twelve digits",
            body.account
        )));
    }
    let path = body.path.unwrap_or_else(|| PATH.to_owned());
    if !is_path(&path) {
        return Err(ControlError::bad_request(format!(
            "`path` is `{path}`, expected a form such as `{PATH}`"
        )));
    }
    let service = levels("scp", &body.scp, validate::service_control)?;
    let mut resource = levels("rcp", &body.rcp, validate::resource_control)?;
    let full_access = read(
        "RCPFullAWSAccess",
        Document::parse(RCP_FULL_AWS_ACCESS).map_err(ControlError::internal)?,
    );
    for level in &mut resource {
        level.push(full_access.clone());
    }
    let member = Member {
        path,
        service: Levels::from(service),
        resource: Levels::from(resource),
    };
    let answer = shown(&body.account, &member);
    request.stack.world.organization.put(&body.account, member);
    Ok(answer)
}

/// `GET organization/ACCOUNT`: where an account stands, and what stands over it.
///
/// # Errors
/// An account that is not of the organization.
pub fn get(request: &ControlRequest<'_>, account: &str) -> ControlResult {
    let member = request.stack.world.organization.member(account);
    let member = member.ok_or_else(|| {
        ControlError::not_found(format!("account `{account}` is in no organization"))
    })?;
    Ok(shown(account, &member))
}

/// `DELETE organization`: no organization, no limits.
pub fn clear(request: &ControlRequest<'_>) -> Value {
    request.stack.world.organization.clear();
    json!({ "cleared": true })
}

/// Lists stand for levels above the account, in order; the documents beside them for the account's own level.
fn levels<E: std::fmt::Display>(
    kind: &str,
    entries: &[Value],
    check: impl Fn(&str) -> Result<Document, E>,
) -> Result<Vec<Vec<Attached>>, ControlError> {
    let mut number = 0;
    let mut document = |entry: &Value| {
        number += 1;
        let name = format!("{kind} {number}");
        check(&entry.to_string())
            .map(|document| read(&name, document))
            .map_err(|error| ControlError::bad_request(format!("{name}: {error}")))
    };
    let mut levels = Vec::new();
    let mut own = Vec::new();
    for entry in entries {
        match entry {
            Value::Array(level) => levels.push(
                level
                    .iter()
                    .map(&mut document)
                    .collect::<Result<Vec<_>, _>>()?,
            ),
            one => own.push(document(one)?),
        }
    }
    if !own.is_empty() {
        levels.push(own);
    }
    Ok(levels)
}

fn read(name: &str, document: Document) -> Attached {
    Attached {
        name: name.to_owned(),
        document: Arc::new(document),
    }
}

fn shown(account: &str, member: &Member) -> Value {
    let names = |levels: &Levels| -> Vec<Vec<String>> {
        levels
            .iter()
            .map(|level| level.iter().map(|policy| policy.name.clone()).collect())
            .collect()
    };
    json!({
        "account": account,
        "path": member.path,
        "scp": names(&member.service),
        "rcp": names(&member.resource),
    })
}

/// Whether a text begins with an organization and a root and ends with a slash.
fn is_path(path: &str) -> bool {
    let Some(below) = path.strip_suffix('/') else {
        return false;
    };
    let part = |part: &str, kind: &str| {
        part.strip_prefix(kind).is_some_and(|id| {
            !id.is_empty()
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    let mut parts = below.split('/');
    parts.next().is_some_and(|it| part(it, "o-"))
        && parts.next().is_some_and(|it| part(it, "r-"))
        && parts.all(|it| part(it, "ou-"))
}
