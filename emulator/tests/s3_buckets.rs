//! Buckets: made, found, listed and deleted as S3 does it.

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

async fn version(client: &Client, bucket: &str, status: &str) -> support::Response {
    let body = format!(
        "<VersioningConfiguration {NAMESPACE}><Status>{status}</Status></VersioningConfiguration>"
    );
    client
        .send("PUT", &format!("/{bucket}?versioning"), &[], body)
        .await
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
    let header = "x-amz-bucket-namespace";
    let refused = root
        .send("PUT", "/media", &[(header, "account-regional")], "")
        .await
        .expect_error(501, "NotImplemented");
    assert_eq!(refused.element("Header").as_deref(), Some(header));
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

#[tokio::test]
async fn uploads_in_progress_go_with_their_bucket() {
    let (emulator, root) = start().await;
    make(&root, "media").await;
    let upload = root
        .send("POST", "/media/key?uploads", &[], "")
        .await
        .expect(200);
    let upload = upload.element("UploadId").unwrap();
    for number in 1..=2 {
        let path = format!("/media/key?partNumber={number}&uploadId={upload}");
        root.send("PUT", &path, &[], "part").await.expect(200);
    }
    assert_eq!(emulator.stack().world.blobs.usage().blobs, 2);
    root.send("DELETE", "/media", &[], "").await.expect(204);
    assert_eq!(emulator.stack().world.blobs.usage().blobs, 0);
    make(&root, "media").await;
    let listed = root
        .send("GET", "/media?uploads", &[], "")
        .await
        .expect(200);
    assert_eq!(listed.element("UploadId"), None);
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
    root.send("PUT", "/other?location", &[], "")
        .await
        .expect(405);
    root.send("PUT", "/media/key?acl", &[("x-amz-acl", "private")], "")
        .await
        .expect_error(400, "AccessControlListNotSupported");
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
