//! Laws of session tags, for whatever names and values.

use std::collections::BTreeMap;

use bucketproof::auth::directory::sessions::{Holder, LongTerm, SessionRecord};
use bucketproof::base::{Secret, Timestamp};
use proptest::prelude::*;

fn record(tags: BTreeMap<String, String>, transitive_tag_keys: Vec<String>) -> SessionRecord {
    SessionRecord {
        access_key_id: "ASIA".to_owned(),
        secret: Secret::new("s"),
        token: Secret::new("t"),
        account: "111122223333".to_owned(),
        holder: Holder::Caller(LongTerm::Root),
        issued: Timestamp::from_seconds(0),
        expires: Timestamp::from_seconds(900),
        policy: None,
        policy_arns: Vec::new(),
        tags,
        transitive_tag_keys,
        source_identity: None,
        web_identity: None,
    }
}

fn tags() -> impl Strategy<Value = BTreeMap<String, String>> {
    prop::collection::btree_map("[a-z]{1,6}", "[a-z]{0,6}", 0..6)
}

proptest! {
    /// What goes on is part of what is there, in any case of the names, and goes on unchanged for good.
    #[test]
    fn what_goes_on_goes_on_for_good(tags in tags(), picks in prop::collection::vec(any::<bool>(), 6)) {
        let keys: Vec<String> = tags
            .keys()
            .zip(&picks)
            .filter(|(_, pick)| **pick)
            .map(|(name, _)| name.to_uppercase())
            .collect();
        let first = record(tags.clone(), keys.clone()).transitive_tags();
        prop_assert_eq!(first.len(), keys.len());
        prop_assert!(first.iter().all(|(name, value)| tags.get(name) == Some(value)));
        let second = record(first.clone(), first.keys().cloned().collect()).transitive_tags();
        prop_assert_eq!(first, second);
    }
}
