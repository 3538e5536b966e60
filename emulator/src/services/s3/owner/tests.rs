use super::*;

#[test]
fn an_id_leads_back_to_its_account() {
    for account in ["000000000000", "111122223333", "999999999999", ANONYMOUS] {
        let id = canonical_id(account);
        assert_eq!(id, canonical_id(account));
        assert_eq!(account_of(&id).as_deref(), Some(account));
    }
    assert_eq!(canonical_id("111122223333").len(), 64);
    assert_ne!(canonical_id("111122223333"), canonical_id("111122223334"));
}

#[test]
fn ids_that_nobody_has_lead_nowhere() {
    let id = canonical_id("111122223333");
    let changed = |at: usize| {
        let mut other = id.clone().into_bytes();
        other[at] = if other[at] == b'0' { b'1' } else { b'0' };
        String::from_utf8(other).unwrap()
    };
    for stranger in [
        String::new(),
        "wrong-id".to_owned(),
        "111122223333".to_owned(),
        "0".repeat(64),
        id[..62].to_owned(),
        format!("{id}00"),
        changed(0),
        changed(63),
    ] {
        assert_eq!(account_of(&stranger), None, "{stranger}");
    }
}
