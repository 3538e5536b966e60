//! A key as `DescribeKey` shows it.

use serde_json::{Value, json};

use super::record::{KeyRecord, KeyState, Manager};
use super::request::timestamp;
use crate::base::Timestamp;

/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html>
pub fn write(key: &KeyRecord, now: Timestamp) -> Value {
    let state = key.state(now);
    let mut metadata = json!({
        "AWSAccountId": key.account,
        "KeyId": key.id,
        "Arn": key.arn(),
        "CreationDate": timestamp(key.created),
        "Enabled": state == KeyState::Enabled,
        "Description": key.description,
        "KeyUsage": "ENCRYPT_DECRYPT",
        "KeyState": state.as_str(),
        "Origin": "AWS_KMS",
        "KeyManager": Manager::as_str(key.manager),
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        "MultiRegion": false,
    });
    if let (Some(end), Some(members)) = (key.deletion, metadata.as_object_mut()) {
        members.insert("DeletionDate".to_owned(), timestamp(end));
    }
    metadata
}
