//! The Range header.

use bucketproof::protocol::range::{Selection, parse_copy_source, select};
use proptest::prelude::*;

fn partial(start: u64, end: u64) -> Selection {
    Selection::Partial { start, end }
}

#[test]
fn of_an_object_of_ten_bytes() {
    for (header, expected) in [
        ("bytes=0-9", partial(0, 9)),
        ("bytes=0-0", partial(0, 0)),
        ("bytes=3-5", partial(3, 5)),
        ("bytes=8-100", partial(8, 9)),
        ("bytes=4-", partial(4, 9)),
        ("bytes=-3", partial(7, 9)),
        ("bytes=-100", partial(0, 9)),
        ("Bytes = 1 - 2", partial(1, 2)),
        ("bytes=0-99999999999999999999999", partial(0, 9)),
        ("bytes=10-", Selection::Unsatisfiable),
        ("bytes=100-200", Selection::Unsatisfiable),
        ("bytes=-0", Selection::Unsatisfiable),
        ("bytes=99999999999999999999999-", Selection::Unsatisfiable),
        ("bytes=5-3", Selection::Full),
        ("bytes=0-1,3-4", Selection::Full),
        ("bytes=", Selection::Full),
        ("bytes=-", Selection::Full),
        ("bytes=a-b", Selection::Full),
        ("bytes=+1-2", Selection::Full),
        ("bytes 0-1", Selection::Full),
        ("lines=0-1", Selection::Full),
        ("", Selection::Full),
    ] {
        assert_eq!(select(Some(header), 10), expected, "{header}");
    }
    assert_eq!(select(None, 10), Selection::Full);
}

#[test]
fn of_an_empty_object() {
    for header in ["bytes=0-", "bytes=0-0", "bytes=-1"] {
        assert_eq!(
            select(Some(header), 0),
            Selection::Unsatisfiable,
            "{header}"
        );
    }
    assert_eq!(select(None, 0), Selection::Full);
}

#[test]
fn copy_source_ranges_name_both_ends() {
    assert_eq!(parse_copy_source("bytes=0-9"), Some((0, 9)));
    for value in [
        "bytes=0-",
        "bytes=-5",
        "bytes=9-0",
        "0-9",
        "bytes=0-1,2-3",
        "",
    ] {
        assert_eq!(parse_copy_source(value), None, "{value}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_bytes_of_the_object(header in ".{0,20}|bytes=[0-9]{0,4}-[0-9]{0,4}", length in 0_u64..3_000) {
        if let Selection::Partial { start, end } = select(Some(&header), length) {
            prop_assert!(start <= end && end < length);
        }
    }

    #[test]
    fn two_ends_select_what_they_say(start in 0_u64..100, more in 0_u64..100, length in 1_u64..150) {
        let end = start + more;
        let selected = select(Some(&format!("bytes={start}-{end}")), length);
        let expected = if start < length {
            partial(start, end.min(length - 1))
        } else {
            Selection::Unsatisfiable
        };
        prop_assert_eq!(selected, expected);
    }
}
