//! What a token must be to become a session.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::support::{Client, wall_now};
use crate::{
    AUDIENCE, HOME, ISSUER, assume, assume_with, message, mint, provider, stage, sts_people, trust,
};

const INVALID: &str = "The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.";
const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";
const NOT_JWT: &str = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";

#[tokio::test]
async fn a_good_token_becomes_a_session() {
    let emulator = Emulator::start().await.unwrap();
    let role = stage(&emulator, ISSUER).await;
    for alg in ["ES256", "RS256"] {
        let issuer = match alg {
            "ES256" => ISSUER.to_owned(),
            _ => "https://rsa.example/tenant".to_owned(),
        };
        let role = if alg == "ES256" {
            role.clone()
        } else {
            provider(&emulator, &issuer, &[AUDIENCE]).await;
            let policy = trust(
                &issuer,
                &json!("sts:AssumeRoleWithWebIdentity"),
                &Value::Null,
            );
            sts_people::role(&emulator, HOME, "rsa", &policy, None).await
        };
        let token = mint(&emulator, &issuer, json!({ "alg": alg })).await;
        let answer = assume(&emulator, &role.arn(), &token).await.expect(200);
        let host = issuer.strip_prefix("https://").unwrap();
        let element = |name: &str| answer.element(name).expect(name);
        assert_eq!(element("SubjectFromWebIdentityToken"), "s-1");
        assert_eq!(element("Audience"), AUDIENCE);
        assert_eq!(
            element("Provider"),
            format!("arn:aws:iam::{HOME}:oidc-provider/{host}")
        );
        assert_eq!(element("PackedPolicySize"), "24");
        let client = Client::new(
            &emulator,
            &element("AccessKeyId"),
            &element("SecretAccessKey"),
        )
        .with_token(&element("SessionToken"));
        let me = client
            .query("sts", &[("Action", "GetCallerIdentity")])
            .await
            .expect(200);
        assert_eq!(
            me.element("Arn"),
            Some(format!(
                "arn:aws:sts::{HOME}:assumed-role/{}/visit",
                role.name
            ))
        );
    }
}

#[tokio::test]
async fn every_kind_of_bad_token_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let role = stage(&emulator, ISSUER).await;
    mint(&emulator, ISSUER, json!({})).await;
    for (bad, code, text) in [
        ("wrong-key", "InvalidIdentityToken", INVALID),
        ("unknown-kid", "InvalidIdentityToken", NO_KEY),
        ("alg-none", "InvalidIdentityToken", INVALID),
        ("hs256-public-key", "InvalidIdentityToken", INVALID),
        (
            "expired",
            "ExpiredTokenException",
            "Token expired: current date/time ",
        ),
        (
            "not-yet-valid",
            "InvalidIdentityToken",
            "Token not yet valid: current date/time ",
        ),
    ] {
        let token = mint(&emulator, ISSUER, json!({ "bad": bad })).await;
        let answer = assume(&emulator, &role.arn(), &token).await;
        let answer = answer.expect_error(400, code);
        assert!(
            message(&answer).starts_with(text),
            "{bad}: {}",
            message(&answer)
        );
        assert!(answer.header("x-bucketproof-reason").is_some());
    }
    // The embedded issuer still makes good ones.
    let token = mint(&emulator, ISSUER, json!({})).await;
    assume(&emulator, &role.arn(), &token).await.expect(200);
}

#[tokio::test]
async fn claims_are_checked_in_their_own_words() {
    let emulator = Emulator::start().await.unwrap();
    let role = stage(&emulator, ISSUER).await;
    let now = wall_now().seconds();
    let cases = [
        (
            json!({ "omit": ["sub"] }),
            "Missing a required claim: sub".to_owned(),
        ),
        (
            json!({ "omit": ["aud"] }),
            "Missing a required claim: aud".to_owned(),
        ),
        (
            json!({ "omit": ["iat"] }),
            "Missing a required claim: iat".to_owned(),
        ),
        (
            json!({ "omit": ["exp"] }),
            "Missing a required claim: exp".to_owned(),
        ),
        (
            json!({ "omit": ["iss"] }),
            "Missing a required claim: iss".to_owned(),
        ),
        (
            json!({ "claims": { "aud": [] } }),
            "Claim is not allowed to be empty: aud".to_owned(),
        ),
        (
            json!({ "claims": { "aud": [AUDIENCE, "other"] } }),
            "Token audience contains more than one audience while authorized party is not present"
                .to_owned(),
        ),
        (
            json!({ "claims": { "exp": 1.5 } }),
            "Invalid timestamp in token claims.".to_owned(),
        ),
        (
            json!({ "claims": { "iat": now + 4000 } }),
            format!("Token issued in the future: {}", now + 4000),
        ),
        (json!({ "claims": { "aud": "other" } }), INVALID.to_owned()),
        (json!({ "claims": { "azp": "other" } }), INVALID.to_owned()),
        (
            json!({ "claims": { "iss": "https://tokens.example/" } }),
            INVALID.to_owned(),
        ),
        (
            json!({ "claims": { "https://aws.amazon.com/tags": { "principal_tags": { "a": "b" } } } }),
            "principal_tags passed in claim is not in correct format.".to_owned(),
        ),
    ];
    for (members, text) in cases {
        let token = mint(&emulator, ISSUER, members.clone()).await;
        let answer = assume(&emulator, &role.arn(), &token).await;
        let answer = answer.expect_error(400, "InvalidIdentityToken");
        assert_eq!(message(&answer), text, "{members}");
    }
    let token = mint(&emulator, ISSUER, json!({ "claims": { "sub": null } })).await;
    let answer = assume(&emulator, &role.arn(), &token).await;
    let answer = answer.expect_error(500, "InternalFailure");
    assert_eq!(
        message(&answer),
        "Unknown error validating third-party token"
    );
    let token = mint(
        &emulator,
        ISSUER,
        json!({ "claims": { "aud": ["x", "y"], "azp": AUDIENCE } }),
    )
    .await;
    let answer = assume(&emulator, &role.arn(), &token).await.expect(200);
    assert_eq!(answer.element("Audience").as_deref(), Some(AUDIENCE));
}

