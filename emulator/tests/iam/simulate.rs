//! Policy simulations over HTTP: the tables of `simulate_cases/`, the policy crate's own condition cases, and the shape
//! of answers and refusals.

use serde_json::{Value as Json, json};

use super::fixture::{ACCOUNT, Iam, call, elements};
use crate::support::Response;

const OPERATORS: &str = include_str!("simulate_cases/operators.tsv");
const DECISIONS: &str = include_str!("simulate_cases/decisions.tsv");
const REFUSALS: &str = include_str!("simulate_cases/refusals.json");
const SHOWN: &str = include_str!("simulate_cases/shown.json");

/// Files of the policy crate whose cases are conditions.
const CONDITIONS: [&str; 6] = [
    include_str!("../../policy/tests/cases/condition-absent.json"),
    include_str!("../../policy/tests/cases/condition-arn.json"),
    include_str!("../../policy/tests/cases/condition-bool-null-address.json"),
    include_str!("../../policy/tests/cases/condition-number-date.json"),
    include_str!("../../policy/tests/cases/condition-sets.json"),
    include_str!("../../policy/tests/cases/condition-string.json"),
];

/// The parameters of a Query call.
#[derive(Default)]
struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    fn list(mut self, name: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let first = self.0.len();
        for value in values {
            let number = self.0.len() - first + 1;
            self.0
                .push((format!("{name}.member.{number}"), value.into()));
        }
        self
    }

    fn context(mut self, number: usize, key: &str, kind: &str, values: &[Json]) -> Self {
        let at = format!("ContextEntries.member.{number}");
        self = self
            .set(&format!("{at}.ContextKeyName"), key)
            .set(&format!("{at}.ContextKeyType"), kind);
        self.list(&format!("{at}.ContextKeyValues"), values.iter().map(text))
    }

    async fn simulate(&self, iam: &Iam) -> Response {
        self.call(iam, "SimulateCustomPolicy").await
    }

    async fn call(&self, iam: &Iam, action: &str) -> Response {
        let pairs = self.0.iter().map(|(name, value)| (&**name, &**value));
        call(&iam.client, action, &pairs.collect::<Vec<_>>()).await
    }
}

