//! Tags in policies: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html>.

use serde_json::{Value, json};

use super::objects::tagging;
use crate::s3_help::{allow, copy, set_policy, set_versioning, started, user};
use crate::s3_uploads::create;
use crate::support::Response;

const ALL: &str = "arn:aws:s3:::media/*";

fn allow_if(actions: &[&str], condition: Value) -> Value {
    json!({"Effect": "Allow", "Action": actions, "Resource": ALL, "Condition": condition})
}

#[track_caller]
fn denied(answer: Response, action: &str) {
    let answer = answer.expect_error(403, "AccessDenied");
    let text = answer.element("Message").unwrap();
    assert!(text.contains(&format!("to perform: {action} on")), "{text}");
}

#[tokio::test]
async fn each_call_has_its_action_and_another_for_versions() {
    let (emulator, root) = started().await;
    set_versioning(&root, "media", "Enabled").await;
    let put = root.send("PUT", "/media/k", &[], "x").await.expect(200);
    let version = put.header("x-amz-version-id").unwrap().to_owned();
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:ListBucket"], &["*"])]),
    )
    .await;
    let by_version = format!("/media/k?tagging&versionId={version}");
    for (method, verb, status) in [
        ("GET", "Get", 200),
        ("PUT", "Put", 200),
        ("DELETE", "Delete", 204),
    ] {
        let body = if method == "PUT" {
            tagging(&[("a", "1")])
        } else {
            String::new()
        };
        let plain = format!("s3:{verb}ObjectTagging");
        let versioned = format!("s3:{verb}ObjectVersionTagging");
        denied(
            ann.send(method, "/media/k?tagging", &[], body.clone())
                .await,
            &plain,
        );
        set_policy(&root, "ann", json!([allow(&[&plain], &[ALL])])).await;
        ann.send(method, "/media/k?tagging", &[], body.clone())
            .await
            .expect(status);
        denied(
            ann.send(method, &by_version, &[], body.clone()).await,
            &versioned,
        );
        let only_this = json!({"StringEquals": {"s3:VersionId": version}});
        set_policy(&root, "ann", json!([allow_if(&[&versioned], only_this)])).await;
        ann.send(method, &by_version, &[], body)
            .await
            .expect(status);
        set_policy(&root, "ann", json!([allow(&["s3:ListBucket"], &["*"])])).await;
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_tags_is_for_those_who_may_tag() {
    let (emulator, root) = started().await;
    root.send("PUT", "/media/k", &[], "x").await.expect(200);
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:GetObject"], &[ALL])]),
    )
    .await;
    let bad = tagging(&[("a,b", "1")]);
    denied(
        ann.send("PUT", "/media/k?tagging", &[], bad.clone()).await,
        "s3:PutObjectTagging",
    );
    denied(
        ann.send("PUT", "/media/k?tagging", &[], "<no").await,
        "s3:PutObjectTagging",
    );
    // A missing key is a missing permission without the permission to list.
    set_policy(&root, "ann", json!([allow(&["s3:*ObjectTagging"], &[ALL])])).await;
    ann.send("PUT", "/media/k?tagging", &[], bad)
        .await
        .expect_error(400, "InvalidTag");
    denied(
        ann.send("GET", "/media/absent?tagging", &[], "").await,
        "s3:ListBucket",
    );
}

