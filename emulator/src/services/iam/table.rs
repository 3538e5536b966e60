//! The rows of IAM.

use super::errors;
use super::ops::empty_lists::{self, ListNothing};
use super::ops::*;
use crate::auth::directory::records::{
    GroupRecord as Group, InstanceProfileRecord as InstanceProfile, MfaDeviceRecord as MfaDevice,
    PolicyRecord as Policy, ProviderRecord as Provider, RoleRecord as Role, UserRecord as User,
};
use crate::base::Failure;
use crate::protocol::query_form::Form;
use crate::services::service::{Operation, Row};

/// The API version.
pub const VERSION: &str = "2010-05-08";

/// Operations that are knowingly not done, one a line, with the reason.
const NOT_YET: &str = include_str!("../../../model/iam_not_yet.tsv");

/// Every operation that is done here.
pub static TABLE: &[Row] = &[
    // users
    create_user::CreateUser::ROW,
    get_user::GetUser::ROW,
    list_users::ListUsers::ROW,
    update_user::UpdateUser::ROW,
    delete_user::DeleteUser::ROW,
    create_access_key::CreateAccessKey::ROW,
    list_access_keys::ListAccessKeys::ROW,
    update_access_key::UpdateAccessKey::ROW,
    delete_access_key::DeleteAccessKey::ROW,
    get_access_key_last_used::GetAccessKeyLastUsed::ROW,
    // groups
    create_group::CreateGroup::ROW,
    get_group::GetGroup::ROW,
    list_groups::ListGroups::ROW,
    update_group::UpdateGroup::ROW,
    delete_group::DeleteGroup::ROW,
    add_user_to_group::AddUserToGroup::ROW,
    remove_user_from_group::RemoveUserFromGroup::ROW,
    list_groups_for_user::ListGroupsForUser::ROW,
    // passwords of users
    create_login_profile::CreateLoginProfile::ROW,
    update_login_profile::UpdateLoginProfile::ROW,
    get_login_profile::GetLoginProfile::ROW,
    delete_login_profile::DeleteLoginProfile::ROW,
    // MFA devices
    create_virtual_mfa_device::CreateVirtualMFADevice::ROW,
    list_virtual_mfa_devices::ListVirtualMFADevices::ROW,
    delete_virtual_mfa_device::DeleteVirtualMFADevice::ROW,
    enable_mfa_device::EnableMFADevice::ROW,
    get_mfa_device::GetMFADevice::ROW,
    list_mfa_devices::ListMFADevices::ROW,
    resync_mfa_device::ResyncMFADevice::ROW,
    deactivate_mfa_device::DeactivateMFADevice::ROW,
    // roles
    create_role::CreateRole::ROW,
    get_role::GetRole::ROW,
    list_roles::ListRoles::ROW,
    update_role::UpdateRole::ROW,
    update_role_description::UpdateRoleDescription::ROW,
    update_assume_role_policy::UpdateAssumeRolePolicy::ROW,
    delete_role::DeleteRole::ROW,
    create_service_linked_role::CreateServiceLinkedRole::ROW,
    delete_service_linked_role::DeleteServiceLinkedRole::ROW,
    get_service_linked_role_deletion_status::GetServiceLinkedRoleDeletionStatus::ROW,
    // instance profiles
    create_instance_profile::CreateInstanceProfile::ROW,
    get_instance_profile::GetInstanceProfile::ROW,
    list_instance_profiles::ListInstanceProfiles::ROW,
    list_instance_profiles_for_role::ListInstanceProfilesForRole::ROW,
    delete_instance_profile::DeleteInstanceProfile::ROW,
    add_role_to_instance_profile::AddRoleToInstanceProfile::ROW,
    remove_role_from_instance_profile::RemoveRoleFromInstanceProfile::ROW,
    // policies of users, groups and roles
    put_inline_policy::PutInlinePolicy::<User>::ROW,
    put_inline_policy::PutInlinePolicy::<Group>::ROW,
    put_inline_policy::PutInlinePolicy::<Role>::ROW,
    get_inline_policy::GetInlinePolicy::<User>::ROW,
    get_inline_policy::GetInlinePolicy::<Group>::ROW,
    get_inline_policy::GetInlinePolicy::<Role>::ROW,
    list_inline_policies::ListInlinePolicies::<User>::ROW,
    list_inline_policies::ListInlinePolicies::<Group>::ROW,
    list_inline_policies::ListInlinePolicies::<Role>::ROW,
    delete_inline_policy::DeleteInlinePolicy::<User>::ROW,
    delete_inline_policy::DeleteInlinePolicy::<Group>::ROW,
    delete_inline_policy::DeleteInlinePolicy::<Role>::ROW,
    attach_policy::AttachPolicy::<User>::ROW,
    attach_policy::AttachPolicy::<Group>::ROW,
    attach_policy::AttachPolicy::<Role>::ROW,
    detach_policy::DetachPolicy::<User>::ROW,
    detach_policy::DetachPolicy::<Group>::ROW,
    detach_policy::DetachPolicy::<Role>::ROW,
    list_attached_policies::ListAttachedPolicies::<User>::ROW,
    list_attached_policies::ListAttachedPolicies::<Group>::ROW,
    list_attached_policies::ListAttachedPolicies::<Role>::ROW,
    put_boundary::PutBoundary::<User>::ROW,
    put_boundary::PutBoundary::<Role>::ROW,
    delete_boundary::DeleteBoundary::<User>::ROW,
    delete_boundary::DeleteBoundary::<Role>::ROW,
    // managed policies
    create_policy::CreatePolicy::ROW,
    get_policy::GetPolicy::ROW,
    list_policies::ListPolicies::ROW,
    delete_policy::DeletePolicy::ROW,
    create_policy_version::CreatePolicyVersion::ROW,
    get_policy_version::GetPolicyVersion::ROW,
    list_policy_versions::ListPolicyVersions::ROW,
    set_default_policy_version::SetDefaultPolicyVersion::ROW,
    delete_policy_version::DeletePolicyVersion::ROW,
    list_entities_for_policy::ListEntitiesForPolicy::ROW,
    // simulations
    get_context_keys_for_custom_policy::GetContextKeysForCustomPolicy::ROW,
    get_context_keys_for_principal_policy::GetContextKeysForPrincipalPolicy::ROW,
    simulate_custom_policy::SimulateCustomPolicy::ROW,
    simulate_principal_policy::SimulatePrincipalPolicy::ROW,
    list_policies_granting_service_access::ListPoliciesGrantingServiceAccess::ROW,
    // identity providers
    create_open_id_connect_provider::CreateOpenIdConnectProvider::ROW,
    get_open_id_connect_provider::GetOpenIdConnectProvider::ROW,
    list_open_id_connect_providers::ListOpenIdConnectProviders::ROW,
    delete_open_id_connect_provider::DeleteOpenIdConnectProvider::ROW,
    add_client_id_to_open_id_connect_provider::AddClientIdToOpenIdConnectProvider::ROW,
    remove_client_id_from_open_id_connect_provider::RemoveClientIdFromOpenIdConnectProvider::ROW,
    update_open_id_connect_provider_thumbprint::UpdateOpenIdConnectProviderThumbprint::ROW,
    // tags
    tag::Tag::<User>::ROW,
    tag::Tag::<Role>::ROW,
    tag::Tag::<InstanceProfile>::ROW,
    tag::Tag::<MfaDevice>::ROW,
    tag::Tag::<Policy>::ROW,
    tag::Tag::<Provider>::ROW,
    untag::Untag::<User>::ROW,
    untag::Untag::<Role>::ROW,
    untag::Untag::<InstanceProfile>::ROW,
    untag::Untag::<MfaDevice>::ROW,
    untag::Untag::<Policy>::ROW,
    untag::Untag::<Provider>::ROW,
    list_tags::ListTags::<User>::ROW,
    list_tags::ListTags::<Role>::ROW,
    list_tags::ListTags::<InstanceProfile>::ROW,
    list_tags::ListTags::<MfaDevice>::ROW,
    list_tags::ListTags::<Policy>::ROW,
    list_tags::ListTags::<Provider>::ROW,
    // the account, and what nobody has
    get_account_authorization_details::GetAccountAuthorizationDetails::ROW,
    get_account_summary::GetAccountSummary::ROW,
    create_account_alias::CreateAccountAlias::ROW,
    delete_account_alias::DeleteAccountAlias::ROW,
    list_account_aliases::ListAccountAliases::ROW,
    update_account_password_policy::UpdateAccountPasswordPolicy::ROW,
    get_account_password_policy::GetAccountPasswordPolicy::ROW,
    delete_account_password_policy::DeleteAccountPasswordPolicy::ROW,
    ListNothing::<empty_lists::SamlProviders>::ROW,
    ListNothing::<empty_lists::ServerCertificates>::ROW,
    ListNothing::<empty_lists::ServiceSpecificCredentials>::ROW,
    ListNothing::<empty_lists::SigningCertificates>::ROW,
    ListNothing::<empty_lists::SshPublicKeys>::ROW,
];

/// The operations that are knowingly not done, each with the reason.
pub fn not_yet() -> impl Iterator<Item = (&'static str, &'static str)> {
    NOT_YET
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
}

/// The row of an action.
///
/// # Errors
/// An unknown action, or one that is knowingly not done.
pub fn locate(action: &str, form: &Form) -> Result<&'static Row, Failure> {
    if let Some(row) = TABLE.iter().find(|row| row.name == action) {
        return Ok(row);
    }
    match not_yet().find(|(name, _)| *name == action) {
        Some((name, why)) => Err(errors::not_implemented(name, why)),
        None => {
            let version = form.get("Version").unwrap_or(VERSION);
            Err(crate::services::sts::errors::invalid_action(
                action, version,
            ))
        }
    }
}
