//! The words of every refusal: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html>.

use bucketproof::Emulator;
use serde_json::{Value, json};

use super::people::{
    OTHER, OWNER, bound, change, denied, document, everything, everything_but, message, put_policy,
    session_of, user,
};
use crate::s3_help::{kms_key, started};
use crate::support::{Client, Response};

const READ: &str = "s3:GetObject";
const ANN: &str = "User: arn:aws:iam::000000000000:user/ann is not authorized to perform:";
const SHIFT: &str =
    "User: arn:aws:sts::000000000000:assumed-role/worker/shift is not authorized to perform:";

/// The bucket `media` with an object whose name is written otherwise in a URL.
async fn stage() -> (Emulator, Client) {
    let (emulator, root) = started().await;
    root.send("PUT", "/media/a%20b%2Fc", &[], "test")
        .await
        .expect(200);
    (emulator, root)
}

async fn read(client: &Client) -> Response {
    client.send("GET", "/media/a%20b%2Fc", &[], "").await
}

fn refusal(start: &str, why: &str) -> String {
    format!("{start} s3:GetObject on resource: \"arn:aws:s3:::media/a b/c\" {why}")
}

fn bucket_denies() -> Value {
    json!([{"Effect": "Deny", "Principal": "*", "Action": READ, "Resource": "arn:aws:s3:::media/*"}])
}

#[tokio::test]
async fn identity_policies() {
    let (emulator, root) = stage().await;
    let ann = user(&emulator, &root, "ann", &everything_but(READ)).await;
    let silent = "because no identity-based policy allows the s3:GetObject action";
    assert_eq!(message(read(&ann).await), refusal(ANN, silent));
    change(&root, "ann", &denied(READ)).await;
    let denies = "with an explicit deny in an identity-based policy";
    assert_eq!(message(read(&ann).await), refusal(ANN, denies));
    // A URL says the same.
    let url = ann.presign("GET", "/media/a%20b%2Fc", &[], 60);
    let answer = ann.unsigned("GET", &url, &[], "").await;
    assert_eq!(message(answer), refusal(ANN, denies));
    // A head has no room for words.
    let head = ann.send("HEAD", "/media/a%20b%2Fc", &[], "").await;
    assert!(head.expect(403).body.is_empty());
    change(&root, "ann", &everything()).await;
    read(&ann).await.expect(200);
}

#[tokio::test]
async fn bucket_policies() {
    let (emulator, root) = stage().await;
    let ann = user(&emulator, &root, "ann", &everything()).await;
    put_policy(&root, "media", &bucket_denies())
        .await
        .expect(204);
    let denies = "with an explicit deny in a resource-based policy";
    assert_eq!(message(read(&ann).await), refusal(ANN, denies));
    let start = "User: arn:aws:iam::000000000000:root is not authorized to perform:";
    assert_eq!(message(read(&root).await), refusal(start, denies));
}

#[tokio::test]
async fn boundaries() {
    let (emulator, root) = stage().await;
    let ann = user(&emulator, &root, "ann", &everything()).await;
    bound(&root, OWNER, "ann", &everything_but(READ)).await;
    let silent = "because no permissions boundary allows the s3:GetObject action";
    assert_eq!(message(read(&ann).await), refusal(ANN, silent));

    let (emulator, root) = stage().await;
    let ann = user(&emulator, &root, "ann", &everything()).await;
    bound(&root, OWNER, "ann", &denied(READ)).await;
    let denies = "with an explicit deny in a permissions boundary";
    assert_eq!(message(read(&ann).await), refusal(ANN, denies));
}

