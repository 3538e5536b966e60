//! Rows of the STS operations: <https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html>.

use super::macros::operations;

operations! {
    aws_sdk_sts, sts;
    plain AssumeRole assume_role::AssumeRoleInput {
        "RoleArn": set_role_arn, "RoleSessionName": set_role_session_name, "PolicyArns": set_policy_arns,
        "Policy": set_policy, "DurationSeconds": set_duration_seconds, "Tags": set_tags,
        "TransitiveTagKeys": set_transitive_tag_keys, "ExternalId": set_external_id,
        "SerialNumber": set_serial_number, "TokenCode": set_token_code, "SourceIdentity": set_source_identity,
        "ProvidedContexts": set_provided_contexts, "MinimumSessionTokenSize": set_minimum_session_token_size
    }
    unsigned AssumeRoleWithWebIdentity assume_role_with_web_identity::AssumeRoleWithWebIdentityInput {
        "RoleArn": set_role_arn, "RoleSessionName": set_role_session_name,
        "WebIdentityToken": set_web_identity_token, "ProviderId": set_provider_id,
        "PolicyArns": set_policy_arns, "Policy": set_policy, "DurationSeconds": set_duration_seconds,
        "MinimumSessionTokenSize": set_minimum_session_token_size
    }
    plain GetCallerIdentity get_caller_identity::GetCallerIdentityInput {}
    plain GetSessionToken get_session_token::GetSessionTokenInput {
        "DurationSeconds": set_duration_seconds, "SerialNumber": set_serial_number,
        "TokenCode": set_token_code, "MinimumSessionTokenSize": set_minimum_session_token_size
    }
    plain GetFederationToken get_federation_token::GetFederationTokenInput {
        "Name": set_name, "Policy": set_policy, "PolicyArns": set_policy_arns,
        "DurationSeconds": set_duration_seconds, "Tags": set_tags,
        "MinimumSessionTokenSize": set_minimum_session_token_size
    }
    plain GetAccessKeyInfo get_access_key_info::GetAccessKeyInfoInput {
        "AccessKeyId": set_access_key_id
    }
    plain DecodeAuthorizationMessage decode_authorization_message::DecodeAuthorizationMessageInput {
        "EncodedMessage": set_encoded_message
    }
}
