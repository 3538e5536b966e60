use super::*;

fn holds(operator: &str, values: &[&str], found: Option<Value>) -> bool {
    let parsed = Operator::parse(operator).unwrap();
    let values = values.iter().map(|&text| text.to_owned()).collect();
    let condition = Condition::new(operator, parsed, "x:y", values, true).unwrap();
    let mut context = Context::new();
    if let Some(found) = found {
        context.set("X:Y", found);
    }
    condition.holds(&context)
}

const POSITIVE: [&str; 6] = [
    "StringEquals",
    "StringLike",
    "NumericEquals",
    "DateEquals",
    "IpAddress",
    "ArnEquals",
];
const NEGATED: [&str; 6] = [
    "StringNotEquals",
    "StringNotLike",
    "NumericNotEquals",
    "DateNotEquals",
    "NotIpAddress",
    "ArnNotEquals",
];

#[test]
fn absent_keys() {
    for (operators, plain) in [(POSITIVE, false), (NEGATED, true)] {
        for operator in operators {
            // an empty multi-valued key is as good as absent
            for found in [None, Some(Value::Many(Vec::new()))] {
                assert_eq!(holds(operator, &["1"], found.clone()), plain, "{operator}");
                assert!(
                    holds(&format!("{operator}IfExists"), &["1"], found.clone()),
                    "{operator}"
                );
                assert!(
                    holds(&format!("ForAllValues:{operator}"), &["1"], found.clone()),
                    "{operator}"
                );
                assert!(
                    !holds(&format!("ForAnyValue:{operator}"), &["1"], found.clone()),
                    "{operator}"
                );
                assert!(
                    !holds(&format!("ForAnyValue:{operator}IfExists"), &["1"], found),
                    "{operator}"
                );
            }
        }
    }
}

#[test]
fn many_values_without_a_set_operator_never_match() {
    for operator in POSITIVE.into_iter().chain(NEGATED) {
        for suffix in ["", "IfExists"] {
            assert!(!holds(
                &format!("{operator}{suffix}"),
                &["1"],
                Some(Value::Many(vec!["2".into()]))
            ));
        }
    }
}

#[test]
fn negation_means_none_of_the_values() {
    assert!(!holds("StringNotEquals", &["a", "b"], Some("b".into())));
    assert!(holds("StringNotEquals", &["a", "b"], Some("c".into())));
}

#[test]
fn unreadable_request_values() {
    for (operator, expected) in [
        ("NumericEquals", false),
        ("NumericNotEquals", true),
        ("NumericLessThan", false),
        ("DateEquals", false),
        ("DateNotEquals", true),
        ("IpAddress", false),
        ("NotIpAddress", false),
        ("ArnLike", false),
        ("ArnNotLike", false),
    ] {
        assert_eq!(
            holds(operator, &["1"], Some("what?".into())),
            expected,
            "{operator}"
        );
    }
}

#[test]
fn unknown_operators_are_not_read() {
    for name in [
        "stringequals",
        "StringEqual",
        "NullIfExists",
        "ForAllValues:Null",
        "ForSome:Bool",
        "",
        "IfExists",
    ] {
        assert_eq!(Operator::parse(name), None, "{name}");
    }
}

#[test]
fn malformed_values_are_found() {
    let first = |operator: &str, values: &[&str]| {
        let values = values.iter().map(|&text| text.to_owned()).collect();
        let condition = Condition::new(
            operator,
            Operator::parse(operator).unwrap(),
            "x:y",
            values,
            true,
        )
        .unwrap();
        condition.malformed_value().map(str::to_owned)
    };
    assert_eq!(first("NumericEquals", &["1", "one"]), Some("one".into()));
    assert_eq!(
        first("IpAddress", &["2001:db8::1/32"]),
        Some("2001:db8::1/32".into())
    );
    assert_eq!(first("ArnLike", &["*"]), Some("*".into()));
    assert_eq!(first("ArnLike", &["${aws:PrincipalArn}"]), None);
    assert_eq!(first("Bool", &["perhaps"]), None);
}
