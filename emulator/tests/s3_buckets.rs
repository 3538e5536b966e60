//! Buckets: made, found, listed, configured and deleted as S3 does it.

mod support;

use bucketproof::Emulator;
use support::Client;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

async fn start() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::root(&emulator);
    (emulator, root)
}

async fn make(client: &Client, bucket: &str) {
    client
        .send("PUT", &format!("/{bucket}"), &[], "")
        .await
        .expect(200);
}

fn other_account(emulator: &Emulator) -> Client {
    Client::new(emulator, "111122223333", "test")
}

#[tokio::test]
async fn a_bucket_is_made_found_and_deleted() {
    let (_emulator, root) = start().await;
    let made = root.send("PUT", "/media", &[], "").await.expect(200);
    assert_eq!(made.header("location"), Some("/media"));
    assert_eq!(made.header("x-amz-bucket-arn"), Some("arn:aws:s3:::media"));

    let found = root.send("HEAD", "/media", &[], "").await.expect(200);
    assert_eq!(found.header("x-amz-bucket-region"), Some("us-east-1"));
    assert_eq!(found.header("x-amz-bucket-arn"), Some("arn:aws:s3:::media"));
    assert_eq!(found.header("x-amz-access-point-alias"), Some("false"));
    assert!(found.body.is_empty());

    let gone = root.send("DELETE", "/media", &[], "").await.expect(204);
    assert!(gone.body.is_empty());
    root.send("HEAD", "/media", &[], "").await.expect(404);
    root.send("DELETE", "/media", &[], "")
        .await
        .expect_error(404, "NoSuchBucket");
}

#[tokio::test]
async fn the_region_is_shown_to_whoever_may_see_nothing_else() {
    let (emulator, root) = start().await;
    make(&root, "media").await;
    let stranger = other_account(&emulator);
    let refused = stranger.send("HEAD", "/media", &[], "").await.expect(403);
    assert_eq!(refused.header("x-amz-bucket-region"), Some("us-east-1"));
    assert!(refused.body.is_empty());
    let refused = stranger
        .send("GET", "/media?list-type=2", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    assert_eq!(refused.header("x-amz-bucket-region"), Some("us-east-1"));
    let refused = root.unsigned("HEAD", "/media", &[], "").await.expect(403);
    assert_eq!(refused.header("x-amz-bucket-region"), Some("us-east-1"));
    let missing = root.unsigned("HEAD", "/nothing", &[], "").await.expect(404);
    assert_eq!(missing.header("x-amz-bucket-region"), None);
}

#[tokio::test]
async fn locations() {
    let (emulator, root) = start().await;
    make(&root, "classic").await;
    let shown = root
        .send("GET", "/classic?location", &[], "")
        .await
        .expect(200);
    assert_eq!(
        shown.text(),
        format!("{XML}<LocationConstraint {NAMESPACE}/>")
    );

    let body = |region: &str| {
        format!(
            "<CreateBucketConfiguration {NAMESPACE}><LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>"
        )
    };
    root.send("PUT", "/ireland", &[], body("eu-west-1"))
        .await
        .expect(200);
    let ireland = Client::root(&emulator).in_region("eu-west-1");
    let shown = ireland
        .send("GET", "/ireland?location", &[], "")
        .await
        .expect(200);
    assert_eq!(
        shown.text(),
        format!("{XML}<LocationConstraint {NAMESPACE}>eu-west-1</LocationConstraint>")
    );
    let again = ireland
        .send("PUT", "/ireland", &[], body("eu-west-1"))
        .await;
    again.expect_error(409, "BucketAlreadyOwnedByYou");
    root.send("PUT", "/classic", &[], "").await.expect(200);
    other_account(&emulator)
        .send("PUT", "/classic", &[], "")
        .await
        .expect_error(409, "BucketAlreadyExists");
    root.send("PUT", "/nowhere", &[], body("us-east-1"))
        .await
        .expect_error(400, "InvalidLocationConstraint");
    ireland
        .send("PUT", "/nowhere", &[], "")
        .await
        .expect_error(400, "IllegalLocationConstraintException");
    root.send(
        "PUT",
        "/nowhere",
        &[],
        "<CreateBucketConfiguration><Extra/></CreateBucketConfiguration>",
    )
    .await
    .expect_error(400, "MalformedXML");
}

#[tokio::test]
async fn what_would_make_another_kind_of_bucket_is_refused() {
    let (_emulator, root) = start().await;
    for (header, value) in [
        ("x-amz-bucket-object-lock-enabled", "true"),
        ("x-amz-grant-read", "id=0"),
        ("x-amz-bucket-namespace", "account-regional"),
        ("x-amz-acl", "log-delivery-write"),
    ] {
        let refused = root.send("PUT", "/media", &[(header, value)], "").await;
        let refused = refused.expect_error(501, "NotImplemented");
        assert_eq!(refused.element("Header").as_deref(), Some(header));
    }
    root.send("PUT", "/media", &[("x-amz-acl", "public-read")], "")
        .await
        .expect_error(400, "InvalidBucketAclWithBlockPublicAccessError");
    let refused = root
        .send("PUT", "/media", &[("x-amz-object-ownership", "Mine")], "")
        .await
        .expect_error(400, "InvalidArgument");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some("Invalid x-amz-object-ownership header: Mine")
    );
    root.send("HEAD", "/media", &[], "").await.expect(404);
}

