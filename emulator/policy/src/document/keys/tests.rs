use super::*;

fn keys(text: &str) -> Vec<String> {
    referenced_keys(text).unwrap()
}

#[test]
fn conditions_and_variables_are_named_as_written() {
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::bucket/${aws:PrincipalTag/Team}/${aws:username, 'x'}/${*}",
        "Condition": {"StringEquals": {"s3:ExistingObjectTag/Owner": "${aws:PrincipalTag/Team}"},
                      "Null": {"AWS:SourceIp": "false", "aws:sourceip": "false"}}}}"#;
    let expected = [
        "aws:PrincipalTag/Team",
        "aws:username",
        "*",
        "s3:ExistingObjectTag/Owner",
        "AWS:SourceIp",
        "aws:sourceip",
    ];
    assert_eq!(keys(text), expected);
}

#[test]
fn old_policies_have_no_variables() {
    let text = r#"{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}}"#;
    assert!(keys(text).is_empty());
    assert!(keys(&text.replace(r#""Version": "2008-10-17", "#, "")).is_empty());
}

#[test]
fn incomplete_statements_are_read() {
    let condition = r#""Condition": {"StringEquals": {"aws:username": "a"}}"#;
    for rest in [
        r#""Action": "*""#,
        r#""Resource": "bad", "Action": "abc""#,
        r#""Principal": "*", "Action": "*", "Resource": "*""#,
    ] {
        let text = format!(r#"{{"Statement": [{{"Effect": "Allow", {rest}, {condition}}}]}}"#);
        assert_eq!(keys(&text), ["aws:username"], "{rest}");
    }
    assert!(keys(r#"{"Version": "2012-10-17"}"#).is_empty());
    assert!(keys(r#"{"Statement": []}"#).is_empty());
}

#[test]
fn other_elements_and_operators_are_refused() {
    for text in [
        "{",
        r#"{"Statement": {"Action": "*", "Resource": "*"}}"#,
        r#"{"Statement": {"Effect": "Allow"}, "Foo": "x"}"#,
        r#"{"Statement": {"Effect": "Allow", "Condition": {"MadeUp": {"aws:username": "a"}}}}"#,
        r#"{"Version": "2099-01-01", "Statement": []}"#,
    ] {
        assert!(referenced_keys(text).is_err(), "{text}");
    }
}
