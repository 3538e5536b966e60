//! Who may lock and unlock: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>.

use serde_json::{Value, json};

use super::help::{BYPASS, hold, in_seconds, locked, put, remove, retain, retention, started};
use crate::s3_help::{allow, set_policy, user};
use crate::support::Response;

const ALL: &str = "arn:aws:s3:::media/*";
const DAY: i64 = 24 * 3600;

#[track_caller]
fn denied(answer: Response, action: &str) {
    let answer = answer.expect_error(403, "AccessDenied");
    let text = answer.element("Message").unwrap();
    assert!(text.contains(&format!("to perform: {action} on")), "{text}");
}

#[tokio::test]
async fn each_call_has_its_action() {
    let (emulator, root) = started().await;
    let version = put(&root, "k").await;
    let nothing = json!([allow(&["s3:ListBucket"], &["*"])]);
    let ann = user(&emulator, &root, "ann", nothing.clone()).await;
    for (method, query, body, action) in [
        (
            "PUT",
            "retention",
            retention("GOVERNANCE", &in_seconds(DAY)),
            "s3:PutObjectRetention",
        ),
        ("GET", "retention", String::new(), "s3:GetObjectRetention"),
        ("PUT", "legal-hold", hold("OFF"), "s3:PutObjectLegalHold"),
        ("GET", "legal-hold", String::new(), "s3:GetObjectLegalHold"),
    ] {
        set_policy(&root, "ann", nothing.clone()).await;
        for target in [
            format!("/media/k?{query}"),
            format!("/media/k?{query}&versionId={version}"),
        ] {
            denied(ann.send(method, &target, &[], body.clone()).await, action);
        }
        if method == "PUT" {
            denied(
                ann.send(method, &format!("/media/k?{query}"), &[], "<no")
                    .await,
                action,
            );
        }
        set_policy(&root, "ann", json!([allow(&[action], &[ALL])])).await;
        for target in [
            format!("/media/k?{query}"),
            format!("/media/k?{query}&versionId={version}"),
        ] {
            ann.send(method, &target, &[], body.clone())
                .await
                .expect(200);
        }
    }
}

#[tokio::test]
async fn a_bypass_needs_its_permission() {
    let (emulator, root) = started().await;
    let version = put(&root, "k").await;
    retain(
        &root,
        &version,
        &[],
        retention("GOVERNANCE", &in_seconds(DAY)),
    )
    .await
    .expect(200);
    let without = ["s3:DeleteObjectVersion", "s3:PutObjectRetention"];
    let ann = user(&emulator, &root, "ann", json!([allow(&without, &[ALL])])).await;
    let shorter = || retention("GOVERNANCE", &in_seconds(3600));
    locked(remove(&ann, &version, &[]).await);
    denied(
        remove(&ann, &version, &BYPASS).await,
        "s3:BypassGovernanceRetention",
    );
    denied(
        retain(&ann, &version, &BYPASS, shorter()).await,
        "s3:BypassGovernanceRetention",
    );
    let with = [
        "s3:DeleteObjectVersion",
        "s3:PutObjectRetention",
        "s3:BypassGovernanceRetention",
    ];
    set_policy(&root, "ann", json!([allow(&with, &[ALL])])).await;
    // The permission alone does nothing without the header.
    locked(remove(&ann, &version, &[]).await);
    retain(&ann, &version, &BYPASS, shorter()).await.expect(200);
    remove(&ann, &version, &BYPASS).await.expect(204);
}

