//! What a session may do, and when it ends.

use bucketproof::Emulator;
use bucketproof::auth::directory::DirectoryCommit;
use bucketproof::storage::Commit;
use serde_json::{Value, json};

use crate::sts_people::{allow, replace_role, role, user};
use crate::{HOME, assume, message, session, trust, whoami};

fn for_account() -> String {
    trust(&json!({ "AWS": HOME }), &Value::Null)
}

#[tokio::test]
async fn a_session_ends_by_the_clock() {
    let emulator = Emulator::start().await.unwrap();
    let ann = user(&emulator, HOME, "ann", Some(&allow("sts:*", "*"))).await;
    let role = role(
        &emulator,
        HOME,
        "media",
        &for_account(),
        Some(&allow("s3:*", "*")),
    )
    .await;
    let short = [("DurationSeconds", "900")];
    let answer = assume(&ann, &role.arn(), &short).await.expect(200);
    let client = session(&emulator, &answer);
    client.send("GET", "/", &[], "").await.expect(200);
    emulator.stack().world.clock.advance(901).unwrap();
    client
        .send("GET", "/", &[], "")
        .await
        .expect_error(400, "ExpiredToken");
    let late = whoami(&client).await.expect_error(403, "ExpiredToken");
    assert_eq!(
        message(&late),
        "The security token included in the request is expired"
    );
}

#[tokio::test]
async fn the_session_policy_limits_the_role() {
    let emulator = Emulator::start().await.unwrap();
    let ann = user(&emulator, HOME, "ann", Some(&allow("sts:*", "*"))).await;
    let role = role(
        &emulator,
        HOME,
        "media",
        &for_account(),
        Some(&allow("s3:*", "*")),
    )
    .await;
    let only = allow("s3:ListAllMyBuckets", "*");
    let limited = [("Policy", &*only)];
    let answer = assume(&ann, &role.arn(), &limited).await.expect(200);
    assert!(answer.element("PackedPolicySize").is_some());
    let client = session(&emulator, &answer);
    client.send("GET", "/", &[], "").await.expect(200);
    let refused = client.send("PUT", "/photos", &[], "").await;
    let refused = refused.expect_error(403, "AccessDenied");
    assert!(
        message(&refused).contains("no session policy allows the s3:CreateBucket action"),
        "{}",
        message(&refused)
    );
    let managed = [(
        "PolicyArns.member.1.arn",
        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    )];
    let answer = assume(&ann, &role.arn(), &managed).await.expect(200);
    let client = session(&emulator, &answer);
    client.send("GET", "/", &[], "").await.expect(200);
    client.send("PUT", "/photos", &[], "").await.expect(403);
}

#[tokio::test]
async fn a_chained_session_lasts_an_hour_at_most() {
    let emulator = Emulator::start().await.unwrap();
    let any = allow("sts:*", "*");
    let ann = user(&emulator, HOME, "ann", Some(&any)).await;
    let mut first = role(&emulator, HOME, "first", &for_account(), Some(&any)).await;
    first.max_session_seconds = 43_200;
    replace_role(&emulator, &first).await;
    let mut second = first.clone();
    second.name = "second".to_owned();
    replace_role(&emulator, &second).await;
    let long = [("DurationSeconds", "7200")];
    let answer = assume(&ann, &first.arn(), &long).await.expect(200);
    let chained = session(&emulator, &answer);
    let answer = assume(&chained, &second.arn(), &long).await;
    let answer = answer.expect_error(400, "ValidationError");
    assert_eq!(
        message(&answer),
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    );
    assume(&chained, &second.arn(), &[]).await.expect(200);
}

#[tokio::test]
async fn sessions_outlive_the_trust_but_not_the_role() {
    let emulator = Emulator::start().await.unwrap();
    let ann = user(&emulator, HOME, "ann", Some(&allow("sts:*", "*"))).await;
    let mut role = role(&emulator, HOME, "media", &for_account(), None).await;
    let answer = assume(&ann, &role.arn(), &[]).await.expect(200);
    let client = session(&emulator, &answer);
    role.trust = trust(&json!({ "AWS": "444455556666" }), &Value::Null);
    replace_role(&emulator, &role).await;
    whoami(&client).await.expect(200);
    let world = &emulator.stack().world;
    let commit = Commit::new().remove(&role);
    world.commit_authority(commit).await.unwrap();
    whoami(&client)
        .await
        .expect_error(403, "InvalidClientTokenId");
    // Made again under the same name, it is another role.
    role.role_id = world.ids.unique_id("AROA");
    replace_role(&emulator, &role).await;
    whoami(&client)
        .await
        .expect_error(403, "InvalidClientTokenId");
}

#[tokio::test]
async fn the_token_must_come_along() {
    let emulator = Emulator::start().await.unwrap();
    let ann = user(&emulator, HOME, "ann", Some(&allow("sts:*", "*"))).await;
    let role = role(&emulator, HOME, "media", &for_account(), None).await;
    let answer = assume(&ann, &role.arn(), &[]).await.expect(200);
    let client = session(&emulator, &answer);
    let another = assume(&ann, &role.arn(), &[]).await.expect(200);
    let another = another.element("SessionToken").unwrap();
    // S3 tells a text that is no token from one of another session; STS does not.
    for (token, status, code) in [
        (None, 403, "InvalidAccessKeyId"),
        (Some(""), 403, "InvalidAccessKeyId"),
        (Some(&*another), 403, "InvalidAccessKeyId"),
        (Some("another"), 400, "InvalidToken"),
        (Some("IQoJb3JpZ2luX2Vj!"), 400, "InvalidToken"),
    ] {
        let mut client = client.clone();
        client.token = token.map(str::to_owned);
        let answer = client.send("GET", "/", &[], "").await;
        let answer = answer.expect_error(status, code);
        let shown = (code == "InvalidToken").then(|| token.unwrap().to_owned());
        assert_eq!(answer.element("Token-0"), shown);
        whoami(&client)
            .await
            .expect_error(403, "InvalidClientTokenId");
    }
}
