use super::*;
use proptest::prelude::*;

fn to_serde(node: &Node) -> serde_json::Value {
    match &node.value {
        Json::Null => serde_json::Value::Null,
        Json::Bool(value) => (*value).into(),
        Json::Number(text) => serde_json::from_str(text).unwrap(),
        Json::Text(text) => text.as_str().into(),
        Json::Array(items) => items.iter().map(to_serde).collect(),
        Json::Object(members) => members
            .iter()
            .map(|member| (member.name.clone(), to_serde(&member.node)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

#[test]
fn faults_carry_the_offset_and_the_expectation() {
    for (text, at, expected) in [
        ("", 0, "a JSON value"),
        ("{", 1, "a name in double quotes"),
        (r#"{"a" 1}"#, 5, "`:`"),
        (r#"{"a":1"#, 6, "`,` or `}`"),
        ("[1 2]", 3, "`,` or `]`"),
        (r#"{"a":1} x"#, 8, "the end of the document"),
        ("\"a", 2, "`\""),
        ("\"a\nb\"", 2, "no control character inside a string"),
        ("\"a\u{1}b\"", 2, "no control character inside a string"),
        (r#""\q""#, 2, "an escape such as `\\n` or `\\u0041`"),
        (r#""\ud800x""#, 7, "the second half of a surrogate pair"),
        ("01", 1, "the end of the document"),
        ("-", 1, "a digit"),
        ("1.", 2, "a digit"),
    ] {
        let fault = parse(text).unwrap_err();
        assert_eq!(
            (fault.at, fault.expected.trim_end_matches('`')),
            (at, expected.trim_end_matches('`')),
            "{text}"
        );
    }
}

#[test]
fn nesting_is_bounded() {
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    assert!(parse(&deep(MAX_DEPTH)).is_ok());
    assert_eq!(parse(&deep(100_000)).unwrap_err().expected, "less nesting");
}

#[test]
fn positions_count_lines_and_characters() {
    assert_eq!(position("ab\nécd", 6), (2, 3));
    assert_eq!(position("", 9), (1, 1));
}

proptest! {
    #[test]
    fn reads_the_same_as_a_general_reader(text in r#"[\[\]{}",:0-9eE+.\\u a-ftrulns\-]{0,24}"#) {
        let theirs: Result<serde_json::Value, _> = serde_json::from_str(&text);
        match parse(&text) {
            Ok(node) => prop_assert_eq!(Some(to_serde(&node)), theirs.ok()),
            // the general reader also turns down numbers beyond a double's range, never the other way round
            Err(_) => prop_assert!(theirs.is_err()),
        }
    }

    #[test]
    fn strings_survive(text in any::<String>()) {
        let written = serde_json::to_string(&text).unwrap();
        prop_assert_eq!(parse(&written).unwrap().value, Json::Text(text));
    }
}

#[test]
fn lines_end_in_three_ways() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("{{{end}  \"a\": 1}}");
        let at = text.find('"').unwrap();
        assert_eq!(position(&text, at), (2, 3), "{end:?}");
    }
}
