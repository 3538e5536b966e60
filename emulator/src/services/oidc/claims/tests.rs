//! Times, audiences and subjects.

use serde_json::json;

use super::*;

const NOW: i64 = 1_800_000_000;

fn checked(change: &Value) -> Result<Holder, TokenFault> {
    let mut claims = json!({
        "iss": "https://a.example", "sub": "s", "aud": "app", "iat": NOW, "exp": NOW + 60,
    });
    for (name, value) in change.as_object().unwrap() {
        if value == "omit" {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    let token = Token {
        algorithm: "ES256".to_owned(),
        key_id: None,
        claims: claims.as_object().unwrap().clone(),
        signed: String::new(),
        signature: String::new(),
    };
    let registered = ["app".to_owned(), "party".to_owned(), "7".to_owned()];
    check(&token, &registered, Timestamp::from_seconds(NOW))
}

#[test]
fn five_minutes_are_forgiven_and_no_second_more() {
    assert!(checked(&json!({ "exp": NOW - 299 })).is_ok());
    assert_eq!(
        checked(&json!({ "exp": NOW - 300 })),
        Err(TokenFault::Expired {
            now: NOW - 300,
            expires: NOW - 300
        })
    );
    assert!(checked(&json!({ "nbf": NOW + 300 })).is_ok());
    assert_eq!(
        checked(&json!({ "nbf": NOW + 301 })),
        Err(TokenFault::NotYetValid {
            now: NOW + 300,
            begins: NOW + 301
        })
    );
    assert!(checked(&json!({ "iat": NOW + 300 })).is_ok());
    assert_eq!(
        checked(&json!({ "iat": NOW + 301 })),
        Err(TokenFault::IssuedInFuture(NOW + 301))
    );
}

#[test]
fn times_are_whole_seconds() {
    assert!(checked(&json!({ "exp": (NOW + 60).to_string() })).is_ok());
    for bad in [
        json!(1.5),
        json!(null),
        json!("soon"),
        json!([NOW]),
        json!(u64::MAX),
        json!(i64::MAX),
        json!(i64::MIN),
    ] {
        for name in ["iat", "exp", "nbf"] {
            let fault = checked(&json!({ name: bad })).unwrap_err();
            assert!(
                matches!(fault, TokenFault::InvalidTimestamp(_)),
                "{name}: {bad}"
            );
        }
    }
}

#[test]
fn required_claims_are_named_when_they_are_missing() {
    for name in ["sub", "aud", "iat", "exp"] {
        let fault = checked(&json!({ name: "omit" })).unwrap_err();
        let TokenFault::MissingClaim(missing) = fault else {
            panic!("{fault}");
        };
        assert_eq!(missing, name);
    }
}

#[test]
fn the_authorized_party_stands_for_the_audience() {
    let audience = |change| checked(&change).map(|holder| holder.audience);
    assert_eq!(audience(json!({ "aud": ["app"] })).unwrap(), "app");
    let with_party = json!({ "aud": ["x", "y"], "azp": "party" });
    assert_eq!(audience(with_party).unwrap(), "party");
    assert_eq!(
        audience(json!({ "aud": [] })),
        Err(TokenFault::EmptyAudience)
    );
    assert_eq!(
        audience(json!({ "aud": ["app", "party"] })),
        Err(TokenFault::ManyAudiences)
    );
    for bad in [
        json!({ "aud": "other" }),
        json!({ "aud": "" }),
        json!({ "aud": "app", "azp": "other" }),
        json!({ "aud": "app", "azp": "" }),
        json!({ "aud": ["app", "app"] }),
    ] {
        let fault = audience(bad.clone()).unwrap_err();
        assert!(matches!(fault, TokenFault::Invalid(_)), "{bad}");
    }
}

#[test]
fn subjects_become_text() {
    let subject = |change| checked(&change).map(|holder| holder.subject);
    assert_eq!(subject(json!({ "sub": "" })).unwrap(), "");
    assert_eq!(subject(json!({ "sub": 17 })).unwrap(), "17");
    assert_eq!(
        subject(json!({ "sub": null })),
        Err(TokenFault::UnreadableSubject)
    );
}

#[test]
fn tags_are_lists_of_one_text() {
    let tags = |claim: Value| checked(&json!({ TAGS: claim }));
    let good = json!({ "principal_tags": { "team": ["media"] }, "transitive_tag_keys": ["team"] });
    let holder = tags(good).unwrap();
    assert_eq!(holder.tags["team"], "media");
    assert_eq!(holder.transitive_tag_keys, ["team"]);
    for bad in [
        json!({ "principal_tags": { "team": "media" } }),
        json!({ "principal_tags": { "team": ["a", "b"] } }),
        json!({ "principal_tags": { "team": [1] } }),
        json!({ "principal_tags": [] }),
    ] {
        assert_eq!(tags(bad), Err(TokenFault::MalformedTags));
    }
}