#[tokio::test]
async fn session_policies_and_the_name_of_a_session() {
    for (limit, why) in [
        (
            everything_but(READ),
            "because no session policy allows the s3:GetObject action",
        ),
        (denied(READ), "with an explicit deny in a session policy"),
    ] {
        let (emulator, root) = stage().await;
        let shift = session_of(&emulator, &root, &everything(), Some(&limit)).await;
        assert_eq!(message(read(&shift).await), refusal(SHIFT, why));
    }
    let (emulator, root) = stage().await;
    let shift = session_of(&emulator, &root, &everything_but(READ), None).await;
    let silent = "because no identity-based policy allows the s3:GetObject action";
    assert_eq!(message(read(&shift).await), refusal(SHIFT, silent));
}

/// Puts an account into the organization, under policies.
async fn organize(root: &Client, account: &str, scp: Value, rcp: Value) {
    let body = json!({"account": account, "scp": scp, "rcp": rcp});
    root.control("POST", "organization", &body)
        .await
        .expect(200);
}

fn policy(statements: &Value) -> Value {
    serde_json::from_str(&document(statements)).unwrap()
}

#[tokio::test]
async fn policies_of_an_organization() {
    let (emulator, root) = stage().await;
    let ann = user(&emulator, &root, "ann", &everything()).await;
    let nothing = json!([]);
    organize(
        &root,
        OWNER,
        json!([policy(&everything_but(READ))]),
        nothing.clone(),
    )
    .await;
    let silent = "because no service control policy allows the s3:GetObject action";
    assert_eq!(message(read(&ann).await), refusal(ANN, silent));
    organize(
        &root,
        OWNER,
        json!([policy(&denied(READ))]),
        nothing.clone(),
    )
    .await;
    let denies = "with an explicit deny in a service control policy";
    assert_eq!(message(read(&ann).await), refusal(ANN, denies));
    // A level above that is silent, whatever the account's own says.
    let levels = json!([[policy(&everything_but(READ))], policy(&everything())]);
    organize(&root, OWNER, levels, nothing.clone()).await;
    assert_eq!(message(read(&ann).await), refusal(ANN, silent));

    let rcp =
        policy(&json!([{"Effect": "Deny", "Principal": "*", "Action": READ, "Resource": "*"}]));
    organize(&root, OWNER, nothing, json!([rcp])).await;
    let denies = "with an explicit deny in a resource control policy";
    assert_eq!(message(read(&ann).await), refusal(ANN, denies));
    root.control("DELETE", "organization", &Value::Null)
        .await
        .expect(200);
    read(&ann).await.expect(200);
}

