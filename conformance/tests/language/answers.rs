//! Answers as members: what captures and expectations see.

use bucketproof_conformance::{
    client::{Answer, Received, of_aws, of_raw},
    scenario::action::Service,
};
use serde_json::{Value, json};

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    Answer {
        status: Some(status),
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: Received::of(body.as_bytes()),
        ..Answer::default()
    }
}

fn s3(operation: &str, headers: &[(&str, &str)], body: &str) -> Value {
    of_aws(Service::S3, operation, &answer(200, headers, body))
}

#[test]
fn headers_are_members() {
    let headers = [
        ("etag", "\"e\""),
        ("content-length", "0"),
        ("x-amz-version-id", "v"),
        ("x-amz-server-side-encryption", "AES256"),
        ("x-amz-meta-camera", "A"),
    ];
    let object = json!({ "ETag": "\"e\"", "ContentLength": "0", "VersionId": "v", "ServerSideEncryption": "AES256", "Metadata": { "camera": "A" } });
    assert_eq!(s3("HeadObject", &headers, ""), object);
    // The length of an answer to a PUT is nothing that the operation says.
    assert_eq!(
        s3("PutObject", &headers[..3], ""),
        json!({ "ETag": "\"e\"", "VersionId": "v" })
    );
}

#[test]
fn lists_are_lists_even_with_one_entry() {
    let one = "<ListBucketResult><Name>b</Name><KeyCount>1</KeyCount><Contents><Key>a&amp;b</Key></Contents></ListBucketResult>";
    assert_eq!(
        s3("ListObjectsV2", &[], one),
        json!({ "Name": "b", "KeyCount": "1", "Contents": [{ "Key": "a&b" }] })
    );
    let versions = "<ListVersionsResult><Version><Key>a</Key></Version><DeleteMarker><Key>b</Key></DeleteMarker><Version><Key>c</Key></Version></ListVersionsResult>";
    assert_eq!(
        s3("ListObjectVersions", &[], versions),
        json!({ "Versions": [{ "Key": "a" }, { "Key": "c" }], "DeleteMarkers": [{ "Key": "b" }] })
    );
    let tags = "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>";
    assert_eq!(
        s3("GetObjectTagging", &[], tags),
        json!({ "TagSet": [{ "Key": "k", "Value": "v" }] })
    );
    assert_eq!(
        s3("GetObjectTagging", &[], "<Tagging><TagSet/></Tagging>"),
        json!({ "TagSet": [] })
    );
    let acl = "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList><Grant><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>";
    assert_eq!(
        s3("GetBucketAcl", &[], acl),
        json!({ "Owner": { "ID": "o" }, "Grants": [{ "Permission": "READ" }] })
    );
}

#[test]
fn payloads_have_their_members_name() {
    let copy = "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>";
    assert_eq!(
        s3("CopyObject", &[], copy),
        json!({ "CopyObjectResult": { "ETag": "e" } })
    );
    let location = "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1</LocationConstraint>";
    assert_eq!(
        s3("GetBucketLocation", &[], location),
        json!({ "LocationConstraint": "eu-west-1" })
    );
    assert_eq!(
        s3("GetBucketPolicy", &[], "{\"a\":1}"),
        json!({ "Policy": "{\"a\":1}" })
    );
    let rules = "<ServerSideEncryptionConfiguration><Rule><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>";
    assert_eq!(
        s3("GetBucketEncryption", &[], rules),
        json!({ "ServerSideEncryptionConfiguration": { "Rules": [{ "BucketKeyEnabled": "true" }] } })
    );
}

#[test]
fn a_refusal_has_the_errors_members() {
    let body = "<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code><Key>a</Key></Error>";
    assert_eq!(
        of_aws(Service::S3, "GetObject", &answer(404, &[], body)),
        json!({ "Code": "NoSuchKey", "Key": "a" })
    );
    let body = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code></Error><RequestId>r</RequestId></ErrorResponse>";
    let refused = answer(403, &[], body);
    assert_eq!(
        of_aws(Service::Sts, "AssumeRole", &refused),
        json!({ "Type": "Sender", "Code": "AccessDenied" })
    );
    assert_eq!(
        of_raw(&refused),
        json!({ "Type": "Sender", "Code": "AccessDenied" })
    );
}

#[test]
fn the_query_protocols_wrappers_are_left_out() {
    let body = "<ListUsersResponse><ListUsersResult><Users><member><UserName>a</UserName></member></Users><IsTruncated>false</IsTruncated></ListUsersResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListUsersResponse>";
    assert_eq!(
        of_aws(Service::Iam, "ListUsers", &answer(200, &[], body)),
        json!({ "Users": [{ "UserName": "a" }], "IsTruncated": "false" })
    );
}

#[test]
fn json_answers_stay_as_they_are() {
    let body = r#"{"KeyMetadata":{"KeyId":"k","Enabled":true}}"#;
    let members = json!({ "KeyMetadata": { "KeyId": "k", "Enabled": true } });
    assert_eq!(
        of_aws(Service::Kms, "DescribeKey", &answer(200, &[], body)),
        members
    );
    assert_eq!(of_raw(&answer(200, &[], body)), members);
    assert_eq!(of_raw(&answer(200, &[], "neither")), Value::Null);
}