#[tokio::test]
async fn lock_headers_need_their_permissions() {
    let (emulator, root) = started().await;
    let until = in_seconds(DAY);
    let headers = [
        ("x-amz-object-lock-legal-hold", "ON"),
        ("x-amz-object-lock-mode", "GOVERNANCE"),
        ("x-amz-object-lock-retain-until-date", &*until),
        ("x-amz-checksum-crc32", "2H9+DA=="),
    ];
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:PutObject"], &[ALL])]),
    )
    .await;
    denied(
        ann.send("PUT", "/media/k", &headers, "test").await,
        "s3:PutObjectRetention",
    );
    denied(
        ann.send("POST", "/media/k?uploads", &headers[..3], "")
            .await,
        "s3:PutObjectRetention",
    );
    let put = ["s3:PutObject", "s3:PutObjectRetention"];
    set_policy(&root, "ann", json!([allow(&put, &[ALL])])).await;
    denied(
        ann.send("PUT", "/media/k", &headers, "test").await,
        "s3:PutObjectLegalHold",
    );
    ann.send("PUT", "/media/k", &headers[1..], "test")
        .await
        .expect(200);
    let put = [
        "s3:PutObject",
        "s3:PutObjectRetention",
        "s3:PutObjectLegalHold",
    ];
    set_policy(&root, "ann", json!([allow(&put, &[ALL])])).await;
    ann.send("PUT", "/media/k", &headers, "test")
        .await
        .expect(200);

    // A reader sees what he may read.
    for (actions, mode, held) in [
        (&["s3:GetObject"][..], None, None),
        (
            &["s3:GetObject", "s3:GetObjectRetention"],
            Some("GOVERNANCE"),
            None,
        ),
        (&["s3:GetObject", "s3:GetObjectLegalHold"], None, Some("ON")),
    ] {
        set_policy(&root, "ann", json!([allow(actions, &[ALL])])).await;
        let head = ann.send("HEAD", "/media/k", &[], "").await.expect(200);
        assert_eq!(head.header("x-amz-object-lock-mode"), mode);
        assert_eq!(head.header("x-amz-object-lock-legal-hold"), held);
    }
}

#[tokio::test]
async fn policies_limit_locks() {
    let (emulator, root) = started().await;
    put(&root, "k").await;
    let if_ = |operator: &str, key: &str, value: &str| {
        let mut statement = allow(
            &[
                "s3:PutObject",
                "s3:PutObjectRetention",
                "s3:PutObjectLegalHold",
            ],
            &[ALL],
        );
        statement["Condition"] = json!({operator: {key: value}});
        json!([statement])
    };
    let ann = user(
        &emulator,
        &root,
        "ann",
        if_("Bool", "aws:SecureTransport", "true"),
    )
    .await;
    let governance = retention("GOVERNANCE", &in_seconds(10 * DAY));
    let document = |text: &str| (text.contains("Retention"), text.to_owned());
    let hold_on = hold("ON");
    let cases: [(Value, &str, bool); 9] = [
        (
            if_("StringEquals", "s3:object-lock-mode", "GOVERNANCE"),
            &governance,
            true,
        ),
        (
            if_("StringEquals", "s3:object-lock-mode", "COMPLIANCE"),
            &governance,
            false,
        ),
        (
            if_(
                "NumericLessThanEquals",
                "s3:object-lock-remaining-retention-days",
                "10",
            ),
            &governance,
            true,
        ),
        (
            if_(
                "NumericLessThan",
                "s3:object-lock-remaining-retention-days",
                "10",
            ),
            &governance,
            false,
        ),
        (
            if_(
                "DateLessThan",
                "s3:object-lock-retain-until-date",
                &in_seconds(11 * DAY),
            ),
            &governance,
            true,
        ),
        (
            if_(
                "DateLessThan",
                "s3:object-lock-retain-until-date",
                &in_seconds(9 * DAY),
            ),
            &governance,
            false,
        ),
        (
            if_("StringEquals", "s3:object-lock-legal-hold", "ON"),
            &hold_on,
            true,
        ),
        (
            if_("StringEquals", "s3:object-lock-legal-hold", "OFF"),
            &hold_on,
            false,
        ),
        (
            if_("StringEquals", "s3:object-lock-mode", "GOVERNANCE"),
            &hold_on,
            false,
        ),
    ];
    for (policy, body, allowed) in cases {
        set_policy(&root, "ann", policy.clone()).await;
        let (is_retention, body) = document(body);
        let target = if is_retention {
            "/media/k?retention"
        } else {
            "/media/k?legal-hold"
        };
        let until = in_seconds(10 * DAY);
        let headers = if is_retention {
            vec![
                ("x-amz-object-lock-mode", "GOVERNANCE"),
                ("x-amz-object-lock-retain-until-date", &*until),
            ]
        } else {
            vec![("x-amz-object-lock-legal-hold", "ON")]
        };
        let answers = [
            ann.send("PUT", target, &[], body).await,
            ann.send("POST", "/media/other?uploads", &headers, "").await,
        ];
        for answer in answers {
            let expected = if allowed { 200 } else { 403 };
            assert_eq!(answer.status, expected, "{policy}: {}", answer.text());
        }
    }
}