#[tokio::test]
async fn accounts_of_one_organization_are_told_why() {
    let (emulator, root) = stage().await;
    let other_root = Client::new(&emulator, OTHER, "test");
    let bob = user(&emulator, &other_root, "bob", &everything()).await;
    let bobs = "User: arn:aws:iam::111122223333:user/bob is not authorized to perform:";
    let list = || async { bob.send("GET", "/media", &[], "").await };
    assert_eq!(message(list().await), "Access Denied");
    for account in [OWNER, OTHER] {
        organize(&root, account, json!([]), json!([])).await;
    }
    assert_eq!(
        message(list().await),
        format!(
            "{bobs} s3:ListBucket on resource: \"arn:aws:s3:::media\" because no resource-based policy allows the s3:ListBucket action"
        )
    );
    // A bucket that restricts public access denies what its public policy would grant.
    let open = json!([{"Effect": "Allow", "Principal": "*", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::media"}]);
    let restrict = "<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>";
    root.send("PUT", "/media?publicAccessBlock", &[], restrict)
        .await
        .expect(200);
    put_policy(&root, "media", &open).await.expect(204);
    assert_eq!(
        message(list().await),
        format!(
            "{bobs} s3:ListBucket on resource: \"arn:aws:s3:::media\" with an explicit deny in a resource-based policy"
        )
    );
}

#[tokio::test]
async fn strangers_and_nobody_get_two_words() {
    let (emulator, root) = stage().await;
    let other_root = Client::new(&emulator, OTHER, "test");
    let bob = user(&emulator, &other_root, "bob", &everything()).await;
    for client in [&other_root, &bob] {
        assert_eq!(message(read(client).await), "Access Denied");
    }
    let answer = root.unsigned("GET", "/media/a%20b%2Fc", &[], "").await;
    assert_eq!(message(answer), "Access Denied");
    put_policy(&root, "media", &bucket_denies())
        .await
        .expect(204);
    assert_eq!(message(read(&bob).await), "Access Denied");
    // The owner is not the expected one: nobody is asked.
    let expected = [("x-amz-expected-bucket-owner", OTHER)];
    let answer = root.send("GET", "/media/a%20b%2Fc", &expected, "").await;
    assert_eq!(message(answer), "Access Denied");
}

#[tokio::test]
async fn calls_on_no_resource_and_on_new_ones() {
    let (emulator, root) = stage().await;
    let list = "s3:ListAllMyBuckets";
    let ann = user(&emulator, &root, "ann", &everything_but("s3:*")).await;
    assert_eq!(
        message(ann.send("GET", "/", &[], "").await),
        format!("{ANN} {list} because no identity-based policy allows the {list} action")
    );
    assert_eq!(
        message(ann.send("PUT", "/fresh", &[], "").await),
        format!(
            "{ANN} s3:CreateBucket on resource: \"arn:aws:s3:::fresh\" because no identity-based policy allows the s3:CreateBucket action"
        )
    );
    change(&root, "ann", &denied(list)).await;
    assert_eq!(
        message(ann.send("GET", "/", &[], "").await),
        format!("{ANN} {list} with an explicit deny in an identity-based policy")
    );
}

#[tokio::test]
async fn every_key_of_a_deletion_has_its_own_answer() {
    let (emulator, root) = stage().await;
    crate::s3_help::set_versioning(&root, "media", "Enabled").await;
    let put = root
        .send("PUT", "/media/old", &[], "test")
        .await
        .expect(200);
    let version = put.header("x-amz-version-id").unwrap().to_owned();
    let deny = json!([
        {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObjectVersion", "Resource": "arn:aws:s3:::media/*"},
    ]);
    put_policy(&root, "media", &deny).await.expect(204);
    let only =
        json!([{"Effect": "Allow", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::media/old"}]);
    let ann = user(&emulator, &root, "ann", &only).await;
    let body = format!(
        "<Delete><Object><Key>old</Key></Object><Object><Key>old</Key><VersionId>{version}</VersionId></Object><Object><Key>new</Key></Object></Delete>"
    );
    let digest = crate::s3_help::checksum(
        bucketproof::protocol::checksum::Algorithm::Crc32,
        body.as_bytes(),
    );
    let headers = [("x-amz-checksum-crc32", digest.as_str())];
    let answer = ann.send("POST", "/media?delete", &headers, body).await;
    let answer = answer.expect(200);
    let text = answer.text().replace("&quot;", "\"");
    assert_eq!(text.matches("<Deleted><Key>old</Key>").count(), 1, "{text}");
    let wanted = [
        format!(
            "<Error><Key>old</Key><VersionId>{version}</VersionId><Code>AccessDenied</Code><Message>{ANN} s3:DeleteObjectVersion on resource: \"arn:aws:s3:::media/old\" with an explicit deny in a resource-based policy</Message></Error>"
        ),
        format!(
            "<Error><Key>new</Key><Code>AccessDenied</Code><Message>{ANN} s3:DeleteObject on resource: \"arn:aws:s3:::media/new\" because no identity-based policy allows the s3:DeleteObject action</Message></Error>"
        ),
    ];
    for error in wanted {
        assert!(text.contains(&error), "{text}");
    }
}

#[tokio::test]
async fn what_the_bucket_itself_forbids() {
    let (emulator, root) = stage().await;
    let ann = user(&emulator, &root, "ann", &everything()).await;
    let open = json!([{"Effect": "Allow", "Principal": "*", "Action": READ, "Resource": "arn:aws:s3:::media/*"}]);
    assert_eq!(
        message(put_policy(&ann, "media", &open).await),
        format!(
            "{ANN} s3:PutBucketPolicy on resource: \"arn:aws:s3:::media\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."
        )
    );
    let own_key = [("x-amz-server-side-encryption-customer-algorithm", "AES256")];
    assert_eq!(
        message(ann.send("PUT", "/media/k", &own_key, "test").await),
        format!(
            "{ANN} s3:PutObject on resource: \"arn:aws:s3:::media/k\" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type."
        )
    );
}

const GENERATE: &str = "kms:GenerateDataKey";

async fn write(client: &Client, key: &str) -> Response {
    let headers = [
        ("x-amz-server-side-encryption", "aws:kms"),
        ("x-amz-server-side-encryption-aws-kms-key-id", key),
    ];
    client.send("PUT", "/media/secret", &headers, "test").await
}

#[tokio::test]
async fn kms_speaks_through_s3_in_its_own_words() {
    let (emulator, root) = stage().await;
    let key = kms_key(&root).await;
    let ann = user(&emulator, &root, "ann", &everything_but(GENERATE)).await;
    let on_key = |start: &str, why: &str| format!("{start} {GENERATE} on resource: {key} {why}");
    let silent = format!("because no identity-based policy allows the {GENERATE} action");
    assert_eq!(message(write(&ann, &key).await), on_key(ANN, &silent));
    change(&root, "ann", &denied(GENERATE)).await;
    let denies = "with an explicit deny in an identity-based policy";
    assert_eq!(message(write(&ann, &key).await), on_key(ANN, denies));
    let limit = everything_but(GENERATE);
    let shift = session_of(&emulator, &root, &everything(), Some(&limit)).await;
    let silent = format!("because no session policy allows the {GENERATE} action");
    assert_eq!(message(write(&shift, &key).await), on_key(SHIFT, &silent));
    change(&root, "ann", &everything()).await;
    bound(&root, OWNER, "ann", &denied(GENERATE)).await;
    let denies = "with an explicit deny in a permissions boundary";
    assert_eq!(message(write(&ann, &key).await), on_key(ANN, denies));
}

/// A key policy that does not allow reads like a key that is not there, to the account's own callers and to others.
#[tokio::test]
async fn a_silent_key_policy_does_not_tell_that_there_is_a_key() {
    let (emulator, root) = stage().await;
    let key = kms_key(&root).await;
    let ann = user(&emulator, &root, "ann", &everything()).await;
    write(&ann, &key).await.expect(200);
    let only_root = document(
        &json!([{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:user/ann"}, "Action": "kms:Decrypt", "Resource": "*"}]),
    );
    let put = json!({"KeyId": key, "Policy": only_root, "BypassPolicyLockoutSafetyCheck": true});
    root.json("PutKeyPolicy", &put).await.expect(200);
    let silent = "on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";
    assert_eq!(
        message(write(&ann, &key).await),
        format!("{ANN} {GENERATE} {silent}")
    );
    // The key policy names her for this: no identity policy is needed.
    ann.send("GET", "/media/secret", &[], "").await.expect(200);
    let start = "User: arn:aws:iam::000000000000:root is not authorized to perform:";
    assert_eq!(
        message(root.send("GET", "/media/secret", &[], "").await),
        format!("{start} kms:Decrypt {silent}")
    );
    // Somebody of another account, who may write to the bucket, hears of the key what everybody hears.
    let other_root = Client::new(&emulator, OTHER, "test");
    let bob = user(&emulator, &other_root, "bob", &everything()).await;
    let share = json!([{"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::media/*"}]);
    put_policy(&root, "media", &share).await.expect(204);
    assert_eq!(
        message(write(&bob, &key).await),
        format!(
            "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: {GENERATE} {silent}"
        )
    );
}
