//! What is said first: whether something is there, who may know it, and what its owner alone may do.

use serde_json::json;

use super::people::{
    OTHER, OWNER, change, denied, document, everything, everything_but, message, put_policy, user,
};
use crate::s3_help::{set_versioning, started};
use crate::support::Client;

#[tokio::test]
async fn a_missing_key_is_told_to_those_who_may_read_and_list() {
    let (emulator, root) = started().await;
    let ann = user(&emulator, &root, "ann", &everything()).await;
    let get = || async { ann.send("GET", "/media/absent", &[], "").await };
    get().await.expect_error(404, "NoSuchKey");
    change(&root, "ann", &everything_but("s3:ListBucket")).await;
    assert!(message(get().await).contains("s3:ListBucket on resource: \"arn:aws:s3:::media\""));
    let head = ann.send("HEAD", "/media/absent", &[], "").await;
    assert!(head.expect(403).body.is_empty());
    // Without the permission to read, listing does not help.
    change(&root, "ann", &everything_but("s3:GetObject")).await;
    assert!(message(get().await).contains("s3:GetObject on resource"));
    // That a bucket is missing is hidden from nobody.
    change(&root, "ann", &denied("s3:*")).await;
    ann.send("GET", "/absent/key", &[], "")
        .await
        .expect_error(404, "NoSuchBucket");
    root.unsigned("GET", "/absent/key", &[], "")
        .await
        .expect_error(404, "NoSuchBucket");
    ann.send("GET", "/media?cors", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    root.send("GET", "/media?cors", &[], "")
        .await
        .expect_error(404, "NoSuchCORSConfiguration");
}

#[tokio::test]
async fn a_delete_marker_is_shown_whatever_is_denied() {
    let (emulator, root) = started().await;
    set_versioning(&root, "media", "Enabled").await;
    let put = root
        .send("PUT", "/media/key", &[], "test")
        .await
        .expect(200);
    let version = put.header("x-amz-version-id").unwrap().to_owned();
    let deleted = root.send("DELETE", "/media/key", &[], "").await.expect(204);
    let marker = deleted.header("x-amz-version-id").unwrap().to_owned();
    let deny = json!([{
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObjectVersion"],
        "Resource": "arn:aws:s3:::media/*",
    }]);
    put_policy(&root, "media", &deny).await.expect(204);
    let ann = user(&emulator, &root, "ann", &everything()).await;
    let by = |method: &'static str, id: Option<&str>| {
        let query = id.map(|id| format!("?versionId={id}")).unwrap_or_default();
        let ann = ann.clone();
        async move {
            ann.send(method, &format!("/media/key{query}"), &[], "")
                .await
        }
    };
    let gone = by("GET", None).await.expect_error(404, "NoSuchKey");
    assert_eq!(gone.header("x-amz-delete-marker"), Some("true"));
    by("HEAD", None).await.expect(404);
    by("GET", Some(&marker))
        .await
        .expect_error(405, "MethodNotAllowed");
    by("HEAD", Some(&marker)).await.expect(405);
    by("GET", Some(&version))
        .await
        .expect_error(403, "AccessDenied");
    by("DELETE", Some(&marker))
        .await
        .expect_error(403, "AccessDenied");
    // Whoever may neither read nor list learns nothing.
    change(&root, "ann", &everything_but("s3:ListBucket")).await;
    for id in [None, Some(marker.as_str())] {
        let refused = by("GET", id).await.expect_error(403, "AccessDenied");
        assert_eq!(refused.header("x-amz-delete-marker"), None);
    }
}