#[tokio::test]
async fn texts_that_are_no_tokens_say_so() {
    let emulator = Emulator::start().await.unwrap();
    let role = stage(&emulator, ISSUER).await;
    for text in ["opaque-access-token", "a.b.c", "e30.e30."] {
        let answer = assume(&emulator, &role.arn(), text).await;
        let answer = answer.expect_error(400, "InvalidIdentityToken");
        assert_eq!(message(&answer), NOT_JWT);
    }
    let answer = assume(&emulator, &role.arn(), "abc").await;
    let answer = answer.expect_error(400, "ValidationError");
    assert_eq!(
        message(&answer),
        "1 validation error detected: Value at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal to 4"
    );
}

#[tokio::test]
async fn the_provider_must_be_in_the_account_of_the_role() {
    let emulator = Emulator::start().await.unwrap();
    let role = stage(&emulator, ISSUER).await;
    let token = mint(&emulator, "https://unregistered.example", json!({})).await;
    let answer = assume(&emulator, &role.arn(), &token).await;
    let answer = answer.expect_error(400, "InvalidIdentityToken");
    assert_eq!(message(&answer), INVALID);
    // Another account's role does not see this account's provider.
    let token = mint(&emulator, ISSUER, json!({})).await;
    let elsewhere = "arn:aws:iam::444455556666:role/media";
    let answer = assume(&emulator, elsewhere, &token).await;
    answer.expect_error(400, "InvalidIdentityToken");
}

#[tokio::test]
async fn tokens_end_by_the_clock() {
    let emulator = Emulator::start().await.unwrap();
    let role = stage(&emulator, ISSUER).await;
    let token = mint(&emulator, ISSUER, json!({})).await;
    let clock = &emulator.stack().world.clock;
    clock.advance(3600 + 290).unwrap();
    // Five minutes are forgiven, and the session is not shortened by the token's end.
    let answer = assume(&emulator, &role.arn(), &token).await.expect(200);
    let end = answer.element("Expiration").unwrap();
    let end = bucketproof::base::time_format::parse_iso(&end).unwrap();
    assert!(end.seconds() - clock.now().seconds() > 3590);
    clock.advance(15).unwrap();
    let answer = assume(&emulator, &role.arn(), &token).await;
    answer.expect_error(400, "ExpiredTokenException");
    // A token made after the move is fresh.
    let token = mint(&emulator, ISSUER, json!({})).await;
    assume(&emulator, &role.arn(), &token).await.expect(200);
}

#[tokio::test]
async fn durations_and_session_policies_count_as_for_other_sessions() {
    let emulator = Emulator::start().await.unwrap();
    let role = stage(&emulator, ISSUER).await;
    let token = mint(&emulator, ISSUER, json!({})).await;
    let long = [("DurationSeconds", "3601")];
    let answer = assume_with(&emulator, &role.arn(), &token, &long).await;
    let answer = answer.expect_error(400, "ValidationError");
    assert_eq!(
        message(&answer),
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    );
    let policy = sts_people::allow("s3:GetObject", "*");
    let limited = [("Policy", &*policy)];
    let answer = assume_with(&emulator, &role.arn(), &token, &limited).await;
    let packed = answer.expect(200).element("PackedPolicySize").unwrap();
    assert!(packed.parse::<u32>().unwrap() > 24, "{packed}");
    let provider = [("ProviderId", "www.amazon.com")];
    assume_with(&emulator, &role.arn(), &token, &provider)
        .await
        .expect_error(501, "NotImplemented");
}
