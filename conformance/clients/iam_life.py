"""The life of an account's identities as setup tools drive it: made, read back, changed, listed in pages, deleted."""

import json
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
LIST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}
TAGS = [{"Key": "stage", "Value": "test"}]


def fails_with(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        found = error.response["Error"]["Code"]
        assert found == code, f"failed with {found}, not {code}: {error}"
        return error
    raise AssertionError(f"succeeded, but should have failed with {code}")


def names(iam, operation, key, field, **arguments):
    pages = iam.get_paginator(operation).paginate(**arguments, PaginationConfig={"PageSize": 1})
    return [item if field is None else item[field] for page in pages for item in page[key]]


def may_list(key):
    s3 = boto3.client("s3", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"], config=Config(retries={"max_attempts": 1}))
    try:
        s3.list_buckets()
        return True
    except ClientError as error:
        assert error.response["Error"]["Code"] == "AccessDenied", error
        return False


def policies(iam):
    made = iam.create_policy(PolicyName="lister", Path="/team/", PolicyDocument=json.dumps(LIST), Description="lists", Tags=TAGS)["Policy"]
    arn = made["Arn"]
    read = iam.get_policy(PolicyArn=arn)["Policy"]
    assert read["Description"] == "lists" and read["Tags"] == TAGS and read["DefaultVersionId"] == "v1"
    assert iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"] == LIST
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(LIST), SetAsDefault=True)
    assert names(iam, "list_policy_versions", "Versions", "VersionId", PolicyArn=arn) == ["v2", "v1"]
    fails_with("DeleteConflict", iam.delete_policy_version, PolicyArn=arn, VersionId="v2")
    iam.delete_policy_version(PolicyArn=arn, VersionId="v1")
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "more", "Value": ""}])
    iam.untag_policy(PolicyArn=arn, TagKeys=["more"])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == TAGS
    assert names(iam, "list_policies", "Policies", "PolicyName", Scope="Local") == ["lister"]
    malformed = dict(LIST, Statement=[{"Effect": "Allow", "Resource": "*"}])
    error = fails_with("MalformedPolicyDocument", iam.create_policy, PolicyName="bad", PolicyDocument=json.dumps(malformed))
    assert error.response["Error"]["Message"] == "Policy statement must contain actions."
    fails_with("NoSuchEntity", iam.get_policy, PolicyArn=arn.replace("team/lister", "bad"))
    return arn


def users_and_groups(iam, arn):
    iam.create_user(UserName="joe", Path="/team/", Tags=TAGS, PermissionsBoundary="arn:aws:iam::aws:policy/AdministratorAccess")
    user = iam.get_user(UserName="joe")["User"]
    assert user["UserId"].startswith("AIDA") and user["Tags"] == TAGS
    assert user["PermissionsBoundary"]["PermissionsBoundaryArn"].endswith("/AdministratorAccess")
    key = iam.create_access_key(UserName="joe")["AccessKey"]
    assert "LastUsedDate" not in iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
    iam.create_group(GroupName="devs", Path="/team/")
    iam.add_user_to_group(GroupName="devs", UserName="joe")
    assert not may_list(key)
    iam.put_group_policy(GroupName="devs", PolicyName="own", PolicyDocument=json.dumps(LIST))
    assert may_list(key)
    assert iam.get_group_policy(GroupName="devs", PolicyName="own")["PolicyDocument"] == LIST
    iam.delete_group_policy(GroupName="devs", PolicyName="own")
    iam.attach_group_policy(GroupName="devs", PolicyArn=arn)
    assert may_list(key)
    assert names(iam, "list_attached_group_policies", "AttachedPolicies", "PolicyArn", GroupName="devs") == [arn]
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
    assert used["UserName"] == "joe" and used["AccessKeyLastUsed"]["ServiceName"] == "s3" and used["AccessKeyLastUsed"]["LastUsedDate"]
    granting = iam.list_policies_granting_service_access(Arn=user["Arn"], ServiceNamespaces=["s3", "kms"])["PoliciesGrantingServiceAccess"]
    assert [[policy["PolicyName"] for policy in service["Policies"]] for service in granting] == [["lister"], []]
    iam.update_group(GroupName="devs", NewGroupName="makers")
    iam.update_user(UserName="joe", NewUserName="joseph")
    assert [member["UserName"] for member in iam.get_group(GroupName="makers")["Users"]] == ["joseph"]
    assert names(iam, "list_groups_for_user", "Groups", "GroupName", UserName="joseph") == ["makers"]
    assert names(iam, "list_entities_for_policy", "PolicyGroups", "GroupName", PolicyArn=arn) == ["makers"]
    iam.create_login_profile(UserName="joseph", Password="Correct-horse1", PasswordResetRequired=True)
    assert iam.get_login_profile(UserName="joseph")["LoginProfile"]["PasswordResetRequired"] is True
    fails_with("DeleteConflict", iam.delete_user, UserName="joseph")
    fails_with("DeleteConflict", iam.delete_group, GroupName="makers")


