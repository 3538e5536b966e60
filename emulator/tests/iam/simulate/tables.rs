//! Every operator with every modifier, the evaluator's own conditions, and policies on both sides of a call.

use serde_json::{Value as Json, json};

use super::{Failures, Parameters, policy, text};
use crate::iam::fixture::Iam;

const OPERATORS: &str = include_str!("../simulate_cases/operators.tsv");
const DECISIONS: &str = include_str!("../simulate_cases/decisions.tsv");

/// Files of the policy crate whose cases are conditions.
const CONDITIONS: [&str; 6] = [
    include_str!("../../../policy/tests/cases/condition-absent.json"),
    include_str!("../../../policy/tests/cases/condition-arn.json"),
    include_str!("../../../policy/tests/cases/condition-bool-null-address.json"),
    include_str!("../../../policy/tests/cases/condition-number-date.json"),
    include_str!("../../../policy/tests/cases/condition-sets.json"),
    include_str!("../../../policy/tests/cases/condition-string.json"),
];

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// Allows one action under a condition, and denies another, otherwise allowed, under the same.
fn conditional(version: &str, condition: &Json) -> Parameters {
    let statement = |effect, action| json!({"Effect": effect, "Action": action, "Resource": "*"});
    let mut allow = statement("Allow", "s3:GetObject");
    let mut deny = statement("Deny", "s3:PutObject");
    allow["Condition"] = condition.clone();
    deny["Condition"] = condition.clone();
    let text = policy(
        version,
        json!([allow, statement("Allow", "s3:PutObject"), deny]),
    );
    Parameters::default()
        .list("PolicyInputList", [text])
        .list("ActionNames", ["s3:GetObject", "s3:PutObject"])
}

fn decisions(holds: bool) -> [&'static str; 2] {
    match holds {
        true => ["allowed", "explicitDeny"],
        false => ["implicitDeny", "allowed"],
    }
}

#[tokio::test]
async fn operators_and_modifiers() {
    let iam = Iam::start().await;
    let mut failures = Failures::default();
    let mut count = 0;
    for row in rows(OPERATORS) {
        let [operator, wanted, kind, values, expected] = row[..] else {
            panic!("{row:?}")
        };
        let wanted: Json = serde_json::from_str(wanted).unwrap();
        let values: Vec<Json> = serde_json::from_str(values).unwrap();
        let mut parameters = conditional("2012-10-17", &json!({operator: {"custom:key": wanted}}));
        if kind != "-" {
            parameters = parameters.context(1, "custom:key", kind, &values);
        }
        let answer = parameters.simulate(&iam).await;
        failures.compare(&row.join(" "), &answer, &decisions(expected == "holds"));
        count += 1;
    }
    failures.none(count, 1_500);
}

#[tokio::test]
async fn conditions_of_the_evaluator() {
    let iam = Iam::start().await;
    let mut failures = Failures::default();
    let mut count = 0;
    for file in CONDITIONS {
        let file: Json = serde_json::from_str(file).unwrap();
        for case in file["cases"].as_array().unwrap() {
            let context: Vec<_> = case["context"].as_object().into_iter().flatten().collect();
            // A list without values cannot be given to a simulation.
            if context
                .iter()
                .any(|(_, value)| value.as_array().is_some_and(Vec::is_empty))
            {
                continue;
            }
            let version = case["version"].as_str().unwrap_or("2012-10-17");
            let mut parameters = conditional(version, &case["condition"]);
            for (index, (key, value)) in context.into_iter().enumerate() {
                let (kind, values) = match value {
                    Json::Array(values) => ("stringList", values.clone()),
                    one => ("string", vec![one.clone()]),
                };
                parameters = parameters.context(index + 1, key, kind, &values);
            }
            let answer = parameters.simulate(&iam).await;
            let holds = case["holds"].as_bool().unwrap();
            failures.compare(&text(&case["name"]), &answer, &decisions(holds));
            count += 1;
        }
    }
    failures.none(count, 150);
}

#[tokio::test]
async fn policies_of_both_sides() {
    let iam = Iam::start().await;
    let mut failures = Failures::default();
    let mut count = 0;
    let resource = "arn:aws:s3:::amzn-s3-demo-bucket/a.mov";
    let statement = |effect: &str| {
        let (effect, action) = match effect {
            "allow" => ("Allow", "s3:GetObject"),
            "deny" => ("Deny", "s3:GetObject"),
            // Says nothing of what is asked.
            _ => ("Allow", "s3:ListBucket"),
        };
        json!({"Effect": effect, "Action": action, "Resource": "*"})
    };
    for row in rows(DECISIONS) {
        let [
            caller,
            owner,
            identity,
            boundary,
            effect,
            principal,
            expected,
        ] = row[..]
        else {
            panic!("{row:?}")
        };
        let caller = match caller {
            "user" => "arn:aws:iam::111122223333:user/team/alice",
            _ => "arn:aws:iam::111122223333:role/team/deploy",
        };
        let version = "2012-10-17";
        let mut parameters = Parameters::default()
            .list(
                "PolicyInputList",
                [policy(version, json!([statement(identity)]))],
            )
            .list("ActionNames", ["s3:GetObject"])
            .list("ResourceArns", [resource])
            .set("CallerArn", caller);
        if boundary != "-" {
            let text = policy(version, json!([statement(boundary)]));
            parameters = parameters.list("PermissionsBoundaryPolicyInputList", [text]);
        }
        if owner != "-" {
            parameters = parameters.set("ResourceOwner", format!("arn:aws:iam::{owner}:root"));
        }
        if effect != "-" {
            let mut statement = statement(effect);
            statement["Resource"] = json!("arn:aws:s3:::amzn-s3-demo-bucket/*");
            statement["Principal"] = json!({"AWS": principal});
            parameters = parameters.set("ResourcePolicy", policy(version, json!([statement])));
        }
        let answer = parameters.simulate(&iam).await;
        failures.compare(&row.join(" "), &answer, &[expected]);
        count += 1;
    }
    failures.none(count, 600);
}
