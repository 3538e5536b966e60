//! What an account has once, and the console passwords of its users.

use super::fixture::{Iam, call, elements};
use crate::support::Client;

#[tokio::test]
async fn an_account_has_one_alias() {
    let iam = Iam::start().await;
    let none = iam.ok("ListAccountAliases", &[]).await;
    assert!(elements(&none, "member").is_empty());
    iam.ok("CreateAccountAlias", &[("AccountAlias", "first-name")])
        .await;
    iam.ok("CreateAccountAlias", &[("AccountAlias", "second")])
        .await;
    let one = iam.ok("ListAccountAliases", &[]).await;
    assert_eq!(elements(&one, "member"), ["second"]);
    let other = Client::new(&iam.emulator, "123456789012", "test");
    let taken = call(&other, "CreateAccountAlias", &[("AccountAlias", "second")]).await;
    taken.expect_error(409, "EntityAlreadyExists");
    // What another alias has replaced is free again.
    call(
        &other,
        "CreateAccountAlias",
        &[("AccountAlias", "first-name")],
    )
    .await
    .expect(200);
    iam.call("DeleteAccountAlias", &[("AccountAlias", "first-name")])
        .await
        .expect_error(404, "NoSuchEntity");
    iam.ok("DeleteAccountAlias", &[("AccountAlias", "second")])
        .await;
    let none = iam.ok("ListAccountAliases", &[]).await;
    assert!(elements(&none, "member").is_empty());
    for bad in ["ab", "Upper", "-front", "back-", "two--hyphens", "a_b"] {
        iam.call("CreateAccountAlias", &[("AccountAlias", bad)])
            .await
            .expect_error(400, "ValidationError");
    }
}

#[tokio::test]
async fn rules_for_passwords_are_kept_and_enforced() {
    let iam = Iam::start().await;
    iam.call("DeleteAccountPasswordPolicy", &[])
        .await
        .expect_error(404, "NoSuchEntity");
    let rules = [
        ("MinimumPasswordLength", "12"),
        ("RequireSymbols", "true"),
        ("MaxPasswordAge", "90"),
    ];
    iam.ok("UpdateAccountPasswordPolicy", &rules).await;
    let read = iam.ok("GetAccountPasswordPolicy", &[]).await;
    for (name, value) in [
        ("MinimumPasswordLength", "12"),
        ("RequireSymbols", "true"),
        ("RequireNumbers", "false"),
        ("ExpirePasswords", "true"),
        ("MaxPasswordAge", "90"),
    ] {
        assert_eq!(read.element(name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(read.element("PasswordReusePrevention"), None);
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let joe = |password| [("UserName", "joe"), ("Password", password)];
    for bad in ["short!", "longbutplainletters"] {
        iam.call("CreateLoginProfile", &joe(bad))
            .await
            .expect_error(400, "PasswordPolicyViolation");
    }
    iam.ok("CreateLoginProfile", &joe("long-enough-and-odd"))
        .await;
    // What is left out falls back to its default.
    iam.ok("UpdateAccountPasswordPolicy", &[]).await;
    let read = iam.ok("GetAccountPasswordPolicy", &[]).await;
    assert_eq!(read.element("MinimumPasswordLength").as_deref(), Some("6"));
    assert_eq!(read.element("RequireSymbols").as_deref(), Some("false"));
    iam.ok("DeleteAccountPasswordPolicy", &[]).await;
    iam.call("GetAccountPasswordPolicy", &[])
        .await
        .expect_error(404, "NoSuchEntity");
    iam.call(
        "UpdateAccountPasswordPolicy",
        &[("MinimumPasswordLength", "5")],
    )
    .await
    .expect_error(400, "ValidationError");
}

#[tokio::test]
async fn a_password_is_given_changed_and_taken_away() {
    let iam = Iam::start().await;
    let joe = ("UserName", "joe");
    iam.ok("CreateUser", &[joe]).await;
    let make = [joe, ("Password", "Correct-horse1")];
    let made = iam.ok("CreateLoginProfile", &make).await;
    assert_eq!(
        made.element("PasswordResetRequired").as_deref(),
        Some("false")
    );
    assert!(!made.text().contains("Correct"));
    iam.call("CreateLoginProfile", &make)
        .await
        .expect_error(409, "EntityAlreadyExists");
    let refused = iam.call("DeleteUser", &[joe]).await;
    assert_eq!(
        refused
            .expect_error(409, "DeleteConflict")
            .element("Message")
            .as_deref(),
        Some("Cannot delete entity, must delete login profile first.")
    );
    let change = [joe, ("PasswordResetRequired", "true")];
    iam.ok("UpdateLoginProfile", &change).await;
    // What is left out stays.
    iam.ok("UpdateLoginProfile", &[joe, ("Password", "Another-horse2")])
        .await;
    let read = iam.ok("GetLoginProfile", &[joe]).await;
    assert_eq!(read.element("UserName").as_deref(), Some("joe"));
    assert_eq!(
        read.element("PasswordResetRequired").as_deref(),
        Some("true")
    );
    iam.ok("DeleteLoginProfile", &[joe]).await;
    iam.call("GetLoginProfile", &[joe])
        .await
        .expect_error(404, "NoSuchEntity");
    iam.ok("DeleteUser", &[joe]).await;
}
