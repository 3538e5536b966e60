//! How a caller brings about a condition key: a header, a parameter, a tag, another place or time.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html> and the service pages of
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.

use super::{Edit, Step};
use crate::context::Value;

/// A request can be sent otherwise at once.
const COST_REQUEST: u32 = 10;
/// Something around the request has to change: its place, time or connection.
const COST_CIRCUMSTANCE: u32 = 15;
/// A tag has to be set first.
const COST_TAG: u32 = 25;
/// Who the caller is, or what the resource is.
const COST_NATURE: u32 = 55;

/// Keys that are parameters of the request.
const PARAMETERS: [(&str, &str); 14] = [
    ("s3:prefix", "prefix"),
    ("s3:delimiter", "delimiter"),
    ("s3:max-keys", "max-keys"),
    ("s3:VersionId", "versionId"),
    ("s3:LocationConstraint", "LocationConstraint"),
    ("sts:ExternalId", "ExternalId"),
    ("sts:RoleSessionName", "RoleSessionName"),
    ("sts:SourceIdentity", "SourceIdentity"),
    ("sts:DurationSeconds", "DurationSeconds"),
    ("sts:TransitiveTagKeys", "TransitiveTagKeys"),
    ("kms:EncryptionAlgorithm", "EncryptionAlgorithm"),
    ("kms:KeySpec", "KeySpec"),
    ("kms:KeyUsage", "KeyUsage"),
    ("iam:PermissionsBoundary", "PermissionsBoundary"),
];

/// Keys that are headers under another name; those of the form `s3:x-amz-...` are headers as they are.
const HEADERS: [(&str, &str); 4] = [
    ("aws:Referer", "referer"),
    ("aws:UserAgent", "user-agent"),
    ("s3:if-match", "if-match"),
    ("s3:if-none-match", "if-none-match"),
];

/// Keys of the circumstances of a call, and how they are spoken of.
const CIRCUMSTANCES: [(&str, &str); 11] = [
    ("aws:SourceIp", "call from an address such as"),
    ("aws:VpcSourceIp", "call from an address in the VPC such as"),
    ("aws:SourceVpc", "call from the VPC"),
    ("aws:SourceVpce", "call through the VPC endpoint"),
    ("aws:CurrentTime", "call at another time, such as"),
    ("aws:EpochTime", "call at another time, such as"),
    ("aws:RequestedRegion", "call the Region"),
    ("s3:authType", "sign with the method"),
    ("s3:signatureversion", "sign with the version"),
    (
        "s3:signatureAge",
        "sign anew, so that the milliseconds since are",
    ),
    ("s3:TlsVersion", "connect with the TLS version"),
];

/// Keys with a tag's name behind the slash, and where that tag has to be set.
const TAGS: [(&str, &str, u32); 6] = [
    ("aws:PrincipalTag/", "tag the caller", COST_TAG),
    ("aws:ResourceTag/", "tag the resource", COST_TAG),
    ("s3:ExistingObjectTag/", "tag the object", COST_TAG),
    ("s3:BucketTag/", "tag the bucket", COST_TAG),
    ("aws:RequestTag/", "send the tag", COST_REQUEST),
    (
        "s3:RequestObjectTag/",
        "send the header `x-amz-tagging` with",
        COST_REQUEST,
    ),
];

/// The step that gives `key` a value, or takes it away.
pub(super) fn step(key: &str, value: Option<&Value>) -> Step {
    let (cost, text) = match value {
        Some(value) => set(key, value),
        None => drop(key),
    };
    let key = key.to_owned();
    let edit = match value {
        Some(value) => Edit::SetKey {
            key,
            value: value.clone(),
        },
        None => Edit::DropKey { key },
    };
    Step {
        edits: vec![edit],
        cost,
        text,
    }
}

fn set(key: &str, value: &Value) -> (u32, String) {
    let text = value.texts().join(", ");
    if let Some(header) = header(key) {
        return (COST_REQUEST, format!("send the header `{header}: {text}`"));
    }
    if let Some(name) = find(&PARAMETERS, key) {
        return (
            COST_REQUEST,
            format!("send the parameter `{name}` = `{text}`"),
        );
    }
    if let Some((name, how, cost)) = tag(key) {
        return (cost, format!("{how} `{name}` = `{text}`"));
    }
    if let Some(how) = find(&CIRCUMSTANCES, key) {
        return (COST_CIRCUMSTANCE, format!("{how} `{text}`"));
    }
    if key.eq_ignore_ascii_case("aws:SecureTransport") {
        let how = match text.eq_ignore_ascii_case("true") {
            true => "call over HTTPS",
            false => "call over plain HTTP",
        };
        return (COST_CIRCUMSTANCE, how.to_owned());
    }
    if key.eq_ignore_ascii_case("aws:MultiFactorAuthPresent") {
        let with = if text.eq_ignore_ascii_case("true") {
            "with"
        } else {
            "without"
        };
        return (COST_TAG, format!("use a session signed in {with} MFA"));
    }
    if let Some(name) = member(key) {
        return (
            COST_REQUEST,
            format!("send the encryption context `{name}` = `{text}`"),
        );
    }
    if let Some(claim) = claim(key) {
        return (
            COST_TAG,
            format!("come with a token whose claim `{claim}` is `{text}`"),
        );
    }
    (COST_NATURE, format!("come with `{key}` = `{text}`"))
}

fn drop(key: &str) -> (u32, String) {
    if let Some(header) = header(key) {
        return (COST_REQUEST, format!("drop the header `{header}`"));
    }
    if let Some(name) = find(&PARAMETERS, key) {
        return (COST_REQUEST, format!("drop the parameter `{name}`"));
    }
    if let Some(name) = member(key) {
        return (
            COST_REQUEST,
            format!("drop the encryption context `{name}`"),
        );
    }
    if let Some((name, how, cost)) = tag(key) {
        let how = how
            .replacen("tag the", "untag the", 1)
            .replacen("send", "drop", 1);
        return (cost, format!("{how} `{name}`"));
    }
    (COST_NATURE, format!("come without `{key}`"))
}

fn find<'t>(table: &[(&str, &'t str)], key: &str) -> Option<&'t str> {
    let row = table
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(key));
    row.map(|(_, name)| *name)
}

fn header(key: &str) -> Option<&str> {
    let own = strip(key, "s3:").filter(|name| strip(name, "x-amz-").is_some());
    own.or_else(|| find(&HEADERS, key))
}

fn tag(key: &str) -> Option<(&str, &'static str, u32)> {
    TAGS.iter()
        .find_map(|(start, how, cost)| Some((strip(key, start)?, *how, *cost)))
}

/// The name of an encryption context's member.
fn member(key: &str) -> Option<&str> {
    strip(key, "kms:EncryptionContext:")
}

/// The claim of a token: such keys begin with the issuer's host.
fn claim(key: &str) -> Option<&str> {
    let (issuer, claim) = key.rsplit_once(':')?;
    issuer.contains('.').then_some(claim)
}

fn strip<'k>(key: &'k str, start: &str) -> Option<&'k str> {
    let head = key.get(..start.len())?;
    head.eq_ignore_ascii_case(start)
        .then(|| &key[start.len()..])
}
