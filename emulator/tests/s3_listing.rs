//! ListObjects, ListObjectsV2 and ListObjectVersions: bytes, order and refusals as recorded from S3.

mod sts_people;
mod support;

use bucketproof::Emulator;
use bucketproof::protocol::uri::{encode_path, encode_query};
use support::{Client, Response};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

async fn start(keys: &[&str]) -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::root(&emulator);
    root.send("PUT", "/media", &[], "").await.expect(200);
    for key in keys {
        let path = format!("/media/{}", encode_path(key));
        root.send("PUT", &path, &[], "body").await.expect(200);
    }
    (emulator, root)
}

async fn list(client: &Client, query: &str) -> Response {
    client
        .send("GET", &format!("/media?{query}"), &[], "")
        .await
}

/// The texts of all elements of that name.
fn all(answer: &Response, element: &str) -> Vec<String> {
    let text = answer.text();
    let tag = format!("<{element}>");
    text.split(&tag)
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap_or_default().to_owned())
        .collect()
}

/// The document with what differs from run to run taken out.
fn steady(answer: &Response) -> String {
    let mut text = answer.text();
    for element in [
        "LastModified",
        "ID",
        "VersionId",
        "NextVersionIdMarker",
        "VersionIdMarker",
    ] {
        for found in all(answer, element) {
            if !found.is_empty() {
                text = text.replace(
                    &format!("<{element}>{found}</{element}>"),
                    &format!("<{element}>…</{element}>"),
                );
            }
        }
    }
    text
}

fn contents(key: &str, owner: &str) -> String {
    format!(
        "<Contents><Key>{key}</Key><LastModified>…</LastModified><ETag>&quot;841a2d689ad86bd1611447453c22c6fc&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>4</Size>{owner}<StorageClass>STANDARD</StorageClass></Contents>"
    )
}

#[tokio::test]
async fn the_bytes_of_version_one() {
    let (_emulator, root) = start(&["a/1", "b c", "d"]).await;
    let answer = list(&root, "delimiter=/&max-keys=2").await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/xml"));
    let owner = "<Owner><ID>…</ID></Owner>";
    let head = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>media</Name><Prefix></Prefix>";
    assert_eq!(
        steady(&answer),
        format!(
            "{XML}{head}<Marker></Marker><NextMarker>b c</NextMarker><MaxKeys>2</MaxKeys><Delimiter>/</Delimiter><IsTruncated>true</IsTruncated>{}<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes></ListBucketResult>",
            contents("b c", owner)
        )
    );
    assert!(all(&answer, "LastModified")[0].ends_with(".000Z"));
    let answer = list(&root, "marker=b%20c&encoding-type=url")
        .await
        .expect(200);
    assert_eq!(
        steady(&answer),
        format!(
            "{XML}{head}<Marker>b+c</Marker><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>{}</ListBucketResult>",
            contents("d", owner)
        )
    );
    // Without a delimiter there is no next marker.
    let answer = list(&root, "max-keys=1").await.expect(200);
    assert_eq!(answer.element("IsTruncated").as_deref(), Some("true"));
    assert_eq!(answer.element("NextMarker"), None);
}

#[tokio::test]
async fn the_bytes_of_version_two() {
    let (_emulator, root) = start(&["a/1", "a/2", "b"]).await;
    let answer = list(&root, "list-type=2&delimiter=/&max-keys=1")
        .await
        .expect(200);
    let token = answer.element("NextContinuationToken").unwrap();
    let head = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>media</Name><Prefix></Prefix>";
    assert_eq!(
        steady(&answer),
        format!(
            "{XML}{head}<NextContinuationToken>{token}</NextContinuationToken><KeyCount>1</KeyCount><MaxKeys>1</MaxKeys><Delimiter>/</Delimiter><IsTruncated>true</IsTruncated><CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes></ListBucketResult>"
        )
    );
    // What is written behind the page's end is found, what is written before it is not missed twice.
    root.send("PUT", "/media/a/3", &[], "body")
        .await
        .expect(200);
    root.send("PUT", "/media/aa", &[], "body").await.expect(200);
    let query = format!(
        "list-type=2&delimiter=/&start-after=z&fetch-owner=true&continuation-token={}",
        encode_query(&token)
    );
    let answer = list(&root, &query).await.expect(200);
    let owner = "<Owner><ID>…</ID></Owner>";
    assert_eq!(
        steady(&answer),
        format!(
            "{XML}{head}<ContinuationToken>{token}</ContinuationToken><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys><Delimiter>/</Delimiter><IsTruncated>false</IsTruncated>{}{}</ListBucketResult>",
            contents("aa", owner),
            contents("b", owner)
        )
    );
    let answer = list(&root, "list-type=2&start-after=a/3&prefix=a")
        .await
        .expect(200);
    assert_eq!(
        steady(&answer),
        format!(
            "{XML}{}<StartAfter>a/3</StartAfter><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>{}</ListBucketResult>",
            head.replace("<Prefix></Prefix>", "<Prefix>a</Prefix>"),
            contents("aa", "")
        )
    );
}

