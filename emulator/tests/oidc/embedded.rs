//! The control calls of the embedded issuer.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::support::Client;
use crate::{ISSUER, assume, mint, stage};

#[tokio::test]
async fn issuers_publish_their_documents() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::root(&emulator);
    let made = client
        .control(
            "POST",
            "oidc/issuers",
            &json!({ "issuer": "https://tokens.example/tenant" }),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(made["alg"], "ES256");
    for name in [
        "https%3A%2F%2Ftokens.example%2Ftenant",
        "tokens.example/tenant",
    ] {
        let path = format!("oidc/issuers/{name}/.well-known/openid-configuration");
        let document = client.control("GET", &path, &Value::Null).await;
        let document = document.expect(200).json();
        assert_eq!(document["issuer"], "https://tokens.example/tenant");
        let uri = document["jwks_uri"].as_str().unwrap();
        let below = uri.strip_prefix(&emulator.endpoint()).unwrap();
        let keys = client.unsigned("GET", below, &[], "").await;
        let keys = keys.expect(200).json();
        assert_eq!(keys["keys"][0]["kid"], made["kid"]);
        assert_eq!(keys["keys"][0]["kty"], "EC");
        assert!(keys["keys"][0].get("d").is_none());
        let path = format!("oidc/issuers/{name}/jwks");
        let same = client.control("GET", &path, &Value::Null).await.json();
        assert_eq!(same, keys);
    }
    let listed = client.control("GET", "oidc/issuers", &Value::Null).await;
    let listed = listed.expect(200).json();
    assert_eq!(listed["issuers"].as_array().unwrap().len(), 1);
    assert_eq!(
        listed["issuers"][0]["issuer"],
        "https://tokens.example/tenant"
    );
    client
        .control("GET", "oidc/issuers/unknown.example/jwks", &Value::Null)
        .await
        .expect(404);
}

#[tokio::test]
async fn wishes_that_cannot_be_met_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::root(&emulator);
    mint(&emulator, ISSUER, json!({})).await;
    for body in [
        json!({}),
        json!({ "issuer": "tokens.example" }),
        json!({ "issuer": "ftp://tokens.example" }),
        json!({ "issuer": "https://tokens.example?x=1" }),
        json!({ "issuer": ISSUER, "bad": "rotten" }),
        json!({ "issuer": ISSUER, "alg": "HS256" }),
        json!({ "issuer": ISSUER, "claim": {} }),
        json!({ "issuer": ISSUER, "alg": "RS256" }),
    ] {
        let answer = client.control("POST", "oidc/tokens", &body).await;
        let answer = answer.expect(400).json();
        assert!(answer["error"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn issuers_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let start = || async {
        let builder = Emulator::builder().data_dir(folder.path());
        builder.start().await.unwrap()
    };
    let emulator = start().await;
    let role = stage(&emulator, ISSUER).await;
    let token = mint(&emulator, ISSUER, json!({})).await;
    emulator.stop().await;
    let emulator = start().await;
    assume(&emulator, &role.arn(), &token).await.expect(200);
    assert_eq!(
        header_of(&token)["kid"],
        header_of(&mint(&emulator, ISSUER, json!({})).await)["kid"]
    );
}

#[tokio::test]
async fn seeded_stacks_have_the_same_keys() {
    let kid = |seed| async move {
        let builder = Emulator::builder().seed_number(seed);
        let emulator = builder.start().await.unwrap();
        let client = Client::root(&emulator);
        mint(&emulator, ISSUER, json!({})).await;
        let keys = client.control("GET", "oidc/issuers/tokens.example/jwks", &Value::Null);
        keys.await.expect(200).json()["keys"][0].clone()
    };
    assert_eq!(kid(7).await, kid(7).await);
    assert_ne!(kid(7).await["x"], kid(8).await["x"]);
}

fn header_of(token: &str) -> Value {
    let part = token.split('.').next().unwrap();
    let bytes = data_encoding::BASE64URL_NOPAD
        .decode(part.as_bytes())
        .unwrap();
    serde_json::from_slice(&bytes).unwrap()
}
