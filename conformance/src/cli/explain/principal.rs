//! A caller by its ARN.

use bucketproof_policy::Principal;

/// What stands for a session's name, and for unique ids, where the command line names none.
const UNKNOWN: &str = "unknown";

/// Reads a caller as `--principal` names it.
///
/// # Errors
/// What was expected.
pub fn parse(text: &str) -> Result<Principal, String> {
    if text == "anonymous" {
        return Ok(Principal::Anonymous);
    }
    if text.ends_with(".amazonaws.com") && !text.starts_with("arn:") {
        return Ok(Principal::Service {
            name: text.to_owned(),
        });
    }
    let unknown = || {
        format!(
            "`{text}` is no caller: expected the ARN of a user, role, assumed role, federated user, root user or OIDC \
             provider, the name of a service, or `anonymous`"
        )
    };
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, service, "", account, resource] = parts.as_slice() else {
        return Err(unknown());
    };
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    if !is_account {
        return Err(unknown());
    }
    let account = (*account).to_owned();
    let (kind, name) = resource.split_once('/').unwrap_or((resource, ""));
    let last = name.rsplit('/').next().unwrap_or(name);
    Ok(match (*service, kind) {
        ("iam", "root") => Principal::Root { account },
        ("iam", "user") if !last.is_empty() => Principal::User {
            arn: text.to_owned(),
            id: UNKNOWN.to_owned(),
            account,
        },
        ("iam", "role") if !last.is_empty() => Principal::RoleSession {
            role_arn: text.to_owned(),
            role_id: UNKNOWN.to_owned(),
            session_arn: format!("arn:{partition}:sts::{account}:assumed-role/{last}/{UNKNOWN}"),
            account,
        },
        ("sts", "assumed-role") => {
            let (role, _) = name.split_once('/').ok_or_else(unknown)?;
            Principal::RoleSession {
                role_arn: format!("arn:{partition}:iam::{account}:role/{role}"),
                role_id: UNKNOWN.to_owned(),
                session_arn: text.to_owned(),
                account,
            }
        }
        ("sts", "federated-user") if !last.is_empty() => Principal::FederatedUser {
            user_arn: format!("arn:{partition}:iam::{account}:user/{UNKNOWN}"),
            user_id: String::new(),
            session_arn: text.to_owned(),
            account,
        },
        ("iam", "oidc-provider") if !last.is_empty() => Principal::WebIdentity {
            provider_arn: text.to_owned(),
        },
        _ => return Err(unknown()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_are_read_by_their_arn() {
        for (text, account) in [
            ("arn:aws:iam::111122223333:root", Some("111122223333")),
            (
                "arn:aws:iam::111122223333:user/team/ann",
                Some("111122223333"),
            ),
            (
                "arn:aws:iam::111122223333:role/team/up",
                Some("111122223333"),
            ),
            (
                "arn:aws:sts::111122223333:assumed-role/up/s-1",
                Some("111122223333"),
            ),
            (
                "arn:aws:sts::111122223333:federated-user/guest",
                Some("111122223333"),
            ),
            (
                "arn:aws:iam::111122223333:oidc-provider/tokens.example.com",
                None,
            ),
            ("logging.s3.amazonaws.com", None),
            ("anonymous", None),
        ] {
            let principal = parse(text).unwrap();
            assert_eq!(principal.account(), account, "{text}");
        }
        let role = parse("arn:aws:iam::111122223333:role/team/up").unwrap();
        assert_eq!(
            role.to_string(),
            "arn:aws:sts::111122223333:assumed-role/up/unknown"
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "ann",
            "arn:aws:iam::1:user/ann",
            "arn:aws:iam::111122223333:user/",
            "arn:aws:s3:::b",
        ] {
            assert!(parse(text).unwrap_err().contains("is no caller"), "{text}");
        }
    }
}
