//! Disabling, scheduled deletion and its cancellation.

use serde_json::json;

use crate::{create_key, refused, stack};

#[tokio::test]
async fn a_disabled_key_encrypts_nothing() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    let key = json!({ "KeyId": arn });
    let encrypt = json!({ "KeyId": arn, "Plaintext": "YQ==" });
    let sealed = root.json("Encrypt", &encrypt).await.expect(200).json();
    let decrypt = json!({ "CiphertextBlob": sealed["CiphertextBlob"] });
    root.json("DisableKey", &key).await.expect(200);
    for (operation, members) in [("Encrypt", &encrypt), ("Decrypt", &decrypt)] {
        let answer = root.json(operation, members).await;
        assert_eq!(
            refused(answer, "DisabledException"),
            format!("{arn} is disabled.")
        );
    }
    let metadata = root.json("DescribeKey", &key).await.expect(200).json();
    assert_eq!(metadata["KeyMetadata"]["KeyState"], "Disabled");
    assert_eq!(metadata["KeyMetadata"]["Enabled"], false);
    root.json("EnableKey", &key).await.expect(200);
    root.json("Decrypt", &decrypt).await.expect(200);
}

#[tokio::test]
async fn a_scheduled_deletion_can_be_cancelled() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    let key = json!({ "KeyId": arn });
    let deletion = json!({ "KeyId": arn, "PendingWindowInDays": 7 });
    let scheduled = root.json("ScheduleKeyDeletion", &deletion).await;
    let scheduled = scheduled.expect(200).json();
    assert_eq!(scheduled["KeyState"], "PendingDeletion");
    assert_eq!(scheduled["KeyId"], arn);
    let pending = format!("{arn} is pending deletion.");
    for (operation, members) in [
        ("ScheduleKeyDeletion", &deletion),
        ("EnableKey", &key),
        ("DisableKey", &key),
        ("Encrypt", &json!({ "KeyId": arn, "Plaintext": "YQ==" })),
    ] {
        let answer = root.json(operation, members).await;
        assert_eq!(refused(answer, "KMSInvalidStateException"), pending);
    }
    let cancelled = root.json("CancelKeyDeletion", &key).await.expect(200);
    assert_eq!(cancelled.json()["KeyId"], arn);
    // Cancelling leaves the key disabled.
    let encrypt = json!({ "KeyId": arn, "Plaintext": "YQ==" });
    refused(root.json("Encrypt", &encrypt).await, "DisabledException");
    root.json("EnableKey", &key).await.expect(200);
    root.json("Encrypt", &encrypt).await.expect(200);
    let answer = root.json("CancelKeyDeletion", &key).await;
    refused(answer, "KMSInvalidStateException");
}

#[tokio::test]
async fn the_waiting_period_ends_by_the_clock() {
    let (emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    let key = json!({ "KeyId": arn });
    let encrypt = json!({ "KeyId": arn, "Plaintext": "YQ==" });
    let sealed = root.json("Encrypt", &encrypt).await.expect(200).json();
    root.json("ScheduleKeyDeletion", &key).await.expect(200);
    emulator.stack().world.clock.advance(29 * 86_400).unwrap();
    root.json("DescribeKey", &key).await.expect(200);
    emulator.stack().world.clock.advance(86_400 + 1).unwrap();
    let answer = root.json("DescribeKey", &key).await;
    assert_eq!(
        refused(answer, "NotFoundException"),
        format!("Key '{arn}' does not exist")
    );
    refused(
        root.json("CancelKeyDeletion", &key).await,
        "NotFoundException",
    );
    assert_eq!(
        root.json("ListKeys", &json!({})).await.json()["Keys"],
        json!([])
    );
    let decrypt = json!({ "CiphertextBlob": sealed["CiphertextBlob"] });
    refused(
        root.json("Decrypt", &decrypt).await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn the_waiting_period_has_limits() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    for days in [6, 31] {
        let members = json!({ "KeyId": arn, "PendingWindowInDays": days });
        let answer = root.json("ScheduleKeyDeletion", &members).await;
        refused(answer, "ValidationException");
    }
}

#[tokio::test]
async fn keys_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let start = || async {
        let builder = bucketproof::Emulator::builder().data_dir(folder.path());
        builder.start().await.unwrap()
    };
    let emulator = start().await;
    let root = crate::support::Client::root(&emulator);
    let arn = create_key(&root, &json!({})).await;
    let encrypt = json!({ "KeyId": arn, "Plaintext": "YQ==" });
    let sealed = root.json("Encrypt", &encrypt).await.expect(200).json();
    emulator.stop().await;
    let emulator = start().await;
    let root = crate::support::Client::root(&emulator);
    let decrypt = json!({ "CiphertextBlob": sealed["CiphertextBlob"] });
    let opened = root.json("Decrypt", &decrypt).await.expect(200).json();
    assert_eq!(opened["Plaintext"], "YQ==");
}