#[tokio::test]
async fn tags_that_are_there_decide_where_they_are_looked_at() {
    let (emulator, root) = started().await;
    for (key, tags) in [("open", "open=yes"), ("closed", "open=no"), ("bare", "")] {
        root.send(
            "PUT",
            &format!("/media/{key}"),
            &[("x-amz-tagging", tags)],
            "x",
        )
        .await
        .expect(200);
    }
    let open = json!({"StringEquals": {"s3:ExistingObjectTag/open": "yes"}});
    let actions = [
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:PutObjectTagging",
        "s3:DeleteObjectTagging",
        "s3:GetObjectAttributes",
        "s3:DeleteObject",
    ];
    let mut statements = vec![allow_if(&actions, open)];
    let ann = user(&emulator, &root, "ann", json!(statements)).await;
    for key in ["closed", "bare"] {
        denied(
            ann.send("GET", &format!("/media/{key}"), &[], "").await,
            "s3:GetObject",
        );
        denied(
            ann.send("GET", &format!("/media/{key}?tagging"), &[], "")
                .await,
            "s3:GetObjectTagging",
        );
        denied(
            ann.send(
                "PUT",
                &format!("/media/{key}?tagging"),
                &[],
                tagging(&[("open", "yes")]),
            )
            .await,
            "s3:PutObjectTagging",
        );
        denied(
            ann.send("DELETE", &format!("/media/{key}?tagging"), &[], "")
                .await,
            "s3:DeleteObjectTagging",
        );
    }
    ann.send("GET", "/media/open", &[], "").await.expect(200);
    ann.send("GET", "/media/open?tagging", &[], "")
        .await
        .expect(200);
    ann.send(
        "PUT",
        "/media/open?tagging",
        &[],
        tagging(&[("open", "yes"), ("b", "2")]),
    )
    .await
    .expect(200);
    // Deletions, attributes and a copy's source do not look at them.
    denied(
        ann.send("DELETE", "/media/open", &[], "").await,
        "s3:DeleteObject",
    );
    let attributes = [("x-amz-object-attributes", "ETag")];
    denied(
        ann.send("GET", "/media/open?attributes", &attributes, "")
            .await,
        "s3:GetObject",
    );
    statements.push(allow(
        &["s3:PutObject", "s3:PutObjectTagging"],
        &["arn:aws:s3:::media/to*"],
    ));
    set_policy(&root, "ann", json!(statements)).await;
    denied(copy(&ann, "media/open", "to", &[]).await, "s3:GetObject");
    // A part's source does.
    let id = create(&ann, "to-parts", &[]).await;
    let part = format!("to-parts?partNumber=1&uploadId={id}");
    copy(&ann, "media/open", &part, &[]).await.expect(200);
    denied(copy(&ann, "media/closed", &part, &[]).await, "s3:GetObject");
    // The last step takes the permission away.
    ann.send("DELETE", "/media/open?tagging", &[], "")
        .await
        .expect(204);
    denied(
        ann.send("GET", "/media/open", &[], "").await,
        "s3:GetObject",
    );
}

#[tokio::test]
async fn tags_to_come_decide() {
    let (emulator, root) = started().await;
    root.send("PUT", "/media/k", &[], "x").await.expect(200);
    let condition = json!({
        "StringEquals": {"s3:RequestObjectTag/team": "media"},
        "ForAllValues:StringLike": {"s3:RequestObjectTagKeys": ["team", "stage-*"]},
    });
    let statements = json!([
        allow_if(&["s3:PutObjectTagging"], condition),
        allow(&["s3:PutObject"], &[ALL]),
    ]);
    let ann = user(&emulator, &root, "ann", statements).await;
    for (tags, allowed) in [
        (&[("team", "media")][..], true),
        (&[("team", "media"), ("stage-1", "x")], true),
        (&[("team", "other")], false),
        (&[("team", "media"), ("who", "ann")], false),
        (&[], false),
    ] {
        let header: Vec<String> = tags.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let header = header.join("&");
        let answers = [
            ann.send("PUT", "/media/k?tagging", &[], tagging(tags))
                .await,
            ann.send("PUT", "/media/new", &[("x-amz-tagging", &header)], "x")
                .await,
        ];
        for (answer, tags_needed) in answers.into_iter().zip([true, !tags.is_empty()]) {
            if allowed || !tags_needed {
                answer.expect(200);
            } else {
                denied(answer, "s3:PutObjectTagging");
            }
        }
    }
}

#[tokio::test]
async fn the_number_of_tags_is_for_those_who_may_see_them() {
    let (emulator, root) = started().await;
    set_versioning(&root, "media", "Enabled").await;
    let put = root
        .send("PUT", "/media/k", &[("x-amz-tagging", "a=1")], "x")
        .await
        .expect(200);
    let by_version = format!(
        "/media/k?versionId={}",
        put.header("x-amz-version-id").unwrap()
    );
    let read = allow(&["s3:GetObject", "s3:GetObjectVersion"], &[ALL]);
    let ann = user(&emulator, &root, "ann", json!([read])).await;
    for (actions, plain, versioned) in [
        (&["s3:GetObject"][..], None, None),
        (&["s3:GetObjectTagging"], Some("1"), None),
        (&["s3:GetObjectVersionTagging"], None, Some("1")),
    ] {
        set_policy(&root, "ann", json!([read, allow(actions, &[ALL])])).await;
        let head = ann.send("HEAD", "/media/k", &[], "").await.expect(200);
        assert_eq!(head.header("x-amz-tagging-count"), plain);
        let head = ann.send("HEAD", &by_version, &[], "").await.expect(200);
        assert_eq!(head.header("x-amz-tagging-count"), versioned);
    }
}
