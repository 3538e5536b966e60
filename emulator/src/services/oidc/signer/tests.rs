//! Keys are made, kept and used; nothing else verifies.

use serde_json::json;

use super::*;
use crate::services::oidc::key_set::KeySet;
use crate::services::oidc::signature::verify;
use crate::services::oidc::token::Token;

fn token(signer: &Signer, algorithm: &str) -> Token {
    Token {
        algorithm: algorithm.to_owned(),
        key_id: Some("k".to_owned()),
        claims: serde_json::Map::new(),
        signed: "a.b".to_owned(),
        signature: signer.sign("a.b").unwrap(),
    }
}

fn published(signer: &Signer) -> KeySet {
    KeySet::read(&json!({ "keys": [signer.public_key("k").unwrap()] })).unwrap()
}

#[test]
fn each_algorithm_verifies_with_its_own_key_only() {
    let ids = Ids::from_number(3);
    use SigningAlgorithm::{ES256, ES384, ES512, RS256, RS384, RS512};
    for algorithm in [ES256, ES384, ES512, RS256, RS384, RS512] {
        let signer = Signer::generate(&ids, algorithm).unwrap();
        let stranger = Signer::generate(&ids, algorithm).unwrap();
        let token = token(&signer, algorithm.as_str());
        let keys = published(&signer);
        verify(&token, keys.choose(Some("k")).unwrap()).unwrap();
        let others = published(&stranger);
        assert!(verify(&token, others.choose(Some("k")).unwrap()).is_err());
        let mut changed = token.clone();
        changed.signed.push('x');
        assert!(verify(&changed, keys.choose(Some("k")).unwrap()).is_err());
        let mut empty = token.clone();
        empty.signature.clear();
        assert!(verify(&empty, keys.choose(Some("k")).unwrap()).is_err());
    }
}

#[test]
fn the_algorithm_must_fit_the_key() {
    let ids = Ids::from_number(4);
    let signer = Signer::generate(&ids, SigningAlgorithm::ES256).unwrap();
    let keys = published(&signer);
    for other in [
        "RS256", "ES384", "ES512", "PS256", "HS256", "none", "None", "",
    ] {
        let token = token(&signer, other);
        let verified = verify(&token, keys.choose(Some("k")).unwrap());
        assert!(verified.is_err(), "{other}");
    }
}

#[test]
fn an_rsa_key_fits_every_length_of_digest() {
    let ids = Ids::from_number(8);
    let signer = Signer::generate(&ids, SigningAlgorithm::RS256).unwrap();
    let keys = published(&signer);
    for algorithm in [SigningAlgorithm::RS384, SigningAlgorithm::RS512] {
        let same_key = Signer {
            algorithm,
            private: signer.private.clone(),
        };
        // The token's header decides, not the `alg` of the key.
        let token = token(&same_key, algorithm.as_str());
        verify(&token, keys.choose(Some("k")).unwrap()).unwrap();
    }
}

#[test]
fn a_key_of_another_curve_does_not_fit() {
    use SigningAlgorithm::{ES256, ES384, ES512};
    let ids = Ids::from_number(9);
    for (algorithm, other) in [(ES256, ES384), (ES384, ES512), (ES512, ES256)] {
        let signer = Signer::generate(&ids, algorithm).unwrap();
        let stranger = Signer::generate(&ids, other).unwrap();
        let token = token(&signer, algorithm.as_str());
        let keys = published(&stranger);
        assert!(verify(&token, keys.choose(Some("k")).unwrap()).is_err());
    }
}

#[test]
fn a_public_key_is_no_shared_secret() {
    let ids = Ids::from_number(5);
    let signer = Signer::generate(&ids, SigningAlgorithm::ES256).unwrap();
    let mut token = token(&signer, "HS256");
    let pem = signer.public_pem().unwrap();
    token.signature = sign_with_secret(pem.as_bytes(), &token.signed).unwrap();
    let keys = published(&signer);
    assert!(verify(&token, keys.choose(Some("k")).unwrap()).is_err());
}

#[test]
fn a_key_that_lists_its_operations_verifies_nothing() {
    let ids = Ids::from_number(6);
    let signer = Signer::generate(&ids, SigningAlgorithm::ES256).unwrap();
    let mut key = signer.public_key("k").unwrap();
    key["key_ops"] = json!(["verify"]);
    let keys = KeySet::read(&json!({ "keys": [key] })).unwrap();
    let token = token(&signer, "ES256");
    assert!(verify(&token, keys.choose(Some("k")).unwrap()).is_err());
}

#[test]
fn a_seeded_stack_makes_the_same_key_again() {
    let make = |seed| {
        let ids = Ids::from_number(seed);
        let signer = Signer::generate(&ids, SigningAlgorithm::ES256).unwrap();
        signer.public_pem().unwrap()
    };
    assert_eq!(make(1), make(1));
    assert_ne!(make(1), make(2));
}

#[test]
fn keys_outlive_their_record_and_are_not_printed() {
    let ids = Ids::from_number(7);
    let signer = Signer::generate(&ids, SigningAlgorithm::ES256).unwrap();
    let stored = serde_json::to_string(&signer).unwrap();
    let read: Signer = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.public_pem().unwrap(), signer.public_pem().unwrap());
    assert!(format!("{signer:?}").contains("Secret(..)"));
}
