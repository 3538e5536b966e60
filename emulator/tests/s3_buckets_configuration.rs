//! The configurations of buckets: versioning, encryption, CORS, and what becomes of them.

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
