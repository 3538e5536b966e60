//! Bucket policies: stored as they are put, checked as S3 checks them, and in force at once.

mod sts_people;
mod support;

use bucketproof::Emulator;
use support::Client;

const OWNER: &str = "000000000000";
const OTHER: &str = "111122223333";

async fn start() -> (Emulator, Client, Client) {
    let emulator = Emulator::start().await.unwrap();
    let owner = Client::root(&emulator);
    let other = Client::new(&emulator, OTHER, "test");
    owner.send("PUT", "/media", &[], "").await.expect(200);
    owner
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    (emulator, owner, other)
}

fn statement(effect: &str, principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"s 1","Effect":"{effect}","Principal":{principal},"Action":"{action}","Resource":["arn:aws:s3:::media","arn:aws:s3:::media/*"],"Condition":{condition}}}]}}"#
    )
}

async fn put(client: &Client, policy: &str) -> support::Response {
    client
        .send("PUT", "/media?policy", &[], policy.to_owned())
        .await
}

#[tokio::test]
async fn a_policy_comes_back_as_it_was_put() {
    let (_emulator, owner, other) = start().await;
    let missing = owner.send("GET", "/media?policy", &[], "").await;
    let missing = missing.expect_error(404, "NoSuchBucketPolicy");
    assert_eq!(missing.element("BucketName").as_deref(), Some("media"));

    let policy = statement("Allow", &format!("{{\"AWS\":\"{OTHER}\"}}"), "s3:*", "{ }")
        .replace(':', " :\n ");
    let policy = policy
        .replace("arn :\n aws :\n s3 :\n  :\n  :\n ", "arn:aws:s3:::")
        .replace("s3 :\n *", "s3:*");
    put(&owner, &policy).await.expect(204);
    let shown = owner
        .send("GET", "/media?policy", &[], "")
        .await
        .expect(200);
    // An account is shown as the ARN of its root user; the rest is as it was written.
    let wanted = policy.replace(
        "{\"AWS\" :\n \"111122223333\"}",
        "{\"AWS\":\"arn:aws:iam::111122223333:root\"}",
    );
    assert_ne!(wanted, policy);
    assert_eq!(shown.text(), wanted);
    assert_eq!(shown.header("content-type"), Some("application/json"));
    // In force at once, and gone at once.
    other.send("GET", "/media/key", &[], "").await.expect(200);
    owner
        .send("DELETE", "/media?policy", &[], "")
        .await
        .expect(204);
    other
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    owner
        .send("GET", "/media?policy", &[], "")
        .await
        .expect_error(404, "NoSuchBucketPolicy");
    owner
        .send("DELETE", "/media?policy", &[], "")
        .await
        .expect(204);
}

#[tokio::test]
async fn malformed_policies_are_refused_in_the_words_of_s3() {
    let (emulator, owner, _) = start().await;
    sts_people::role(
        &emulator,
        OTHER,
        "reader",
        r#"{"Version":"2012-10-17","Statement":[]}"#,
        None,
    )
    .await;
    let nobody = |principal: &str| {
        statement(
            "Allow",
            &format!("{{\"AWS\":\"{principal}\"}}"),
            "s3:GetObject",
            "{}",
        )
    };
    let somebody = format!("{{\"AWS\":\"{OTHER}\"}}");
    for (policy, message) in [
        (
            String::new(),
            "Policies must be valid JSON and the first byte must be '{'",
        ),
        (
            "random".to_owned(),
            "Policies must be valid JSON and the first byte must be '{'",
        ),
        ("{}".to_owned(), "Missing required field Statement"),
        (
            nobody("arn:aws:iam::111122223333:role/writer"),
            "Invalid principal in policy",
        ),
        (
            nobody("arn:aws:iam::111122223333:user/reader"),
            "Invalid principal in policy",
        ),
        (
            nobody("arn:aws:iam::111122223333:role/path/reader"),
            "Invalid principal in policy",
        ),
        (
            nobody("AROAAAAAAAAAAAAAAAAAA"),
            "Invalid principal in policy",
        ),
        (
            statement("Allow", &somebody, "s3:Explode", "{}"),
            "Policy has invalid action",
        ),
        (
            statement("Allow", &somebody, "s3:GetObject", "{}").replace("media/*", "other/*"),
            "Policy has invalid resource",
        ),
        (
            statement(
                "Allow",
                &somebody,
                "s3:GetObject",
                r#"{"StringEquals":{"s3:prefix":"a"}}"#,
            ),
            "Conditions do not apply to combination of actions and resources in statement",
        ),
    ] {
        let refused = put(&owner, &policy)
            .await
            .expect_error(400, "MalformedPolicy");
        let wanted = message.replace('"', "&quot;");
        assert_eq!(refused.element("Message"), Some(wanted), "{policy}");
    }
    let long =
        statement("Allow", &somebody, "s3:GetObject", "{}").replace("s 1", &"s".repeat(20 * 1024));
    put(&owner, &long)
        .await
        .expect_error(400, "MalformedPolicy");
    for principal in [
        "arn:aws:iam::111122223333:role/reader",
        "arn:aws:sts::111122223333:assumed-role/reader/session",
        "arn:aws:iam::111122223333:root",
    ] {
        put(&owner, &nobody(principal)).await.expect(204);
    }
}

