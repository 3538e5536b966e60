//! The trust policy decides, and for other accounts the caller's own policies too.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::sts_people::{allow, role, user};
use crate::support::Client;
use crate::{HOME, VENDOR, assume, message, session, trust, whoami};

fn denied(caller: &str, role: &str) -> String {
    format!("User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role}")
}

#[tokio::test]
async fn a_user_that_the_trust_policy_names_needs_nothing_else() {
    let emulator = Emulator::start().await.unwrap();
    let user = user(&emulator, HOME, "ann", None).await;
    let named = json!({ "AWS": format!("arn:aws:iam::{HOME}:user/ann") });
    let role = role(&emulator, HOME, "media", &trust(&named, &Value::Null), None).await;
    let answer = assume(&user, &role.arn(), &[]).await.expect(200);
    assert_eq!(
        answer.element("Arn"),
        Some(format!("arn:aws:sts::{HOME}:assumed-role/media/visit"))
    );
    assert_eq!(
        answer.element("AssumedRoleId"),
        Some(format!("{}:visit", role.role_id))
    );
    assert!(answer.element("AccessKeyId").unwrap().starts_with("ASIA"));
    assert_eq!(answer.element("PackedPolicySize"), None);
    let me = whoami(&session(&emulator, &answer)).await.expect(200);
    assert_eq!(
        me.element("Arn"),
        Some(format!("arn:aws:sts::{HOME}:assumed-role/media/visit"))
    );
    assert_eq!(
        me.element("UserId"),
        Some(format!("{}:visit", role.role_id))
    );
}

#[tokio::test]
async fn an_account_that_the_trust_policy_names_decides_by_its_own_policies() {
    let emulator = Emulator::start().await.unwrap();
    let account = json!({ "AWS": format!("arn:aws:iam::{VENDOR}:root") });
    let role = role(
        &emulator,
        HOME,
        "media",
        &trust(&account, &Value::Null),
        None,
    )
    .await;
    let may = allow("sts:AssumeRole", &role.arn());
    let with = user(&emulator, VENDOR, "with", Some(&may)).await;
    let without = user(&emulator, VENDOR, "without", None).await;
    assume(&with, &role.arn(), &[]).await.expect(200);
    let answer = assume(&without, &role.arn(), &[]).await;
    let answer = answer.expect_error(403, "AccessDenied");
    let caller = format!("arn:aws:iam::{VENDOR}:user/without");
    assert_eq!(message(&answer), denied(&caller, &role.arn()));
}

#[tokio::test]
async fn an_unknown_role_looks_like_a_forbidden_one() {
    let emulator = Emulator::start().await.unwrap();
    let any = allow("sts:*", "*");
    let user = user(&emulator, HOME, "ann", Some(&any)).await;
    let other = json!({ "AWS": format!("arn:aws:iam::{VENDOR}:root") });
    let role = role(&emulator, HOME, "media", &trust(&other, &Value::Null), None).await;
    let caller = format!("arn:aws:iam::{HOME}:user/ann");
    let unknown = format!("arn:aws:iam::{HOME}:role/nobody");
    let wrong_path = format!("arn:aws:iam::{HOME}:role/path/media");
    for arn in [&role.arn(), &unknown, &wrong_path] {
        let answer = assume(&user, arn, &[]).await;
        let answer = answer.expect_error(403, "AccessDenied");
        assert_eq!(message(&answer), denied(&caller, arn));
    }
}

#[tokio::test]
async fn the_external_id_must_be_the_agreed_one() {
    let emulator = Emulator::start().await.unwrap();
    let account = json!({ "AWS": VENDOR });
    let condition = json!({ "StringEquals": { "sts:ExternalId": "Shared-1" } });
    let role = role(&emulator, HOME, "media", &trust(&account, &condition), None).await;
    let any = allow("sts:AssumeRole", "*");
    let vendor = user(&emulator, VENDOR, "app", Some(&any)).await;
    let with = |id| assume_with(&vendor, role.arn(), id);
    with(Some("Shared-1")).await.expect(200);
    for wrong in [None, Some("shared-1"), Some("Shared-12")] {
        with(wrong).await.expect_error(403, "AccessDenied");
    }
}

async fn assume_with(
    client: &Client,
    arn: String,
    external_id: Option<&str>,
) -> crate::support::Response {
    let more: Vec<(&str, &str)> = external_id
        .map(|id| ("ExternalId", id))
        .into_iter()
        .collect();
    assume(client, &arn, &more).await
}

#[tokio::test]
async fn root_users_assume_no_role() {
    let emulator = Emulator::start().await.unwrap();
    let everyone = trust(&json!({ "AWS": "*" }), &Value::Null);
    let role = role(&emulator, HOME, "media", &everyone, None).await;
    let root = Client::new(&emulator, HOME, "test");
    let answer = assume(&root, &role.arn(), &[]).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(
        message(&answer),
        "Roles may not be assumed by root accounts."
    );
}

