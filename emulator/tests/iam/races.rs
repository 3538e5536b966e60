//! Several callers at once.

use super::fixture::{Iam, LIST, call, elements};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_creators_wins() {
    let iam = Iam::start().await;
    let mut calls = Vec::new();
    for index in 0..16 {
        let client = iam.client.clone();
        let name = if index % 2 == 0 { "joe" } else { "JOE" };
        calls.push(tokio::spawn(async move {
            call(&client, "CreateUser", &[("UserName", name)])
                .await
                .status
        }));
    }
    let mut made = 0;
    for call in calls {
        match call.await.unwrap() {
            200 => made += 1,
            status => assert_eq!(status, 409),
        }
    }
    assert_eq!(made, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_change_is_lost() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let mut calls = Vec::new();
    for index in 0..12 {
        let client = iam.client.clone();
        calls.push(tokio::spawn(async move {
            let name = format!("policy-{index:02}");
            let put = [
                ("UserName", "joe"),
                ("PolicyName", &*name),
                ("PolicyDocument", LIST),
            ];
            call(&client, "PutUserPolicy", &put).await.expect(200);
        }));
    }
    for call in calls {
        call.await.unwrap();
    }
    let listed = iam.ok("ListUserPolicies", &[("UserName", "joe")]).await;
    assert_eq!(elements(&listed, "member").len(), 12);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_policy_is_never_deleted_under_its_users() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    for round in 0..20 {
        let arn = iam.policy(&format!("own-{round}"), LIST).await;
        let attach = {
            let (client, arn) = (iam.client.clone(), arn.clone());
            tokio::spawn(async move {
                let attach = [("UserName", "joe"), ("PolicyArn", &*arn)];
                call(&client, "AttachUserPolicy", &attach).await.status
            })
        };
        let delete = {
            let (client, arn) = (iam.client.clone(), arn.clone());
            tokio::spawn(async move {
                call(&client, "DeletePolicy", &[("PolicyArn", &arn)])
                    .await
                    .status
            })
        };
        let done = (attach.await.unwrap(), delete.await.unwrap());
        assert!(matches!(done, (200, 409) | (404, 200)), "{done:?}");
        if done.0 == 200 {
            let detach = [("UserName", "joe"), ("PolicyArn", &*arn)];
            iam.ok("DetachUserPolicy", &detach).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_user_never_has_three_keys() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let mut calls = Vec::new();
    for _ in 0..8 {
        let client = iam.client.clone();
        calls.push(tokio::spawn(async move {
            let of_joe = [("UserName", "joe")];
            call(&client, "CreateAccessKey", &of_joe).await.status
        }));
    }
    let mut made = 0;
    for call in calls {
        made += usize::from(call.await.unwrap() == 200);
    }
    assert_eq!(made, 2);
    let keys = iam.ok("ListAccessKeys", &[("UserName", "joe")]).await;
    assert_eq!(elements(&keys, "AccessKeyId").len(), 2);
}