#[tokio::test]
async fn only_a_bucket_policy_is_open_to_a_root_user_whom_it_denies() {
    let (emulator, root) = started().await;
    let everybody = json!([{
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::media", "arn:aws:s3:::media/*"],
    }]);
    put_policy(&root, "media", &everybody).await.expect(204);
    let start = "User: arn:aws:iam::000000000000:root is not authorized to perform:";
    for (method, path, action) in [
        ("GET", "/media?policyStatus", "s3:GetBucketPolicyStatus"),
        ("GET", "/media?versioning", "s3:GetBucketVersioning"),
        ("GET", "/media", "s3:ListBucket"),
        ("DELETE", "/media", "s3:DeleteBucket"),
    ] {
        assert_eq!(
            message(root.send(method, path, &[], "").await),
            format!(
                "{start} {action} on resource: \"arn:aws:s3:::media\" with an explicit deny in a resource-based policy"
            )
        );
    }
    let policy = root.send("GET", "/media?policy", &[], "").await;
    policy.expect(200);
    put_policy(&root, "media", &everybody).await.expect(204);
    // The root user of another account has no such way.
    let other = Client::new(&emulator, OTHER, "test");
    for method in ["GET", "DELETE"] {
        let answer = other.send(method, "/media?policy", &[], "").await;
        assert_eq!(message(answer), "Access Denied");
    }
    // Nor does it lead past the policies of an organization.
    let deny: serde_json::Value =
        serde_json::from_str(&document(&denied("s3:DeleteBucketPolicy"))).unwrap();
    let scp = json!({"account": OWNER, "scp": [deny]});
    root.control("POST", "organization", &scp).await.expect(200);
    assert_eq!(
        message(root.send("DELETE", "/media?policy", &[], "").await),
        format!(
            "{start} s3:DeleteBucketPolicy on resource: \"arn:aws:s3:::media\" with an explicit deny in a service control policy"
        )
    );
    root.control("DELETE", "organization", &serde_json::Value::Null)
        .await
        .expect(200);
    root.send("DELETE", "/media?policy", &[], "")
        .await
        .expect(204);
    root.send("GET", "/media", &[], "").await.expect(200);
}

#[tokio::test]
async fn organizations_take_documents_of_their_kind_only() {
    let (_emulator, root) = started().await;
    let post = |body: serde_json::Value| {
        let root = root.clone();
        async move { root.control("POST", "organization", &body).await }
    };
    let policy =
        |statement: serde_json::Value| json!({"Version": "2012-10-17", "Statement": [statement]});
    let all = policy(json!({"Effect": "Allow", "Action": "*", "Resource": "*"}));
    let named =
        policy(json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}));
    for body in [
        json!({"account": "1", "scp": []}),
        json!({"account": OWNER, "policies": []}),
        json!({"account": OWNER, "path": "o-1"}),
        json!({"account": OWNER, "path": "o-1/ou-1/"}),
        json!({"account": OWNER, "scp": [named]}),
        json!({"account": OWNER, "rcp": [all]}),
        json!({"account": OWNER, "scp": [{"Version": "2012-10-17"}]}),
        json!({"account": OWNER, "rcp": [policy(json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}))]}),
        json!({"account": OWNER, "rcp": [policy(json!({"Effect": "Deny", "Principal": {"AWS": OTHER}, "Action": "s3:*", "Resource": "*"}))]}),
    ] {
        let answer = post(body.clone()).await.expect(400).json();
        assert!(answer["error"].is_string(), "{body}");
    }
    let path = format!("organization/{OWNER}");
    root.control("GET", &path, &serde_json::Value::Null)
        .await
        .expect(404);
    post(json!({"account": OWNER, "scp": [[all], all], "rcp": [named]}))
        .await
        .expect(200);
    let shown = root.control("GET", &path, &serde_json::Value::Null).await;
    let shown = shown.expect(200).json();
    assert_eq!(shown["path"], "o-bucketproof/r-root/");
    assert_eq!(shown["scp"], json!([["scp 1"], ["scp 2"]]));
    assert_eq!(shown["rcp"], json!([["rcp 1", "RCPFullAWSAccess"]]));
    root.control("POST", "reset", &json!({})).await.expect(200);
    root.control("GET", &path, &serde_json::Value::Null)
        .await
        .expect(404);
}

#[tokio::test]
async fn members_of_an_organization_are_known_by_its_id_and_their_path() {
    let (emulator, root) = started().await;
    let other = Client::new(&emulator, OTHER, "test");
    let grant = |condition: serde_json::Value| {
        json!([{
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:ListBucket",
            "Resource": "arn:aws:s3:::media",
            "Condition": condition,
        }])
    };
    let list = || async { other.send("GET", "/media", &[], "").await.status };
    let by_id = grant(json!({"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}));
    put_policy(&root, "media", &by_id).await.expect(204);
    assert_eq!(list().await, 403);
    let join = |path: &'static str| {
        let root = root.clone();
        let body = json!({"account": OTHER, "path": path});
        async move {
            root.control("POST", "organization", &body)
                .await
                .expect(200)
        }
    };
    join("o-0987654321/r-1/").await;
    assert_eq!(list().await, 403);
    join("o-1234567890/r-1/ou-1-media/").await;
    assert_eq!(list().await, 200);
    let by_path = |path: &str| {
        let like = json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": path}});
        let mut grant = grant(like);
        grant[0]["Principal"] = json!({"AWS": OTHER});
        grant
    };
    for (path, status) in [
        ("o-1234567890/r-1/ou-1-media/*", 200),
        ("o-1234567890/*", 200),
        ("o-1234567890/r-1/ou-1-other/*", 403),
    ] {
        put_policy(&root, "media", &by_path(path)).await.expect(204);
        assert_eq!(list().await, status, "{path}");
    }
    // A caller may be kept to resources of its own organization.
    let own = json!([{
        "Effect": "Allow",
        "Action": "s3:ListBucket",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}},
    }]);
    let ann = user(&emulator, &root, "ann", &own).await;
    let anns = || async { ann.send("GET", "/media", &[], "").await.status };
    root.send("DELETE", "/media?policy", &[], "")
        .await
        .expect(204);
    assert_eq!(anns().await, 403);
    let body = json!({"account": OWNER});
    root.control("POST", "organization", &body)
        .await
        .expect(200);
    assert_eq!(anns().await, 200);
}
