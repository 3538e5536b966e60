//! What may be fetched.

use super::*;

#[test]
fn keys_travel_encrypted_or_stay_at_home() {
    for (url, may) in [
        ("https://tokens.example/keys", true),
        ("http://127.0.0.1:8080/keys", true),
        ("http://[::1]:8080/keys", true),
        ("http://localhost/keys", true),
        ("http://tokens.example/keys", false),
        ("http://127.0.0.1.example/keys", false),
        ("http://localhost.example/keys", false),
        ("ftp://127.0.0.1/keys", false),
        ("/keys", false),
    ] {
        assert_eq!(may_be_fetched(&url.parse().unwrap()), may, "{url}");
    }
}

#[tokio::test]
async fn other_urls_are_refused_before_anything_is_sent() {
    let fault = Fetcher::default()
        .key_set("http://tokens.example")
        .await
        .unwrap_err();
    assert!(matches!(fault, TokenFault::NoKey(_)), "{fault}");
}
