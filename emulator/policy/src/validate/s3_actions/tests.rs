use super::*;

fn action(name: &str) -> Action {
    all().find(|action| action.name == name).unwrap()
}

#[test]
fn every_row_is_read() {
    let lines = ACTIONS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .count();
    assert_eq!(all().count(), lines);
    assert!(lines > 150);
    let mut names: Vec<_> = all().map(|action| action.name).collect();
    names.dedup();
    assert_eq!(names.len(), lines);
    for line in ACTIONS.lines().filter(|line| !line.starts_with('#')) {
        assert_eq!(line.split('\t').count(), 4, "{line}");
        assert!(
            ["bucket", "object", "-"].contains(&line.split('\t').nth(1).unwrap()),
            "{line}"
        );
    }
}

#[test]
fn keys_of_the_reference() {
    for (name, key, expected) in [
        ("ListBucket", "s3:prefix", true),
        ("ListBucketVersions", "S3:PREFIX", true),
        ("ListBucketMultipartUploads", "s3:prefix", false),
        ("PutObject", "s3:prefix", false),
        ("PutObject", "s3:x-amz-acl", true),
        ("PutObject", "s3:RequestObjectTag/team", true),
        ("PutObject", "s3:ExistingObjectTag/team", false),
        ("GetObject", "s3:ExistingObjectTag/team", true),
        ("GetObject", "s3:x-amz-copy-source", false),
        ("GetObjectAttributes", "s3:ExistingObjectTag/team", true),
        ("DeleteObject", "s3:ExistingObjectTag/team", false),
        ("DeleteObjectVersion", "s3:VersionId", true),
        ("PutObjectRetention", "s3:ExistingObjectTag/team", false),
        ("PutObjectLegalHold", "s3:RequestObjectTag/team", false),
        ("PutObjectAcl", "s3:RequestObjectTag/team", false),
        (
            "BypassGovernanceRetention",
            "s3:ExistingObjectTag/team",
            false,
        ),
        ("GetObject", "s3:DataAccessPointAccount", true),
        ("PutBucketPolicy", "s3:DataAccessPointAccount", false),
        ("PutBucketPolicy", "s3:TlsVersion", true),
        ("GetObject", "s3:ExistingObjectTag/", false),
    ] {
        assert_eq!(action(name).has_key(key), expected, "{name} {key}");
    }
}

#[test]
fn levels() {
    assert_eq!(action("ListBucket").level, Level::Bucket);
    assert_eq!(action("GetObject").level, Level::Object);
    assert_eq!(action("ListAllMyBuckets").level, Level::Other);
}

#[test]
fn global_keys() {
    assert!(is_global_key("aws:sourceip") && is_global_key("aws:PrincipalTag/team"));
    assert!(
        !is_global_key("aws:PrincipalTag/")
            && !is_global_key("aws:SourceIpp")
            && !is_global_key("s3:prefix")
    );
    assert!(
        is_known_key("s3:prefix") && !is_known_key("s3:prefixx") && !is_known_key("kms:ViaService")
    );
}
