use super::*;

#[test]
fn actions_are_found_in_any_case() {
    assert!(known_action("s3", "GetObject") && known_action("S3", "getobject"));
    assert!(known_action("ec2", "DescribeInstances") && known_action("dynamodb", "GetItem"));
    assert!(!known_action("s3", "GetObjects") && !known_action("ec2", "Describe"));
    assert!(!known_action("nosuch", "GetObject"));
    assert!(known_service("sqs") && known_service("KMS") && !known_service("nosuch"));
}

#[test]
fn objects_and_buckets_are_told_apart() {
    let types = |action: &str| -> Vec<&str> {
        resource_types(action)
            .iter()
            .map(|kind| kind.name)
            .collect()
    };
    assert_eq!(types("s3:GetObject"), ["accesspointobject", "object"]);
    assert!(types("s3:ListBucket").contains(&"bucket"));
    assert!(!types("s3:ListBucket").contains(&"object"));
    assert!(types("s3:ListAllMyBuckets").is_empty());
    let role = resource_types("sts:AssumeRole");
    assert!(role[0].required && role[0].arn == "arn:*:iam::*:role/*");
}

#[test]
fn keys_belong_to_actions() {
    assert!(has_condition_key("s3:ListBucket", "s3:prefix"));
    assert!(has_condition_key("s3:ListBucket", "S3:Prefix"));
    assert!(!has_condition_key("s3:PutObject", "s3:prefix"));
    assert!(has_condition_key(
        "s3:GetObject",
        "s3:ExistingObjectTag/team"
    ));
    assert!(!has_condition_key(
        "s3:PutObject",
        "s3:ExistingObjectTag/team"
    ));
    assert!(has_condition_key("sts:AssumeRole", "sts:ExternalId"));
    assert!(has_condition_key(
        "kms:Decrypt",
        "kms:EncryptionContext:team"
    ));
}

#[test]
fn patterns_expand_to_actions() {
    let gets = expand("s3:Get*Acl");
    assert_eq!(
        gets,
        [
            "s3:GetBucketAcl",
            "s3:GetObjectAcl",
            "s3:GetObjectVersionAcl"
        ]
    );
    assert_eq!(expand("STS:assumerole"), ["sts:AssumeRole"]);
    assert_eq!(expand("s3:*").len(), of_service("s3").count());
    assert!(expand("s3:Nothing*").is_empty() && expand("Get*").is_empty());
    assert!(expand("*").len() > 15_000);
}

/// A row that cannot be read would silently be no action.
#[test]
fn every_row_is_read() {
    for prefix in table::prefixes() {
        let service = table::service(prefix).unwrap();
        assert!(service.actions().count() > 10, "{prefix}");
        for action in service.actions() {
            let name = action.name;
            assert!(
                name.bytes().all(|byte| byte.is_ascii_alphanumeric()),
                "{prefix}:{name}"
            );
            let types = action.resource_types().count();
            assert_eq!(types, action.type_names().count(), "{prefix}:{name}");
        }
    }
    for prefix in others::prefixes() {
        assert!(!others::names(prefix).unwrap().is_empty(), "{prefix}");
        assert!(
            table::service(prefix).is_none(),
            "{prefix} stands in two tables"
        );
    }
}

#[test]
fn levels_and_dependencies_are_kept() {
    let create = action("s3:PutBucketPolicy").unwrap();
    assert_eq!(create.level, AccessLevel::PermissionsManagement);
    let replication = action("s3:PutReplicationConfiguration").unwrap();
    assert!(
        replication
            .dependent_actions()
            .any(|name| name == "iam:PassRole")
    );
}
