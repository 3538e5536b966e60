//! Structures and words in the members of IAM operations.

use super::macros::{structures, words};

structures! {
    aws_sdk_iam;
    plain ContextEntry {
        "ContextKeyName": set_context_key_name, "ContextKeyValues": set_context_key_values,
        "ContextKeyType": set_context_key_type
    }
    tries InlinePolicyIdentifierType {
        "PolicyName": set_policy_name, "AttachmentType": set_attachment_type,
        "AttachmentName": set_attachment_name
    }
    tries Tag {
        "Key": set_key, "Value": set_value
    }
}

words! {
    aws_sdk_iam;
    AttachmentType, ContextKeyTypeEnum, EntityType, PolicyIdentifierPolicyType, PolicyUsageType,
    PolicyScopeType, StatusType
}