/// A string as it is, anything else as JSON.
fn text(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// A document; its characters are those that IAM takes, others are escaped.
fn policy(version: &str, statements: Json) -> String {
    let text = json!({"Version": version, "Statement": statements}).to_string();
    text.chars()
        .map(|character| match u32::from(character) {
            0..0x80 => character.to_string(),
            code => format!("\\u{code:04x}"),
        })
        .collect()
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

/// What came out otherwise than the tables say.
#[derive(Default)]
struct Failures(Vec<String>);

impl Failures {
    fn compare(&mut self, case: &str, answer: &Response, expected: &[&str]) {
        let found = elements(answer, "EvalDecision");
        if answer.status != 200 || found != expected {
            let text = if answer.status == 200 {
                String::new()
            } else {
                answer.text()
            };
            self.0
                .push(format!("{case}: {found:?}, expected {expected:?} {text}"));
        }
    }

    #[track_caller]
    fn none(self, cases: usize, at_least: usize) {
        assert!(cases >= at_least, "only {cases} cases");
        let some = self.0.iter().take(40).cloned().collect::<Vec<_>>();
        assert!(
            some.is_empty(),
            "{} of {cases}:\n{}",
            self.0.len(),
            some.join("\n")
        );
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

/// What a call answers when somebody may do nothing, and when they may.
#[tokio::test]
async fn simulating_needs_permission() {
    let iam = Iam::start().await;
    let target = format!("arn:aws:iam::{ACCOUNT}:user/team/target");
    iam.ok("CreateUser", &[("UserName", "target"), ("Path", "/team/")])
        .await;
    let document = policy(
        "2012-10-17",
        json!([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]),
    );
    let custom = [
        ("PolicyInputList.member.1", &*document),
        ("ActionNames.member.1", "s3:GetObject"),
    ];
    let principal = [
        ("PolicySourceArn", &*target),
        ("ActionNames.member.1", "s3:GetObject"),
    ];
    let calls: [(&str, &[(&str, &str)], &str); 4] = [
        ("SimulateCustomPolicy", &custom, "*"),
        ("SimulatePrincipalPolicy", &principal, &target),
        ("GetContextKeysForCustomPolicy", &custom[..1], "*"),
        ("GetContextKeysForPrincipalPolicy", &principal[..1], &target),
    ];
    for (index, (action, parameters, resource)) in calls.into_iter().enumerate() {
        let nobody = iam.user(&format!("nobody{index}"), &document).await;
        let refused = call(&nobody, action, parameters).await;
        refused.expect_error(403, "AccessDenied");
        let may =
            json!([{"Effect": "Allow", "Action": format!("iam:{action}"), "Resource": resource}]);
        let somebody = iam
            .user(&format!("somebody{index}"), &policy("2012-10-17", may))
            .await;
        call(&somebody, action, parameters).await.expect(200);
    }
}

/// A user with an inline policy, a managed one and a boundary.
async fn with_policies(iam: &Iam) -> String {
    let statement = |action: &str, condition: Json| {
        let mut statement = json!({"Effect": "Allow", "Action": action, "Resource": "*"});
        if !condition.is_null() {
            statement["Condition"] = condition;
        }
        policy("2012-10-17", json!([statement]))
    };
    iam.ok("CreateUser", &[("UserName", "joe"), ("Path", "/team/")])
        .await;
    let inline = statement("s3:GetObject", Json::Null);
    iam.ok(
        "PutUserPolicy",
        &[
            ("UserName", "joe"),
            ("PolicyName", "own"),
            ("PolicyDocument", &inline),
        ],
    )
    .await;
    let condition = json!({"StringEquals": {"aws:PrincipalTag/team": "video"}});
    let managed = iam
        .policy("managed", &statement("s3:PutObject", condition))
        .await;
    iam.ok(
        "AttachUserPolicy",
        &[("UserName", "joe"), ("PolicyArn", &managed)],
    )
    .await;
    let boundary = iam
        .policy("boundary", &statement("s3:*Object", Json::Null))
        .await;
    iam.ok(
        "PutUserPermissionsBoundary",
        &[("UserName", "joe"), ("PermissionsBoundary", &boundary)],
    )
    .await;
    format!("arn:aws:iam::{ACCOUNT}:user/team/joe")
}

#[tokio::test]
async fn an_entity_brings_its_policies() {
    let iam = Iam::start().await;
    let joe = with_policies(&iam).await;
    let ask = |actions: &[&str]| {
        Parameters::default()
            .set("PolicySourceArn", &*joe)
            .list("ActionNames", actions.iter().copied())
    };
    let answer = ask(&["s3:GetObject", "s3:PutObject", "s3:GetBucketAcl"]);
    let answer = answer
        .call(&iam, "SimulatePrincipalPolicy")
        .await
        .expect(200);
    assert_eq!(
        elements(&answer, "EvalDecision"),
        ["allowed", "implicitDeny", "implicitDeny"]
    );
    assert_eq!(elements(&answer, "SourcePolicyId"), ["user_joe_own"]);
    assert_eq!(
        elements(&answer, "AllowedByPermissionsBoundary"),
        ["true", "true", "false"]
    );
    let missing = elements(&answer, "MissingContextValues");
    assert_eq!(missing[0], "<member>aws:PrincipalTag/team</member>");

    let tagged =
        ask(&["s3:PutObject"]).context(1, "aws:PrincipalTag/team", "string", &[json!("video")]);
    let answer = tagged
        .call(&iam, "SimulatePrincipalPolicy")
        .await
        .expect(200);
    assert_eq!(elements(&answer, "EvalDecision"), ["allowed"]);
    assert_eq!(elements(&answer, "SourcePolicyId"), ["managed"]);

    // A boundary that is passed takes the place of the entity's own; policies that are passed come to its own.
    let all = policy(
        "2012-10-17",
        json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]),
    );
    let passed = ask(&["s3:GetBucketAcl"])
        .list("PermissionsBoundaryPolicyInputList", [all.clone()])
        .list("PolicyInputList", [all]);
    let answer = passed
        .call(&iam, "SimulatePrincipalPolicy")
        .await
        .expect(200);
    assert_eq!(elements(&answer, "EvalDecision"), ["allowed"]);
    assert_eq!(elements(&answer, "SourcePolicyId"), ["PolicyInputList.1"]);

    let keys = Parameters::default().set("PolicySourceArn", &*joe);
    let keys = keys
        .call(&iam, "GetContextKeysForPrincipalPolicy")
        .await
        .expect(200);
    let names = keys.element("ContextKeyNames").unwrap();
    assert_eq!(names, "<member>aws:PrincipalTag/team</member>");
}

#[tokio::test]
async fn policies_of_an_entity_can_be_left_out() {
    let iam = Iam::start().await;
    let joe = with_policies(&iam).await;
    let managed = format!("arn:aws:iam::{ACCOUNT}:policy/mana*");
    let inline =
        |field: &str| format!("PolicyExclusionList.member.1.InlinePolicyIdentifier.{field}");
    let (name, kind, holder) = (
        inline("PolicyName"),
        inline("AttachmentType"),
        inline("AttachmentName"),
    );
    let by_type = "PolicyExclusionList.member.1.PolicyType";
    let by_arn = "PolicyExclusionList.member.1.PolicyArn";
    let cases: [(&[(&str, &str)], [&str; 3]); 9] = [
        (&[], ["allowed", "allowed", "implicitDeny"]),
        (
            &[(by_type, "inline")],
            ["implicitDeny", "allowed", "implicitDeny"],
        ),
        (
            &[(by_type, "user-managed")],
            ["allowed", "implicitDeny", "implicitDeny"],
        ),
        (
            &[(by_type, "aws-managed")],
            ["allowed", "allowed", "implicitDeny"],
        ),
        (
            &[(by_type, "permission-boundary")],
            ["allowed", "allowed", "allowed"],
        ),
        (&[(by_type, "rcp")], ["allowed", "allowed", "implicitDeny"]),
        (
            &[(by_arn, &managed)],
            ["allowed", "implicitDeny", "implicitDeny"],
        ),
        (
            &[(&name, "own"), (&kind, "user"), (&holder, "jo?")],
            ["implicitDeny", "allowed", "implicitDeny"],
        ),
        (
            &[(&name, "own"), (&kind, "role"), (&holder, "joe")],
            ["allowed", "allowed", "implicitDeny"],
        ),
    ];
    let further = policy(
        "2012-10-17",
        json!([{"Effect": "Allow", "Action": "s3:GetBucketAcl", "Resource": "*"}]),
    );
    for (excluded, expected) in cases {
        let parameters = Parameters::default()
            .set("PolicySourceArn", &*joe)
            .list("PolicyInputList", [further.clone()])
            .list(
                "ActionNames",
                ["s3:GetObject", "s3:PutObject", "s3:GetBucketAcl"],
            )
            .context(1, "aws:PrincipalTag/team", "string", &[json!("video")]);
        let parameters = excluded
            .iter()
            .fold(parameters, |all, (name, value)| all.set(name, *value));
        let answer = parameters
            .call(&iam, "SimulatePrincipalPolicy")
            .await
            .expect(200);
        assert_eq!(elements(&answer, "EvalDecision"), expected, "{excluded:?}");
    }
    let wrong: [&[(&str, &str)]; 4] = [
        &[(&name, "ow*"), (&kind, "user"), (&holder, "joe")],
        &[(&name, "own"), (&kind, "user")],
        &[(by_type, "inline"), (by_arn, &managed)],
        &[(by_arn, "arn:aws:iam::*:policy/own")],
    ];
    for excluded in wrong {
        let parameters = Parameters::default()
            .set("PolicySourceArn", &*joe)
            .list("ActionNames", ["s3:GetObject"]);
        let parameters = excluded
            .iter()
            .fold(parameters, |all, (name, value)| all.set(name, *value));
        let answer = parameters.call(&iam, "SimulatePrincipalPolicy").await;
        answer.expect_error(400, "InvalidInput");
    }
}

#[tokio::test]
async fn entities_that_are_not_there() {
    let iam = Iam::start().await;
    let ask = |arn: &str| {
        Parameters::default()
            .set("PolicySourceArn", arn)
            .list("ActionNames", ["s3:GetObject"])
    };
    let missing = [
        ("user/none", "The user with name none cannot be found."),
        ("role/a/none", "The role with name none cannot be found."),
        ("group/none", "The group with name none cannot be found."),
    ];
    for (resource, message) in missing {
        for action in [
            "SimulatePrincipalPolicy",
            "GetContextKeysForPrincipalPolicy",
        ] {
            let mut parameters = ask(&format!("arn:aws:iam::{ACCOUNT}:{resource}"));
            if action.starts_with("Get") {
                parameters.0.truncate(1);
            }
            let answer = parameters.call(&iam, action).await;
            let answer = answer.expect_error(404, "NoSuchEntity");
            assert_eq!(answer.element("Message").unwrap(), message);
        }
    }
    let refused = [
        (
            "arn:aws:iam::111122223333:user/joe",
            format!("Invalid Policy Source Arn: caller's account {ACCOUNT} does not have access to policies in account 111122223333"),
        ),
        (
            "arn:aws:sts::111122223333:assumed-role/r/s",
            "Invalid Entity Arn: arn:aws:sts::111122223333:assumed-role/r/s does not clearly define entity type and name.".to_owned(),
        ),
        (
            "this-is-not-an-iam-source-arn",
            "Invalid Entity Arn: this-is-not-an-iam-source-arn does not clearly define entity type and name.".to_owned(),
        ),
    ];
    for (arn, message) in refused {
        let answer = ask(arn).call(&iam, "SimulatePrincipalPolicy").await;
        let answer = answer.expect_error(400, "InvalidInput");
        assert_eq!(
            answer.element("Message").unwrap().replace("&apos;", "'"),
            message
        );
    }
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
