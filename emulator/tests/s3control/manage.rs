//! Making, showing, listing and removing access points.

use serde_json::json;

use crate::fixture::{self, OTHER, OWNER, POINT, control, control_of, create};
use crate::support::{Client, Response};

fn names(answer: &Response) -> Vec<String> {
    let text = answer.text();
    let points = text.split("<Name>").skip(1);
    points
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn an_access_point_lives_and_goes() {
    let (_emulator, owner) = fixture::bucket().await;
    let made = create(&owner, "uploads", "").await.expect(200);
    assert!(made.text().contains(
        r#"<CreateAccessPointResult xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">"#
    ));
    assert_eq!(made.element("AccessPointArn").as_deref(), Some(POINT));
    let alias = made.element("Alias").unwrap();
    assert!(alias.starts_with("uploads-") && alias.ends_with("-s3alias"));

    let shown = control(&owner, "GET", "accesspoint/uploads", "")
        .await
        .expect(200);
    for (element, value) in [
        ("Name", "uploads"),
        ("Bucket", "media"),
        ("NetworkOrigin", "Internet"),
        ("Alias", alias.as_str()),
        ("AccessPointArn", POINT),
        ("BucketAccountId", OWNER),
        // Everything is on unless the request says otherwise.
        ("BlockPublicAcls", "true"),
        ("IgnorePublicAcls", "true"),
        ("BlockPublicPolicy", "true"),
        ("RestrictPublicBuckets", "true"),
    ] {
        assert_eq!(shown.element(element).as_deref(), Some(value), "{element}");
    }
    let endpoints = shown.element("Endpoints").unwrap();
    assert!(endpoints.contains(
        "<entry><key>dualstack</key><value>s3-accesspoint.dualstack.us-east-1.amazonaws.com</value></entry>"
    ));

    create(&owner, "uploads", "")
        .await
        .expect_error(409, "AccessPointAlreadyOwnedByYou");
    control(&owner, "DELETE", "accesspoint/uploads", "")
        .await
        .expect(204);
    for method in ["GET", "DELETE"] {
        let gone = control(&owner, method, "accesspoint/uploads", "").await;
        let gone = gone.expect_error(404, "NoSuchAccessPoint");
        assert_eq!(gone.element("AccessPointName").as_deref(), Some("uploads"));
    }
    let again = create(&owner, "uploads", "").await.expect(200);
    assert_ne!(again.element("Alias").unwrap(), alias, "no alias twice");
}

#[tokio::test]
async fn settings_left_out_are_off_once_any_element_is_sent() {
    let (_emulator, owner) = fixture::bucket().await;
    let cases = [
        (
            "none-sent",
            "<PublicAccessBlockConfiguration/>",
            ["false"; 4],
        ),
        (
            "one-sent",
            "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>",
            ["true", "false", "false", "false"],
        ),
    ];
    for (name, sent, expected) in cases {
        create(&owner, name, sent).await.expect(200);
        let shown = control(&owner, "GET", &format!("accesspoint/{name}"), "").await;
        let elements = [
            "BlockPublicAcls",
            "IgnorePublicAcls",
            "BlockPublicPolicy",
            "RestrictPublicBuckets",
        ];
        let found = elements.map(|element| shown.element(element).unwrap());
        assert_eq!(found, expected, "{name}");
    }
}

#[tokio::test]
async fn refusals_are_those_that_were_recorded() {
    let (emulator, owner) = fixture::bucket().await;
    for name in ["sa", "xn-_test-alias", "Upper", "ends-", "my-s3alias"] {
        let refused = create(&owner, name, "").await;
        let refused = refused.expect_error(400, "InvalidURI");
        assert_eq!(
            refused.element("URI").as_deref(),
            Some(&*format!("accesspoint/{name}"))
        );
    }
    let body = fixture::create_body("").replace(">media<", ">no-such-bucket<");
    let refused = control(&owner, "PUT", "accesspoint/uploads", body).await;
    let refused = refused.expect_error(400, "InvalidRequest");
    assert_eq!(
        refused.element("Message").unwrap(),
        "Amazon S3 AccessPoint can only be created for existing bucket"
    );
    // S3's error inside an envelope, with the ids outside of it.
    let text = refused.text();
    assert!(
        text.contains("<ErrorResponse><Error><Code>InvalidRequest</Code>"),
        "{text}"
    );
    assert!(text.contains("</Error><RequestId>"), "{text}");
    assert!(text.ends_with("</HostId></ErrorResponse>"), "{text}");

    control(&owner, "PUT", "accesspoint/uploads", "<Nothing/>")
        .await
        .expect_error(400, "MalformedXML");
    // A bucket of another account needs that account's id.
    let other = Client::new(&emulator, OTHER, "test");
    let body = fixture::create_body("");
    control_of(&other, OTHER, "PUT", "accesspoint/uploads", body)
        .await
        .expect_error(403, "AccessDenied");
    let body = fixture::create_body(&format!("<BucketAccountId>{OWNER}</BucketAccountId>"));
    control_of(&other, OTHER, "PUT", "accesspoint/uploads", body)
        .await
        .expect(200);
    // Nobody manages the access points of another account, and nobody unsigned any.
    control_of(&other, OWNER, "GET", "accesspoint", "")
        .await
        .expect_error(403, "AccessDenied");
    let headers = [("x-amz-account-id", OWNER)];
    owner
        .unsigned("GET", "/v20180820/accesspoint", &headers, "")
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn lists_are_paged_by_name() {
    let (_emulator, owner) = fixture::bucket().await;
    owner.send("PUT", "/films", &[], "").await.expect(200);
    for name in ["point-c", "point-a", "point-b"] {
        create(&owner, name, "").await.expect(200);
    }
    let body = fixture::create_body("").replace(">media<", ">films<");
    control(&owner, "PUT", "accesspoint/a-film", body)
        .await
        .expect(200);

    let all = control(&owner, "GET", "accesspoint", "").await.expect(200);
    assert_eq!(names(&all), ["a-film", "point-a", "point-b", "point-c"]);
    assert_eq!(all.element("NextToken"), None);
    let of_bucket = control(&owner, "GET", "accesspoint?bucket=films", "").await;
    assert_eq!(names(&of_bucket), ["a-film"]);

    let mut seen = Vec::new();
    let mut token = String::new();
    loop {
        let path = format!("accesspoint?bucket=media&maxResults=2{token}");
        let page = control(&owner, "GET", &path, "").await.expect(200);
        assert!(names(&page).len() <= 2);
        seen.extend(names(&page));
        match page.element("NextToken") {
            Some(next) => {
                token = format!(
                    "&nextToken={}",
                    bucketproof::protocol::uri::encode_query(&next)
                );
            }
            None => break,
        }
    }
    assert_eq!(seen, ["point-a", "point-b", "point-c"]);
    control(&owner, "GET", "accesspoint?nextToken=altered", "")
        .await
        .expect_error(400, "InvalidArgument");
    // Access points live in a region.
    let elsewhere = owner.clone().in_region("eu-west-1");
    let none = control(&elsewhere, "GET", "accesspoint", "").await;
    assert!(names(&none.expect(200)).is_empty());
    create(&elsewhere, "point-d", "")
        .await
        .expect_error(400, "InvalidRequest");
}

#[tokio::test]
async fn a_bucket_with_access_points_stays() {
    let (_emulator, owner) = fixture::point().await;
    owner
        .send("DELETE", "/media/key", &[], "")
        .await
        .expect(204);
    owner
        .send("DELETE", "/media", &[], "")
        .await
        .expect_error(400, "BucketHasAccessPointsAttached");
    control(&owner, "DELETE", "accesspoint/uploads", "")
        .await
        .expect(204);
    owner.send("DELETE", "/media", &[], "").await.expect(204);
}

#[tokio::test]
async fn no_access_point_outlives_its_bucket() {
    let (_emulator, owner) = fixture::bucket().await;
    owner
        .send("DELETE", "/media/key", &[], "")
        .await
        .expect(204);
    for round in 0..40 {
        owner.send("PUT", "/media", &[], "").await;
        let (made, deleted) = tokio::join!(
            create(&owner, "uploads", ""),
            owner.send("DELETE", "/media", &[], "")
        );
        let point = control(&owner, "GET", "accesspoint/uploads", "").await;
        let bucket = owner.send("HEAD", "/media", &[], "").await;
        if point.status == 200 {
            assert_eq!((made.status, bucket.status), (200, 200), "round {round}");
            assert_ne!(deleted.status, 204, "round {round}");
            control(&owner, "DELETE", "accesspoint/uploads", "")
                .await
                .expect(204);
        } else {
            assert_ne!(made.status, 200, "round {round}");
        }
    }
}

#[tokio::test]
async fn every_call_asks_for_its_action_on_the_access_point() {
    let (emulator, owner) = fixture::point().await;
    fixture::put_point_policy(
        &owner,
        json!([fixture::grant(
            OWNER,
            "s3:GetObject",
            fixture::POINT_OBJECTS
        )]),
    )
    .await
    .expect(200);
    let calls = [
        ("s3:GetAccessPoint", "GET", "accesspoint/uploads"),
        (
            "s3:GetAccessPointPolicy",
            "GET",
            "accesspoint/uploads/policy",
        ),
        (
            "s3:GetAccessPointPolicyStatus",
            "GET",
            "accesspoint/uploads/policyStatus",
        ),
        (
            "s3:DeleteAccessPointPolicy",
            "DELETE",
            "accesspoint/uploads/policy",
        ),
        ("s3:DeleteAccessPoint", "DELETE", "accesspoint/uploads"),
    ];
    let nobody = fixture::user(&emulator, OWNER, "nobody", json!([])).await;
    for (action, method, path) in calls {
        let refused = control(&nobody, method, path, "").await;
        let refused = refused.expect_error(403, "AccessDenied");
        let message = refused.element("Message").unwrap();
        let expected = format!(
            "User: arn:aws:iam::{OWNER}:user/nobody is not authorized to perform: {action} on resource: &quot;{POINT}&quot; because no identity-based policy allows the {action} action"
        );
        assert_eq!(message, expected);
    }
    let root = Client::root(&emulator);
    for (action, method, path) in calls {
        fixture::set_policy(&root, "nobody", json!([fixture::allow(action, &[POINT])])).await;
        let answer = control(&nobody, method, path, "").await;
        assert!(answer.status < 300, "{action}: {}", answer.text());
    }
}

#[tokio::test]
async fn new_access_points_can_be_held_to_a_network_origin() {
    let (emulator, _) = fixture::bucket().await;
    let deny = json!({
        "Effect": "Deny", "Action": "s3:CreateAccessPoint", "Resource": "*",
        "Condition": { "StringNotEquals": { "s3:AccessPointNetworkOrigin": "VPC" } },
    });
    let maker = fixture::user(
        &emulator,
        OWNER,
        "maker",
        json!([fixture::allow("s3:CreateAccessPoint", &["*"]), deny]),
    )
    .await;
    create(&maker, "open", "")
        .await
        .expect_error(403, "AccessDenied");
    let vpc = "<VpcConfiguration><VpcId>vpc-1a2b3c4d</VpcId></VpcConfiguration>";
    create(&maker, "closed", vpc).await.expect(200);
    let shown = control(&Client::root(&emulator), "GET", "accesspoint/closed", "").await;
    assert_eq!(shown.element("NetworkOrigin").as_deref(), Some("VPC"));
    assert_eq!(shown.element("VpcId").as_deref(), Some("vpc-1a2b3c4d"));
}
