//! Access point policies: stored as they are put, checked as S3 checks them.

use serde_json::{Value, json};

use crate::fixture::{
    self, BUCKET_OBJECTS, OTHER, OWNER, POINT, POINT_OBJECTS, control, grant, policy,
    put_point_policy, put_point_policy_text,
};

const PATH: &str = "accesspoint/uploads/policy";

#[tokio::test]
async fn a_policy_comes_back() {
    let (_emulator, owner) = fixture::point().await;
    let missing = control(&owner, "GET", PATH, "").await;
    let missing = missing.expect_error(404, "NoSuchAccessPointPolicy");
    assert_eq!(
        missing.element("Message").unwrap(),
        "The specified accesspoint policy does not exist"
    );
    let text = policy(json!([grant(OWNER, "s3:GetObject", POINT_OBJECTS)])).replace(',', " ,\n ");
    put_point_policy_text(&owner, &text).await.expect(200);
    let shown = control(&owner, "GET", PATH, "").await.expect(200);
    let found = shown.element("Policy").unwrap().replace("&quot;", "\"");
    // As it was put, but for the account, which is shown as its root user.
    let as_shown = text.replace(
        &format!("\"{OWNER}\""),
        &format!("\"arn:aws:iam::{OWNER}:root\""),
    );
    assert_eq!(found, as_shown);
    for _ in 0..2 {
        control(&owner, "DELETE", PATH, "").await.expect(204);
    }
    control(&owner, "GET", PATH, "")
        .await
        .expect_error(404, "NoSuchAccessPointPolicy");
    // A policy goes with its access point.
    put_point_policy_text(&owner, &text).await.expect(200);
    control(&owner, "DELETE", "accesspoint/uploads", "")
        .await
        .expect(204);
    for method in ["GET", "DELETE"] {
        control(&owner, method, PATH, "")
            .await
            .expect_error(404, "NoSuchAccessPoint");
    }
    put_point_policy_text(&owner, &text)
        .await
        .expect_error(404, "NoSuchAccessPoint");
    fixture::create(&owner, "uploads", "").await.expect(200);
    control(&owner, "GET", PATH, "")
        .await
        .expect_error(404, "NoSuchAccessPointPolicy");
}

#[tokio::test]
async fn malformed_policies_are_refused_in_the_words_of_s3() {
    let (_emulator, owner) = fixture::point().await;
    let other_point = POINT.replace("uploads", "downloads");
    let longer_name = format!("{POINT}-two/object/*");
    let with = |change: fn(&mut Value)| {
        let mut statement = grant(OWNER, "s3:GetObject", POINT_OBJECTS);
        change(&mut statement);
        statement
    };
    let resource = "Policy has invalid resource";
    let pair = "Action does not apply to any resource(s) in statement";
    let cases = [
        (grant(OWNER, "s3:GetObject", BUCKET_OBJECTS), resource),
        (grant(OWNER, "s3:GetObject", "*"), resource),
        (grant(OWNER, "s3:GetObject", &other_point), resource),
        (grant(OWNER, "s3:GetObject", &longer_name), resource),
        (grant(OWNER, "s3:GetObject", POINT), pair),
        (grant(OWNER, "s3:ListBucket", POINT_OBJECTS), pair),
        // Nobody can ask an access point for these.
        (grant(OWNER, "s3:PutBucketPolicy", POINT), pair),
        (grant(OWNER, "s3:GetAccessPoint", POINT), pair),
        (
            grant(
                "arn:aws:iam::000000000000:user/nobody",
                "s3:GetObject",
                POINT_OBJECTS,
            ),
            "Invalid principal in policy",
        ),
        (
            with(|it| it["Condition"] = json!({ "StringEquals": { "s3:prefix": "a" } })),
            "Conditions do not apply to combination of actions and resources in statement",
        ),
        (
            with(|it| {
                it.as_object_mut().unwrap().remove("Principal");
            }),
            "Missing required field Principal",
        ),
    ];
    for (statement, message) in cases {
        let refused = put_point_policy(&owner, json!([statement])).await;
        let refused = refused.expect_error(400, "MalformedPolicy");
        assert_eq!(refused.element("Message").unwrap(), message, "{statement}");
    }
    put_point_policy_text(&owner, "no JSON")
        .await
        .expect_error(400, "MalformedPolicy");
    let long = policy(json!([grant(
        OWNER,
        "s3:GetObject",
        &format!("{POINT}/object/{}", "a".repeat(21_000))
    )]));
    put_point_policy_text(&owner, &long)
        .await
        .expect_error(400, "MalformedPolicy");
    // What the user guide shows is taken.
    for statement in [
        grant(OWNER, "s3:GetObject", POINT_OBJECTS),
        grant(OWNER, "s3:GetObject", &format!("{POINT}/object/Jane/*")),
        grant(OWNER, "s3:ListBucket", POINT),
        with(|it| {
            it["Condition"] = json!({ "StringEquals": { "s3:ExistingObjectTag/data": "finance" } })
        }),
        with(|it| it["Action"] = json!("s3:*")),
    ] {
        let answer = put_point_policy(&owner, json!([statement])).await;
        assert_eq!(answer.status, 200, "{statement}: {}", answer.text());
    }
}

#[tokio::test]
async fn the_status_follows_the_policy() {
    let (_emulator, owner) = fixture::bucket().await;
    owner
        .send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    fixture::create(&owner, "uploads", &fixture::settings(false))
        .await
        .expect(200);
    let status = "accesspoint/uploads/policyStatus";
    control(&owner, "GET", status, "")
        .await
        .expect_error(404, "NoSuchAccessPointPolicy");
    let anchored = json!({
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": POINT_OBJECTS,
        "Condition": { "StringEquals": { "aws:PrincipalAccount": OTHER } },
    });
    for (statement, public) in [
        (grant(OTHER, "s3:GetObject", POINT_OBJECTS), "false"),
        (grant("*", "s3:GetObject", POINT_OBJECTS), "true"),
        (anchored, "false"),
    ] {
        put_point_policy(&owner, json!([statement]))
            .await
            .expect(200);
        let shown = control(&owner, "GET", status, "").await.expect(200);
        assert_eq!(
            shown.element("IsPublic").as_deref(),
            Some(public),
            "{statement}"
        );
    }
}

#[tokio::test]
async fn an_access_points_policy_speaks_of_the_calls_that_manage_it_too() {
    let (_emulator, owner) = fixture::point().await;
    let deny = json!({ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [POINT, POINT_OBJECTS] });
    put_point_policy(&owner, json!([deny])).await.expect(200);
    let refused = control(&owner, "GET", "accesspoint/uploads", "").await;
    let refused = refused.expect_error(403, "AccessDenied");
    let message = refused.element("Message").unwrap();
    assert!(message.ends_with("with an explicit deny in a resource-based policy"));
}
