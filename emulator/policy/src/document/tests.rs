use super::*;

fn error(text: &str) -> String {
    Document::parse(text).unwrap_err().to_string()
}

fn statement(elements: &str) -> String {
    format!("{{\"Version\":\"2012-10-17\",\"Statement\":{{{elements}}}}}")
}

/// Each text has a `§` where the fault stands; it is taken out before parsing.
#[test]
fn faults_name_their_place_and_what_was_expected() {
    let allow = |rest: &str| statement(&format!(r#""Effect":"Allow",{rest}"#));
    let rest = |tail: &str| allow(&format!(r#""Action":"s3:*","Resource":"*",{tail}"#));
    let bare = |text: &str| text.to_owned();
    for (marked, expected) in [
        (bare("§"), "expected a JSON value"),
        (bare("§[]"), "`the document` has to be an object"),
        (bare("§{}"), "missing `Statement`"),
        (bare("{\n \"Statement\": §[]}"), "`Statement` is empty"),
        (
            bare("{§\"version\":1}"),
            "unknown element `version`, expected one of `Version`, `Id`, `Statement`",
        ),
        (
            bare("{\"Version\":§\"2012\"}"),
            "unknown version `2012`, expected `2012-10-17` or `2008-10-17`",
        ),
        (
            bare("{\"Version\":\"2012-10-17\",\"Statement\":§{}}"),
            "missing `Effect`",
        ),
        (
            statement(r#""Effect":§"allow","Action":"s3:Get""#),
            "unknown effect `allow`, expected `Allow` or `Deny`",
        ),
        (allow("§"), "expected a name in double quotes"),
        (
            allow(r#""Resource":"*""#).replace("{\"Effect", "§{\"Effect"),
            "missing `Action`",
        ),
        (allow(r#""Action":§[]"#), "`Action` is empty"),
        (
            allow(r#""Action":"*",§"Effect":"Deny""#),
            "`Effect` is given twice",
        ),
        (
            allow(r#""Action":"*",§"NotAction":"*""#),
            "`Action` and `NotAction` exclude each other",
        ),
        (
            allow(r#""Action":§"GetObject""#),
            "action `GetObject` has no service prefix, expected a form such as `s3:GetObject`",
        ),
        (
            allow(r#""Action":["s3:*",§"s3:Get:Object"]"#),
            "action `s3:Get:Object` has more than one colon",
        ),
        (
            allow(r#""Action":§"s*:Get""#),
            "action `s*:Get` has an invalid service prefix",
        ),
        (
            allow(r#""Action":§"s3:Get Object""#),
            "action `s3:Get Object` has an invalid name",
        ),
        (allow(r#""Action":§7"#), "`Action` has to be a string"),
        (
            allow(r#""Action":"*","Resource":§"b/*""#),
            "resource `b/*` is neither an ARN nor `*`",
        ),
        (
            allow(r#""Action":"*","Resource":§"arn:aws:s3:b""#),
            "resource `arn:aws:s3:b` is not an ARN of six fields with variables only in the last",
        ),
        (
            rest(r#""Principal":§"you""#),
            "principal `you` of type `AWS` has no known form",
        ),
        (
            rest(r#""Principal":{"aws":§"*"}"#),
            "principal `*` of type `aws` has no known form",
        ),
        (rest(r#""Principal":§{"AWS":[]}"#), "`Principal` is empty"),
        (
            rest(r#""Condition":{§"Equals":{"a:b":"c"}}"#),
            "unknown condition operator `Equals`",
        ),
        (
            rest(r#""Condition":{"Bool":{§"ab":"c"}}"#),
            "condition key `ab` is not of the form `vendor:name`",
        ),
        (rest(r#""Condition":{"Bool":§{}}"#), "`Bool` is empty"),
        (
            rest(r#""Condition":{"Bool":{"a:b":§null}}"#),
            "`a:b` has to be a string, a number, a boolean or a list of them",
        ),
        (
            rest(r#""Condition":{"BinaryEquals":{"a:b":§"?"}}"#),
            "`?` is not base64",
        ),
        (
            rest(r#""Condition":{"StringEquals":{"a:b":§"${x"}}"#),
            "malformed policy variable `${x`",
        ),
        (
            rest(r#""Condition":{"StringEquals":{"a:b":1,§"a:b":2}}"#),
            "`a:b` is given twice",
        ),
    ] {
        let (before, after) = marked.split_once('§').unwrap();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let found = Document::parse(&format!("{before}{after}")).unwrap_err();
        assert_eq!(
            (found.line, found.column, found.fault.to_string().as_str()),
            (line, column, expected),
            "{marked}"
        );
        assert_eq!(
            found.to_string(),
            format!("line {line}, column {column}: {expected}")
        );
    }
}

#[test]
fn longer_than_any_policy_is_not_read() {
    let text = format!("{{\"Id\":\"{}\"}}", "x".repeat(MAX_BYTES));
    assert!(error(&text).contains("expected at most 131072"));
}

#[test]
fn numbers_and_booleans_are_their_text() {
    let text = statement(
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"NumericEquals":{"a:b":[1.50, "2"]},"Bool":{"a:c":true}}"#,
    );
    let document = Document::parse(&text).unwrap();
    assert_eq!(document.statements[0].conditions[0].values, ["1.50", "2"]);
    assert_eq!(document.statements[0].conditions[1].values, ["true"]);
    assert_eq!(document.condition_keys(), ["a:b", "a:c"]);
    assert_eq!(document.text(), text);
}

#[test]
fn an_empty_condition_asks_nothing() {
    let text = statement(r#""Effect":"Allow","Action":"*","Resource":"*","Condition":{}"#);
    assert!(
        Document::parse(&text).unwrap().statements[0]
            .conditions
            .is_empty()
    );
}

#[test]
fn principals_are_replaced_in_place() {
    let text = r#"{ "Statement": [
        {"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::111122223333:user/a"]},"Action":"s3:*"},
        {"Effect":"Allow", "Principal": "*", "Action":"s3:*"} ] }"#;
    let document = Document::parse(text).unwrap();
    let rewritten = document.replace_principals(&|entry| match entry {
        PrincipalRef::User { .. } => Some(PrincipalRef::UniqueId("AIDACKCEVSQ6C2EXAMPLE".into())),
        _ => None,
    });
    assert_eq!(
        rewritten,
        text.replace("[\"111122223333\",", "[\"arn:aws:iam::111122223333:root\",")
            .replace("arn:aws:iam::111122223333:user/a", "AIDACKCEVSQ6C2EXAMPLE")
    );
    assert_eq!(document.replace_principals(&|_| None), text);
}

/// What IAM stores beside the grammar has a meaning, and it is never a wider one than the text's.
#[test]
fn stored_forms_are_read_without_granting_more() {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam: words ",
        "Resource":["arn:aws:sqs",null],"Condition":{"Nothing":{},"StringEquals":{"a":[]}}}}"#;
    assert!(Document::parse(text).is_err());
    let document = Document::parse_stored(text).unwrap();
    let statement = &document.statements[0];
    let resource = statement.resource.as_ref().unwrap();
    assert_eq!(resource.texts, ["arn:aws:sqs"]);
    let context = crate::Context::new();
    let matches = |arn: &str| {
        let parts = crate::arn::split(arn);
        resource.entries[0].matches(&context, arn, parts.as_ref())
    };
    assert!(matches("arn:aws:sqs:eu-west-1:111122223333:queue"));
    assert!(!matches("arn:aws:sns:eu-west-1:111122223333:topic"));
    assert!(!statement.action.entries[0].matches("iam:GetUser"));
    assert_eq!(statement.conditions.len(), 1);
    assert!(!statement.conditions[0].holds(&context));
    // A list of nothing names nothing: it is refused, since its negation would name everything.
    let nothing = text.replace(r#"["arn:aws:sqs",null]"#, "[null]");
    assert!(Document::parse_stored(&nothing).is_err());
}

#[test]
fn services_are_allowed_by_name_by_pattern_and_by_what_is_left_out() {
    let allows = |action: &str, service: &str| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{action},"Resource":"*"}}}}"#
        );
        Document::parse(&text).unwrap().may_allow_service(service)
    };
    assert!(allows(r#""Action":"s3:GetObject""#, "s3"));
    assert!(allows(r#""Action":"S3:Get*""#, "s3"));
    assert!(allows(r#""Action":"*""#, "kms"));
    assert!(!allows(r#""Action":"s3:GetObject""#, "kms"));
    assert!(allows(r#""NotAction":"s3:GetObject""#, "s3"));
    assert!(!allows(r#""NotAction":"s3:*""#, "s3"));
    assert!(!allows(r#""NotAction":"*""#, "kms"));
    let deny =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    assert!(!Document::parse(deny).unwrap().may_allow_service("s3"));
}