#[tokio::test]
async fn a_bucket_with_anything_in_it_stays() {
    let (_emulator, root) = start().await;
    make(&root, "media").await;
    root.send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    let refused = root
        .send("DELETE", "/media", &[], "")
        .await
        .expect_error(409, "BucketNotEmpty");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some("The bucket you tried to delete is not empty")
    );
    assert_eq!(refused.element("BucketName").as_deref(), Some("media"));

    version(&root, "media", "Enabled").await.expect(200);
    root.send("DELETE", "/media/key", &[], "").await.expect(204);
    let refused = root
        .send("DELETE", "/media", &[], "")
        .await
        .expect_error(409, "BucketNotEmpty");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some(
            "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
        )
    );
    let versions = root
        .send("GET", "/media?versions", &[], "")
        .await
        .expect(200);
    let marker = versions.element("VersionId").unwrap();
    root.send("DELETE", "/media/key?versionId=null", &[], "")
        .await
        .expect(204);
    // A delete marker alone keeps the bucket too.
    root.send("DELETE", "/media", &[], "")
        .await
        .expect_error(409, "BucketNotEmpty");
    root.send("DELETE", &format!("/media/key?versionId={marker}"), &[], "")
        .await
        .expect(204);
    root.send("DELETE", "/media", &[], "").await.expect(204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_object_is_lost_in_a_bucket_that_is_deleted_meanwhile() {
    let (_emulator, root) = start().await;
    for round in 0..20 {
        let bucket = format!("race-{round}");
        make(&root, &bucket).await;
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let (root, path) = (root.clone(), format!("/{bucket}/{writer}"));
                tokio::spawn(async move { root.send("PUT", &path, &[], "x").await.status })
            })
            .collect();
        let deleted = root
            .send("DELETE", &format!("/{bucket}"), &[], "")
            .await
            .status;
        let mut stored = 0;
        for writer in writers {
            match writer.await.unwrap() {
                200 => stored += 1,
                404 | 409 => {}
                other => panic!("a write was answered with {other}"),
            }
        }
        match deleted {
            204 => {
                // Whoever wrote to a bucket of that name made it anew; nobody did.
                assert_eq!(stored, 0, "objects were accepted and are gone");
                root.send("HEAD", &format!("/{bucket}"), &[], "")
                    .await
                    .expect(404);
            }
            409 => {
                let listed = root
                    .send("GET", &format!("/{bucket}?list-type=2"), &[], "")
                    .await;
                assert_eq!(
                    listed.expect(200).element("KeyCount"),
                    Some(stored.to_string())
                );
            }
            other => panic!("the deletion was answered with {other}"),
        }
    }
}

async fn version(client: &Client, bucket: &str, status: &str) -> support::Response {
    let body = format!(
        "<VersioningConfiguration {NAMESPACE}><Status>{status}</Status></VersioningConfiguration>"
    );
    client
        .send("PUT", &format!("/{bucket}?versioning"), &[], body)
        .await
}

#[tokio::test]
async fn versioning_is_switched_on_and_suspended() {
    let (_emulator, root) = start().await;
    make(&root, "media").await;
    let shown = root
        .send("GET", "/media?versioning", &[], "")
        .await
        .expect(200);
    assert_eq!(
        shown.text(),
        format!("{XML}<VersioningConfiguration {NAMESPACE}/>")
    );
    for status in ["Enabled", "Suspended"] {
        version(&root, "media", status).await.expect(200);
        let shown = root
            .send("GET", "/media?versioning", &[], "")
            .await
            .expect(200);
        assert_eq!(shown.element("Status").as_deref(), Some(status));
    }
    version(&root, "media", "enabled")
        .await
        .expect_error(400, "MalformedXML");
    version(&root, "media", "Disabled")
        .await
        .expect_error(400, "MalformedXML");
    let nothing = "<VersioningConfiguration/>";
    let refused = root.send("PUT", "/media?versioning", &[], nothing).await;
    let refused = refused.expect_error(400, "IllegalVersioningConfigurationException");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some("The Versioning element must be specified")
    );
    let mfa = "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>";
    root.send("PUT", "/media?versioning", &[], mfa)
        .await
        .expect_error(501, "NotImplemented");
    version(&root, "nothing", "Enabled")
        .await
        .expect_error(404, "NoSuchBucket");
    root.send("PUT", "/media?versioning", &[], "no xml")
        .await
        .expect_error(400, "MalformedXML");
}

