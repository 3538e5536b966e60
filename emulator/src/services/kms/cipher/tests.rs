//! What only the exact key and context open.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::base::{Secret, Timestamp};
use crate::services::kms::record::Manager;

fn key(ids: &Ids) -> KeyRecord {
    KeyRecord {
        id: ids.uuid(),
        account: "111122223333".to_owned(),
        region: "eu-central-1".to_owned(),
        created: Timestamp::from_seconds(0),
        description: String::new(),
        manager: Manager::Customer,
        enabled: true,
        deletion: None,
        policy: String::new(),
        tags: BTreeMap::new(),
        material: Secret::new(BASE64.encode(&ids.bytes::<32>())),
    }
}

fn context() -> impl Strategy<Value = Vec<(String, String)>> {
    proptest::collection::btree_map("[a-z:]{0,6}", "[a-z/]{0,6}", 0..4)
        .prop_map(|map| map.into_iter().collect())
}

proptest! {
    #[test]
    fn the_same_key_and_context_open(seed: u64, pairs in context(), plain: Vec<u8>) {
        let ids = Ids::from_number(seed);
        let key = key(&ids);
        let blob = seal(&key, &ids, &pairs, &plain).unwrap();
        let reversed: Vec<_> = pairs.iter().cloned().rev().collect();
        prop_assert_eq!(open(&key, &reversed, &blob).unwrap(), plain);
        prop_assert_eq!(key_arn(&blob).unwrap(), key.arn());
    }

    #[test]
    fn another_context_does_not(seed: u64, one in context(), other in context()) {
        prop_assume!(one != other);
        let ids = Ids::from_number(seed);
        let key = key(&ids);
        let blob = seal(&key, &ids, &one, b"secret").unwrap();
        prop_assert_eq!(open(&key, &other, &blob), Err(CipherError));
    }

    #[test]
    fn no_byte_can_be_changed(seed: u64, at: prop::sample::Index, bit in 0..8_u8) {
        let ids = Ids::from_number(seed);
        let key = key(&ids);
        let mut blob = seal(&key, &ids, &[], b"secret").unwrap();
        let at = at.index(blob.len());
        blob[at] ^= 1 << bit;
        prop_assert_eq!(open(&key, &[], &blob), Err(CipherError));
    }
}

#[test]
fn another_key_does_not_open() {
    let ids = Ids::from_number(1);
    let (one, other) = (key(&ids), key(&ids));
    let blob = seal(&one, &ids, &[], b"secret").unwrap();
    assert_eq!(open(&other, &[], &blob), Err(CipherError));
    let mut impostor = other.clone();
    impostor.id = one.id.clone();
    assert_eq!(open(&impostor, &[], &blob), Err(CipherError));
}

#[test]
fn material_is_not_printed() {
    let ids = Ids::from_number(1);
    let key = key(&ids);
    assert!(!format!("{key:?}").contains(key.material.expose()));
    let data = data_key(&key, &ids, &[], 32).unwrap();
    assert_eq!(data.plaintext.len(), 32);
    assert_eq!(format!("{data:?}"), "DataKey(..)");
}
