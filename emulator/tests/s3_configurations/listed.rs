//! Configurations of which a bucket has many.

use crate::s3_help::{all, started};

/// Sub-resource, root element, root of the list, content behind the id.
const KINDS: [(&str, &str, &str, &str); 4] = [
    (
        "metrics",
        "MetricsConfiguration",
        "ListMetricsConfigurationsResult",
        "<Filter><And><Prefix>a/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter>",
    ),
    (
        "analytics",
        "AnalyticsConfiguration",
        "ListBucketAnalyticsConfigurationResult",
        "<StorageClassAnalysis><DataExport><OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination><Format>CSV</Format><Bucket>arn:aws:s3:::media</Bucket></S3BucketDestination></Destination></DataExport></StorageClassAnalysis>",
    ),
    (
        "inventory",
        "InventoryConfiguration",
        "ListInventoryConfigurationsResult",
        "<IsEnabled>true</IsEnabled><Destination><S3BucketDestination><Bucket>arn:aws:s3:::media</Bucket><Format>Parquet</Format><Encryption><SSE-S3/></Encryption></S3BucketDestination></Destination><Schedule><Frequency>Weekly</Frequency></Schedule><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field><Field>ETag</Field></OptionalFields>",
    ),
    (
        "intelligent-tiering",
        "IntelligentTieringConfiguration",
        "ListBucketIntelligentTieringConfigurationsOutput",
        "<Status>Enabled</Status><Tiering><Days>90</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering><Tiering><Days>180</Days><AccessTier>DEEP_ARCHIVE_ACCESS</AccessTier></Tiering>",
    ),
];
const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

#[tokio::test]
async fn each_kind_is_put_read_listed_and_removed() {
    let (_emulator, client) = started().await;
    for (query, root, list_root, content) in KINDS {
        let list = format!("/media?{query}");
        let empty = client.send("GET", &list, &[], "").await.expect(200);
        assert_eq!(
            empty.text(),
            format!(
                "{OPENING}<{list_root} {NAMESPACE}><IsTruncated>false</IsTruncated></{list_root}>"
            )
        );
        let one = format!("/media?{query}&id=one");
        for method in ["GET", "DELETE"] {
            let failure = client
                .send(method, &one, &[], "")
                .await
                .expect_error(404, "NoSuchConfiguration");
            assert_eq!(
                failure.element("Message").as_deref(),
                Some("The specified configuration does not exist.")
            );
        }
        let content = format!("<Id>one</Id>{content}");
        let document = format!("<{root}>{content}</{root}>");
        client.send("PUT", &one, &[], document).await.expect(200);
        let got = client.send("GET", &one, &[], "").await.expect(200);
        assert_eq!(
            got.text(),
            format!("{OPENING}<{root} {NAMESPACE}>{content}</{root}>")
        );
        let listed = client.send("GET", &list, &[], "").await.expect(200);
        assert_eq!(
            listed.text(),
            format!(
                "{OPENING}<{list_root} {NAMESPACE}><IsTruncated>false</IsTruncated><{root}>{content}</{root}></{list_root}>"
            )
        );
        client.send("DELETE", &one, &[], "").await.expect(204);
        client
            .send("DELETE", &one, &[], "")
            .await
            .expect_error(404, "NoSuchConfiguration");
    }
}

#[tokio::test]
async fn lists_come_in_pages_of_a_hundred() {
    let (_emulator, client) = started().await;
    for number in 0..105 {
        let id = format!("m-{number:03}");
        let document = format!("<MetricsConfiguration><Id>{id}</Id></MetricsConfiguration>");
        client
            .send("PUT", &format!("/media?metrics&id={id}"), &[], document)
            .await
            .expect(200);
    }
    let page = client
        .send("GET", "/media?metrics", &[], "")
        .await
        .expect(200);
    assert_eq!(page.element("IsTruncated").as_deref(), Some("true"));
    let mut ids = all(&page, "Id");
    assert_eq!(ids.len(), 100);
    let token = page.element("NextContinuationToken").unwrap();
    let next = format!("/media?metrics&continuation-token={token}");
    let page = client.send("GET", &next, &[], "").await.expect(200);
    assert_eq!(page.element("IsTruncated").as_deref(), Some("false"));
    assert_eq!(page.element("ContinuationToken"), Some(token));
    ids.extend(all(&page, "Id"));
    let expected: Vec<String> = (0..105).map(|number| format!("m-{number:03}")).collect();
    assert_eq!(ids, expected);
    // Other kinds do not show them.
    let other = client
        .send("GET", "/media?analytics", &[], "")
        .await
        .expect(200);
    assert!(all(&other, "Id").is_empty());
}