#[tokio::test]
async fn every_bucket_has_a_default_encryption() {
    let (_emulator, root) = start().await;
    make(&root, "media").await;
    let usual = format!(
        "{XML}<ServerSideEncryptionConfiguration {NAMESPACE}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled><BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>"
    );
    let shown = root
        .send("GET", "/media?encryption", &[], "")
        .await
        .expect(200);
    assert_eq!(shown.text(), usual);

    let put = async |rules: &str| {
        let body = format!(
            "<ServerSideEncryptionConfiguration {NAMESPACE}>{rules}</ServerSideEncryptionConfiguration>"
        );
        root.send("PUT", "/media?encryption", &[], body).await
    };
    let by_default = |inside: &str| {
        format!("<ApplyServerSideEncryptionByDefault>{inside}</ApplyServerSideEncryptionByDefault>")
    };
    let kms = by_default(
        "<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>alias/mine</KMSMasterKeyID>",
    );
    put(&format!(
        "<Rule>{kms}<BucketKeyEnabled>true</BucketKeyEnabled></Rule>"
    ))
    .await
    .expect(200);
    let shown = root
        .send("GET", "/media?encryption", &[], "")
        .await
        .expect(200);
    assert_eq!(shown.element("SSEAlgorithm").as_deref(), Some("aws:kms"));
    assert_eq!(
        shown.element("KMSMasterKeyID").as_deref(),
        Some("alias/mine")
    );
    assert_eq!(shown.element("BucketKeyEnabled").as_deref(), Some("true"));
    assert_eq!(shown.element("EncryptionType").as_deref(), Some("SSE-C"));

    let open =
        "<BlockedEncryptionTypes><EncryptionType>NONE</EncryptionType></BlockedEncryptionTypes>";
    put(&format!("<Rule>{open}</Rule>")).await.expect(200);
    let shown = root
        .send("GET", "/media?encryption", &[], "")
        .await
        .expect(200);
    assert_eq!(shown.element("EncryptionType").as_deref(), Some("NONE"));
    assert_eq!(shown.element("SSEAlgorithm").as_deref(), Some("aws:kms"));

    let plain = by_default("<SSEAlgorithm>AES256</SSEAlgorithm>");
    for malformed in [
        String::new(),
        "<Rule/>".to_owned(),
        format!("<Rule>{plain}</Rule><Rule>{plain}</Rule>"),
        format!(
            "<Rule>{}</Rule>",
            by_default("<SSEAlgorithm>none</SSEAlgorithm>")
        ),
        format!(
            "<Rule>{plain}<BlockedEncryptionTypes><EncryptionType>AES256</EncryptionType></BlockedEncryptionTypes></Rule>"
        ),
    ] {
        put(&malformed).await.expect_error(400, "MalformedXML");
    }
    let with_key =
        by_default("<SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID>");
    let refused = put(&format!("<Rule>{with_key}</Rule>"))
        .await
        .expect_error(400, "InvalidArgument");
    assert_eq!(
        refused.element("ArgumentName").as_deref(),
        Some("ApplyServerSideEncryptionByDefault")
    );
    let dsse = by_default("<SSEAlgorithm>aws:kms:dsse</SSEAlgorithm>");
    put(&format!("<Rule>{dsse}</Rule>"))
        .await
        .expect_error(501, "NotImplemented");

    root.send("DELETE", "/media?encryption", &[], "")
        .await
        .expect(204);
    let shown = root
        .send("GET", "/media?encryption", &[], "")
        .await
        .expect(200);
    assert_eq!(shown.element("SSEAlgorithm").as_deref(), Some("AES256"));
}

