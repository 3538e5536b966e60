//! Laws of tokens, for whatever they say.

use bucketproof::base::Timestamp;
use bucketproof::services::oidc::{Token, TokenFault, check};
use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;
const LEEWAY: i64 = 300;

/// A token that nobody signed: its claims are what counts here.
fn token(claims: &Value) -> Token {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let header = json!({ "alg": "ES256" });
    Token::parse(&format!("{}.{}.x", part(&header), part(claims))).unwrap()
}

fn checked(claims: &Value) -> Result<bucketproof::services::oidc::Holder, TokenFault> {
    let registered = ["a".to_owned(), "b".to_owned()];
    check(&token(claims), &registered, Timestamp::from_seconds(NOW))
}

fn offset() -> impl Strategy<Value = i64> {
    prop_oneof![
        -LEEWAY - 2..=-LEEWAY + 2,
        LEEWAY - 2..=LEEWAY + 2,
        -4000..4000i64
    ]
}

proptest! {
    #[test]
    fn times_are_good_within_the_leeway_and_only_there(
        issued in offset(), begins in proptest::option::of(offset()), ends in offset(),
        as_text in any::<bool>(),
    ) {
        let time = |offset: i64| {
            let seconds = NOW + offset;
            if as_text { json!(seconds.to_string()) } else { json!(seconds) }
        };
        let mut claims =
            json!({ "iss": "i", "sub": "s", "aud": "a", "iat": time(issued), "exp": time(ends) });
        if let Some(begins) = begins {
            claims["nbf"] = time(begins);
        }
        let good = ends > -LEEWAY && begins.unwrap_or(0) <= LEEWAY && issued <= LEEWAY;
        prop_assert_eq!(checked(&claims).is_ok(), good);
    }

    #[test]
    fn the_audience_is_always_a_registered_one(
        audiences in prop::collection::vec("[abc]", 0..4), party in proptest::option::of("[abc]"),
    ) {
        let mut claims =
            json!({ "iss": "i", "sub": "s", "aud": audiences, "iat": NOW, "exp": NOW + 60 });
        if let Some(party) = &party {
            claims["azp"] = json!(party);
        }
        match checked(&claims) {
            Ok(holder) => {
                prop_assert!(["a", "b"].contains(&holder.audience.as_str()));
                match party {
                    Some(party) => prop_assert_eq!(holder.audience, party),
                    None => prop_assert_eq!(vec![holder.audience], audiences),
                }
            }
            Err(_) => {
                let meant = match (&party, audiences.as_slice()) {
                    (Some(party), _) => Some(party),
                    (None, [only]) => Some(only),
                    _ => None,
                };
                prop_assert!(meant.is_none_or(|meant| meant == "c"));
            }
        }
    }

    #[test]
    fn any_text_is_a_token_or_none(text in r"[a-zA-Z0-9_.=+/{}-]{0,200}") {
        if Token::parse(&text).is_ok() {
            prop_assert_eq!(text.split('.').count(), 3);
        }
    }
}
