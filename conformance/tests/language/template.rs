use std::path::Path;

use bucketproof_conformance::scenario::{
    problem::Position,
    template::{Dialect, Names, Template, is_name},
};
use proptest::prelude::*;

fn parse(text: &str, dialect: Dialect) -> Result<Template, String> {
    Template::parse(text, Path::new("x").into(), dialect, |_| {
        Position::default()
    })
    .map_err(|error| error.message)
}

fn names(pairs: &[(&str, &str)]) -> Names {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn names_are_replaced() {
    let template = parse("a ${x} and ${bucket.footage.arn}/*", Dialect::Scenario).unwrap();
    let names = names(&[("x", "1"), ("bucket.footage.arn", "arn:aws:s3:::b")]);
    assert_eq!(template.render(&names).unwrap(), "a 1 and arn:aws:s3:::b/*");
}

#[test]
fn a_name_without_a_value_is_an_error() {
    let template = parse("${x}${y}", Dialect::Scenario).unwrap();
    let error = template.render(&names(&[("x", "1")])).unwrap_err();
    assert_eq!(error.to_string(), "`${y}` has no value yet");
}

#[test]
fn a_scenario_takes_only_names_in_braces() {
    for (text, message) in [
        ("${", "`${` is not closed"),
        ("a ${b", "`${` is not closed"),
        ("${}", "`${}` is not a name"),
        ("${aws:username}", "`${aws:username}` is not a name"),
        ("${a.}", "`${a.}` is not a name"),
        ("${1a}", "`${1a}` is not a name"),
    ] {
        assert_eq!(
            parse(text, Dialect::Scenario).unwrap_err(),
            message,
            "{text}"
        );
    }
}

#[test]
fn a_policy_keeps_what_cannot_be_a_name() {
    let text = "${aws:username} ${*} ${?} ${$} ${s3:prefix} ${ x } ${unclosed";
    let template = parse(text, Dialect::Policy).unwrap();
    assert_eq!(template.mentions().count(), 0);
    assert_eq!(template.render(&Names::new()).unwrap(), text);
}

#[test]
fn two_dollars_are_one() {
    let template = parse("$${aws:username} costs $5 and $${x", Dialect::Scenario).unwrap();
    assert_eq!(
        template.render(&Names::new()).unwrap(),
        "${aws:username} costs $5 and ${x"
    );
}

#[test]
fn names_have_words_and_dots() {
    for good in ["a", "a.b", "role.storage-connect.arn", "n6", "a_b"] {
        assert!(is_name(good), "{good}");
    }
    for bad in ["", ".", "a.", ".a", "a..b", "1", "a b", "a:b", "ä"] {
        assert!(!is_name(bad), "{bad}");
    }
}

proptest! {
    #[test]
    fn any_text_can_be_written(text in "([ -~äß]|\\$\\{|\\$){0,40}") {
        let written = text.replace("${", "$${");
        let template = parse(&written, Dialect::Scenario).unwrap();
        prop_assert_eq!(template.render(&Names::new()).unwrap(), text);
    }

    #[test]
    fn no_policy_is_refused(text in ".{0,60}") {
        prop_assert!(parse(&text, Dialect::Policy).is_ok());
    }

    #[test]
    fn a_policy_without_names_stays_as_it_is(text in "([ -~]|\\$\\{[a-z]+:[a-z]+\\}){0,40}") {
        let template = parse(&text, Dialect::Policy).unwrap();
        prop_assume!(template.mentions().next().is_none());
        prop_assert_eq!(template.render(&Names::new()).unwrap(), text);
    }
}