#[tokio::test]
async fn cors_rules_are_kept_checked_and_obeyed() {
    let (_emulator, root) = start().await;
    make(&root, "media").await;
    let missing = root.send("GET", "/media?cors", &[], "").await;
    missing.expect_error(404, "NoSuchCORSConfiguration");
    let put = async |rules: &str| {
        let body = format!("<CORSConfiguration {NAMESPACE}>{rules}</CORSConfiguration>");
        root.send("PUT", "/media?cors", &[], body).await
    };
    let rule = "<CORSRule><ID>r</ID><AllowedHeader>x-*</AllowedHeader><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>https://*.example.com</AllowedOrigin><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule>";
    put(rule).await.expect(200);
    let shown = root.send("GET", "/media?cors", &[], "").await.expect(200);
    assert_eq!(
        shown.text(),
        format!("{XML}<CORSConfiguration {NAMESPACE}>{rule}</CORSConfiguration>")
    );

    let preflight = [
        ("origin", "https://a.example.com"),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "X-One"),
    ];
    let allowed = root
        .unsigned("OPTIONS", "/media/key", &preflight, "")
        .await
        .expect(200);
    assert_eq!(
        allowed.header("access-control-allow-origin"),
        Some("https://a.example.com")
    );
    assert_eq!(
        allowed.header("access-control-allow-methods"),
        Some("GET, PUT")
    );
    assert_eq!(allowed.header("access-control-max-age"), Some("60"));
    // A browser can read why it was refused.
    let refused = root
        .unsigned("GET", "/media/key", &preflight[..1], "")
        .await
        .expect(403);
    assert_eq!(
        refused.header("access-control-allow-origin"),
        Some("https://a.example.com")
    );
    let foreign = [("origin", "https://example.org"), preflight[1]];
    root.unsigned("OPTIONS", "/media/key", &foreign, "")
        .await
        .expect_error(403, "AccessForbidden");

    let with =
        |inside: &str| format!("<CORSRule><AllowedOrigin>*</AllowedOrigin>{inside}</CORSRule>");
    let get = "<AllowedMethod>GET</AllowedMethod>";
    for (rules, code, message) in [
        (String::new(), "MalformedXML", None),
        (with(""), "MalformedXML", None),
        (format!("<CORSRule>{get}</CORSRule>"), "MalformedXML", None),
        (with(&format!("{get}<Unknown/>")), "MalformedXML", None),
        (
            with("<AllowedMethod>OPTIONS</AllowedMethod>"),
            "InvalidRequest",
            Some("Found unsupported HTTP method in CORS config. Unsupported method is OPTIONS"),
        ),
        (
            with(&format!("{get}<AllowedHeader>*-*</AllowedHeader>")),
            "InvalidRequest",
            Some("AllowedHeader &quot;*-*&quot; can not have more than one wildcard."),
        ),
        (
            with(&format!("{get}<ExposeHeader>*</ExposeHeader>")),
            "InvalidRequest",
            Some(
                "ExposeHeader &quot;*&quot; contains wildcard. We currently do not support wildcard for ExposeHeader.",
            ),
        ),
        (with(get).repeat(101), "InvalidRequest", None),
    ] {
        let refused = put(&rules).await.expect_error(400, code);
        if message.is_some() {
            assert_eq!(refused.element("Message").as_deref(), message);
        }
    }
    put(&with(get).repeat(100)).await.expect(200);
    root.send("DELETE", "/media?cors", &[], "")
        .await
        .expect(204);
    root.send("GET", "/media?cors", &[], "")
        .await
        .expect_error(404, "NoSuchCORSConfiguration");
    root.send("DELETE", "/media?cors", &[], "")
        .await
        .expect(204);
}

#[tokio::test]
async fn configurations_go_with_their_bucket() {
    let (_emulator, root) = start().await;
    make(&root, "media").await;
    version(&root, "media", "Enabled").await.expect(200);
    let cors = "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>";
    root.send("PUT", "/media?cors", &[], cors).await.expect(200);
    root.send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    root.send("DELETE", "/media", &[], "").await.expect(204);
    make(&root, "media").await;
    root.send("GET", "/media?cors", &[], "")
        .await
        .expect_error(404, "NoSuchCORSConfiguration");
    let shown = root
        .send("GET", "/media?versioning", &[], "")
        .await
        .expect(200);
    assert_eq!(shown.element("Status"), None);
    let shown = root
        .send("GET", "/media?publicAccessBlock", &[], "")
        .await
        .expect(200);
    assert_eq!(shown.element("BlockPublicPolicy").as_deref(), Some("true"));
    let shown = root
        .send("GET", "/media?ownershipControls", &[], "")
        .await
        .expect(200);
    assert_eq!(
        shown.text(),
        format!(
            "{XML}<OwnershipControls {NAMESPACE}><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>"
        )
    );
}