def roles_and_profiles(iam, arn):
    iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps(TRUST), Description="works", MaxSessionDuration=7200, Tags=TAGS)
    role = iam.get_role(RoleName="worker")["Role"]
    assert role["AssumeRolePolicyDocument"] == TRUST and role["MaxSessionDuration"] == 7200 and role["RoleLastUsed"] == {}
    iam.update_role(RoleName="worker", Description="works hard", MaxSessionDuration=3600)
    iam.update_assume_role_policy(RoleName="worker", PolicyDocument=json.dumps(TRUST))
    iam.put_role_policy(RoleName="worker", PolicyName="own", PolicyDocument=json.dumps(LIST))
    iam.attach_role_policy(RoleName="worker", PolicyArn=arn)
    iam.put_role_permissions_boundary(RoleName="worker", PermissionsBoundary=arn)
    assert names(iam, "list_role_policies", "PolicyNames", None, RoleName="worker") == ["own"]
    iam.create_instance_profile(InstanceProfileName="nodes", Tags=TAGS)
    iam.add_role_to_instance_profile(InstanceProfileName="nodes", RoleName="worker")
    profile = iam.get_instance_profile(InstanceProfileName="nodes")["InstanceProfile"]
    assert profile["Roles"][0]["RoleName"] == "worker" and profile["Tags"] == TAGS
    assert names(iam, "list_instance_profiles_for_role", "InstanceProfiles", "InstanceProfileName", RoleName="worker") == ["nodes"]
    fails_with("DeleteConflict", iam.delete_role, RoleName="worker")
    linked = iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com", CustomSuffix="blue")["Role"]
    fails_with("UnmodifiableEntity", iam.delete_role, RoleName=linked["RoleName"])
    task = iam.delete_service_linked_role(RoleName=linked["RoleName"])["DeletionTaskId"]
    assert iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"


def account(iam):
    iam.create_account_alias(AccountAlias="life-of-joe")
    assert iam.list_account_aliases()["AccountAliases"] == ["life-of-joe"]
    iam.delete_account_alias(AccountAlias="life-of-joe")
    iam.update_account_password_policy(MinimumPasswordLength=12, MaxPasswordAge=90)
    rules = iam.get_account_password_policy()["PasswordPolicy"]
    assert rules["MinimumPasswordLength"] == 12 and rules["ExpirePasswords"] is True
    iam.delete_account_password_policy()
    summary = iam.get_account_summary()["SummaryMap"]
    assert summary["Groups"] == summary["InstanceProfiles"] == 1
    provider = iam.create_open_id_connect_provider(Url="https://life.example", ClientIDList=["app"], ThumbprintList=["0" * 40])["OpenIDConnectProviderArn"]
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider)["ClientIDList"] == ["app"]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    details = iam.get_paginator("get_account_authorization_details").paginate(PaginationConfig={"PageSize": 1}).build_full_result()
    assert [user["GroupList"] for user in details["UserDetailList"] if user["UserName"] == "joseph"] == [["makers"]]
    assert [role["InstanceProfileList"][0]["InstanceProfileName"] for role in details["RoleDetailList"] if role["RoleName"] == "worker"] == ["nodes"]
    assert [policy["PolicyVersionList"][0]["Document"] for policy in details["Policies"] if policy["PolicyName"] == "lister"] == [LIST]


def taken_down(iam, arn):
    """As tools take down: whatever the entity still has first."""
    iam.delete_login_profile(UserName="joseph")
    for key in iam.list_access_keys(UserName="joseph")["AccessKeyMetadata"]:
        iam.delete_access_key(UserName="joseph", AccessKeyId=key["AccessKeyId"])
    for listing, field in [("list_mfa_devices", "MFADevices"), ("list_ssh_public_keys", "SSHPublicKeys"), ("list_signing_certificates", "Certificates"), ("list_service_specific_credentials", "ServiceSpecificCredentials")]:
        assert getattr(iam, listing)(UserName="joseph")[field] == []
    for group in iam.list_groups_for_user(UserName="joseph")["Groups"]:
        iam.remove_user_from_group(GroupName=group["GroupName"], UserName="joseph")
    iam.delete_user_permissions_boundary(UserName="joseph")
    iam.delete_user(UserName="joseph")
    iam.detach_group_policy(GroupName="makers", PolicyArn=arn)
    iam.delete_group(GroupName="makers")
    for profile in iam.list_instance_profiles_for_role(RoleName="worker")["InstanceProfiles"]:
        iam.remove_role_from_instance_profile(InstanceProfileName=profile["InstanceProfileName"], RoleName="worker")
    iam.delete_instance_profile(InstanceProfileName="nodes")
    iam.detach_role_policy(RoleName="worker", PolicyArn=arn)
    iam.delete_role_policy(RoleName="worker", PolicyName="own")
    fails_with("DeleteConflict", iam.delete_policy, PolicyArn=arn)
    iam.delete_role_permissions_boundary(RoleName="worker")
    iam.delete_role(RoleName="worker")
    iam.delete_policy(PolicyArn=arn)
    for call, arguments in [(iam.get_user, {"UserName": "joseph"}), (iam.get_group, {"GroupName": "makers"}), (iam.get_role, {"RoleName": "worker"}), (iam.get_policy, {"PolicyArn": arn})]:
        fails_with("NoSuchEntity", call, **arguments)


def main():
    started = time.monotonic()
    # An account of its own: other checks share the server.
    iam = boto3.client("iam", aws_access_key_id="210987654321", aws_secret_access_key="test", config=Config(retries={"max_attempts": 1}))
    arn = policies(iam)
    users_and_groups(iam, arn)
    roles_and_profiles(iam, arn)
    account(iam)
    taken_down(iam, arn)
    print(f"boto3 {boto3.__version__}: the life of users, groups, roles and policies in {time.monotonic() - started:.1f} s")


main()