#[tokio::test]
async fn the_bytes_of_versions() {
    let (_emulator, root) = start(&["old"]).await;
    let on = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    root.send("PUT", "/media?versioning", &[], on)
        .await
        .expect(200);
    root.send("PUT", "/media/old", &[], "body")
        .await
        .expect(200);
    root.send("DELETE", "/media/old", &[], "").await.expect(204);
    root.send("PUT", "/media/a/1", &[], "body")
        .await
        .expect(200);
    let answer = list(&root, "versions&delimiter=/&max-keys=2")
        .await
        .expect(200);
    let head = "<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>media</Name><Prefix></Prefix>";
    let marker = "<DeleteMarker><Key>old</Key><VersionId>…</VersionId><IsLatest>true</IsLatest><LastModified>…</LastModified><Owner><ID>…</ID></Owner></DeleteMarker>";
    assert_eq!(
        steady(&answer),
        format!(
            "{XML}{head}<KeyMarker></KeyMarker><VersionIdMarker></VersionIdMarker><NextKeyMarker>old</NextKeyMarker><NextVersionIdMarker>…</NextVersionIdMarker><MaxKeys>2</MaxKeys><Delimiter>/</Delimiter><IsTruncated>true</IsTruncated>{marker}<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes></ListVersionsResult>"
        )
    );
    let version = answer.element("NextVersionIdMarker").unwrap();
    let query = format!("versions&delimiter=/&key-marker=old&version-id-marker={version}");
    let answer = list(&root, &query).await.expect(200);
    let kept = "<Version><Key>old</Key><VersionId>…</VersionId><IsLatest>false</IsLatest><LastModified>…</LastModified><ETag>&quot;841a2d689ad86bd1611447453c22c6fc&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>4</Size><Owner><ID>…</ID></Owner><StorageClass>STANDARD</StorageClass></Version>";
    assert_eq!(
        steady(&answer),
        format!(
            "{XML}{head}<KeyMarker>old</KeyMarker><VersionIdMarker>…</VersionIdMarker><MaxKeys>1000</MaxKeys><Delimiter>/</Delimiter><IsTruncated>false</IsTruncated>{kept}{kept}</ListVersionsResult>"
        )
    );
    assert_eq!(all(&answer, "VersionId")[1], "null");
    // Listings of objects do not see deleted ones.
    let answer = list(&root, "list-type=2").await.expect(200);
    assert_eq!(all(&answer, "Key"), ["a/1"]);
}

#[tokio::test]
async fn a_common_prefix_is_passed_as_a_whole() {
    let (_emulator, root) = start(&["docs/a.txt", "docs/b.txt", "notes/x", "plain"]).await;
    for marker in ["docs/", "docs/a.txt", "docs/zzz"] {
        let answer = list(&root, &format!("delimiter=/&marker={marker}"))
            .await
            .expect(200);
        assert_eq!(all(&answer, "Prefix"), ["", "notes/"], "{marker}");
        assert_eq!(all(&answer, "Key"), ["plain"]);
    }
    let answer = list(&root, "marker=docs/a.txt").await.expect(200);
    assert_eq!(all(&answer, "Key"), ["docs/b.txt", "notes/x", "plain"]);
    let answer = list(&root, "delimiter=xt&prefix=docs/").await.expect(200);
    assert_eq!(
        all(&answer, "Prefix"),
        ["docs/", "docs/a.txt", "docs/b.txt"]
    );
    let answer = list(&root, "delimiter=&prefix=docs/").await.expect(200);
    assert_eq!(answer.element("Delimiter"), None);
    assert_eq!(all(&answer, "Key").len(), 2);
}

