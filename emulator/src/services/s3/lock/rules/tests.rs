//! The law of Object Lock, over all sequences of calls.

use proptest::prelude::*;

use super::*;

const NOW: Timestamp = Timestamp::from_seconds(1_000);

fn until(mode: LockMode, seconds: i64) -> Option<Retention> {
    let until_ms = Timestamp::from_seconds(seconds).millis();
    Some(Retention { mode, until_ms })
}

use LockMode::{Compliance, Governance};

/// Present, wanted, allowed without and with bypass.
const CHANGES: &[(&str, &str, bool, bool)] = &[
    ("-", "-", true, true),
    ("-", "C 2000", true, true),
    ("G 1500", "G 1500", true, true),
    ("G 1500", "G 1501", true, true),
    ("G 1500", "G 1499", false, true),
    ("G 1500", "-", false, true),
    ("G 1500", "C 2000", false, true),
    ("C 1500", "C 1500", true, true),
    ("C 1500", "C 9000", true, true),
    ("C 1500", "C 1499", false, false),
    ("C 1500", "G 9000", false, false),
    ("C 1500", "-", false, false),
    // The time is over at the very moment.
    ("C 1000", "-", true, true),
    ("C 1001", "-", false, false),
    ("G 999", "G 500", true, true),
];

fn read(text: &str) -> Option<Retention> {
    let (mode, seconds) = text.split_once(' ')?;
    let mode = if mode == "C" { Compliance } else { Governance };
    until(mode, seconds.parse().unwrap())
}

#[test]
fn changes() {
    for (present, wanted, plain, bypassed) in CHANGES {
        let check = |bypass| check_change(read(present), read(wanted), NOW, bypass).is_ok();
        assert_eq!(check(false), *plain, "{present} -> {wanted}");
        assert_eq!(check(true), *bypassed, "{present} -> {wanted}, bypassed");
    }
}

#[test]
fn removals() {
    for (retention, hold, plain, bypassed) in [
        ("-", None, true, true),
        ("-", Some(false), true, true),
        ("-", Some(true), false, false),
        ("G 1500", None, false, true),
        ("G 1500", Some(true), false, false),
        ("C 1500", None, false, false),
        ("C 1000", None, true, true),
        ("C 1000", Some(true), false, false),
    ] {
        let lock = ObjectLock {
            retention: read(retention),
            legal_hold: hold,
        };
        let check = |bypass| check_removal(&lock, NOW, bypass).is_ok();
        assert_eq!(check(false), plain, "{retention} {hold:?}");
        assert_eq!(check(true), bypassed, "{retention} {hold:?}, bypassed");
    }
}

#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    Retain(Option<Retention>, bool),
    Hold(bool),
    Remove(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let retention = proptest::option::weighted(
        0.8,
        (any::<bool>(), 0..5_000_i64).prop_map(|(compliance, until_ms)| Retention {
            mode: if compliance { Compliance } else { Governance },
            until_ms,
        }),
    );
    let step = prop_oneof![
        (0..1_000_i64).prop_map(Step::Wait),
        (retention, any::<bool>()).prop_map(|(wanted, bypass)| Step::Retain(wanted, bypass)),
        any::<bool>().prop_map(Step::Hold),
        any::<bool>().prop_map(Step::Remove),
    ];
    proptest::collection::vec(step, 0..40)
}

proptest! {
    /// Once a version is retained in compliance mode until a moment, it is there until then, whoever calls what.
    #[test]
    fn nothing_shortens_compliance(steps in steps()) {
        let mut now = 0;
        let mut lock = ObjectLock::default();
        let mut promised = i64::MIN;
        for step in steps {
            let moment = Timestamp::from_millis(now);
            match step {
                Step::Wait(millis) => now += millis,
                Step::Retain(wanted, bypass) => {
                    if check_change(lock.retention, wanted, moment, bypass).is_ok() {
                        lock.retention = wanted;
                    }
                }
                Step::Hold(on) => lock.legal_hold = Some(on),
                Step::Remove(bypass) => {
                    if check_removal(&lock, moment, bypass).is_ok() {
                        prop_assert!(promised <= now, "removed at {now}, promised until {promised}");
                        prop_assert_ne!(lock.legal_hold, Some(true));
                        lock = ObjectLock::default();
                    }
                }
            }
            if let Some(Retention { mode: Compliance, until_ms }) = lock.retention {
                promised = promised.max(until_ms);
            }
            if promised > now {
                prop_assert_eq!(lock.retention, Some(Retention { mode: Compliance, until_ms: promised }));
            }
        }
    }

    /// A bypass never forbids what is allowed without.
    #[test]
    fn a_bypass_only_adds(present in 0..3_000_i64, wanted in 0..3_000_i64, modes in any::<(bool, bool)>()) {
        let mode = |compliance| if compliance { Compliance } else { Governance };
        let (present, wanted) = (until(mode(modes.0), present), until(mode(modes.1), wanted));
        if check_change(present, wanted, NOW, false).is_ok() {
            prop_assert!(check_change(present, wanted, NOW, true).is_ok());
        }
    }
}
