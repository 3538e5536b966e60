//! What is a token and what is not.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn compact(header: &Value, claims: &Value) -> String {
    let claims = claims.as_object().unwrap();
    format!("{}.c2ln", signing_input(header, claims))
}

#[test]
fn a_token_comes_apart_as_it_was_put_together() {
    let header = json!({ "alg": "ES256", "kid": "k" });
    let claims = json!({ "iss": "https://a.example", "sub": "é" });
    let token = Token::parse(&compact(&header, &claims)).unwrap();
    assert_eq!(token.algorithm, "ES256");
    assert_eq!(token.key_id.as_deref(), Some("k"));
    assert_eq!(token.claims, *claims.as_object().unwrap());
    assert_eq!(token.issuer().unwrap(), "https://a.example");
    assert_eq!(token.signature, "c2ln");
}

#[test]
fn other_texts_are_no_tokens() {
    let claims = json!({ "iss": "i" });
    let good = compact(&json!({ "alg": "ES256" }), &claims);
    for text in [
        "abcd".to_owned(),
        "a.b".to_owned(),
        format!("{good}.more"),
        good.replace('.', "=."),
        compact(&json!({ "kid": "k" }), &claims),
        compact(&json!({ "alg": "ES256", "crit": ["b64"] }), &claims),
        format!("{}.W10.c2ln", good.split('.').next().unwrap()),
    ] {
        let fault = Token::parse(&text).unwrap_err();
        assert!(matches!(fault, TokenFault::NotJwt(_)), "{text}");
    }
}

#[test]
fn an_issuer_is_a_text() {
    for claims in [json!({}), json!({ "iss": null }), json!({ "iss": 1 })] {
        let token = Token::parse(&compact(&json!({ "alg": "ES256" }), &claims)).unwrap();
        assert_eq!(token.issuer(), Err(TokenFault::MissingClaim("iss")));
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[A-Za-z0-9_.-]{0,60}") {
        let _ = Token::parse(&text);
    }
}