#[tokio::test]
async fn names_are_encoded_when_asked_for() {
    let key = "ü +&<>\u{1}~*'()%/ -_.,";
    let (_emulator, root) = start(&[key]).await;
    let answer = list(&root, "encoding-type=url").await.expect(200);
    assert_eq!(
        answer.element("Key").as_deref(),
        Some("%C3%BC+%2B%26%3C%3E%01%7E*%27%28%29%25/+-_.%2C")
    );
    let answer = list(&root, "list-type=2").await.expect(200);
    assert_eq!(
        answer.element("Key").as_deref(),
        Some("ü +&amp;&lt;&gt;&#x1;~*'()%/ -_.,")
    );
    let answer = list(&root, "encoding-type=URL&prefix=%C3%BC%20&delimiter=%2B")
        .await
        .expect(200);
    assert_eq!(answer.element("EncodingType").as_deref(), Some("URL"));
    assert_eq!(all(&answer, "Prefix"), ["%C3%BC+", "%C3%BC+%2B"]);
    assert_eq!(answer.element("Delimiter").as_deref(), Some("%2B"));
}

#[tokio::test]
async fn page_sizes() {
    let (_emulator, root) = start(&["a", "b"]).await;
    for (sent, shown, keys, truncated) in [
        ("", "1000", 2, "false"),
        ("05", "5", 2, "false"),
        ("1", "1", 1, "true"),
        ("0", "0", 0, "false"),
        ("-0", "0", 0, "false"),
        ("1001", "1001", 2, "false"),
        ("2147483647", "2147483647", 2, "false"),
    ] {
        for kind in ["", "&list-type=2", "&versions"] {
            let answer = list(&root, &format!("max-keys={sent}{kind}"))
                .await
                .expect(200);
            assert_eq!(
                answer.element("MaxKeys").as_deref(),
                Some(shown),
                "{sent}{kind}"
            );
            assert_eq!(all(&answer, "Key").len(), keys, "{sent}{kind}");
            assert_eq!(
                answer.element("IsTruncated").as_deref(),
                Some(truncated),
                "{sent}{kind}"
            );
        }
    }
}

#[tokio::test]
async fn refusals_in_their_order() {
    let (_emulator, root) = start(&["a"]).await;
    let version = "Eyn7lxdGE1WU1SU6QTbW1X6cbSIIRY0R";
    let integer = "Provided max-keys not an integer or within integer range";
    let range = "Argument maxKeys must be an integer between 0 and 2147483647";
    let encoding = "Invalid Encoding Method specified in Request";
    let token = "The continuation token provided is incorrect";
    let dependency = "A version-id marker cannot be specified without a key marker.";
    for (query, message, name, value) in [
        ("max-keys=abc", integer, "max-keys", Some("abc")),
        ("max-keys=+5", integer, "max-keys", Some(" 5")),
        (
            "max-keys=2147483648&list-type=2",
            integer,
            "max-keys",
            Some("2147483648"),
        ),
        ("max-keys=-01", range, "maxKeys", Some("-1")),
        (
            "max-keys=-1&encoding-type=x",
            encoding,
            "encoding-type",
            Some("x"),
        ),
        ("encoding-type=", encoding, "encoding-type", Some("")),
        (
            "list-type=2&continuation-token=garbage&encoding-type=x",
            encoding,
            "encoding-type",
            Some("x"),
        ),
        (
            "list-type=2&continuation-token=garbage&max-keys=-1",
            token,
            "continuation-token",
            None,
        ),
        (
            "list-type=2&continuation-token=",
            token,
            "continuation-token",
            None,
        ),
        (
            "start-after=a&max-keys=abc",
            integer,
            "max-keys",
            Some("abc"),
        ),
        (
            "start-after=a",
            "startAfter only supported in REST.GET.BUCKET with list-type=2",
            "start-after",
            None,
        ),
        (
            "list-type=1&continuation-token=a",
            "continuation-token only supported in REST.GET.BUCKET with list-type=2",
            "continuation-token",
            None,
        ),
        (
            "list-type=2&marker=a",
            "Marker unsupported with REST.GET.BUCKET in list-type=2",
            "marker",
            None,
        ),
        (
            "versions&max-keys=abc&version-id-marker=&encoding-type=x",
            integer,
            "max-keys",
            Some("abc"),
        ),
        (
            "versions&version-id-marker=&encoding-type=x",
            dependency,
            "version-id-marker",
            Some(""),
        ),
        (
            "versions&key-marker=k&version-id-marker=&encoding-type=x",
            "A version-id marker cannot be empty.",
            "version-id-marker",
            Some(""),
        ),
        (
            "versions&key-marker=k&version-id-marker=bad-vid&encoding-type=x",
            "Invalid version id specified",
            "version-id-marker",
            Some("bad-vid"),
        ),
        (
            "versions&key-marker=k&encoding-type=x",
            encoding,
            "encoding-type",
            Some("x"),
        ),
    ] {
        let refused = list(&root, query)
            .await
            .expect_error(400, "InvalidArgument");
        assert_eq!(
            refused.element("Message").as_deref(),
            Some(message),
            "{query}"
        );
        assert_eq!(
            refused.element("ArgumentName").as_deref(),
            Some(name),
            "{query}"
        );
        assert_eq!(
            refused.element("ArgumentValue").as_deref(),
            value,
            "{query}"
        );
    }
    list(
        &root,
        &format!("versions&key-marker=k&version-id-marker={version}"),
    )
    .await
    .expect(200);
    let attributes = [("x-amz-optional-object-attributes", "Everything")];
    root.send("GET", "/media?list-type=2", &attributes, "")
        .await
        .expect_error(400, "InvalidArgument");
    root.send("GET", "/nothing?max-keys=-1", &[], "")
        .await
        .expect_error(404, "NoSuchBucket");
}

