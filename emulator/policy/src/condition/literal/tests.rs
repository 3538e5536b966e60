use super::*;

#[test]
fn dates() {
    let second = |seconds: i128| Some(seconds * 1_000);
    for (text, expected) in [
        ("0", second(0)),
        ("1719792000", second(1_719_792_000)),
        ("-1", second(-1)),
        ("2024", second(1_704_067_200)),
        ("2024-07", second(1_719_792_000)),
        ("2024-07-01", second(1_719_792_000)),
        ("2024-07-01T00:00Z", second(1_719_792_000)),
        ("2024-07-01t00:00:00z", second(1_719_792_000)),
        ("2024-07-01T02:00:00+02:00", second(1_719_792_000)),
        ("2024-06-30T22:30:00-01:30", second(1_719_792_000)),
        ("2024-07-01T00:00:00.25Z", Some(1_719_792_000_250)),
        ("2024-07-01T00:00:00", second(1_719_792_000)),
        ("2024-07-01T00:00:00.2504Z", Some(1_719_792_000_250)),
        ("2024-13-01", None),
        ("2024-02-30", None),
        ("24-07-01", None),
        ("2024-7-1", None),
        ("2024-07T00:00Z", None),
        ("2024-07-01T25:00Z", None),
        ("2024-07-01T00:00:00.1234567890Z", None),
        ("99999999999999999999", None),
        ("", None),
        ("now", None),
        ("+02:00", None),
        ("2024-07-01T", None),
    ] {
        assert_eq!(date(text), expected, "{text}");
    }
}

#[test]
fn networks() {
    assert_eq!(Network::parse("1.2.3.4/+8"), Network::parse("1.2.3.4/8"));
    assert_eq!(date("+60"), date("60"));
    let inside = |network: &str, text: &str| {
        Network::parse(network)
            .unwrap()
            .contains(address(text).unwrap())
    };
    assert!(inside("203.0.113.0/24", "203.0.113.255"));
    assert!(!inside("203.0.113.0/24", "203.0.114.0"));
    assert!(inside("203.0.113.77/24", "203.0.113.1"));
    assert!(inside("203.0.113.7", "203.0.113.7"));
    assert!(inside("203.000.113.07", "0203.0.113.7"));
    assert!(!inside("203.0.113.7", "203.0.113.8"));
    assert!(inside("0.0.0.0/0", "198.51.100.1"));
    assert!(inside("::/0", "2001:db8::1"));
    assert!(!inside("::/0", "198.51.100.1"));
    assert!(!inside("0.0.0.0/0", "2001:db8::1"));
    assert!(inside("2001:db8::/32", "2001:db8:ffff::1"));
    assert!(inside("198.51.100.0/24", "::ffff:198.51.100.9"));
    for text in [
        "",
        "1.2.3",
        "1.2.3.4/33",
        "1.2.3.4/",
        "2001:db8::1/32",
        "::/129",
        "x/8",
    ] {
        assert_eq!(Network::parse(text), None, "{text}");
    }
}

#[test]
fn truths() {
    assert!(truth("true") && truth("True"));
    assert!(!truth("false") && !truth("yes") && !truth("") && !truth("1"));
}
