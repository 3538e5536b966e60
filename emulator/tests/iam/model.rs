//! Every operation of AWS's model is either done or knowingly not done, and every parameter of what is done is read.

use std::collections::BTreeSet;

use bucketproof::services::iam::table::{TABLE, not_yet};

use super::fixture::Iam;

/// Operations and parameters; a required parameter ends with `!`.
const MODEL: &str = include_str!("../../model/iam_operations.tsv");

fn model() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    MODEL.lines().skip(1).map(|line| {
        let (operation, parameters) = line.split_once('\t').unwrap();
        let parameters = parameters.split(',').filter(|name| !name.is_empty());
        (operation, parameters.collect())
    })
}

/// Parameters that are refused with their name, because they would change the answer.
const REFUSED: [(&str, &str); 2] = [
    ("ListServiceSpecificCredentials", "ServiceName"),
    ("ListServiceSpecificCredentials", "AllUsers"),
];

#[test]
fn every_operation_is_accounted_for_once() {
    let all: BTreeSet<&str> = model().map(|(operation, _)| operation).collect();
    let done: Vec<&str> = TABLE.iter().map(|row| row.name).collect();
    let listed: Vec<&str> = done
        .iter()
        .copied()
        .chain(not_yet().map(|(name, _)| name))
        .collect();
    let once: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(once.len(), listed.len(), "an operation is listed twice");
    assert_eq!(once, all);
    for (name, why) in not_yet() {
        assert!(why.len() > 20, "{name} has no reason");
    }
    for row in TABLE {
        assert_eq!(row.action, format!("iam:{}", row.name));
    }
}

#[tokio::test]
async fn every_parameter_of_the_model_is_known() {
    let iam = Iam::start().await;
    for (operation, parameters) in model() {
        if !TABLE.iter().any(|row| row.name == operation) {
            continue;
        }
        for parameter in &parameters {
            let name = parameter.trim_end_matches('!');
            let answer = iam.call(operation, &[(name, "")]).await;
            let refused = REFUSED.contains(&(operation, name));
            let unknown = answer.text().contains("is not known");
            assert!(!unknown || refused, "{operation} {name}: {}", answer.text());
        }
        let odd = iam.call(operation, &[("NoSuchParameter", "x")]).await;
        assert_ne!(odd.status, 200, "{operation} ignores parameters");
        for required in parameters.iter().filter(|name| name.ends_with('!')) {
            let first = required.trim_end_matches('!').split('.').next().unwrap();
            let at = first[..1].to_lowercase() + &first[1..];
            let answer = iam.call(operation, &[]).await;
            let expected =
                format!("Value at '{at}' failed to satisfy constraint: Member must not be null");
            assert!(
                answer.text().contains(&expected),
                "{operation} {first}: {}",
                answer.text()
            );
        }
    }
}

#[tokio::test]
async fn what_is_not_done_says_so() {
    let iam = Iam::start().await;
    for (name, why) in not_yet() {
        let answer = iam
            .call(name, &[])
            .await
            .expect_error(501, "NotImplemented");
        assert_eq!(
            answer.element("Message"),
            Some(format!("{name} is not implemented: {why}"))
        );
    }
    let unknown = iam.call("MakeCoffee", &[]).await;
    let unknown = unknown.expect_error(400, "InvalidAction");
    assert_eq!(
        unknown.element("Message").unwrap(),
        "Could not find operation MakeCoffee for version 2010-05-08"
    );
}
