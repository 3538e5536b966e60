//! Roles that belong to a service: it names them, and only it changes them.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html>

use crate::auth::directory::Entity;
use crate::base::{Failure, arn};
use crate::services::iam::errors;
use serde::{Deserialize, Serialize};

/// One line for each service: its principal, the role's name, whether a suffix may follow. Unconfirmed, as its head says.
const LIST: &str = include_str!("../../../model/iam_service_linked_roles.tsv");

/// A remark and the names of the columns.
const HEAD_LINES: usize = 2;

/// What the paths of such roles begin with.
pub const PATH: &str = "/aws-service-role/";

/// What may still be done to such a role.
const ALLOWED: [&str; 5] = [
    "DeleteServiceLinkedRole",
    "TagRole",
    "UntagRole",
    "UpdateRole",
    "UpdateRoleDescription",
];

/// A service's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    service: &'static str,
    role: &'static str,
    takes_suffix: bool,
}

/// The role of a service, such as `ecs.amazonaws.com`.
pub fn find(service: &str) -> Option<Linked> {
    LIST.lines().skip(HEAD_LINES).find_map(|line| {
        let mut fields = line.split('\t');
        let linked = Linked {
            service: fields.next()?,
            role: fields.next()?,
            takes_suffix: fields.next()? == "yes",
        };
        (linked.service == service).then_some(linked)
    })
}

impl Linked {
    /// Its name.
    ///
    /// # Errors
    /// A suffix that the service does not take.
    pub fn name(self, suffix: Option<&str>) -> Result<String, Failure> {
        match suffix {
            Some(_) if !self.takes_suffix => Err(errors::suffix_not_allowed(self.service)),
            Some(suffix) => Ok(format!("{}_{suffix}", self.role)),
            None => Ok(self.role.to_owned()),
        }
    }

    /// Its path.
    pub fn path(self) -> String {
        format!("{PATH}{}/", self.service)
    }

    /// Whom it trusts.
    pub fn trust(self) -> String {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"{}"}},"Action":"sts:AssumeRole"}}]}}"#,
            self.service
        )
    }
}

/// Whether an operation may change a role with this path.
///
/// # Errors
/// A role of a service.
pub fn modifiable(path: &str, name: &str, operation: &str) -> Result<(), Failure> {
    if path.starts_with(PATH) && !ALLOWED.contains(&operation) {
        return Err(errors::protected_role(name));
    }
    Ok(())
}

/// A deletion that was asked for. Nothing uses these roles here, so that it is done at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Deletion {
    /// `task/aws-service-role/SERVICE/ROLE/UUID`
    pub id: String,
    /// Account id.
    pub account: String,
}

impl Entity for Deletion {
    const KIND: &'static str = "role-deletion";
    fn account(&self) -> &str {
        &self.account
    }
    fn name(&self) -> &str {
        &self.id
    }
}

/// The ARN of the role that a deletion was about.
pub fn role_arn(account: &str, deletion_id: &str) -> String {
    let fields: Vec<&str> = deletion_id.split('/').collect();
    match fields[..] {
        ["task", "aws-service-role", service, role, _] => {
            arn::iam(account, "role", &format!("{PATH}{service}/"), role)
        }
        _ => arn::iam(account, "role", "/", "*"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_role() {
        let lines: Vec<&str> = LIST.lines().skip(HEAD_LINES).collect();
        assert!(lines.is_sorted());
        for line in lines {
            let service = line.split('\t').next().unwrap();
            let linked = find(service).unwrap();
            assert!(linked.name(None).unwrap().len() <= 64, "{line}");
            assert!(bucketproof_policy::Document::parse(&linked.trust()).is_ok());
        }
        assert_eq!(find("moon.amazonaws.com"), None);
    }
}
