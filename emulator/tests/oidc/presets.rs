//! Presets, rotation and bad kinds of the embedded issuer.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::support::Client;
use crate::{AUDIENCE, HOME, ISSUER, assume, message, mint, provider, stage, sts_people, trust};

async fn preset(emulator: &Emulator, body: Value) -> String {
    let client = Client::root(emulator);
    let answer = client.control("POST", "oidc/tokens", &body).await;
    let answer = answer.expect(200).json();
    answer["token"].as_str().unwrap().to_owned()
}

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    let bytes = data_encoding::BASE64URL_NOPAD.decode(part.as_bytes());
    serde_json::from_slice(&bytes.unwrap()).unwrap()
}

#[tokio::test]
async fn every_platform_is_admitted_by_the_trust_policy_of_its_guide() {
    let emulator = Emulator::start().await.unwrap();
    let github = "https://token.actions.githubusercontent.com";
    let eks = "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
    let cases = [
        (
            "github-actions",
            github,
            "sts.amazonaws.com",
            json!({ "repository": "octo-org/octo-repo" }),
            json!({
                "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
                "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:*" },
            }),
            "RS256",
        ),
        (
            "gitlab-ci",
            "https://gitlab.com",
            "https://gitlab.com",
            json!({ "project_path": "mygroup/website" }),
            json!({ "StringLike": { "gitlab.com:sub": "project_path:mygroup/*:ref_type:branch:ref:main" } }),
            "RS256",
        ),
        (
            "kubernetes",
            eks,
            "sts.amazonaws.com",
            json!({ "kubernetes.io": { "namespace": "media", "serviceaccount": { "name": "uploader" } } }),
            json!({ "StringEquals": {
                "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub":
                    "system:serviceaccount:media:uploader",
                "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud":
                    "sts.amazonaws.com",
            } }),
            "RS256",
        ),
        (
            "frameio",
            "https://tokens.storage.frame.io",
            "https://tokens.storage.frame.io",
            json!({ "sub": "my-account" }),
            json!({ "StringEquals": { "tokens.storage.frame.io:sub": ["my-account"] } }),
            "ES256",
        ),
    ];
    for (name, issuer, audience, claims, condition, alg) in cases {
        provider(&emulator, issuer, &[audience]).await;
        let policy = trust(issuer, &json!("sts:AssumeRoleWithWebIdentity"), &condition);
        let role = sts_people::role(&emulator, HOME, name, &policy, None).await;
        let good = preset(&emulator, json!({ "preset": name, "claims": claims })).await;
        assume(&emulator, &role.arn(), &good).await.expect(200);
        assert_eq!(part(&good, 0)["alg"], alg);
        assert_eq!(part(&good, 1)["iss"], issuer);
        // Without the claims it is somebody else's token.
        let usual = preset(&emulator, json!({ "preset": name })).await;
        assume(&emulator, &role.arn(), &usual).await.expect(403);
        let late = preset(&emulator, json!({ "preset": name, "bad": "expired" })).await;
        assume(&emulator, &role.arn(), &late)
            .await
            .expect_error(400, "ExpiredTokenException");
    }
}

#[tokio::test]
async fn claims_of_github_are_condition_keys() {
    let emulator = Emulator::start().await.unwrap();
    let issuer = "https://token.actions.githubusercontent.com";
    provider(&emulator, issuer, &["sts.amazonaws.com"]).await;
    let condition = json!({ "StringEquals": {
        "token.actions.githubusercontent.com:repository_id": "7400",
        "token.actions.githubusercontent.com:ref": "refs/heads/main",
    } });
    let policy = trust(issuer, &json!("sts:AssumeRoleWithWebIdentity"), &condition);
    let role = sts_people::role(&emulator, HOME, "deploy", &policy, None).await;
    for (claims, status) in [
        (json!({ "repository_id": "7400" }), 200),
        (json!({ "repository_id": "74" }), 403),
        (
            json!({ "repository_id": "7400", "ref": "refs/heads/x" }),
            403,
        ),
    ] {
        let token = preset(
            &emulator,
            json!({ "preset": "github-actions", "claims": claims }),
        )
        .await;
        assume(&emulator, &role.arn(), &token).await.expect(status);
    }
}

