//! Which of an issuer's keys is meant.

use serde_json::json;

use super::*;

fn ec(id: &str, x: &str) -> Value {
    json!({ "kty": "EC", "crv": "P-256", "kid": id, "x": x, "y": "y" })
}

fn set(keys: &[Value]) -> KeySet {
    KeySet::read(&json!({ "keys": keys })).unwrap()
}

fn x_of(key: &Published) -> &str {
    match &key.material {
        Material::Ec { x, .. } => x,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_name_decides_and_the_last_of_the_same_name_counts() {
    let keys = set(&[ec("a", "1"), ec("b", "2"), ec("a", "3")]);
    assert_eq!(x_of(keys.choose(Some("b")).unwrap()), "2");
    assert_eq!(x_of(keys.choose(Some("a")).unwrap()), "3");
    assert!(matches!(keys.choose(Some("c")), Err(TokenFault::NoKey(_))));
}

#[test]
fn a_token_without_a_name_needs_a_set_of_one() {
    assert!(set(&[ec("a", "1")]).choose(None).is_ok());
    assert!(set(&[ec("a", "1"), ec("b", "2")]).choose(None).is_err());
    assert!(set(&[]).choose(None).is_err());
}

#[test]
fn keys_that_cannot_verify_are_no_keys() {
    let mut for_encryption = ec("a", "1");
    for_encryption["use"] = json!("enc");
    for key in [
        for_encryption,
        json!({ "kty": "RSA", "kid": "a", "x5c": ["MII"] }),
        json!({ "kty": "oct", "kid": "a", "k": "c2VjcmV0" }),
        json!({ "kid": "a" }),
    ] {
        let fault = set(std::slice::from_ref(&key))
            .choose(Some("a"))
            .unwrap_err();
        assert!(matches!(fault, TokenFault::NoKey(_)), "{key}");
    }
}

#[test]
fn too_many_rsa_keys_are_none_but_others_still_count() {
    let rsa = |id: usize| json!({ "kty": "RSA", "kid": format!("r{id}"), "n": "n", "e": "AQAB" });
    let mut keys: Vec<Value> = (0..100).map(rsa).collect();
    keys.push(ec("a", "1"));
    assert!(set(&keys).choose(Some("r0")).is_ok());
    keys.push(rsa(100));
    assert!(set(&keys).choose(Some("r0")).is_err());
    assert!(set(&keys).choose(Some("a")).is_ok());
}

#[test]
fn other_documents_are_no_key_sets() {
    for document in [json!({}), json!([]), json!({ "keys": {} }), json!(null)] {
        assert!(KeySet::read(&document).is_none());
    }
}
