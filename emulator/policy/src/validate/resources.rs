//! The `Resource` texts of identity policies, as IAM looks at them when it stores a policy.

use super::Invalid;
use super::outline::Statement;
use super::texts::iam;
use crate::principal;

/// Partitions that ARNs of policies may name.
const PARTITIONS: [&str; 6] = [
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-iso",
    "aws-iso-b",
    "aws-eusc",
];

/// What the resources of IAM itself begin with.
pub(super) const IAM_PATHS: [&str; 13] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];

/// The first fault of a resource. It is told after others, but keeps what stands behind it from being looked at.
///
/// # Errors
/// A resource in front of it that is no ARN by its fields alone: this is told at once.
pub(super) fn first_fault(statements: &[Statement]) -> Result<Option<Invalid>, Invalid> {
    let resources = statements.iter().flat_map(|statement| &statement.resources);
    for text in resources.flatten().filter(|text| *text != "*") {
        if let Err(fault) = head(text) {
            return Ok(Some(fault));
        }
        legacy(text)?;
        if let Err(fault) = of_service(text) {
            return Ok(Some(fault));
        }
    }
    Ok(None)
}

/// Scheme, partition, and that there is a service.
fn head(text: &str) -> Result<(), Invalid> {
    let Some((scheme, rest)) = text.split_once(':') else {
        return Err(Invalid::new(iam::resource(text)));
    };
    let (partition, service) = match rest.split_once(':') {
        Some((partition, service)) => (partition, Some(service)),
        None => (rest, None),
    };
    if !partition.contains(['*', '?']) && !PARTITIONS.contains(&partition) {
        let whole = completed(partition, rest);
        return Err(Invalid::new(iam::partition(partition, whole)));
    }
    if scheme != "arn" {
        return Err(Invalid::new(iam::resource(text)));
    }
    if service.is_none() {
        return Err(Invalid::new(iam::RESOURCE_VENDOR));
    }
    Ok(())
}

/// What ARNs of IAM and S3 may not have.
fn of_service(text: &str) -> Result<(), Invalid> {
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    let [_, _, service, region, _, tail] = fields[..] else {
        return Ok(());
    };
    // An access point's ARN has a region.
    let regionless = service == "iam" || (service == "s3" && !tail.starts_with("accesspoint/"));
    if regionless && !region.is_empty() && region != "*" {
        return Err(Invalid::new(iam::region(service, text)));
    }
    let is_known = |tail: &str| {
        tail.contains(['*', '?', '$']) || IAM_PATHS.iter().any(|path| tail.starts_with(path))
    };
    if service == "iam" && !is_known(tail) {
        return Err(Invalid::new(iam::iam_path(&IAM_PATHS)));
    }
    Ok(())
}

/// The ARN as IAM prints it: `arn` in front, and `*` for each of the six fields that is not there.
fn completed(partition: &str, rest: &str) -> String {
    let mut fields: Vec<&str> = rest.splitn(5, ':').skip(1).collect();
    fields.resize(4, "*");
    format!("arn:{partition}:{}", fields.join(":"))
}

/// What IAM's older parser wants of an ARN: a service, an account that can be one, and all six fields once one of them is
/// empty or the service is one that it knows closer.
fn legacy(text: &str) -> Result<(), Invalid> {
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    let service = fields.get(2).copied().unwrap_or_default();
    let whole = fields.len() == 6 || !(text.contains("::") || ["iam", "s3"].contains(&service));
    let early_variable = fields.iter().take(5).any(|field| field.contains("${"));
    let account = fields
        .get(4)
        .is_none_or(|account| is_account_field(account));
    if whole && !service.is_empty() && account && !early_variable {
        Ok(())
    } else {
        Err(Invalid::new(iam::LEGACY))
    }
}

/// Twelve digits, a word with hyphens or a pattern: placeholders in brackets and variables are none of these.
fn is_account_field(account: &str) -> bool {
    let number = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
    if number {
        return principal::is_account(account);
    }
    account
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-*?".contains(&byte))
}
