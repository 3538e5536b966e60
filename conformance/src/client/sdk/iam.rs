//! Rows of the IAM operations: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html>.

use super::macros::operations;

operations! {
    aws_sdk_iam, iam;
    plain CreateUser create_user::CreateUserInput {
        "Path": set_path, "UserName": set_user_name, "PermissionsBoundary": set_permissions_boundary,
        "Tags": set_tags
    }
    plain GetUser get_user::GetUserInput {
        "UserName": set_user_name
    }
    plain DeleteUser delete_user::DeleteUserInput {
        "UserName": set_user_name
    }
    plain ListUsers list_users::ListUsersInput {
        "PathPrefix": set_path_prefix, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain UpdateUser update_user::UpdateUserInput {
        "UserName": set_user_name, "NewPath": set_new_path, "NewUserName": set_new_user_name
    }
    plain CreateAccessKey create_access_key::CreateAccessKeyInput {
        "UserName": set_user_name
    }
    plain ListAccessKeys list_access_keys::ListAccessKeysInput {
        "UserName": set_user_name, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain UpdateAccessKey update_access_key::UpdateAccessKeyInput {
        "UserName": set_user_name, "AccessKeyId": set_access_key_id, "Status": set_status
    }
    plain DeleteAccessKey delete_access_key::DeleteAccessKeyInput {
        "UserName": set_user_name, "AccessKeyId": set_access_key_id
    }
    plain GetAccessKeyLastUsed get_access_key_last_used::GetAccessKeyLastUsedInput {
        "AccessKeyId": set_access_key_id
    }
    plain PutUserPolicy put_user_policy::PutUserPolicyInput {
        "UserName": set_user_name, "PolicyName": set_policy_name, "PolicyDocument": set_policy_document
    }
    plain GetUserPolicy get_user_policy::GetUserPolicyInput {
        "UserName": set_user_name, "PolicyName": set_policy_name
    }
    plain DeleteUserPolicy delete_user_policy::DeleteUserPolicyInput {
        "UserName": set_user_name, "PolicyName": set_policy_name
    }
    plain ListUserPolicies list_user_policies::ListUserPoliciesInput {
        "UserName": set_user_name, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain AttachUserPolicy attach_user_policy::AttachUserPolicyInput {
        "UserName": set_user_name, "PolicyArn": set_policy_arn
    }
    plain DetachUserPolicy detach_user_policy::DetachUserPolicyInput {
        "UserName": set_user_name, "PolicyArn": set_policy_arn
    }
    plain ListAttachedUserPolicies list_attached_user_policies::ListAttachedUserPoliciesInput {
        "UserName": set_user_name, "PathPrefix": set_path_prefix, "Marker": set_marker,
        "MaxItems": set_max_items
    }
    plain PutUserPermissionsBoundary put_user_permissions_boundary::PutUserPermissionsBoundaryInput {
        "UserName": set_user_name, "PermissionsBoundary": set_permissions_boundary
    }
    plain DeleteUserPermissionsBoundary delete_user_permissions_boundary::DeleteUserPermissionsBoundaryInput {
        "UserName": set_user_name
    }
    plain TagUser tag_user::TagUserInput {
        "UserName": set_user_name, "Tags": set_tags
    }
    plain UntagUser untag_user::UntagUserInput {
        "UserName": set_user_name, "TagKeys": set_tag_keys
    }
    plain ListUserTags list_user_tags::ListUserTagsInput {
        "UserName": set_user_name, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain CreateRole create_role::CreateRoleInput {
        "Path": set_path, "RoleName": set_role_name,
        "AssumeRolePolicyDocument": set_assume_role_policy_document, "Description": set_description,
        "MaxSessionDuration": set_max_session_duration, "PermissionsBoundary": set_permissions_boundary,
        "Tags": set_tags
    }
    plain GetRole get_role::GetRoleInput {
        "RoleName": set_role_name
    }
    plain DeleteRole delete_role::DeleteRoleInput {
        "RoleName": set_role_name
    }
    plain ListRoles list_roles::ListRolesInput {
        "PathPrefix": set_path_prefix, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain UpdateRole update_role::UpdateRoleInput {
        "RoleName": set_role_name, "Description": set_description,
        "MaxSessionDuration": set_max_session_duration
    }
    plain UpdateAssumeRolePolicy update_assume_role_policy::UpdateAssumeRolePolicyInput {
        "RoleName": set_role_name, "PolicyDocument": set_policy_document
    }
    plain PutRolePolicy put_role_policy::PutRolePolicyInput {
        "RoleName": set_role_name, "PolicyName": set_policy_name, "PolicyDocument": set_policy_document
    }
    plain GetRolePolicy get_role_policy::GetRolePolicyInput {
        "RoleName": set_role_name, "PolicyName": set_policy_name
    }
    plain DeleteRolePolicy delete_role_policy::DeleteRolePolicyInput {
        "RoleName": set_role_name, "PolicyName": set_policy_name
    }
    plain ListRolePolicies list_role_policies::ListRolePoliciesInput {
        "RoleName": set_role_name, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain AttachRolePolicy attach_role_policy::AttachRolePolicyInput {
        "RoleName": set_role_name, "PolicyArn": set_policy_arn
    }
    plain DetachRolePolicy detach_role_policy::DetachRolePolicyInput {
        "RoleName": set_role_name, "PolicyArn": set_policy_arn
    }
    plain ListAttachedRolePolicies list_attached_role_policies::ListAttachedRolePoliciesInput {
        "RoleName": set_role_name, "PathPrefix": set_path_prefix, "Marker": set_marker,
        "MaxItems": set_max_items
    }
    plain PutRolePermissionsBoundary put_role_permissions_boundary::PutRolePermissionsBoundaryInput {
        "RoleName": set_role_name, "PermissionsBoundary": set_permissions_boundary
    }
    plain DeleteRolePermissionsBoundary delete_role_permissions_boundary::DeleteRolePermissionsBoundaryInput {
        "RoleName": set_role_name
    }
    plain TagRole tag_role::TagRoleInput {
        "RoleName": set_role_name, "Tags": set_tags
    }
    plain UntagRole untag_role::UntagRoleInput {
        "RoleName": set_role_name, "TagKeys": set_tag_keys
    }
    plain ListRoleTags list_role_tags::ListRoleTagsInput {
        "RoleName": set_role_name, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain CreatePolicy create_policy::CreatePolicyInput {
        "PolicyName": set_policy_name, "Path": set_path, "PolicyDocument": set_policy_document,
        "Description": set_description, "Tags": set_tags
    }
    plain GetPolicy get_policy::GetPolicyInput {
        "PolicyArn": set_policy_arn
    }
    plain DeletePolicy delete_policy::DeletePolicyInput {
        "PolicyArn": set_policy_arn
    }
    plain ListPolicies list_policies::ListPoliciesInput {
        "Scope": set_scope, "OnlyAttached": set_only_attached, "PathPrefix": set_path_prefix,
        "PolicyUsageFilter": set_policy_usage_filter, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain CreatePolicyVersion create_policy_version::CreatePolicyVersionInput {
        "PolicyArn": set_policy_arn, "PolicyDocument": set_policy_document, "SetAsDefault": set_set_as_default
    }
    plain GetPolicyVersion get_policy_version::GetPolicyVersionInput {
        "PolicyArn": set_policy_arn, "VersionId": set_version_id
    }
    plain ListPolicyVersions list_policy_versions::ListPolicyVersionsInput {
        "PolicyArn": set_policy_arn, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain DeletePolicyVersion delete_policy_version::DeletePolicyVersionInput {
        "PolicyArn": set_policy_arn, "VersionId": set_version_id
    }
    plain SetDefaultPolicyVersion set_default_policy_version::SetDefaultPolicyVersionInput {
        "PolicyArn": set_policy_arn, "VersionId": set_version_id
    }
    plain ListEntitiesForPolicy list_entities_for_policy::ListEntitiesForPolicyInput {
        "PolicyArn": set_policy_arn, "EntityFilter": set_entity_filter, "PathPrefix": set_path_prefix,
        "PolicyUsageFilter": set_policy_usage_filter, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain CreateOpenIDConnectProvider create_open_id_connect_provider::CreateOpenIdConnectProviderInput {
        "Url": set_url, "ClientIDList": set_client_id_list, "ThumbprintList": set_thumbprint_list,
        "Tags": set_tags
    }
    plain GetOpenIDConnectProvider get_open_id_connect_provider::GetOpenIdConnectProviderInput {
        "OpenIDConnectProviderArn": set_open_id_connect_provider_arn
    }
    plain DeleteOpenIDConnectProvider delete_open_id_connect_provider::DeleteOpenIdConnectProviderInput {
        "OpenIDConnectProviderArn": set_open_id_connect_provider_arn
    }
    plain ListOpenIDConnectProviders list_open_id_connect_providers::ListOpenIdConnectProvidersInput {}
    plain AddClientIDToOpenIDConnectProvider add_client_id_to_open_id_connect_provider::AddClientIdToOpenIdConnectProviderInput {
        "OpenIDConnectProviderArn": set_open_id_connect_provider_arn, "ClientID": set_client_id
    }
    plain RemoveClientIDFromOpenIDConnectProvider remove_client_id_from_open_id_connect_provider::RemoveClientIdFromOpenIdConnectProviderInput {
        "OpenIDConnectProviderArn": set_open_id_connect_provider_arn, "ClientID": set_client_id
    }
    plain UpdateOpenIDConnectProviderThumbprint update_open_id_connect_provider_thumbprint::UpdateOpenIdConnectProviderThumbprintInput {
        "OpenIDConnectProviderArn": set_open_id_connect_provider_arn, "ThumbprintList": set_thumbprint_list
    }
    plain CreateGroup create_group::CreateGroupInput {
        "Path": set_path, "GroupName": set_group_name
    }
    plain GetGroup get_group::GetGroupInput {
        "GroupName": set_group_name, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain DeleteGroup delete_group::DeleteGroupInput {
        "GroupName": set_group_name
    }
    plain ListGroups list_groups::ListGroupsInput {
        "PathPrefix": set_path_prefix, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain AddUserToGroup add_user_to_group::AddUserToGroupInput {
        "GroupName": set_group_name, "UserName": set_user_name
    }
    plain RemoveUserFromGroup remove_user_from_group::RemoveUserFromGroupInput {
        "GroupName": set_group_name, "UserName": set_user_name
    }
    plain ListGroupsForUser list_groups_for_user::ListGroupsForUserInput {
        "UserName": set_user_name, "Marker": set_marker, "MaxItems": set_max_items
    }
    plain PutGroupPolicy put_group_policy::PutGroupPolicyInput {
        "GroupName": set_group_name, "PolicyName": set_policy_name, "PolicyDocument": set_policy_document
    }
    plain GetGroupPolicy get_group_policy::GetGroupPolicyInput {
        "GroupName": set_group_name, "PolicyName": set_policy_name
    }
    plain DeleteGroupPolicy delete_group_policy::DeleteGroupPolicyInput {
        "GroupName": set_group_name, "PolicyName": set_policy_name
    }
    plain AttachGroupPolicy attach_group_policy::AttachGroupPolicyInput {
        "GroupName": set_group_name, "PolicyArn": set_policy_arn
    }
    plain DetachGroupPolicy detach_group_policy::DetachGroupPolicyInput {
        "GroupName": set_group_name, "PolicyArn": set_policy_arn
    }
    plain CreateAccountAlias create_account_alias::CreateAccountAliasInput {
        "AccountAlias": set_account_alias
    }
    plain ListAccountAliases list_account_aliases::ListAccountAliasesInput {
        "Marker": set_marker, "MaxItems": set_max_items
    }
    plain DeleteAccountAlias delete_account_alias::DeleteAccountAliasInput {
        "AccountAlias": set_account_alias
    }
    plain GetAccountSummary get_account_summary::GetAccountSummaryInput {}
    plain SimulatePrincipalPolicy simulate_principal_policy::SimulatePrincipalPolicyInput {
        "PolicySourceArn": set_policy_source_arn, "PolicyInputList": set_policy_input_list,
        "PermissionsBoundaryPolicyInputList": set_permissions_boundary_policy_input_list,
        "ActionNames": set_action_names,
        "ResourceArns": set_resource_arns, "ResourcePolicy": set_resource_policy,
        "ResourceOwner": set_resource_owner, "CallerArn": set_caller_arn,
        "ContextEntries": set_context_entries, "ResourceHandlingOption": set_resource_handling_option,
        "MaxItems": set_max_items, "Marker": set_marker
    }
    plain SimulateCustomPolicy simulate_custom_policy::SimulateCustomPolicyInput {
        "PolicyInputList": set_policy_input_list,
        "PermissionsBoundaryPolicyInputList": set_permissions_boundary_policy_input_list,
        "ActionNames": set_action_names, "ResourceArns": set_resource_arns,
        "ResourcePolicy": set_resource_policy, "ResourceOwner": set_resource_owner,
        "CallerArn": set_caller_arn, "ContextEntries": set_context_entries,
        "ResourceHandlingOption": set_resource_handling_option, "MaxItems": set_max_items,
        "Marker": set_marker
    }
}
