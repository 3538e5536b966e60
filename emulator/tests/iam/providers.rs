//! Identity providers.

use super::fixture::{ACCOUNT, Iam, elements};

const THUMBPRINT: &str = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

#[tokio::test]
async fn a_provider_is_made_changed_and_deleted() {
    let iam = Iam::start().await;
    let made = iam
        .ok(
            "CreateOpenIDConnectProvider",
            &[
                ("Url", "https://idp.example/tenant/A"),
                ("ClientIDList.member.1", "one"),
                ("ClientIDList.member.2", "one"),
                ("ThumbprintList.member.1", THUMBPRINT),
                ("Tags.member.1.Key", "k"),
                ("Tags.member.1.Value", "v"),
            ],
        )
        .await;
    let arn = made.element("OpenIDConnectProviderArn").unwrap();
    assert_eq!(
        arn,
        format!("arn:aws:iam::{ACCOUNT}:oidc-provider/idp.example/tenant/A")
    );
    let on = ("OpenIDConnectProviderArn", &*arn);
    for _ in 0..2 {
        let add = [on, ("ClientID", "two")];
        iam.ok("AddClientIDToOpenIDConnectProvider", &add).await;
    }
    for _ in 0..2 {
        let remove = [on, ("ClientID", "one")];
        iam.ok("RemoveClientIDFromOpenIDConnectProvider", &remove)
            .await;
    }
    let other = "a".repeat(40);
    let replace = [on, ("ThumbprintList.member.1", &*other)];
    iam.ok("UpdateOpenIDConnectProviderThumbprint", &replace)
        .await;
    let shown = iam.ok("GetOpenIDConnectProvider", &[on]).await;
    assert_eq!(shown.element("Url").unwrap(), "idp.example/tenant/A");
    assert_eq!(elements(&shown, "ClientIDList"), ["<member>two</member>"]);
    assert_eq!(
        shown.element("ThumbprintList").unwrap(),
        format!("<member>{other}</member>")
    );
    let tags = iam.ok("ListOpenIDConnectProviderTags", &[on]).await;
    assert_eq!(elements(&tags, "Key"), ["k"]);
    iam.ok(
        "UntagOpenIDConnectProvider",
        &[on, ("TagKeys.member.1", "k")],
    )
    .await;
    let shown = iam.ok("GetOpenIDConnectProvider", &[on]).await;
    assert!(shown.text().contains("<Tags/>"));
    let listed = iam.ok("ListOpenIDConnectProviders", &[]).await;
    assert_eq!(elements(&listed, "Arn"), [&*arn]);
    iam.ok("DeleteOpenIDConnectProvider", &[on]).await;
    let listed = iam.ok("ListOpenIDConnectProviders", &[]).await;
    assert!(listed.text().contains("<OpenIDConnectProviderList/>"));
}

#[tokio::test]
async fn urls_are_told_apart_by_every_letter() {
    let iam = Iam::start().await;
    for url in [
        "https://idp.example",
        "https://idp.example/a",
        "https://idp.example/A",
        "http://127.0.0.1:8080/a",
        "http://localhost:8080",
    ] {
        iam.ok("CreateOpenIDConnectProvider", &[("Url", url)]).await;
    }
    let listed = iam.ok("ListOpenIDConnectProviders", &[]).await;
    assert_eq!(elements(&listed, "Arn").len(), 5);
    let loopback = format!("arn:aws:iam::{ACCOUNT}:oidc-provider/127.0.0.1:8080/a");
    let on = [("OpenIDConnectProviderArn", &*loopback)];
    let shown = iam.ok("GetOpenIDConnectProvider", &on).await;
    assert_eq!(shown.element("Url").unwrap(), "127.0.0.1:8080/a");
}

#[tokio::test]
async fn an_account_has_at_most_a_hundred() {
    let iam = Iam::start().await;
    for number in 0..100 {
        let url = format!("https://idp-{number}.example");
        iam.ok("CreateOpenIDConnectProvider", &[("Url", &url)])
            .await;
    }
    let one_more = [("Url", "https://idp.example")];
    let refused = iam.call("CreateOpenIDConnectProvider", &one_more).await;
    let refused = refused.expect_error(409, "LimitExceeded");
    assert_eq!(
        refused.element("Message").unwrap(),
        "Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100"
    );
}