#[tokio::test]
async fn a_sub_resource_is_never_the_bucket_itself() {
    let (_emulator, root) = start().await;
    make(&root, "media").await;
    root.send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    for path in [
        "/media?location",
        "/media?versioning",
        "/media?versions",
        "/media?uploads",
    ] {
        root.send("DELETE", path, &[], "")
            .await
            .expect_error(405, "MethodNotAllowed");
    }
    // Without its id this is no deletion of a configuration, and even less one of the bucket.
    root.send("DELETE", "/media?inventory", &[], "")
        .await
        .expect(405);
    root.send("DELETE", "/media/key?torrent", &[], "")
        .await
        .expect(405);
    root.send("DELETE", "/media/key?uploadId=x", &[], "")
        .await
        .expect(501);
    root.send("PUT", "/other?location", &[], "")
        .await
        .expect(405);
    root.send("PUT", "/media/key?acl", &[], "")
        .await
        .expect(501);
    root.send("HEAD", "/media?versioning", &[], "")
        .await
        .expect(405);
    let refused = root.send("GET", "/media?versioning&acl", &[], "").await;
    let refused = refused.expect_error(400, "InvalidArgument");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some("Conflicting query string parameters: acl, versioning")
    );
    assert_eq!(
        refused.element("ArgumentName").as_deref(),
        Some("ResourceType")
    );
    // What selects nothing is ignored.
    root.send("GET", "/media?x-id=ListObjects&foo=bar", &[], "")
        .await
        .expect(200);
    root.send("GET", "/media/key", &[], "").await.expect(200);
}

#[tokio::test]
async fn a_document_must_be_the_one_that_was_promised() {
    let (_emulator, root) = start().await;
    make(&root, "media").await;
    let body = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    for (header, value, code) in [
        ("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest"),
        ("content-md5", "nonsense", "InvalidDigest"),
        ("x-amz-checksum-crc32", "AAAAAA==", "BadDigest"),
        ("x-amz-checksum-crc32", "AAAA", "InvalidRequest"),
    ] {
        let refused = root
            .send("PUT", "/media?versioning", &[(header, value)], body)
            .await;
        refused.expect_error(400, code);
    }
    let shown = root
        .send("GET", "/media?versioning", &[], "")
        .await
        .expect(200);
    assert_eq!(shown.element("Status"), None);
}

#[tokio::test]
async fn buckets_are_listed_page_by_page() {
    let (emulator, root) = start().await;
    for name in ["a-one", "a-two", "b-one", "b-two"] {
        make(&root, name).await;
    }
    make(&other_account(&emulator), "a-foreign").await;
    let all = root.send("GET", "/", &[], "").await.expect(200);
    assert_eq!(all.text().matches("<Bucket>").count(), 4);
    assert_eq!(all.element("BucketRegion"), None);
    assert!(!all.text().contains("a-foreign"));

    let first = root
        .send("GET", "/?max-buckets=1&prefix=a-", &[], "")
        .await
        .expect(200);
    let text = first.text();
    assert!(text.contains("<Name>a-one</Name><CreationDate>"), "{text}");
    assert!(text.contains(".000Z</CreationDate><BucketRegion>us-east-1</BucketRegion><BucketArn>arn:aws:s3:::a-one</BucketArn></Bucket></Buckets><ContinuationToken>"), "{text}");
    assert!(
        text.ends_with("<Prefix>a-</Prefix></ListAllMyBucketsResult>"),
        "{text}"
    );
    let token =
        bucketproof::protocol::uri::encode_query(&first.element("ContinuationToken").unwrap());
    let path = format!("/?max-buckets=1&prefix=a-&continuation-token={token}");
    let second = root.send("GET", &path, &[], "").await.expect(200);
    assert_eq!(second.element("Name").as_deref(), Some("a-two"));
    assert_eq!(second.element("ContinuationToken"), None);
    // Another account's listing is another listing.
    other_account(&emulator)
        .send("GET", &path, &[], "")
        .await
        .expect_error(400, "InvalidArgument");

    let none = root
        .send("GET", "/?bucket-region=eu-west-1", &[], "")
        .await
        .expect(200);
    assert_eq!(none.element("Name"), None);
    for bad in [
        "max-buckets=0",
        "max-buckets=10001",
        "max-buckets=x",
        "continuation-token=",
        "bucket-region=here",
    ] {
        root.send("GET", &format!("/?{bad}"), &[], "")
            .await
            .expect_error(400, "InvalidArgument");
    }
}
