//! Encryption and decryption.

use data_encoding::BASE64;
use serde_json::json;

use crate::{create_key, refused, stack};

#[tokio::test]
async fn only_the_same_context_decrypts() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    let context = json!({ "a": "1", "b": "2" });
    let sealed = root
        .json(
            "Encrypt",
            &json!({ "KeyId": arn, "Plaintext": BASE64.encode(b"hello"), "EncryptionContext": context }),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(sealed["KeyId"], arn);
    let blob = &sealed["CiphertextBlob"];
    // The ciphertext knows its key, and the order of the context does not matter.
    let opened = root
        .json(
            "Decrypt",
            &json!({ "CiphertextBlob": blob, "EncryptionContext": { "b": "2", "a": "1" } }),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(opened["Plaintext"], BASE64.encode(b"hello"));
    assert_eq!(opened["KeyId"], arn);
    for wrong in [
        json!({}),
        json!({ "a": "1" }),
        json!({ "a": "2", "b": "1" }),
    ] {
        let members = json!({ "CiphertextBlob": blob, "EncryptionContext": wrong });
        let answer = root.json("Decrypt", &members).await;
        refused(answer, "InvalidCiphertextException");
    }
    let members = json!({ "CiphertextBlob": BASE64.encode(b"rubbish") });
    refused(
        root.json("Decrypt", &members).await,
        "InvalidCiphertextException",
    );
}

#[tokio::test]
async fn another_named_key_is_the_wrong_one() {
    let (_emulator, root) = stack().await;
    let one = create_key(&root, &json!({})).await;
    let other = create_key(&root, &json!({})).await;
    let members = json!({ "KeyId": one, "Plaintext": "YQ==" });
    let sealed = root.json("Encrypt", &members).await.expect(200).json();
    let members = json!({ "KeyId": other, "CiphertextBlob": sealed["CiphertextBlob"] });
    refused(
        root.json("Decrypt", &members).await,
        "IncorrectKeyException",
    );
    let elsewhere = root.clone().in_region("eu-west-1");
    let members = json!({ "CiphertextBlob": sealed["CiphertextBlob"] });
    let answer = elsewhere.json("Decrypt", &members).await;
    assert!(
        refused(answer, "AccessDeniedException")
            .starts_with("The ciphertext refers to a customer master key that does not exist")
    );
}

#[tokio::test]
async fn data_keys_come_in_both_forms() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    for (wanted, length) in [
        (json!({ "KeyId": arn, "KeySpec": "AES_256" }), 32),
        (json!({ "KeyId": arn, "KeySpec": "AES_128" }), 16),
        (json!({ "KeyId": arn, "NumberOfBytes": 77 }), 77),
    ] {
        let made = root.json("GenerateDataKey", &wanted).await;
        let made = made.expect(200).json();
        let plaintext = made["Plaintext"].as_str().unwrap();
        assert_eq!(BASE64.decode(plaintext.as_bytes()).unwrap().len(), length);
        let members = json!({ "CiphertextBlob": made["CiphertextBlob"] });
        let opened = root.json("Decrypt", &members).await.expect(200).json();
        assert_eq!(opened["Plaintext"], plaintext);
        let hidden = root.json("GenerateDataKeyWithoutPlaintext", &wanted).await;
        assert!(hidden.expect(200).json().get("Plaintext").is_none());
    }
    for wanted in [
        json!({ "KeyId": arn }),
        json!({ "KeyId": arn, "KeySpec": "AES_256", "NumberOfBytes": 32 }),
        json!({ "KeyId": arn, "NumberOfBytes": 1025 }),
    ] {
        let answer = root.json("GenerateDataKey", &wanted).await;
        refused(answer, "ValidationException");
    }
}

#[tokio::test]
async fn a_ciphertext_moves_to_another_key() {
    let (_emulator, root) = stack().await;
    let one = create_key(&root, &json!({})).await;
    let other = create_key(&root, &json!({})).await;
    let members = json!({ "KeyId": one, "Plaintext": "YQ==", "EncryptionContext": { "a": "1" } });
    let sealed = root.json("Encrypt", &members).await.expect(200).json();
    let moved = root
        .json(
            "ReEncrypt",
            &json!({
                "CiphertextBlob": sealed["CiphertextBlob"],
                "SourceEncryptionContext": { "a": "1" },
                "DestinationKeyId": other,
            }),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(moved["SourceKeyId"], one);
    assert_eq!(moved["KeyId"], other);
    let members = json!({ "CiphertextBlob": moved["CiphertextBlob"], "KeyId": other });
    let opened = root.json("Decrypt", &members).await.expect(200).json();
    assert_eq!(opened["Plaintext"], "YQ==");
}

#[tokio::test]
async fn sizes_and_algorithms_are_checked() {
    let (_emulator, root) = stack().await;
    let arn = create_key(&root, &json!({})).await;
    let plaintext = BASE64.encode(&[0; 4097]);
    let answer = root
        .json("Encrypt", &json!({ "KeyId": arn, "Plaintext": plaintext }))
        .await;
    assert_eq!(
        refused(answer, "ValidationException"),
        "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096"
    );
    let members =
        json!({ "KeyId": arn, "Plaintext": "YQ==", "EncryptionAlgorithm": "RSAES_OAEP_SHA_1" });
    refused(
        root.json("Encrypt", &members).await,
        "InvalidKeyUsageException",
    );
    let answer = root
        .json("GenerateRandom", &json!({ "NumberOfBytes": 0 }))
        .await;
    assert_eq!(
        refused(answer, "ValidationException"),
        "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1"
    );
    let dry = json!({ "KeyId": arn, "Plaintext": "YQ==", "DryRun": true });
    assert_eq!(
        refused(root.json("Encrypt", &dry).await, "DryRunOperationException"),
        "The request would have succeeded, but the DryRun option is set."
    );
}
