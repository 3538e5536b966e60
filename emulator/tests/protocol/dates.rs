//! Date notations.

use bucketproof::protocol::dates::{
    format_amz, format_yyyymmdd, parse_amz, parse_condition_date, parse_http, parse_request_date,
    parse_rfc3339,
};
use proptest::prelude::*;

/// 2013-05-24T00:00:00Z.
const MAY_24: i64 = 1_369_353_600;

#[test]
fn every_notation_names_the_same_moment() {
    for text in [
        "20130524T000000Z",
        "Fri, 24 May 2013 00:00:00 GMT",
        "fri, 24 may 2013 00:00:00 utc",
        "Mon, 24 May 2013 00:00:00 GMT",
        "Friday, 24-May-13 00:00:00 GMT",
        "Fri May 24 00:00:00 2013",
        "Fri, 24 May 2013 02:00:00 +0200",
        "Thu, 23 May 2013 20:00:00 EDT",
    ] {
        assert_eq!(parse_request_date(text), Some(MAY_24), "{text}");
        assert_eq!(parse_condition_date(text), Some(MAY_24), "{text}");
    }
    assert_eq!(parse_rfc3339("2013-05-24T02:00:00+02:00"), Some(MAY_24));
    assert_eq!(
        parse_condition_date("2013-05-24T00:00:00.000Z"),
        Some(MAY_24)
    );
    assert_eq!(parse_request_date("2013-05-24T00:00:00Z"), None);
}

#[test]
fn two_digit_years_fall_around_the_epoch() {
    assert_eq!(
        parse_http("Sunday, 06-Nov-94 08:49:37 GMT"),
        Some(784_111_777)
    );
    assert_eq!(parse_http("Friday, 01-Jan-70 00:00:00 GMT"), Some(0));
    assert_eq!(
        parse_http("Tuesday, 01-Jan-69 00:00:00 GMT"),
        Some(3_124_224_000)
    );
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "20130524",
        "20130524T000000",
        "20131324T000000Z",
        "20130524T250000Z",
        "+0130524T000000Z",
        "2013é524T00000Z",
        "Fri, 24 May 2013 00:00 GMT",
        "Fri, 24 May 2013 00:00:00:00 GMT",
        "Fri, 24 May 2013 00:00:00 XYZ",
        "Fri, 24 May 2013 00:00:00 +2",
        "Fri, 24 May 2013 00:00:00 +2560",
        "Fri, 31 Feb 2013 00:00:00 GMT",
        "Wed, 31 Dec 1969 23:59:59 GMT",
    ] {
        assert_eq!(parse_request_date(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn the_basic_form_round_trips(moment in 0_i64..253_402_300_800) {
        let text = format_amz(moment).unwrap();
        prop_assert_eq!(parse_amz(&text), Some(moment));
        prop_assert!(text.starts_with(&format_yyyymmdd(moment).unwrap()));
    }
}
