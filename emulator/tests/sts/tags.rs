//! Session tags: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>.

use bucketproof::Emulator;
use bucketproof::auth::directory::records::RoleRecord;
use serde_json::{Value, json};

use crate::sts_people::{allow, replace_role, role, user};
use crate::support::Client;
use crate::{HOME, VENDOR, assume, message, session};

/// A trust policy that admits an account with tags, under conditions on the tags.
fn trust(account: &str, actions: &Value, condition: &Value) -> String {
    let mut statement =
        json!({ "Effect": "Allow", "Principal": { "AWS": account }, "Action": actions });
    if !condition.is_null() {
        statement["Condition"] = condition.clone();
    }
    json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

fn with_tags() -> Value {
    json!(["sts:AssumeRole", "sts:TagSession"])
}

/// Allows to list buckets when the caller has a tag.
fn when_tagged(name: &str, value: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [
            { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
              "Condition": { "StringEquals": { format!("aws:PrincipalTag/{name}"): value } } },
            { "Effect": "Allow", "Action": "sts:*", "Resource": "*" },
        ]
    })
    .to_string()
}

async fn lists(client: &Client) -> u16 {
    client.send("GET", "/", &[], "").await.status
}

const TEAM: [(&str, &str); 2] = [
    ("Tags.member.1.Key", "Team"),
    ("Tags.member.1.Value", "media"),
];

async fn stage(emulator: &Emulator) -> (Client, RoleRecord, RoleRecord) {
    let any = allow("sts:*", "*");
    let ann = user(emulator, HOME, "ann", Some(&any)).await;
    let policy = trust(HOME, &with_tags(), &Value::Null);
    let permissions = when_tagged("Team", "media");
    let first = role(emulator, HOME, "first", &policy, Some(&permissions)).await;
    let second = role(emulator, HOME, "second", &policy, Some(&permissions)).await;
    (ann, first, second)
}

#[tokio::test]
async fn only_transitive_tags_go_on() {
    let emulator = Emulator::start().await.unwrap();
    let (ann, first, second) = stage(&emulator).await;
    for (transitive, expected) in [(false, 403), (true, 200)] {
        let mut parameters = TEAM.to_vec();
        if transitive {
            parameters.push(("TransitiveTagKeys.member.1", "team"));
        }
        let answer = assume(&ann, &first.arn(), &parameters).await.expect(200);
        let one = session(&emulator, &answer);
        assert_eq!(lists(&one).await, 200);
        let answer = assume(&one, &second.arn(), &[]).await.expect(200);
        let two = session(&emulator, &answer);
        assert_eq!(lists(&two).await, expected);
        // The third link of the chain has them too.
        let answer = assume(&two, &first.arn(), &[]).await.expect(200);
        let three = session(&emulator, &answer);
        assert_eq!(lists(&three).await, expected);
    }
}

#[tokio::test]
async fn inherited_tags_cannot_be_set_again() {
    let emulator = Emulator::start().await.unwrap();
    let (ann, first, second) = stage(&emulator).await;
    let mut parameters = TEAM.to_vec();
    parameters.push(("TransitiveTagKeys.member.1", "Team"));
    let answer = assume(&ann, &first.arn(), &parameters).await.expect(200);
    let one = session(&emulator, &answer);
    for value in ["media", "other"] {
        let again = [
            ("Tags.member.1.Key", "team"),
            ("Tags.member.1.Value", value),
        ];
        let answer = assume(&one, &second.arn(), &again).await;
        let answer = answer.expect_error(400, "InvalidParameterValue");
        assert_eq!(
            message(&answer),
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session."
        );
    }
    let another = [
        ("Tags.member.1.Key", "stage"),
        ("Tags.member.1.Value", "test"),
    ];
    let answer = assume(&one, &second.arn(), &another).await.expect(200);
    assert_eq!(lists(&session(&emulator, &answer)).await, 200);
}

#[tokio::test]
async fn tags_that_do_not_go_on_may_be_set_again() {
    let emulator = Emulator::start().await.unwrap();
    let (ann, first, second) = stage(&emulator).await;
    let answer = assume(&ann, &first.arn(), &TEAM).await.expect(200);
    let one = session(&emulator, &answer);
    let other = [
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", "other"),
    ];
    let answer = assume(&one, &second.arn(), &other).await.expect(200);
    assert_eq!(lists(&session(&emulator, &answer)).await, 403);
}

#[tokio::test]
async fn inherited_tags_need_the_permission_too() {
    let emulator = Emulator::start().await.unwrap();
    let (ann, first, mut second) = stage(&emulator).await;
    second.trust = trust(HOME, &json!("sts:AssumeRole"), &Value::Null);
    replace_role(&emulator, &second).await;
    let mut parameters = TEAM.to_vec();
    parameters.push(("TransitiveTagKeys.member.1", "Team"));
    let answer = assume(&ann, &first.arn(), &parameters).await.expect(200);
    let one = session(&emulator, &answer);
    let answer = assume(&one, &second.arn(), &[]).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(
        message(&answer),
        format!(
            "User: arn:aws:sts::{HOME}:assumed-role/first/visit is not authorized to perform: sts:TagSession on resource: {}",
            second.arn()
        )
    );
}

