//! Issuers that are not embedded: their keys are fetched over HTTP.

use bucketproof::Emulator;
use serde_json::{Value, json};

use super::tiny_issuer::TinyIssuer;
use crate::support::Client;
use crate::{assume, message, mint, stage};

const CONFIGURATION: &str = "/.well-known/openid-configuration";
const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";

/// Another stack signs in the tiny issuer's name; the stack under test knows nothing of it.
async fn keys_of(signing: &Emulator, url: &str) -> Value {
    mint(signing, url, json!({})).await;
    let client = Client::root(signing);
    let name = bucketproof::protocol::uri::encode_query(url);
    let path = format!("oidc/issuers/{name}/jwks");
    let keys = client.control("GET", &path, &Value::Null).await;
    keys.expect(200).json()
}

#[tokio::test]
async fn an_issuer_on_this_machine_is_asked_each_time() {
    let emulator = Emulator::start().await.unwrap();
    let signing = Emulator::start().await.unwrap();
    let issuer = TinyIssuer::start().await;
    issuer.publish(&keys_of(&signing, &issuer.url).await);
    let role = stage(&emulator, &issuer.url).await;
    for times in 1..=3 {
        let token = mint(&signing, &issuer.url, json!({})).await;
        assume(&emulator, &role.arn(), &token).await.expect(200);
        assert_eq!(issuer.asked("/keys"), times);
        assert_eq!(issuer.asked(CONFIGURATION), times);
    }
}

#[tokio::test]
async fn a_new_key_is_found_and_one_that_was_taken_back_is_not() {
    let emulator = Emulator::start().await.unwrap();
    let (old, new) = (
        Emulator::start().await.unwrap(),
        Emulator::start().await.unwrap(),
    );
    let issuer = TinyIssuer::start().await;
    issuer.publish(&keys_of(&old, &issuer.url).await);
    let role = stage(&emulator, &issuer.url).await;
    let token = mint(&old, &issuer.url, json!({})).await;
    assume(&emulator, &role.arn(), &token).await.expect(200);
    issuer.publish(&keys_of(&new, &issuer.url).await);
    let token = mint(&new, &issuer.url, json!({})).await;
    assume(&emulator, &role.arn(), &token).await.expect(200);
    assert_eq!(issuer.asked("/keys"), 2);
    // What the issuer took back is refused.
    let token = mint(&old, &issuer.url, json!({})).await;
    let answer = assume(&emulator, &role.arn(), &token).await;
    let answer = answer.expect_error(400, "InvalidIdentityToken");
    assert_eq!(message(&answer), NO_KEY);
}

#[tokio::test]
async fn another_issuers_signature_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let signing = Emulator::start().await.unwrap();
    let issuer = TinyIssuer::start().await;
    issuer.publish(&keys_of(&signing, &issuer.url).await);
    let role = stage(&emulator, &issuer.url).await;
    for bad in ["wrong-key", "alg-none", "hs256-public-key", "unknown-kid"] {
        let token = mint(&signing, &issuer.url, json!({ "bad": bad })).await;
        let answer = assume(&emulator, &role.arn(), &token).await;
        answer.expect_error(400, "InvalidIdentityToken");
    }
}

#[tokio::test]
async fn answers_that_are_no_key_set_give_no_key() {
    let emulator = Emulator::start().await.unwrap();
    let signing = Emulator::start().await.unwrap();
    let issuer = TinyIssuer::start().await;
    let keys = keys_of(&signing, &issuer.url).await;
    let role = stage(&emulator, &issuer.url).await;
    let token = mint(&signing, &issuer.url, json!({})).await;
    let elsewhere =
        json!({ "issuer": "https://other.example", "jwks_uri": format!("{}/keys", issuer.url) });
    let in_the_clear = json!({ "issuer": issuer.url, "jwks_uri": "http://keys.example/keys" });
    let large = "x".repeat(600 * 1024);
    let cases: [(&str, u16, String); 7] = [
        (CONFIGURATION, 404, String::new()),
        (CONFIGURATION, 200, "no JSON".to_owned()),
        (CONFIGURATION, 200, elsewhere.to_string()),
        (CONFIGURATION, 200, in_the_clear.to_string()),
        (CONFIGURATION, 302, String::new()),
        ("/keys", 200, "{}".to_owned()),
        ("/keys", 403, String::new()),
    ];
    for (path, status, body) in cases {
        issuer.publish(&keys);
        issuer.answer(path, status, &body);
        let answer = assume(&emulator, &role.arn(), &token).await;
        let answer = answer.expect_error(400, "InvalidIdentityToken");
        assert_eq!(message(&answer), NO_KEY, "{path} {status} {body}");
    }
    for (status, body) in [(500, String::new()), (200, large)] {
        issuer.publish(&keys);
        issuer.answer(CONFIGURATION, status, &body);
        let answer = assume(&emulator, &role.arn(), &token).await;
        answer.expect_error(400, "IDPCommunicationError");
        issuer.publish(&keys);
        issuer.answer("/keys", status, &body);
        let answer = assume(&emulator, &role.arn(), &token).await;
        let answer = answer.expect_error(400, "InvalidIdentityToken");
        assert_eq!(message(&answer), NO_KEY);
    }
    issuer.publish(&keys);
    assume(&emulator, &role.arn(), &token).await.expect(200);
}

#[tokio::test]
async fn nobody_at_home_is_a_communication_error() {
    let emulator = Emulator::start().await.unwrap();
    let signing = Emulator::start().await.unwrap();
    let url = {
        let gone = TinyIssuer::start().await;
        gone.url.clone()
    };
    let role = stage(&emulator, &url).await;
    let token = mint(&signing, &url, json!({})).await;
    let answer = assume(&emulator, &role.arn(), &token).await;
    answer.expect_error(400, "IDPCommunicationError");
}

#[tokio::test]
async fn another_stack_is_an_issuer_under_its_own_address() {
    let emulator = Emulator::start().await.unwrap();
    let signing = Emulator::start().await.unwrap();
    let url = format!("{}/_bucketproof/oidc/issuers/tenant", signing.endpoint());
    let role = stage(&emulator, &url).await;
    let token = mint(&signing, &url, json!({})).await;
    let answer = assume(&emulator, &role.arn(), &token).await.expect(200);
    assert!(answer.element("Provider").unwrap().ends_with("/tenant"));
}
