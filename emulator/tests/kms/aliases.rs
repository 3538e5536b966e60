//! Aliases.

use serde_json::json;

use crate::{create_key, refused, stack};

#[tokio::test]
async fn an_alias_names_a_key_until_it_is_deleted() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    let id = arn.rsplit('/').next().unwrap();
    let alias = json!({ "AliasName": "alias/media", "TargetKeyId": id });
    root.json("CreateAlias", &alias).await.expect(200);
    for name in [
        "alias/media",
        "arn:aws:kms:us-east-1:111122223333:alias/media",
    ] {
        let found = root.json("DescribeKey", &json!({ "KeyId": name })).await;
        assert_eq!(found.expect(200).json()["KeyMetadata"]["Arn"], arn);
    }
    let listed = root
        .json("ListAliases", &json!({}))
        .await
        .expect(200)
        .json();
    assert_eq!(listed["Aliases"][0]["AliasName"], "alias/media");
    assert_eq!(listed["Aliases"][0]["TargetKeyId"], id);
    let again = root.json("CreateAlias", &alias).await;
    assert_eq!(
        refused(again, "AlreadyExistsException"),
        "An alias with the name arn:aws:kms:us-east-1:111122223333:alias/media already exists"
    );
    let name = json!({ "AliasName": "alias/media" });
    root.json("DeleteAlias", &name).await.expect(200);
    refused(root.json("DeleteAlias", &name).await, "NotFoundException");
}

#[tokio::test]
async fn an_alias_moves_to_another_key() {
    let (_emulator, root) = stack().await;
    let one = create_key(&root, &json!({})).await;
    let other = create_key(&root, &json!({})).await;
    let alias = json!({ "AliasName": "alias/media", "TargetKeyId": one });
    root.json("CreateAlias", &alias).await.expect(200);
    let alias = json!({ "AliasName": "alias/media", "TargetKeyId": other });
    root.json("UpdateAlias", &alias).await.expect(200);
    let found = root
        .json("DescribeKey", &json!({ "KeyId": "alias/media" }))
        .await;
    assert_eq!(found.expect(200).json()["KeyMetadata"]["Arn"], other);
}

#[tokio::test]
async fn names_are_checked() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    let named = |name: &str| json!({ "AliasName": name, "TargetKeyId": arn });
    let answer = root.json("CreateAlias", &named("media")).await;
    assert!(
        refused(answer, "ValidationException")
            .starts_with("Alias must start with the prefix \"alias/\".")
    );
    let answer = root.json("CreateAlias", &named("alias/a b")).await;
    assert!(refused(answer, "ValidationException").contains("^[a-zA-Z0-9:/_-]+$"));
    let answer = root.json("CreateAlias", &named("alias/aws/mine")).await;
    refused(answer, "NotAuthorizedException");
    let chained = json!({ "AliasName": "alias/a", "TargetKeyId": "alias/b" });
    let answer = root.json("CreateAlias", &chained).await;
    refused(answer, "ValidationException");
}

#[tokio::test]
async fn an_alias_goes_with_its_key() {
    let (emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    let alias = json!({ "AliasName": "alias/media", "TargetKeyId": arn });
    root.json("CreateAlias", &alias).await.expect(200);
    let deletion = json!({ "KeyId": arn, "PendingWindowInDays": 7 });
    root.json("ScheduleKeyDeletion", &deletion)
        .await
        .expect(200);
    emulator
        .stack()
        .world
        .clock
        .advance(7 * 86_400 + 1)
        .unwrap();
    let listed = root.json("ListAliases", &json!({})).await.json();
    assert_eq!(listed["Aliases"], json!([]));
    let answer = root
        .json("DescribeKey", &json!({ "KeyId": "alias/media" }))
        .await;
    assert_eq!(
        refused(answer, "NotFoundException"),
        "Alias arn:aws:kms:us-east-1:111122223333:alias/media is not found."
    );
}

#[tokio::test]
async fn the_managed_key_of_s3_is_made_when_it_is_asked_for() {
    let (_emulator, root) = stack().await;
    let ask = json!({ "KeyId": "alias/aws/s3" });
    let first = root.json("DescribeKey", &ask).await.expect(200).json();
    assert_eq!(first["KeyMetadata"]["KeyManager"], "AWS");
    let second = root.json("DescribeKey", &ask).await.expect(200).json();
    assert_eq!(first, second);
    // Its policy lets nobody use it but through S3, not even the account's root.
    let members = json!({ "KeyId": "alias/aws/s3", "Plaintext": "YQ==" });
    refused(
        root.json("Encrypt", &members).await,
        "AccessDeniedException",
    );
    let arn = first["KeyMetadata"]["Arn"].clone();
    refused(
        root.json("DisableKey", &json!({ "KeyId": arn })).await,
        "AccessDeniedException",
    );
}
