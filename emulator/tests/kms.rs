//! KMS: keys, their policies, and what may be decrypted by whom.

mod kms {
    mod aliases;
    mod crypto;
    mod lifecycle;
    mod policies;
}
mod sts_people;
mod support;

use bucketproof::Emulator;
use serde_json::{Value, json};
use support::{Client, Response};

/// Makes a key and gives its ARN.
async fn create_key(client: &Client, members: &Value) -> String {
    let made = client.json("CreateKey", members).await.expect(200).json();
    made["KeyMetadata"]["Arn"].as_str().unwrap().to_owned()
}

/// Fails the test unless the answer is this error.
#[track_caller]
fn refused(answer: Response, code: &str) -> String {
    let answer = answer.expect(400).json();
    assert_eq!(answer["__type"], code, "{answer}");
    answer["message"].as_str().unwrap_or_default().to_owned()
}

async fn stack() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::new(&emulator, "111122223333", "test");
    (emulator, root)
}

#[tokio::test]
async fn a_key_is_made_described_and_listed() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({ "Description": "media" })).await;
    let id = arn.rsplit('/').next().unwrap();
    assert_eq!(arn, format!("arn:aws:kms:us-east-1:111122223333:key/{id}"));
    for name in [id, &arn] {
        let metadata = root.json("DescribeKey", &json!({ "KeyId": name })).await;
        let metadata = metadata.expect(200).json()["KeyMetadata"].clone();
        assert_eq!(metadata["KeyId"], id);
        assert_eq!(metadata["Description"], "media");
        assert_eq!(metadata["KeyState"], "Enabled");
        assert_eq!(metadata["KeyManager"], "CUSTOMER");
        assert_eq!(metadata["AWSAccountId"], "111122223333");
    }
    let listed = root.json("ListKeys", &json!({})).await.expect(200).json();
    assert_eq!(listed["Keys"], json!([{ "KeyId": id, "KeyArn": arn }]));
    assert_eq!(listed["Truncated"], false);
    let elsewhere = root.clone().in_region("eu-central-1");
    let listed = elsewhere.json("ListKeys", &json!({})).await.json();
    assert_eq!(listed["Keys"], json!([]));
}

#[tokio::test]
async fn lists_come_in_pages() {
    let (_emulator, root) = stack().await;
    for _ in 0..3 {
        create_key(&root, &json!({})).await;
    }
    let first = root.json("ListKeys", &json!({ "Limit": 2 })).await.json();
    assert_eq!(first["Keys"].as_array().unwrap().len(), 2);
    assert_eq!(first["Truncated"], true);
    let next = json!({ "Limit": 2, "Marker": first["NextMarker"] });
    let second = root.json("ListKeys", &next).await.json();
    assert_eq!(second["Keys"].as_array().unwrap().len(), 1);
    assert_eq!(second["Truncated"], false);
    assert!(second.get("NextMarker").is_none());
    refused(
        root.json("ListKeys", &json!({ "Limit": 1001 })).await,
        "ValidationException",
    );
}

#[tokio::test]
async fn names_that_mean_nothing_are_refused_in_kms_words() {
    let (_emulator, root) = stack().await;
    let id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    for (name, message) in [
        ("fake-key-id", "Invalid keyId 'fake-key-id'".to_owned()),
        (
            id,
            format!("Key 'arn:aws:kms:us-east-1:111122223333:key/{id}' does not exist"),
        ),
        (
            "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "Invalid arn eu-west-1".to_owned(),
        ),
        (
            "alias/none",
            "Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found.".to_owned(),
        ),
    ] {
        let answer = root.json("DescribeKey", &json!({ "KeyId": name })).await;
        assert_eq!(refused(answer, "NotFoundException"), message);
    }
    let answer = root.json("DescribeKey", &json!({})).await;
    assert_eq!(
        refused(answer, "ValidationException"),
        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null"
    );
}

#[tokio::test]
async fn what_is_not_done_is_refused_with_its_name() {
    let (_emulator, root) = stack().await;
    let members = json!({ "KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY" });
    let answer = root.json("CreateKey", &members).await.expect(501);
    assert!(answer.text().contains("KeySpec"), "{}", answer.text());
    let answer = root.json("CreateGrant", &json!({})).await.expect(501);
    assert!(answer.text().contains("CreateGrant"));
    let arn = create_key(&root, &json!({})).await;
    let members = json!({ "KeyId": arn, "Plaintext": "YQ==", "GrantTokens": ["t"] });
    let answer = root.json("Encrypt", &members).await.expect(501);
    assert!(answer.text().contains("GrantTokens"));
}

#[tokio::test]
async fn tags_are_kept_and_limited() {
    let (_emulator, root) = stack().await;
    let tags = json!([{ "TagKey": "team", "TagValue": "media" }]);
    let arn = create_key(&root, &json!({ "Tags": tags })).await;
    let more = json!({ "KeyId": arn, "Tags": [{ "TagKey": "stage", "TagValue": "" }] });
    root.json("TagResource", &more).await.expect(200);
    let gone = json!({ "KeyId": arn, "TagKeys": ["team"] });
    root.json("UntagResource", &gone).await.expect(200);
    let listed = root
        .json("ListResourceTags", &json!({ "KeyId": arn }))
        .await;
    assert_eq!(
        listed.expect(200).json()["Tags"],
        json!([{ "TagKey": "stage", "TagValue": "" }])
    );
    let reserved = json!({ "Tags": [{ "TagKey": "AWS:x", "TagValue": "" }] });
    let answer = root.json("CreateKey", &reserved).await;
    assert_eq!(
        refused(answer, "TagException"),
        "Tags beginning with aws: are reserved"
    );
    let long = "a".repeat(129);
    let answer = root
        .json(
            "CreateKey",
            &json!({ "Tags": [{ "TagKey": long, "TagValue": "" }] }),
        )
        .await;
    assert!(refused(answer, "ValidationException").contains("'tags.1.member.tagKey'"));
}
