use super::*;

fn cause_of(call: &'static str, code: &str, message: &str) -> &'static str {
    Diagnosis::of(&CallError {
        call,
        code: code.to_owned(),
        message: message.to_owned(),
    })
    .cause
}

#[test]
fn one_status_has_many_causes() {
    let cases = [
        (
            "GetObject",
            "AccessDenied",
            "no identity-based policy allows the s3:GetObject action",
            "object_permission",
        ),
        (
            "GetObject",
            "AccessDenied",
            "no identity-based policy allows the s3:ListBucket action",
            "missing_or_forbidden",
        ),
        (
            "GetObject",
            "AccessDenied",
            "not authorized to perform: kms:Decrypt on resource",
            "kms_permission",
        ),
        (
            "GetObject",
            "AccessDenied",
            "with an explicit deny in a resource-based policy",
            "explicit_deny",
        ),
        ("GetObject", "InvalidObjectState", "", "archived"),
        (
            "AssumeRoleWithWebIdentity",
            "AccessDenied",
            "",
            "trust_policy",
        ),
        (
            "AssumeRoleWithWebIdentity",
            "InvalidIdentityToken",
            "",
            "identity_provider",
        ),
        ("GetObject", "NoSuchKey", "", "missing_key"),
        ("GetObject", "SlowDown", "", "transient"),
        ("GetObject", "Teapot", "", "unknown"),
    ];
    for (call, code, message, cause) in cases {
        assert_eq!(
            cause_of(call, code, message),
            cause,
            "{call} {code} {message}"
        );
    }
}
