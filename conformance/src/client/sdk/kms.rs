//! Rows of the KMS operations: <https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html>.

use super::macros::operations;

operations! {
    aws_sdk_kms, kms;
    plain CreateKey create_key::CreateKeyInput {
        "Policy": set_policy, "Description": set_description, "KeyUsage": set_key_usage,
        "KeySpec": set_key_spec, "Origin": set_origin,
        "CustomKeyStoreId": set_custom_key_store_id,
        "BypassPolicyLockoutSafetyCheck": set_bypass_policy_lockout_safety_check, "Tags": set_tags,
        "MultiRegion": set_multi_region, "XksKeyId": set_xks_key_id
    }
    plain DescribeKey describe_key::DescribeKeyInput {
        "KeyId": set_key_id, "GrantTokens": set_grant_tokens
    }
    plain ListKeys list_keys::ListKeysInput {
        "Limit": set_limit, "Marker": set_marker
    }
    plain GetKeyPolicy get_key_policy::GetKeyPolicyInput {
        "KeyId": set_key_id, "PolicyName": set_policy_name
    }
    plain PutKeyPolicy put_key_policy::PutKeyPolicyInput {
        "KeyId": set_key_id, "PolicyName": set_policy_name, "Policy": set_policy,
        "BypassPolicyLockoutSafetyCheck": set_bypass_policy_lockout_safety_check
    }
    plain ListKeyPolicies list_key_policies::ListKeyPoliciesInput {
        "KeyId": set_key_id, "Limit": set_limit, "Marker": set_marker
    }
    plain EnableKey enable_key::EnableKeyInput {
        "KeyId": set_key_id
    }
    plain DisableKey disable_key::DisableKeyInput {
        "KeyId": set_key_id
    }
    plain ScheduleKeyDeletion schedule_key_deletion::ScheduleKeyDeletionInput {
        "KeyId": set_key_id, "PendingWindowInDays": set_pending_window_in_days
    }
    plain CancelKeyDeletion cancel_key_deletion::CancelKeyDeletionInput {
        "KeyId": set_key_id
    }
    plain EnableKeyRotation enable_key_rotation::EnableKeyRotationInput {
        "KeyId": set_key_id, "RotationPeriodInDays": set_rotation_period_in_days
    }
    plain DisableKeyRotation disable_key_rotation::DisableKeyRotationInput {
        "KeyId": set_key_id
    }
    plain GetKeyRotationStatus get_key_rotation_status::GetKeyRotationStatusInput {
        "KeyId": set_key_id
    }
    plain CreateAlias create_alias::CreateAliasInput {
        "AliasName": set_alias_name, "TargetKeyId": set_target_key_id
    }
    plain UpdateAlias update_alias::UpdateAliasInput {
        "AliasName": set_alias_name, "TargetKeyId": set_target_key_id
    }
    plain DeleteAlias delete_alias::DeleteAliasInput {
        "AliasName": set_alias_name
    }
    plain ListAliases list_aliases::ListAliasesInput {
        "KeyId": set_key_id, "Limit": set_limit, "Marker": set_marker
    }
    plain Encrypt encrypt::EncryptInput {
        "KeyId": set_key_id, "Plaintext": set_plaintext, "GrantTokens": set_grant_tokens,
        "EncryptionAlgorithm": set_encryption_algorithm, "DryRun": set_dry_run
    }
    plain Decrypt decrypt::DecryptInput {
        "CiphertextBlob": set_ciphertext_blob, "GrantTokens": set_grant_tokens, "KeyId": set_key_id,
        "EncryptionAlgorithm": set_encryption_algorithm, "Recipient": set_recipient, "DryRun": set_dry_run,
        "DryRunModifiers": set_dry_run_modifiers
    }
    plain ReEncrypt re_encrypt::ReEncryptInput {
        "CiphertextBlob": set_ciphertext_blob, "SourceKeyId": set_source_key_id,
        "DestinationKeyId": set_destination_key_id,
        "SourceEncryptionAlgorithm": set_source_encryption_algorithm,
        "DestinationEncryptionAlgorithm": set_destination_encryption_algorithm,
        "GrantTokens": set_grant_tokens, "DryRun": set_dry_run, "DryRunModifiers": set_dry_run_modifiers
    }
    plain GenerateDataKey generate_data_key::GenerateDataKeyInput {
        "KeyId": set_key_id, "NumberOfBytes": set_number_of_bytes, "KeySpec": set_key_spec,
        "GrantTokens": set_grant_tokens, "Recipient": set_recipient, "DryRun": set_dry_run
    }
    plain GenerateDataKeyWithoutPlaintext generate_data_key_without_plaintext::GenerateDataKeyWithoutPlaintextInput {
        "KeyId": set_key_id, "KeySpec": set_key_spec, "NumberOfBytes": set_number_of_bytes,
        "GrantTokens": set_grant_tokens, "DryRun": set_dry_run
    }
    plain GenerateRandom generate_random::GenerateRandomInput {
        "NumberOfBytes": set_number_of_bytes, "CustomKeyStoreId": set_custom_key_store_id,
        "Recipient": set_recipient
    }
    plain CreateGrant create_grant::CreateGrantInput {
        "KeyId": set_key_id, "GranteePrincipal": set_grantee_principal,
        "RetiringPrincipal": set_retiring_principal, "Operations": set_operations,
        "Constraints": set_constraints, "GrantTokens": set_grant_tokens, "Name": set_name,
        "DryRun": set_dry_run, "GranteeServicePrincipal": set_grantee_service_principal,
        "RetiringServicePrincipal": set_retiring_service_principal
    }
    plain ListGrants list_grants::ListGrantsInput {
        "Limit": set_limit, "Marker": set_marker, "KeyId": set_key_id, "GrantId": set_grant_id,
        "GranteePrincipal": set_grantee_principal, "GranteeServicePrincipal": set_grantee_service_principal
    }
    plain RevokeGrant revoke_grant::RevokeGrantInput {
        "KeyId": set_key_id, "GrantId": set_grant_id, "DryRun": set_dry_run
    }
    plain RetireGrant retire_grant::RetireGrantInput {
        "GrantToken": set_grant_token, "KeyId": set_key_id, "GrantId": set_grant_id, "DryRun": set_dry_run
    }
    plain TagResource tag_resource::TagResourceInput {
        "KeyId": set_key_id, "Tags": set_tags
    }
    plain UntagResource untag_resource::UntagResourceInput {
        "KeyId": set_key_id, "TagKeys": set_tag_keys
    }
    plain ListResourceTags list_resource_tags::ListResourceTagsInput {
        "KeyId": set_key_id, "Limit": set_limit, "Marker": set_marker
    }
    plain UpdateKeyDescription update_key_description::UpdateKeyDescriptionInput {
        "KeyId": set_key_id, "Description": set_description
    }
}
