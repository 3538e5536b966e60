//! Who may use a key: key policies first, identity policies where the key policy delegates.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::sts_people::{allow, user};
use crate::support::Client;
use crate::{create_key, refused, stack};

const OWNER: &str = "111122223333";
const OTHER: &str = "444455556666";
const SILENT: &str = "on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";

fn policy(statements: Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

fn root_statement() -> Value {
    json!({ "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{OWNER}:root") }, "Action": "kms:*", "Resource": "*" })
}

fn encrypt(arn: &str) -> Value {
    json!({ "KeyId": arn, "Plaintext": "YQ==" })
}

async fn users(emulator: &Emulator) -> (Client, Client) {
    let any = allow("kms:*", "*");
    (
        user(emulator, OWNER, "with", Some(&any)).await,
        user(emulator, OWNER, "without", None).await,
    )
}

#[tokio::test]
async fn the_default_policy_delegates_to_identity_policies() {
    let (emulator, root) = stack().await;
    let (with, without) = users(&emulator).await;
    let arn = create_key(&root, &json!({})).await;
    with.json("Encrypt", &encrypt(&arn)).await.expect(200);
    let answer = without.json("Encrypt", &encrypt(&arn)).await;
    assert_eq!(
        refused(answer, "AccessDeniedException"),
        format!(
            "User: arn:aws:iam::{OWNER}:user/without is not authorized to perform: kms:Encrypt on resource: {arn} because no identity-based policy allows the kms:Encrypt action"
        )
    );
}

#[tokio::test]
async fn without_the_root_statement_identity_policies_grant_nothing() {
    let (emulator, root) = stack().await;
    let (with, without) = users(&emulator).await;
    let only = policy(json!([
        { "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{OWNER}:user/without") }, "Action": "kms:*", "Resource": "*" },
    ]));
    let members = json!({ "Policy": only, "BypassPolicyLockoutSafetyCheck": true });
    let arn = create_key(&root, &members).await;
    without.json("Encrypt", &encrypt(&arn)).await.expect(200);
    let answer = with.json("Encrypt", &encrypt(&arn)).await;
    assert_eq!(
        refused(answer, "AccessDeniedException"),
        format!(
            "User: arn:aws:iam::{OWNER}:user/with is not authorized to perform: kms:Encrypt {SILENT}"
        )
    );
    // Not even root.
    refused(
        root.json("Encrypt", &encrypt(&arn)).await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn another_account_needs_both_sides() {
    let (emulator, root) = stack().await;
    let any = allow("kms:*", "*");
    let with = user(&emulator, OTHER, "with", Some(&any)).await;
    let without = user(&emulator, OTHER, "without", None).await;
    let arn = create_key(&root, &json!({})).await;
    let answer = with.json("Encrypt", &encrypt(&arn)).await;
    assert!(refused(answer, "AccessDeniedException").ends_with(SILENT));
    let shared = policy(json!([
        root_statement(),
        { "Effect": "Allow", "Principal": { "AWS": OTHER }, "Action": "kms:Encrypt", "Resource": "*" },
    ]));
    let members = json!({ "KeyId": arn, "Policy": shared });
    root.json("PutKeyPolicy", &members).await.expect(200);
    with.json("Encrypt", &encrypt(&arn)).await.expect(200);
    let answer = without.json("Encrypt", &encrypt(&arn)).await;
    assert!(refused(answer, "AccessDeniedException").contains("no identity-based policy"));
    // A key that is not there looks like one that is forbidden.
    let missing = format!("arn:aws:kms:us-east-1:{OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab");
    let answer = with.json("Encrypt", &encrypt(&missing)).await;
    assert!(refused(answer, "AccessDeniedException").ends_with(SILENT));
}

#[tokio::test]
async fn conditions_see_the_encryption_context_and_the_alias() {
    let (emulator, root) = stack().await;
    let (with, _) = users(&emulator).await;
    let limited = policy(json!([
        root_statement(),
        {
            "Effect": "Deny", "Principal": "*", "Action": "kms:Encrypt", "Resource": "*",
            "Condition": { "StringNotEquals": { "kms:EncryptionContext:project": "media" } },
        },
        {
            "Effect": "Deny", "Principal": "*", "Action": "kms:GenerateDataKey", "Resource": "*",
            "Condition": { "StringNotEquals": { "kms:RequestAlias": "alias/media" } },
        },
    ]));
    let arn = create_key(&root, &json!({ "Policy": limited })).await;
    let alias = json!({ "AliasName": "alias/media", "TargetKeyId": arn });
    root.json("CreateAlias", &alias).await.expect(200);
    let members =
        json!({ "KeyId": arn, "Plaintext": "YQ==", "EncryptionContext": { "project": "media" } });
    with.json("Encrypt", &members).await.expect(200);
    let answer = with.json("Encrypt", &encrypt(&arn)).await;
    refused(answer, "AccessDeniedException");
    let by = |name: &str| json!({ "KeyId": name, "KeySpec": "AES_256" });
    with.json("GenerateDataKey", &by("alias/media"))
        .await
        .expect(200);
    let answer = with.json("GenerateDataKey", &by(&arn)).await;
    refused(answer, "AccessDeniedException");
}

#[tokio::test]
async fn policies_are_checked_before_they_are_stored() {
    let (_emulator, root) = stack().await;
    let put = |text: String| json!({ "Policy": text });
    let nobody = policy(json!([
        { "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{OWNER}:user/nobody") }, "Action": "kms:*", "Resource": "*" },
    ]));
    let answer = root.json("CreateKey", &put(nobody)).await;
    assert_eq!(
        refused(answer, "MalformedPolicyDocumentException"),
        "Policy contains a statement with one or more invalid principals."
    );
    let lockout = policy(json!([
        { "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{OTHER}:root") }, "Action": "kms:*", "Resource": "*" },
    ]));
    let answer = root.json("CreateKey", &put(lockout.clone())).await;
    assert_eq!(
        refused(answer, "MalformedPolicyDocumentException"),
        "The new key policy will not allow you to update the key policy in the future."
    );
    let members = json!({ "Policy": lockout, "BypassPolicyLockoutSafetyCheck": true });
    root.json("CreateKey", &members).await.expect(200);
    let answer = root.json("CreateKey", &put("{".to_owned())).await;
    refused(answer, "MalformedPolicyDocumentException");
}

#[tokio::test]
async fn a_policy_is_given_back_as_it_was_put() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    let text = format!(
        r#"{{ "Version" : "2012-10-17", "Statement": {} }}"#,
        root_statement()
    );
    let members = json!({ "KeyId": arn, "PolicyName": "default", "Policy": text });
    root.json("PutKeyPolicy", &members).await.expect(200);
    let read = root.json("GetKeyPolicy", &json!({ "KeyId": arn })).await;
    let read = read.expect(200).json();
    assert_eq!(read["Policy"], text);
    assert_eq!(read["PolicyName"], "default");
    let names = root.json("ListKeyPolicies", &json!({ "KeyId": arn })).await;
    assert_eq!(names.expect(200).json()["PolicyNames"], json!(["default"]));
}
