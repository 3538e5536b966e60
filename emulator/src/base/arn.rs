//! Amazon Resource Names, built in one place.
//!
//! Formats: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.

/// `arn:aws:s3:::bucket`.
pub fn bucket(bucket: &str) -> String {
    format!("arn:aws:s3:::{bucket}")
}

/// `arn:aws:s3:::bucket/key`, the key decoded and never normalised.
pub fn object(bucket: &str, key: &str) -> String {
    format!("arn:aws:s3:::{bucket}/{key}")
}

/// `arn:aws:iam::ACCOUNT:root`.
pub fn root(account: &str) -> String {
    format!("arn:aws:iam::{account}:root")
}

/// `arn:aws:iam::ACCOUNT:KIND/PATH/NAME`; `path` begins and ends with `/`.
pub fn iam(account: &str, kind: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:{kind}{path}{name}")
}

/// `arn:aws:iam::ACCOUNT:oidc-provider/HOST`; the scheme of `url` is left out.
pub fn oidc_provider(account: &str, url: &str) -> String {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    format!("arn:aws:iam::{account}:oidc-provider/{host}")
}

/// `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`: the role's name without its path.
pub fn assumed_role(account: &str, role: &str, session: &str) -> String {
    format!("arn:aws:sts::{account}:assumed-role/{role}/{session}")
}

/// `arn:aws:sts::ACCOUNT:federated-user/NAME`.
pub fn federated_user(account: &str, name: &str) -> String {
    format!("arn:aws:sts::{account}:federated-user/{name}")
}

/// `arn:aws:kms:REGION:ACCOUNT:key/ID`.
pub fn kms_key(region: &str, account: &str, key_id: &str) -> String {
    format!("arn:aws:kms:{region}:{account}:key/{key_id}")
}

/// The account field of an ARN, when it is a twelve-digit account id.
pub fn account(arn: &str) -> Option<&str> {
    arn.split(':')
        .nth(4)
        .filter(|account| is_account_id(account))
}

/// Twelve decimal digits.
pub fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}