#[tokio::test]
async fn tags_need_the_permission_on_both_sides() {
    let emulator = Emulator::start().await.unwrap();
    let policy = trust(VENDOR, &with_tags(), &Value::Null);
    let role = role(&emulator, HOME, "media", &policy, None).await;
    let both = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Action": with_tags(), "Resource": role.arn() }]
    });
    let with = user(&emulator, VENDOR, "with", Some(&both.to_string())).await;
    let may_assume = allow("sts:AssumeRole", &role.arn());
    let without = user(&emulator, VENDOR, "without", Some(&may_assume)).await;
    assume(&with, &role.arn(), &TEAM).await.expect(200);
    assume(&without, &role.arn(), &[]).await.expect(200);
    let answer = assume(&without, &role.arn(), &TEAM).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert!(message(&answer).contains("sts:TagSession"));
}

#[tokio::test]
async fn session_tags_hide_the_roles_tags_of_the_same_name() {
    let emulator = Emulator::start().await.unwrap();
    let (ann, mut first, _) = stage(&emulator).await;
    first.tags = [("team".to_owned(), "none".to_owned())].into();
    replace_role(&emulator, &first).await;
    let answer = assume(&ann, &first.arn(), &[]).await.expect(200);
    assert_eq!(lists(&session(&emulator, &answer)).await, 403);
    let answer = assume(&ann, &first.arn(), &TEAM).await.expect(200);
    assert_eq!(lists(&session(&emulator, &answer)).await, 200);
}

#[tokio::test]
async fn policies_see_the_tags_of_the_request() {
    let emulator = Emulator::start().await.unwrap();
    let (ann, mut first, _) = stage(&emulator).await;
    let condition = json!({
        "StringEquals": { "aws:RequestTag/Team": ["media", "sound"] },
        "ForAllValues:StringEquals": {
            "aws:TagKeys": ["Team"], "sts:TransitiveTagKeys": ["Team"],
        },
        "Null": { "sts:TransitiveTagKeys": "false" },
    });
    first.trust = trust(HOME, &with_tags(), &condition);
    replace_role(&emulator, &first).await;
    let transitive = ("TransitiveTagKeys.member.1", "Team");
    let stage = [
        ("Tags.member.2.Key", "Stage"),
        ("Tags.member.2.Value", "test"),
    ];
    let cases = [
        (vec![TEAM[0], TEAM[1], transitive], 200),
        (vec![TEAM[0], TEAM[1]], 403),
        (vec![TEAM[0], TEAM[1], stage[0], stage[1], transitive], 403),
        (vec![TEAM[0], ("Tags.member.1.Value", "x"), transitive], 403),
        (vec![], 403),
    ];
    for (parameters, status) in cases {
        let answer = assume(&ann, &first.arn(), &parameters).await;
        answer.expect(status);
    }
}

#[tokio::test]
async fn tags_have_their_limits() {
    let emulator = Emulator::start().await.unwrap();
    let (ann, first, _) = stage(&emulator).await;
    let long = "k".repeat(129);
    let value = "v".repeat(257);
    let pattern = r"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]";
    let failed = |value: &str, at: &str, constraint: &str| {
        format!(
            "1 validation error detected: Value '{value}' at '{at}' failed to satisfy constraint: {constraint}"
        )
    };
    let cases = [
        (
            vec![
                ("Tags.member.1.Key", &*long),
                ("Tags.member.1.Value", "v"),
            ],
            failed(
                &long,
                "tags.1.member.key",
                "Member must have length less than or equal to 128",
            ),
        ),
        (
            vec![
                ("Tags.member.1.Key", "k"),
                ("Tags.member.1.Value", &*value),
            ],
            failed(
                &value,
                "tags.1.member.value",
                "Member must have length less than or equal to 256",
            ),
        ),
        (
            vec![
                ("Tags.member.1.Key", "k?"),
                ("Tags.member.1.Value", "v"),
            ],
            failed("k?", "tags.1.member.key", &format!("{pattern}+")),
        ),
        (
            vec![
                ("Tags.member.1.Key", "k"),
                ("Tags.member.1.Value", "v?"),
            ],
            failed("v?", "tags.1.member.value", &format!("{pattern}*")),
        ),
        (
            vec![("Tags.member.1.Key", "k")],
            "1 validation error detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null".to_owned(),
        ),
        (
            vec![("TransitiveTagKeys.member.1", "")],
            failed(
                "[]",
                "transitiveTagKeys",
                &format!(
                    "Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, {pattern}+]"
                ),
            ),
        ),
    ];
    for (parameters, expected) in cases {
        let answer = assume(&ann, &first.arn(), &parameters).await;
        let answer = answer.expect_error(400, "ValidationError");
        assert_eq!(message(&answer), expected);
    }
    let names: Vec<String> = (1..=51).map(|n| format!("Tags.member.{n}.Key")).collect();
    let values: Vec<String> = (1..=51).map(|n| format!("Tags.member.{n}.Value")).collect();
    let keys: Vec<String> = (1..=51).map(|n| format!("k{n}")).collect();
    let mut many: Vec<(&str, &str)> = Vec::new();
    for ((name, value), key) in names.iter().zip(&values).zip(&keys) {
        many.push((name, key));
        many.push((value, "v"));
    }
    let answer = assume(&ann, &first.arn(), &many).await;
    let answer = answer.expect_error(400, "ValidationError");
    assert!(
        message(&answer).contains("at 'tags'"),
        "{}",
        message(&answer)
    );
    assume(&ann, &first.arn(), &many[..100]).await.expect(200);
}