#[tokio::test]
async fn policies_see_the_parameters_that_were_sent() {
    let (emulator, _) = start(&["home/anna/1", "home/ben/1"]).await;
    let allow = |condition: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["s3:ListBucket","s3:ListBucketVersions"],"Resource":"arn:aws:s3:::media","Condition":{condition}}}]}}"#
        )
    };
    let home = allow(
        r#"{"StringLike":{"s3:prefix":["home/anna/*"]},"StringEquals":{"s3:delimiter":"/"}}"#,
    );
    let anna = sts_people::user(&emulator, "000000000000", "anna", Some(&home)).await;
    for kind in ["", "&list-type=2", "&versions"] {
        list(&anna, &format!("prefix=home/anna/&delimiter=/{kind}"))
            .await
            .expect(200);
        for other in [
            "prefix=home/anna/",
            "prefix=home/ben/&delimiter=/",
            "delimiter=/",
            "prefix=&delimiter=/",
        ] {
            let refused = list(&anna, &format!("{other}{kind}")).await;
            refused.expect_error(403, "AccessDenied");
        }
    }
    // A key is absent when its parameter is, and empty when that is.
    let whole = allow(r#"{"Null":{"s3:prefix":"true"}}"#);
    let ben = sts_people::user(&emulator, "000000000000", "ben", Some(&whole)).await;
    list(&ben, "list-type=2").await.expect(200);
    list(&ben, "list-type=2&prefix=")
        .await
        .expect_error(403, "AccessDenied");
    // The page size is always known.
    let small = allow(r#"{"NumericLessThanEquals":{"s3:max-keys":"10"}}"#);
    let carl = sts_people::user(&emulator, "000000000000", "carl", Some(&small)).await;
    list(&carl, "max-keys=10").await.expect(200);
    list(&carl, "max-keys=11")
        .await
        .expect_error(403, "AccessDenied");
    list(&carl, "").await.expect_error(403, "AccessDenied");
    let only_objects = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}"#;
    let dora = sts_people::user(&emulator, "000000000000", "dora", Some(only_objects)).await;
    dora.send("HEAD", "/media", &[], "").await.expect(200);
    let refused = list(&dora, "versions")
        .await
        .expect_error(403, "AccessDenied");
    assert!(
        refused
            .text()
            .contains("s3:ListBucketVersions on resource: &quot;arn:aws:s3:::media&quot;")
    );
}