#[tokio::test]
async fn an_explicit_deny_wins_on_either_side() {
    let emulator = Emulator::start().await.unwrap();
    let deny = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*" }]
    });
    let user = user(&emulator, HOME, "ann", Some(&deny.to_string())).await;
    let named = json!({ "AWS": format!("arn:aws:iam::{HOME}:user/ann") });
    let role = role(&emulator, HOME, "media", &trust(&named, &Value::Null), None).await;
    let answer = assume(&user, &role.arn(), &[]).await;
    answer.expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn the_decision_can_be_asked_for() {
    let emulator = Emulator::start().await.unwrap();
    let user = user(&emulator, HOME, "ann", None).await;
    let unknown = format!("arn:aws:iam::{HOME}:role/nobody");
    let answer = assume(&user, &unknown, &[]).await.expect(403);
    let id = answer.element("RequestId").unwrap();
    let log = user
        .control("GET", &format!("decisions/{id}"), &Value::Null)
        .await
        .expect(200);
    assert!(log.text().contains("sts:AssumeRole"), "{}", log.text());
}

#[tokio::test]
async fn a_source_identity_stays_through_a_chain() {
    let emulator = Emulator::start().await.unwrap();
    let any = allow("sts:*", "*");
    let ann = user(&emulator, HOME, "ann", Some(&any)).await;
    let of_account = |actions: Value| {
        json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": { "AWS": HOME },
                "Action": actions,
            }]
        })
        .to_string()
    };
    let both = of_account(json!(["sts:AssumeRole", "sts:SetSourceIdentity"]));
    let first = role(&emulator, HOME, "first", &both, Some(&any)).await;
    let second = role(&emulator, HOME, "second", &both, None).await;
    let only = of_account(json!("sts:AssumeRole"));
    let third = role(&emulator, HOME, "third", &only, None).await;
    let named = [("SourceIdentity", "ann")];
    let answer = assume(&ann, &first.arn(), &named).await.expect(200);
    assert_eq!(answer.element("SourceIdentity").as_deref(), Some("ann"));
    let chained = session(&emulator, &answer);
    let answer = assume(&chained, &second.arn(), &[]).await.expect(200);
    assert_eq!(answer.element("SourceIdentity").as_deref(), Some("ann"));
    let other = [("SourceIdentity", "bob")];
    let answer = assume(&chained, &second.arn(), &other).await;
    let answer = answer.expect_error(400, "ValidationError");
    assert_eq!(
        message(&answer),
        "The source identity is already set for this assume role session"
    );
    // A role that does not let source identities be set does not let them in either.
    let answer = assume(&chained, &third.arn(), &[]).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert!(
        message(&answer).contains("sts:SetSourceIdentity on resource: "),
        "{}",
        message(&answer)
    );
}

#[tokio::test]
async fn tags_need_a_permission_of_their_own() {
    let emulator = Emulator::start().await.unwrap();
    let any = allow("sts:*", "*");
    let ann = user(&emulator, HOME, "ann", Some(&any)).await;
    let statement =
        |action: &str| json!({ "Effect": "Allow", "Principal": { "AWS": HOME }, "Action": action });
    let mut tagging = statement("sts:TagSession");
    tagging["Condition"] = json!({
        "StringEquals": { "aws:RequestTag/team": "media" },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
    });
    let policy =
        |statements: Value| json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    let without = policy(json!([statement("sts:AssumeRole")]));
    let with = policy(json!([statement("sts:AssumeRole"), tagging]));
    let s3 = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
            "Condition": { "StringEquals": { "aws:PrincipalTag/team": "media" } },
        }]
    })
    .to_string();
    let plain = role(&emulator, HOME, "plain", &without, None).await;
    let tagged = role(&emulator, HOME, "tagged", &with, Some(&s3)).await;
    let team = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "media"),
    ];
    let answer = assume(&ann, &plain.arn(), &team).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert!(message(&answer).contains("sts:TagSession on resource: "));
    let answer = assume(&ann, &tagged.arn(), &team).await.expect(200);
    assert!(answer.element("PackedPolicySize").is_some());
    let client = session(&emulator, &answer);
    client.send("GET", "/", &[], "").await.expect(200);
    let untagged = assume(&ann, &tagged.arn(), &[]).await.expect(200);
    let client = session(&emulator, &untagged);
    client.send("GET", "/", &[], "").await.expect(403);
    let two = [
        team[0],
        team[1],
        ("Tags.member.2.Key", "stage"),
        ("Tags.member.2.Value", "1"),
    ];
    assume(&ann, &tagged.arn(), &two)
        .await
        .expect_error(403, "AccessDenied");
}
