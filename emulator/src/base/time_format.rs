//! The time formats of the AWS wire: one function for each, both ways where clients send them.

use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

use super::Timestamp;

const ISO_MILLIS: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
const ISO_SECONDS: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
const BASIC: &[BorrowedFormatItem<'_>] =
    format_description!("[year][month][day]T[hour][minute][second]Z");
const HTTP: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

fn date_time(at: Timestamp) -> OffsetDateTime {
    let nanos = i128::from(at.millis()) * 1_000_000;
    OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn format(at: Timestamp, items: &[BorrowedFormatItem<'_>]) -> String {
    date_time(at).format(items).unwrap_or_default()
}

/// `2026-11-21T10:15:30.000Z`: listings and other S3 XML.
pub fn iso_millis(at: Timestamp) -> String {
    format(at, ISO_MILLIS)
}

/// `2026-11-21T10:15:30Z`: STS and IAM XML, error details.
pub fn iso_seconds(at: Timestamp) -> String {
    format(at, ISO_SECONDS)
}

/// `20261121T101530Z`: `X-Amz-Date`.
pub fn basic(at: Timestamp) -> String {
    format(at, BASIC)
}

/// `Sat, 21 Nov 2026 10:15:30 GMT`: HTTP headers.
pub fn http_date(at: Timestamp) -> String {
    format(at, HTTP)
}

/// Reads `20261121T101530Z`.
pub fn parse_basic(text: &str) -> Option<Timestamp> {
    let parsed = PrimitiveDateTime::parse(text, BASIC).ok()?;
    Some(Timestamp::from_seconds(
        parsed.assume_utc().unix_timestamp(),
    ))
}

/// Reads an HTTP date.
pub fn parse_http_date(text: &str) -> Option<Timestamp> {
    let parsed = PrimitiveDateTime::parse(text, HTTP).ok()?;
    Some(Timestamp::from_seconds(
        parsed.assume_utc().unix_timestamp(),
    ))
}

/// Reads RFC 3339 (`2026-11-21T10:15:30Z`, fractions and offsets allowed).
pub fn parse_iso(text: &str) -> Option<Timestamp> {
    let parsed = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(parsed.unix_timestamp_nanos() / 1_000_000)
        .ok()
        .map(Timestamp::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_those_of_the_wire() {
        let at = Timestamp::from_millis(1_795_256_130_007);
        assert_eq!(iso_millis(at), "2026-11-21T10:15:30.007Z");
        assert_eq!(iso_seconds(at), "2026-11-21T10:15:30Z");
        assert_eq!(basic(at), "20261121T101530Z");
        assert_eq!(http_date(at), "Sat, 21 Nov 2026 10:15:30 GMT");
        assert_eq!(
            parse_basic("20261121T101530Z"),
            Some(Timestamp::from_seconds(at.seconds()))
        );
        assert_eq!(
            parse_http_date(&http_date(at)),
            Some(Timestamp::from_seconds(at.seconds()))
        );
        assert_eq!(parse_iso("2026-11-21T11:15:30.007+01:00"), Some(at));
    }
}