#[tokio::test]
async fn only_the_owner_account_works_with_a_policy() {
    let (emulator, owner, other) = start().await;
    for method in ["GET", "DELETE"] {
        other
            .send(method, "/media?policy", &[], "")
            .await
            .expect_error(403, "AccessDenied");
    }
    let actions = "s3:*BucketPolicy";
    let allowed = statement("Allow", &format!("{{\"AWS\":\"{OTHER}\"}}"), actions, "{}")
        .replace(",\"arn:aws:s3:::media/*\"", "");
    put(&owner, &allowed).await.expect(204);
    for method in ["GET", "DELETE"] {
        let refused = other.send(method, "/media?policy", &[], "").await;
        let refused = refused.expect_error(405, "MethodNotAllowed");
        assert_eq!(
            refused.element("Message").as_deref(),
            Some("The specified method is not allowed against this resource.")
        );
    }
    put(&other, &allowed)
        .await
        .expect_error(405, "MethodNotAllowed");
    owner
        .unsigned("GET", "/media?policy", &[], "")
        .await
        .expect_error(403, "AccessDenied");

    // A policy that denies everyone: root takes it back, an administrator cannot.
    let everything =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let administrator = sts_people::user(&emulator, OWNER, "administrator", Some(everything)).await;
    administrator
        .send("GET", "/media?policy", &[], "")
        .await
        .expect(200);
    put(&owner, &statement("Deny", "\"*\"", "s3:*", "{}"))
        .await
        .expect(204);
    let refused = administrator.send("GET", "/media?policy", &[], "").await;
    let refused = refused.expect_error(403, "AccessDenied");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some(
            "User: arn:aws:iam::000000000000:user/administrator is not authorized to perform: s3:GetBucketPolicy on resource: &quot;arn:aws:s3:::media&quot; with an explicit deny in a resource-based policy"
        )
    );
    owner
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    owner
        .send("GET", "/media?policy", &[], "")
        .await
        .expect(200);
    owner
        .send("DELETE", "/media?policy", &[], "")
        .await
        .expect(204);
    owner.send("GET", "/media/key", &[], "").await.expect(200);
}

#[tokio::test]
async fn public_policies_are_blocked_until_somebody_unblocks_them() {
    let (_emulator, owner, other) = start().await;
    let shown = owner
        .send("GET", "/media?publicAccessBlock", &[], "")
        .await
        .expect(200);
    for setting in [
        "BlockPublicAcls",
        "IgnorePublicAcls",
        "BlockPublicPolicy",
        "RestrictPublicBuckets",
    ] {
        assert_eq!(shown.element(setting).as_deref(), Some("true"), "{setting}");
    }
    let public =
        statement("Allow", "\"*\"", "s3:GetObject", "{}").replace("\"arn:aws:s3:::media\",", "");
    let refused = put(&owner, &public).await.expect_error(403, "AccessDenied");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some(
            "User: arn:aws:iam::000000000000:root is not authorized to perform: s3:PutBucketPolicy on resource: &quot;arn:aws:s3:::media&quot; because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."
        )
    );
    owner
        .send("GET", "/media?policyStatus", &[], "")
        .await
        .expect_error(404, "NoSuchBucketPolicy");
    // A fixed account behind the asterisk makes it somebody.
    let somebody = public.replace(
        "{}",
        &format!("{{\"StringEquals\":{{\"aws:PrincipalAccount\":\"{OTHER}\"}}}}"),
    );
    put(&owner, &somebody).await.expect(204);
    other.send("GET", "/media/key", &[], "").await.expect(200);
    owner
        .unsigned("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");

    let block = |settings: &str| {
        format!("<PublicAccessBlockConfiguration>{settings}</PublicAccessBlockConfiguration>")
    };
    let put_block = async |settings: &str| {
        owner
            .send("PUT", "/media?publicAccessBlock", &[], block(settings))
            .await
    };
    // The policy may be public, but it opens nothing.
    put_block("<RestrictPublicBuckets>true</RestrictPublicBuckets>")
        .await
        .expect(200);
    let shown = owner
        .send("GET", "/media?publicAccessBlock", &[], "")
        .await
        .expect(200);
    assert_eq!(shown.element("BlockPublicPolicy").as_deref(), Some("false"));
    put(&owner, &public).await.expect(204);
    owner
        .unsigned("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    other
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    owner.send("GET", "/media/key", &[], "").await.expect(200);
    let shown = owner
        .send("GET", "/media?policy", &[], "")
        .await
        .expect(200);
    assert_eq!(shown.text(), public);

    let status = owner.send("GET", "/media?policyStatus", &[], "").await;
    assert_eq!(
        status.expect(200).element("IsPublic").as_deref(),
        Some("true")
    );
    put(&owner, &somebody).await.expect(204);
    let status = owner.send("GET", "/media?policyStatus", &[], "").await;
    assert_eq!(
        status.expect(200).element("IsPublic").as_deref(),
        Some("false")
    );
    put(&owner, &public).await.expect(204);

    owner
        .send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    owner
        .unsigned("GET", "/media/key", &[], "")
        .await
        .expect(200);
    owner
        .send("GET", "/media?publicAccessBlock", &[], "")
        .await
        .expect_error(404, "NoSuchPublicAccessBlockConfiguration");
    owner
        .send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    let refused = put_block("").await.expect_error(400, "InvalidRequest");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some("Must specify at least one configuration.")
    );
}

#[tokio::test]
async fn the_location_of_a_new_bucket_can_be_prescribed() {
    let (emulator, _, _) = start().await;
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:CreateBucket","Resource":"*","Condition":{"StringEquals":{"s3:locationconstraint":"eu-west-1"}}}]}"#;
    let user = sts_people::user(&emulator, OWNER, "builder", Some(policy)).await;
    let body = |region: &str| {
        format!(
            "<CreateBucketConfiguration><LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>"
        )
    };
    user.send("PUT", "/somewhere", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    user.send("PUT", "/somewhere", &[], body("eu-west-2"))
        .await
        .expect_error(403, "AccessDenied");
    user.send("PUT", "/somewhere", &[], body("eu-west-1"))
        .await
        .expect(200);
}
