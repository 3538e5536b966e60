use super::*;

#[test]
fn a_window_takes_so_many_and_the_next_takes_again() {
    let limits = Limits::default();
    let taken: Vec<bool> = (0..6)
        .map(|_| limits.count(Group::Import, 100).taken)
        .collect();
    assert_eq!(taken, [true, true, true, true, true, false]);
    assert!(limits.count(Group::Import, 101).taken);
}

#[test]
fn groups_are_counted_apart() {
    let limits = Limits::default();
    for _ in 0..6 {
        limits.count(Group::Import, 100);
    }
    assert!(limits.count(Group::List, 100).taken);
}

#[test]
fn headers_say_what_is_left_and_when_to_come_again() {
    let own = BTreeMap::from([(
        Group::Show,
        Limit {
            requests: 1,
            window_seconds: 60,
        },
    )]);
    let limits = Limits::new(own);
    let shown = |allowance: Allowance| {
        let mut headers = HeaderMap::new();
        allowance.write(&mut headers);
        let text = |name: &str| {
            headers
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        (
            text("x-ratelimit-remaining"),
            text("x-ratelimit-window"),
            text("retry-after"),
        )
    };
    let first = shown(limits.count(Group::Show, 10));
    assert_eq!(
        first,
        (Some("0".to_owned()), Some("60000".to_owned()), None)
    );
    let second = shown(limits.count(Group::Show, 30));
    assert_eq!(
        second,
        (
            Some("0".to_owned()),
            Some("60000".to_owned()),
            Some("40".to_owned())
        )
    );
}
