//! Structures and words in the members of KMS operations.

use super::macros::{structures, words};

structures! {
    aws_sdk_kms;
    plain GrantConstraints {
        "SourceArn": set_source_arn
    }
    plain RecipientInfo {
        "KeyEncryptionAlgorithm": set_key_encryption_algorithm,
        "AttestationDocument": set_attestation_document
    }
    tries Tag {
        "TagKey": set_tag_key, "TagValue": set_tag_value
    }
}

words! {
    aws_sdk_kms;
    DataKeySpec, DryRunModifierType, EncryptionAlgorithmSpec, GrantOperation,
    KeyEncryptionMechanism, KeySpec, KeyUsageType, OriginType
}
