//! Trust policies name whom they name, not what somebody is called.

use bucketproof::protocol::uri;

use super::fixture::{ACCOUNT, Iam, LIST, TRUST};

fn trusting(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

async fn trust_of(iam: &Iam, role: &str) -> String {
    let shown = iam.ok("GetRole", &[("RoleName", role)]).await;
    uri::decode(&shown.element("AssumeRolePolicyDocument").unwrap()).unwrap()
}

#[tokio::test]
async fn a_principal_follows_its_name_and_stays_itself() {
    let iam = Iam::start().await;
    let made = iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let id = made.element("UserId").unwrap();
    let arn = |name: &str| format!("arn:aws:iam::{ACCOUNT}:user/{name}");
    let trust = trusting(&arn("joe"));
    let role = [
        ("RoleName", "reader"),
        ("AssumeRolePolicyDocument", &*trust),
    ];
    let made = iam.ok("CreateRole", &role).await;
    assert_eq!(
        uri::decode(&made.element("AssumeRolePolicyDocument").unwrap()).unwrap(),
        trust
    );
    assert_eq!(trust_of(&iam, "reader").await, trust);
    let rename = [("UserName", "joe"), ("NewUserName", "josef")];
    iam.ok("UpdateUser", &rename).await;
    assert_eq!(trust_of(&iam, "reader").await, trusting(&arn("josef")));
    iam.ok("DeleteUser", &[("UserName", "josef")]).await;
    assert_eq!(trust_of(&iam, "reader").await, trusting(&id));
    // Somebody else of that name is not trusted.
    iam.ok("CreateUser", &[("UserName", "josef")]).await;
    assert_eq!(trust_of(&iam, "reader").await, trusting(&id));
}

#[tokio::test]
async fn principals_must_exist_when_they_are_named() {
    let iam = Iam::start().await;
    iam.user("joe", LIST).await;
    iam.ok("CreateUser", &[("UserName", "ann"), ("Path", "/x/")])
        .await;
    let role = [("RoleName", "reader"), ("AssumeRolePolicyDocument", TRUST)];
    let made = iam.ok("CreateRole", &role).await;
    let role_id = made.element("RoleId").unwrap();
    let good = [
        "*".to_owned(),
        "123456789012".to_owned(),
        format!("arn:aws:iam::{ACCOUNT}:user/joe"),
        format!("arn:aws:iam::{ACCOUNT}:user/x/ann"),
        format!("arn:aws:iam::{ACCOUNT}:role/reader"),
        format!("arn:aws:sts::{ACCOUNT}:assumed-role/reader/any-session"),
        role_id,
    ];
    for principal in &good {
        let trust = trusting(principal);
        let parameters = [role[0], ("PolicyDocument", &*trust)];
        iam.ok("UpdateAssumeRolePolicy", &parameters).await;
    }
    let bad = [
        format!("arn:aws:iam::{ACCOUNT}:user/nobody"),
        format!("arn:aws:iam::{ACCOUNT}:user/ann"),
        format!("arn:aws:iam::{ACCOUNT}:user/y/joe"),
        format!("arn:aws:iam::{ACCOUNT}:role/none"),
        format!("arn:aws:sts::{ACCOUNT}:assumed-role/none/any-session"),
        "AIDAAAAAAAAAAAAAAAAA".to_owned(),
        "arn:aws:iam::12:root".to_owned(),
    ];
    for principal in &bad {
        let trust = trusting(principal);
        let parameters = [role[0], ("PolicyDocument", &*trust)];
        let answer = iam.call("UpdateAssumeRolePolicy", &parameters).await;
        let answer = answer.expect_error(400, "MalformedPolicyDocument");
        let text = format!("Invalid principal in policy: &quot;AWS&quot;:&quot;{principal}&quot;");
        assert_eq!(answer.element("Message"), Some(text));
    }
}

#[tokio::test]
async fn an_account_is_shown_as_its_root() {
    let iam = Iam::start().await;
    let trust = trusting("123456789012");
    let role = [
        ("RoleName", "reader"),
        ("AssumeRolePolicyDocument", &*trust),
    ];
    iam.ok("CreateRole", &role).await;
    assert_eq!(
        trust_of(&iam, "reader").await,
        trusting("arn:aws:iam::123456789012:root")
    );
}

#[tokio::test]
async fn an_identity_provider_need_not_exist() {
    let iam = Iam::start().await;
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Federated":"arn:aws:iam::{ACCOUNT}:oidc-provider/idp.example"}},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{{"StringEquals":{{"idp.example:aud":"app"}}}}}}]}}"#
    );
    let role = [
        ("RoleName", "reader"),
        ("AssumeRolePolicyDocument", &*trust),
    ];
    iam.ok("CreateRole", &role).await;
    assert_eq!(trust_of(&iam, "reader").await, trust);
}
