//! The rows of KMS.

use super::errors;
use super::ops;
use crate::base::Failure;
use crate::services::service::{Operation, Row};

/// Every operation that is done here.
pub static TABLE: &[Row] = &[
    ops::cancel_key_deletion::CancelKeyDeletion::ROW,
    ops::create_alias::CreateAlias::ROW,
    ops::create_key::CreateKey::ROW,
    ops::decrypt::Decrypt::ROW,
    ops::delete_alias::DeleteAlias::ROW,
    ops::describe_key::DescribeKey::ROW,
    ops::disable_key::DisableKey::ROW,
    ops::enable_key::EnableKey::ROW,
    ops::encrypt::Encrypt::ROW,
    ops::generate_data_key::GenerateDataKey::ROW,
    ops::generate_data_key_without_plaintext::GenerateDataKeyWithoutPlaintext::ROW,
    ops::generate_random::GenerateRandom::ROW,
    ops::get_key_policy::GetKeyPolicy::ROW,
    ops::get_key_rotation_status::GetKeyRotationStatus::ROW,
    ops::list_aliases::ListAliases::ROW,
    ops::list_key_policies::ListKeyPolicies::ROW,
    ops::list_keys::ListKeys::ROW,
    ops::list_resource_tags::ListResourceTags::ROW,
    ops::put_key_policy::PutKeyPolicy::ROW,
    ops::re_encrypt::ReEncrypt::ROW,
    ops::schedule_key_deletion::ScheduleKeyDeletion::ROW,
    ops::tag_resource::TagResource::ROW,
    ops::untag_resource::UntagResource::ROW,
    ops::update_alias::UpdateAlias::ROW,
    ops::update_key_description::UpdateKeyDescription::ROW,
];

/// Operations that are knowingly not done, with the reason.
pub static NOT_YET: &[(&str, &str)] = &[
    (
        "ConnectCustomKeyStore",
        "there are no custom key stores here",
    ),
    (
        "CreateCustomKeyStore",
        "there are no custom key stores here",
    ),
    ("CreateGrant", "keys have no grants here, only policies"),
    (
        "DeleteCustomKeyStore",
        "there are no custom key stores here",
    ),
    (
        "DeleteImportedKeyMaterial",
        "key material cannot be imported",
    ),
    (
        "DeriveSharedSecret",
        "only symmetric encryption keys are kept here",
    ),
    (
        "DescribeCustomKeyStores",
        "there are no custom key stores here",
    ),
    ("DisableKeyRotation", "key material is not rotated"),
    (
        "DisconnectCustomKeyStore",
        "there are no custom key stores here",
    ),
    ("EnableKeyRotation", "key material is not rotated"),
    (
        "GenerateDataKeyPair",
        "only symmetric encryption keys are kept here",
    ),
    (
        "GenerateDataKeyPairWithoutPlaintext",
        "only symmetric encryption keys are kept here",
    ),
    ("GenerateMac", "HMAC keys are not kept here"),
    ("GetKeyLastUsage", "the last use of a key is not recorded"),
    ("GetParametersForImport", "key material cannot be imported"),
    (
        "GetPublicKey",
        "only symmetric encryption keys are kept here",
    ),
    ("ImportKeyMaterial", "key material cannot be imported"),
    ("ListGrants", "keys have no grants here, only policies"),
    ("ListKeyRotations", "key material is not rotated"),
    (
        "ListRetirableGrants",
        "keys have no grants here, only policies",
    ),
    ("ReplicateKey", "keys are not replicated between regions"),
    ("RetireGrant", "keys have no grants here, only policies"),
    ("RevokeGrant", "keys have no grants here, only policies"),
    ("RotateKeyOnDemand", "key material is not rotated"),
    ("Sign", "only symmetric encryption keys are kept here"),
    (
        "UpdateCustomKeyStore",
        "there are no custom key stores here",
    ),
    (
        "UpdatePrimaryRegion",
        "keys are not replicated between regions",
    ),
    ("Verify", "only symmetric encryption keys are kept here"),
    ("VerifyMac", "HMAC keys are not kept here"),
];

/// The row of an operation named in `X-Amz-Target`.
///
/// # Errors
/// An unknown operation, or one that is knowingly not done.
pub fn locate(name: &str) -> Result<&'static Row, Failure> {
    if let Some(row) = TABLE.iter().find(|row| row.name == name) {
        return Ok(row);
    }
    match NOT_YET.iter().find(|(known, _)| *known == name) {
        Some((known, why)) => Err(errors::not_implemented(known, why)),
        None => Err(errors::unknown_operation(name)),
    }
}

#[cfg(test)]
mod tests;
