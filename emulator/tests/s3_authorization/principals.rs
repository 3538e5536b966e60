//! Policies of buckets and keys keep unique ids: who is made again under the same name is somebody else.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use bucketproof::Emulator;
use serde_json::{Value, json};

use super::people::{OTHER, OWNER, document, everything, put_policy, role, session, user};
use crate::s3_help::{kms_key, started};
use crate::support::Client;

fn grant(principal: &str) -> Value {
    json!([{"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/*"}])
}

async fn stage() -> (Emulator, Client) {
    let (emulator, root) = started().await;
    root.send("PUT", "/media/key", &[], "test")
        .await
        .expect(200);
    (emulator, root)
}

/// The principal of the bucket policy's only statement.
async fn shown(root: &Client) -> String {
    let answer = root.send("GET", "/media?policy", &[], "").await.expect(200);
    let policy = answer.json();
    let principal = &policy["Statement"][0]["Principal"]["AWS"];
    principal.as_str().unwrap().to_owned()
}

async fn delete_user(root: &Client, name: &str) {
    let answer = root
        .query("iam", &[("Action", "ListAccessKeys"), ("UserName", name)])
        .await;
    for key in crate::s3_help::all(&answer, "AccessKeyId") {
        let delete = [
            ("Action", "DeleteAccessKey"),
            ("UserName", name),
            ("AccessKeyId", &key),
        ];
        root.query("iam", &delete).await.expect(200);
    }
    let inline = [
        ("Action", "DeleteUserPolicy"),
        ("UserName", name),
        ("PolicyName", "inline"),
    ];
    root.query("iam", &inline).await.expect(200);
    root.query("iam", &[("Action", "DeleteUser"), ("UserName", name)])
        .await
        .expect(200);
}

async fn delete_role(root: &Client, name: &str) {
    let inline = [
        ("Action", "DeleteRolePolicy"),
        ("RoleName", name),
        ("PolicyName", "inline"),
    ];
    root.query("iam", &inline).await.expect(200);
    root.query("iam", &[("Action", "DeleteRole"), ("RoleName", name)])
        .await
        .expect(200);
}

fn nothing_of_s3() -> Value {
    json!([{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}])
}

#[tokio::test]
async fn a_new_user_of_an_old_name_is_somebody_else() {
    let (emulator, root) = stage().await;
    let arn = "arn:aws:iam::000000000000:user/ann";
    let ann = user(&emulator, &root, "ann", &nothing_of_s3()).await;
    put_policy(&root, "media", &grant(arn)).await.expect(204);
    assert_eq!(shown(&root).await, arn);
    ann.send("GET", "/media/key", &[], "").await.expect(200);

    delete_user(&root, "ann").await;
    let id = shown(&root).await;
    assert!(id.starts_with("AIDA"), "{id}");
    let ann = user(&emulator, &root, "ann", &nothing_of_s3()).await;
    assert_eq!(shown(&root).await, id);
    ann.send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    // What is left of somebody can no longer be stored.
    let refused = put_policy(&root, "media", &grant(&id)).await;
    let refused = refused.expect_error(400, "MalformedPolicy");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some("Invalid principal in policy")
    );
    put_policy(&root, "media", &grant(arn)).await.expect(204);
    ann.send("GET", "/media/key", &[], "").await.expect(200);
}

#[tokio::test]
async fn a_user_who_moves_stays_the_same() {
    let (emulator, root) = stage().await;
    let ann = user(&emulator, &root, "ann", &nothing_of_s3()).await;
    put_policy(&root, "media", &grant("arn:aws:iam::000000000000:user/ann"))
        .await
        .expect(204);
    let update = [
        ("Action", "UpdateUser"),
        ("UserName", "ann"),
        ("NewUserName", "anne"),
        ("NewPath", "/team/"),
    ];
    root.query("iam", &update).await.expect(200);
    assert_eq!(
        shown(&root).await,
        "arn:aws:iam::000000000000:user/team/anne"
    );
    ann.send("GET", "/media/key", &[], "").await.expect(200);
}

#[tokio::test]
async fn a_new_role_of_an_old_name_is_another_one_also_in_a_deny() {
    let (emulator, root) = stage().await;
    let other_root = Client::new(&emulator, OTHER, "test");
    let caller = user(&emulator, &other_root, "caller", &everything()).await;
    let arn = role(&other_root, OTHER, "worker", &everything()).await;
    let statements = json!([
        {"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/*"},
        {"Effect": "Deny", "Principal": {"AWS": arn}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/*"},
    ]);
    put_policy(&root, "media", &statements).await.expect(204);
    let shift = session(&emulator, &caller, &arn, None).await;
    shift
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    delete_role(&other_root, "worker").await;
    assert_eq!(role(&other_root, OTHER, "worker", &everything()).await, arn);
    let shift = session(&emulator, &caller, &arn, None).await;
    shift.send("GET", "/media/key", &[], "").await.expect(200);
    let policy = root.send("GET", "/media?policy", &[], "").await.json();
    let denied = policy["Statement"][1]["Principal"]["AWS"].as_str().unwrap();
    assert!(denied.starts_with("AROA"), "{denied}");
    // The condition on a name is on the name.
    let by_name = json!([
        statements[0],
        {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/*",
         "Condition": {"ArnEquals": {"aws:PrincipalArn": arn}}},
    ]);
    put_policy(&root, "media", &by_name).await.expect(204);
    shift
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn a_canonical_user_is_the_account() {
    let (_emulator, root) = stage().await;
    let id = root.send("GET", "/", &[], "").await.element("ID").unwrap();
    let policy = json!([{"Effect": "Allow", "Principal": {"CanonicalUser": id}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/*"}]);
    put_policy(&root, "media", &policy).await.expect(204);
    assert_eq!(shown(&root).await, format!("arn:aws:iam::{OWNER}:root"));
}

#[tokio::test]
async fn key_policies_do_the_same() {
    let (emulator, root) = stage().await;
    let key = kms_key(&root).await;
    let arn = "arn:aws:iam::000000000000:user/ann";
    let ann = user(&emulator, &root, "ann", &nothing_of_s3()).await;
    let policy = document(&json!([
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "kms:Encrypt", "Resource": "*"},
    ]));
    let put = json!({"KeyId": key, "Policy": policy});
    root.json("PutKeyPolicy", &put).await.expect(200);
    let encrypt = json!({"KeyId": key, "Plaintext": "YQ=="});
    ann.json("Encrypt", &encrypt).await.expect(200);
    let named = || async {
        let answer = root.json("GetKeyPolicy", &json!({"KeyId": key})).await;
        let text = answer.expect(200).json()["Policy"]
            .as_str()
            .unwrap()
            .to_owned();
        let policy: Value = serde_json::from_str(&text).unwrap();
        let principal = &policy["Statement"][1]["Principal"]["AWS"];
        principal.as_str().unwrap().to_owned()
    };
    assert_eq!(named().await, arn);
    delete_user(&root, "ann").await;
    assert!(named().await.starts_with("AIDA"));
    let ann = user(&emulator, &root, "ann", &nothing_of_s3()).await;
    ann.json("Encrypt", &encrypt).await.expect(400);
    assert!(named().await.starts_with("AIDA"));
    let created = json!({"Policy": policy});
    let second = root.json("CreateKey", &created).await.expect(200).json();
    let second = second["KeyMetadata"]["Arn"].as_str().unwrap().to_owned();
    let encrypt = json!({"KeyId": second, "Plaintext": "YQ=="});
    ann.json("Encrypt", &encrypt).await.expect(200);
}
