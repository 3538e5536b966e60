use super::*;

fn covers(pattern: &str, resource: &str) -> bool {
    let pattern = ResourcePattern::parse(pattern, true).unwrap();
    pattern.matches(&Context::new(), resource, split(resource).as_ref())
}

#[test]
fn six_parts_the_last_with_its_colons() {
    assert_eq!(
        split("arn:aws:s3:::b/a:b"),
        Some(["arn", "aws", "s3", "", "", "b/a:b"])
    );
    for text in [
        "",
        "arn",
        "arn:aws:s3::",
        "arn:aws:s3:::",
        "arn::s3:::b",
        "nra:aws:s3:::b",
        "*",
    ] {
        assert_eq!(split(text), None, "{text}");
    }
}

#[test]
fn resources() {
    for (pattern, resource, expected) in [
        ("*", "*", true),
        ("*", "arn:aws:s3:::b", true),
        ("arn:aws:s3:::b", "*", false),
        ("arn:aws:s3:::b", "arn:aws:s3:::b", true),
        ("arn:aws:s3:::b", "arn:aws:s3:::B", false),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b", false),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/", true),
        ("arn:aws:s3:::b*", "arn:aws:s3:::b2/k", true),
        ("arn:aws:s3:::b/a//b", "arn:aws:s3:::b/a//b", true),
        ("arn:aws:s3:::b/a/b", "arn:aws:s3:::b/a//b", false),
        (
            "arn:aws:kms:*:111122223333:key/*",
            "arn:aws:kms:eu-west-1:111122223333:key/1",
            true,
        ),
        (
            "arn:aws:kms:*:111122223333:key/*",
            "arn:aws:kms:eu-west-1:444455556666:key/1",
            false,
        ),
        (
            "arn:a?s:kms:eu-*-1:*:key/1",
            "arn:aws:kms:eu-west-1:444455556666:key/1",
            true,
        ),
    ] {
        assert_eq!(
            covers(pattern, resource),
            expected,
            "{pattern} on {resource}"
        );
    }
}

#[test]
fn only_a_closing_star_reaches_over_colons() {
    assert!(covers("arn:aws:x:eu*:1:r", "arn:aws:x:eu-1:2:a:1:r"));
    assert!(!covers("arn:aws:x:e*u:1:r", "arn:aws:x:e:2:u:1:r"));
    assert!(covers("arn:aws:x:*:*:z", "arn:aws:x:eu:1:a:b:z"));
    assert!(!covers("arn:aws:x:?:*:z", "arn:aws:x:eu:1:a:b:z"));
}

#[test]
fn unusable_resources_say_why() {
    for (text, expected) in [
        ("b/*", Malformed::NotAnArn),
        ("?", Malformed::NotAnArn),
        ("**", Malformed::NotAnArn),
        ("arn:aws:s3:b", Malformed::TooFewFields),
        (
            "arn:aws:s3:::${aws:username",
            Malformed::Variable("${aws:username".into()),
        ),
        (
            "arn:aws:iam::${aws:PrincipalAccount}:user/a",
            Malformed::EarlyVariable,
        ),
    ] {
        assert_eq!(ResourcePattern::parse(text, true), Err(expected), "{text}");
    }
}

#[test]
fn condition_values_stay_inside_their_part() {
    let matches = |value: &str, arn: &str| {
        let mut context = Context::new();
        context.set("aws:PrincipalArn", "arn:aws:iam::111122223333:role/r");
        context.set("aws:userid", "r*");
        let value = ArnValue::parse(value, true).unwrap();
        value.is_some_and(|value| value.matches(&context, &split(arn).unwrap()))
    };
    let role = "arn:aws:iam::111122223333:role/r";
    assert!(matches("arn:aws:iam::*:role/*", role));
    assert!(matches("arn:*:*:*:*:*", role));
    assert!(!matches("arn:aws:iam:*:role/*", role));
    assert!(!matches("arn:aws:iam::*", role));
    assert!(!matches("*", role));
    assert!(matches("${aws:PrincipalArn}", role));
    assert!(!matches(
        "arn:aws:iam::111122223333:role/${aws:userid}",
        role
    ));
    assert!(!matches("${aws:SourceArn}", role));
    assert!(matches("arn:aws:s3:::b/a:*:c", "arn:aws:s3:::b/a:b:c"));
}
