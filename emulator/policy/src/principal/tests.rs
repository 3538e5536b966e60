use super::*;

#[test]
fn forms() {
    let aws = |text: &str| PrincipalRef::parse("AWS", text);
    let account = || "111122223333".to_owned();
    assert_eq!(aws("*"), Some(PrincipalRef::Everyone));
    assert_eq!(aws("111122223333"), Some(PrincipalRef::Account(account())));
    assert_eq!(
        aws("arn:aws:iam::111122223333:root"),
        Some(PrincipalRef::Account(account()))
    );
    assert_eq!(
        aws("AIDACKCEVSQ6C2EXAMPLE"),
        Some(PrincipalRef::UniqueId("AIDACKCEVSQ6C2EXAMPLE".into()))
    );
    let arn = "arn:aws:iam::111122223333:user/a/b/c".to_owned();
    assert_eq!(
        aws(&arn),
        Some(PrincipalRef::User {
            account: account(),
            arn: arn.clone()
        })
    );
    for text in [
        "",
        "1111222233334",
        "arn:aws:iam::*:root",
        "arn:aws:iam::111122223333:user/*",
        "arn:aws:iam::111122223333:user/a?",
        "arn:aws:iam::111122223333:role/",
        "arn:aws:iam::111122223333:group/g",
        "arn:aws:iam::1111222233334:role/r",
        "arn:aws:sts::111122223333:assumed-role/r",
        "arn:aws:sts::111122223333:assumed-role/r/*",
        "arn:aws:s3:::bucket",
    ] {
        assert_eq!(aws(text), None, "{text}");
    }
}

#[test]
fn providers_and_services() {
    for (kind, text, valid) in [
        (
            "Federated",
            "arn:aws:iam::111122223333:oidc-provider/tokens.example.com/path",
            true,
        ),
        (
            "Federated",
            "arn:aws:iam::1111222233334:oidc-provider/tokens.example.com",
            false,
        ),
        ("Federated", "accounts.google.com", true),
        ("Federated", "IAM_OIDC_PROVIDER_ARN", false),
        ("Federated", "*", false),
        ("Service", "s3.amazonaws.com", true),
        ("Service", "*.amazonaws.com", false),
        ("Service", "s3", false),
        (
            "CanonicalUser",
            "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
            true,
        ),
        ("CanonicalUser", "79a5", false),
        ("aws", "*", false),
    ] {
        assert_eq!(
            PrincipalRef::parse(kind, text).is_some(),
            valid,
            "{kind} {text}"
        );
    }
}

#[test]
fn the_text_reads_back() {
    for (kind, text) in [
        ("AWS", "*"),
        ("AWS", "111122223333"),
        ("AWS", "arn:aws:iam::111122223333:role/x/y"),
        ("Federated", "accounts.google.com"),
        ("Service", "s3.amazonaws.com"),
    ] {
        let parsed = PrincipalRef::parse(kind, text).unwrap();
        assert_eq!(
            PrincipalRef::parse(parsed.kind(), &parsed.text()),
            Some(parsed)
        );
    }
}