#[tokio::test]
async fn presets_are_listed_with_their_documentation() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::root(&emulator);
    let listed = client.control("GET", "oidc/presets", &Value::Null).await;
    let listed = listed.expect(200).json();
    let names: Vec<&str> = listed["presets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|preset| preset["preset"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["github-actions", "gitlab-ci", "kubernetes", "frameio"]
    );
    for preset in listed["presets"].as_array().unwrap() {
        for member in ["issuer", "documentation", "alg"] {
            assert!(preset[member].is_string(), "{preset}");
        }
        assert!(preset["claims"]["sub"].is_string(), "{preset}");
    }
    for body in [json!({}), json!({ "preset": "jenkins" })] {
        let answer = client.control("POST", "oidc/tokens", &body).await;
        answer.expect(400);
    }
}

#[tokio::test]
async fn a_preset_takes_another_issuer_and_other_algorithms() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({
        "preset": "kubernetes", "issuer": "https://cluster.example", "alg": "ES384", "omit": ["nbf"],
    });
    let token = preset(&emulator, body).await;
    assert_eq!(part(&token, 0)["alg"], "ES384");
    assert_eq!(part(&token, 1)["iss"], "https://cluster.example");
    assert!(part(&token, 1).get("nbf").is_none());
}

#[tokio::test]
async fn every_algorithm_of_the_embedded_issuer_is_accepted() {
    let emulator = Emulator::start().await.unwrap();
    for alg in ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512"] {
        let issuer = format!("https://{}.example", alg.to_lowercase());
        provider(&emulator, &issuer, &[AUDIENCE]).await;
        let action = json!("sts:AssumeRoleWithWebIdentity");
        let policy = trust(&issuer, &action, &Value::Null);
        let role = sts_people::role(&emulator, HOME, alg, &policy, None).await;
        let token = mint(&emulator, &issuer, json!({ "alg": alg })).await;
        assume(&emulator, &role.arn(), &token).await.expect(200);
    }
}

#[tokio::test]
async fn wrong_audiences_and_slashes_are_no_tokens() {
    let emulator = Emulator::start().await.unwrap();
    let role = stage(&emulator, ISSUER).await;
    for bad in ["wrong-aud", "trailing-slash-issuer"] {
        let token = mint(&emulator, ISSUER, json!({ "bad": bad })).await;
        let answer = assume(&emulator, &role.arn(), &token).await;
        let answer = answer.expect_error(400, "InvalidIdentityToken");
        assert!(
            message(&answer).starts_with("The web identity token provided could not be validated.")
        );
    }
}

#[tokio::test]
async fn keys_rotate_and_are_forgotten_on_demand() {
    let emulator = Emulator::start().await.unwrap();
    let role = stage(&emulator, ISSUER).await;
    let client = Client::root(&emulator);
    let before = mint(&emulator, ISSUER, json!({})).await;
    let rotate = |more: Value| {
        let client = client.clone();
        async move {
            let mut body = json!({ "issuer": ISSUER });
            for (name, value) in more.as_object().unwrap() {
                body[name] = value.clone();
            }
            let answer = client.control("POST", "oidc/issuers/rotate", &body).await;
            answer.expect(200).json()
        }
    };
    let first = part(&before, 0)["kid"].clone();
    let shown = rotate(json!({ "alg": "ES384" })).await;
    assert_eq!(shown["alg"], "ES384");
    assert_eq!(shown["earlier_kids"], json!([first]));
    let after = mint(&emulator, ISSUER, json!({})).await;
    assert_eq!(part(&after, 0)["kid"], shown["kid"]);
    assert_eq!(part(&after, 0)["alg"], "ES384");
    for token in [&before, &after] {
        assume(&emulator, &role.arn(), token).await.expect(200);
    }
    let path = "oidc/issuers/tokens.example/.well-known/openid-configuration";
    let document = client.control("GET", path, &Value::Null).await.json();
    let algorithms = &document["id_token_signing_alg_values_supported"];
    assert_eq!(*algorithms, json!(["ES384", "ES256"]));
    rotate(json!({ "forget": true })).await;
    for token in [&before, &after] {
        let answer = assume(&emulator, &role.arn(), token).await;
        let answer = answer.expect_error(400, "InvalidIdentityToken");
        assert!(message(&answer).starts_with("Couldn't retrieve verification key"));
    }
    for _ in 0..8 {
        rotate(json!({})).await;
    }
    let keys = client
        .control("GET", "oidc/issuers/tokens.example/jwks", &Value::Null)
        .await
        .json();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 5);
    let unknown = json!({ "issuer": "https://nobody.example" });
    let answer = client
        .control("POST", "oidc/issuers/rotate", &unknown)
        .await;
    answer.expect(404);
}
