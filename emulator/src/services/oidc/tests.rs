//! For how long keys from elsewhere are used.

use serde_json::json;

use super::*;

const ISSUER: &str = "https://tokens.example";

#[test]
fn keys_are_kept_for_five_minutes_and_for_their_issuer_only() {
    let oidc = Oidc::default();
    let keys = Arc::new(KeySet::read(&json!({ "keys": [] })).unwrap());
    let at = Timestamp::from_seconds(1_800_000_000);
    assert!(oidc.kept(ISSUER, at).is_none());
    oidc.keep(ISSUER, at, &keys);
    assert!(oidc.kept(ISSUER, at).is_some());
    assert!(oidc.kept(ISSUER, at.plus_seconds(299)).is_some());
    assert!(oidc.kept(ISSUER, at.plus_seconds(300)).is_none());
    assert!(oidc.kept("https://tokens.example/", at).is_none());
}

#[test]
fn issuers_on_this_machine_are_known_by_their_host() {
    for url in [
        "http://127.0.0.1:8080",
        "http://localhost:1/realm",
        "https://[::1]:8443",
    ] {
        assert!(fetch::is_on_loopback(url), "{url}");
    }
    for url in [ISSUER, "https://localhost.example", ""] {
        assert!(!fetch::is_on_loopback(url), "{url}");
    }
}
