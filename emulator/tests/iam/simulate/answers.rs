//! What answers show and how calls are refused.

use serde_json::{Value as Json, json};

use super::{Failures, Parameters, policy, text};
use crate::iam::fixture::{Iam, elements};

const REFUSALS: &str = include_str!("../simulate_cases/refusals.json");
const SHOWN: &str = include_str!("../simulate_cases/shown.json");

/// Turns the members of a JSON object into parameters, as an SDK does.
fn flat(parameters: Parameters, at: &str, value: &Json) -> Parameters {
    match value {
        Json::Array(values) if values.is_empty() => parameters.set(at, ""),
        Json::Array(values) => values
            .iter()
            .enumerate()
            .fold(parameters, |all, (index, value)| {
                flat(all, &format!("{at}.member.{}", index + 1), value)
            }),
        Json::Object(members) => members.iter().fold(parameters, |all, (name, value)| {
            let at = if at.is_empty() {
                name.clone()
            } else {
                format!("{at}.{name}")
            };
            // A policy is written as a document in the case and sent as text.
            let is_policy = value.get("Statement").is_some();
            match is_policy {
                true => all.set(&at, value.to_string()),
                false => flat(all, &at, value),
            }
        }),
        other => parameters.set(at, text(other)),
    }
}

fn parameters(case: &Json) -> Parameters {
    let mut input = case["input"].clone();
    for list in ["PolicyInputList", "PermissionsBoundaryPolicyInputList"] {
        for document in input[list].as_array_mut().into_iter().flatten() {
            if !document.is_string() {
                *document = Json::String(document.to_string());
            }
        }
    }
    if let Some(lists) = input["OrderedOrganizationPolicyInputList"].as_array_mut() {
        for level in lists {
            for document in level["ServiceControlPolicyInputList"]
                .as_array_mut()
                .unwrap()
            {
                *document = Json::String(document.to_string());
            }
        }
    }
    let members = input.as_object_mut().unwrap();
    members.retain(|_, value| !value.is_null());
    let mut all = Parameters::default();
    if !members.contains_key("PolicyInputList") {
        let allow = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
        all = all.list("PolicyInputList", [policy("2012-10-17", json!([allow]))]);
    }
    if !members.contains_key("ActionNames") {
        all = all.list("ActionNames", ["s3:GetObject"]);
    }
    flat(all, "", &input)
}

#[tokio::test]
async fn refusals_are_in_the_words_of_aws() {
    let iam = Iam::start().await;
    let cases: Vec<Json> = serde_json::from_str(REFUSALS).unwrap();
    assert!(cases.len() > 30);
    for case in &cases {
        let name = text(&case["name"]);
        let answer = parameters(case).simulate(&iam).await;
        assert_eq!(answer.status, 400, "{name}: {}", answer.text());
        assert_eq!(answer.code(), Some(text(&case["code"])), "{name}");
        assert_eq!(
            answer.element("Message"),
            Some(text(&case["message"])),
            "{name}"
        );
    }
}

#[tokio::test]
async fn answers_show_what_aws_shows() {
    let iam = Iam::start().await;
    let cases: Vec<Json> = serde_json::from_str(SHOWN).unwrap();
    assert!(cases.len() > 100);
    let mut failures = Failures::default();
    for case in &cases {
        let name = text(&case["name"]);
        let answer = parameters(case).simulate(&iam).await;
        let shown = answer.text();
        let parts = |list: &str| {
            case[list]
                .as_array()
                .unwrap()
                .iter()
                .map(text)
                .collect::<Vec<_>>()
        };
        let lacks = parts("shows")
            .into_iter()
            .find(|part| !shown.contains(part.as_str()));
        let shows = parts("hides")
            .into_iter()
            .find(|part| shown.contains(part.as_str()));
        if answer.status != 200 || lacks.is_some() || shows.is_some() {
            failures
                .0
                .push(format!("{name}: lacks {lacks:?}, shows {shows:?}: {shown}"));
        }
    }
    failures.none(cases.len(), 100);
}

#[tokio::test]
async fn actions_come_in_pages() {
    let iam = Iam::start().await;
    let first = Parameters::default()
        .list("PolicyInputList", [policy("2012-10-17", json!([]))])
        .list("ActionNames", ["s3:GetObject"]);
    first.simulate(&iam).await.expect_error(400, "InvalidInput");
    let page = |marker: Option<String>| {
        let text = policy(
            "2012-10-17",
            json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]),
        );
        let parameters = Parameters::default()
            .list("PolicyInputList", [text])
            .list(
                "ActionNames",
                [
                    "s3:PutObject",
                    "iam:GetUser",
                    "s3:GetObject",
                    "s3:GetObject",
                ],
            )
            .set("MaxItems", "3");
        match marker {
            Some(marker) => parameters.set("Marker", marker),
            None => parameters,
        }
    };
    let one = page(None).simulate(&iam).await.expect(200);
    assert_eq!(
        elements(&one, "EvalActionName"),
        ["s3:PutObject", "iam:GetUser", "s3:GetObject"]
    );
    assert_eq!(one.element("IsTruncated").unwrap(), "true");
    let two = page(one.element("Marker")).simulate(&iam).await.expect(200);
    assert_eq!(elements(&two, "EvalActionName"), ["s3:GetObject"]);
    assert_eq!(two.element("IsTruncated").unwrap(), "false");
    assert_eq!(two.element("Marker"), None);
}

#[tokio::test]
async fn keys_that_policies_refer_to() {
    let iam = Iam::start().await;
    let document = policy(
        "2012-10-17",
        json!([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}",
                "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "${aws:PrincipalTag/age}"}}}]),
    );
    let twice = Parameters::default().list("PolicyInputList", [document.clone(), document]);
    let answer = twice
        .call(&iam, "GetContextKeysForCustomPolicy")
        .await
        .expect(200);
    let once = "<member>aws:MultiFactorAuthAge</member><member>aws:PrincipalTag/age</member><member>aws:username</member>";
    assert_eq!(answer.element("ContextKeyNames").unwrap(), once.repeat(2));
    let bad = Parameters::default().list(
        "PolicyInputList",
        [r#"{"Statement":{"Effect":"Allow","Condition":{"Like":{"a:b":"c"}}}}"#],
    );
    let bad = bad.call(&iam, "GetContextKeysForCustomPolicy").await;
    bad.expect_error(400, "InvalidInput");
}
