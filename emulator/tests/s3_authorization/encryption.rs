//! What KMS sees of S3's calls: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>.

use serde_json::{Value, json};

use super::people::{
    OTHER, change, document, everything, everything_but, message, put_policy, user,
};
use crate::s3_help::{copy, kms_key, started};
use crate::s3_uploads::{complete, create, upload};
use crate::support::Client;

const SSE: &str = "x-amz-server-side-encryption";
const KEY: &str = "x-amz-server-side-encryption-aws-kms-key-id";
const CONTEXT: &str = "x-amz-server-side-encryption-context";
const BUCKET_KEY: &str = "x-amz-server-side-encryption-bucket-key-enabled";
/// `{"project":"media"}`
const PROJECT: &str = "eyJwcm9qZWN0IjoibWVkaWEifQ==";

/// Lets the account decide, and denies what a condition says.
async fn deny(root: &Client, key: &str, condition: Value) {
    let policy = document(&json!([
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::000000000000:user/ann"}, "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*", "Condition": condition},
    ]));
    let put = json!({"KeyId": key, "Policy": policy});
    root.json("PutKeyPolicy", &put).await.expect(200);
}

async fn put(client: &Client, key: &str, more: &[(&str, &str)]) -> crate::support::Response {
    let mut headers = vec![(SSE, "aws:kms"), (KEY, key)];
    headers.extend_from_slice(more);
    client.send("PUT", "/media/key", &headers, "test").await
}

