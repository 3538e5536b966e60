use super::*;

const BOTH: Reading = Reading {
    wildcards: true,
    variables: true,
};

fn context() -> Context {
    let mut context = Context::new();
    context.set("aws:username", "al*ce");
    context.set("aws:PrincipalTag/cost center", "42");
    context.set("aws:TagKeys", &["one"][..]);
    context
}

fn matches(text: &str, candidate: &str) -> bool {
    Template::parse(text, BOTH)
        .unwrap()
        .matches(&context(), candidate, Case::Exact)
}

#[test]
fn values_are_literal_and_defaults_fill_in() {
    assert!(matches("home/${aws:username}/*", "home/al*ce/x"));
    assert!(!matches("home/${aws:username}/*", "home/alice/x"));
    assert!(matches("${AWS:UserName}", "al*ce"));
    assert!(matches("${aws:PrincipalTag/cost center}", "42"));
    assert!(matches("${aws:PrincipalTag/team, 'none'}", "none"));
    assert!(matches("${aws:PrincipalTag/team,'a}b'}c", "a}bc"));
    assert!(matches("${aws:username, 'other'}", "al*ce"));
}

#[test]
fn no_single_value_never_matches() {
    for text in [
        "${aws:userid}",
        "${aws:TagKeys}",
        "${aws:TagKeys, 'one'}",
        "*${aws:userid}*",
    ] {
        assert!(!matches(text, "one") && !matches(text, ""), "{text}");
    }
}

#[test]
fn escapes_are_the_characters_themselves() {
    assert!(matches("${*}${?}${$}", "*?$"));
    assert!(!matches("${*}", "anything"));
}

#[test]
fn without_variables_all_is_text() {
    let template = Template::parse(
        "${aws:username}",
        Reading {
            wildcards: true,
            variables: false,
        },
    )
    .unwrap();
    assert!(template.matches(&context(), "${aws:username}", Case::Exact));
}

#[test]
fn malformed_variables_are_named() {
    for text in [
        "${",
        "${}",
        "${username}",
        "${aws:username",
        "${aws:x, y}",
        "${aws:x, 'y}",
        "${aws:x, 'y' z}",
        "${aws:x, ''¡'}",
        "${é, 'y'}",
    ] {
        assert!(Template::parse(text, BOTH).is_err(), "{text}");
    }
    assert_eq!(Template::parse("a/${nope}/b", BOTH).unwrap_err(), "${nope}");
}