#[tokio::test]
async fn a_key_may_be_kept_to_calls_of_s3_and_to_a_place() {
    let (emulator, root) = started().await;
    let key = kms_key(&root).await;
    let ann = user(&emulator, &root, "ann", &everything()).await;
    for (condition, plain, with_bucket_key) in [
        (
            json!({"StringNotEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}),
            200,
            200,
        ),
        (
            json!({"StringNotEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}),
            403,
            403,
        ),
        (
            json!({"StringNotLike": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::media/*"}}),
            200,
            403,
        ),
        (
            json!({"StringNotEquals": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::media"}}),
            403,
            200,
        ),
        (json!({"Bool": {"aws:ViaAWSService": "false"}}), 200, 200),
        (json!({"Bool": {"aws:ViaAWSService": "true"}}), 403, 403),
        (
            json!({"StringEquals": {"kms:CallerAccount": "000000000000"}}),
            403,
            403,
        ),
        (json!({"Null": {"aws:SourceIp": "true"}}), 403, 403),
        (json!({"Null": {"s3:authType": "false"}}), 200, 200),
    ] {
        deny(&root, &key, condition.clone()).await;
        let answer = put(&ann, &key, &[]).await;
        assert_eq!(answer.status, plain, "{condition}");
        let answer = put(&ann, &key, &[(BUCKET_KEY, "true")]).await;
        assert_eq!(answer.status, with_bucket_key, "{condition}");
    }
    // Without S3 in between, the same caller is another matter.
    deny(
        &root,
        &key,
        json!({"StringNotEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}),
    )
    .await;
    let direct = json!({"KeyId": key, "KeySpec": "AES_256"});
    ann.json("GenerateDataKey", &direct).await.expect(400);
}

#[tokio::test]
async fn the_context_of_the_client_stays_with_the_object() {
    let (emulator, root) = started().await;
    let key = kms_key(&root).await;
    let ann = user(&emulator, &root, "ann", &everything()).await;
    deny(
        &root,
        &key,
        json!({"StringNotEquals": {"kms:EncryptionContext:project": "media"}}),
    )
    .await;
    assert!(message(put(&ann, &key, &[]).await).contains("kms:GenerateDataKey"));
    let done = put(&ann, &key, &[(CONTEXT, PROJECT)]).await.expect(200);
    assert_eq!(done.header(CONTEXT), Some(PROJECT));
    let got = ann.send("GET", "/media/key", &[], "").await.expect(200);
    assert_eq!(got.body, "test");
    assert_eq!(got.header(CONTEXT), None);

    let headers = [(SSE, "aws:kms"), (KEY, key.as_str()), (CONTEXT, PROJECT)];
    let id = create(&ann, "parts", &headers).await;
    let part = upload(&ann, "parts", &id, 1, "test").await;
    complete(&ann, "parts", &id, &[(1, &part)])
        .await
        .expect(200);
    ann.send("GET", "/media/parts", &[], "").await.expect(200);

    // A copy is encrypted anew: its context has to be given again.
    let refused = copy(&ann, "media/key", "copy", &headers[..2]).await;
    assert!(message(refused).contains("kms:GenerateDataKey"));
    let done = copy(&ann, "media/key", "copy", &headers).await.expect(200);
    assert_eq!(done.header(CONTEXT), Some(PROJECT));
    ann.send("GET", "/media/copy", &[], "").await.expect(200);
}

#[tokio::test]
async fn a_context_is_a_map_of_texts() {
    let (_emulator, root) = started().await;
    let key = kms_key(&root).await;
    // Not base64, not JSON, a list, a map of maps, a map of numbers.
    for context in [
        "{}",
        "dGV4dA==",
        "W10=",
        "eyJhIjp7ImIiOiJjIn19",
        "eyJhIjoxfQ==",
    ] {
        let answer = put(&root, &key, &[(CONTEXT, context)]).await;
        let answer = answer.expect_error(400, "InvalidArgument");
        assert_eq!(
            answer.element("Message").unwrap().replace("&apos;", "'"),
            "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map"
        );
    }
    let alone = [(CONTEXT, PROJECT)];
    root.send("PUT", "/media/key", &alone, "test")
        .await
        .expect_error(400, "InvalidArgument");
    // An empty map adds nothing.
    let done = put(&root, &key, &[(CONTEXT, "e30=")]).await.expect(200);
    assert_eq!(done.header(CONTEXT), None);
}

/// The key that AWS manages for S3 serves the callers of its own account: its policy cannot be changed.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#aws-managed-customer-managed-keys>
#[tokio::test]
async fn the_managed_key_is_not_for_other_accounts() {
    let (emulator, root) = started().await;
    let managed = [(SSE, "aws:kms")];
    root.send("PUT", "/media/key", &managed, "test")
        .await
        .expect(200);
    let other = Client::new(&emulator, OTHER, "test");
    let bob = user(&emulator, &other, "bob", &everything()).await;
    let share = json!([{
        "Effect": "Allow",
        "Principal": {"AWS": OTHER},
        "Action": ["s3:GetObject", "s3:PutObject"],
        "Resource": "arn:aws:s3:::media/*",
    }]);
    put_policy(&root, "media", &share).await.expect(204);
    let start = "User: arn:aws:iam::111122223333:user/bob is not authorized to perform:";
    let silent = "on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";
    for (answer, action) in [
        (bob.send("GET", "/media/key", &[], "").await, "kms:Decrypt"),
        (
            bob.send("PUT", "/media/key", &managed, "test").await,
            "kms:GenerateDataKey",
        ),
    ] {
        assert_eq!(message(answer), format!("{start} {action} {silent}"));
    }
    // A customer's key that is shared works: by its ARN, for whom both sides allow.
    let key = kms_key(&root).await;
    let policy = document(&json!([
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*"},
    ]));
    let shared = json!({"KeyId": key, "Policy": policy});
    root.json("PutKeyPolicy", &shared).await.expect(200);
    put(&bob, &key, &[]).await.expect(200);
    bob.send("GET", "/media/key", &[], "").await.expect(200);
    change(&other, "bob", &everything_but("kms:Decrypt")).await;
    assert_eq!(
        message(bob.send("GET", "/media/key", &[], "").await),
        format!(
            "{start} kms:Decrypt on resource: {key} because no identity-based policy allows the kms:Decrypt action"
        )
    );
}
