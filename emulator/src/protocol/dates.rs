//! The date notations AWS requests carry, as Unix seconds.
//!
//! S3 reads a `Date` or `x-amz-date` in the ISO 8601 basic form or in one of the three HTTP date
//! forms; see <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html> and
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, format_description::well_known};

/// Zone names read beside `GMT`, with their offset east of UTC in minutes.
const ZONES: &[(&str, i64)] = &[
    ("GMT", 0),
    ("UTC", 0),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `20130524T000000Z`.
pub fn parse_amz(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
        return None;
    }
    let date = parse_yyyymmdd(text.get(..8)?)?;
    let time = Time::from_hms(
        digits(text.get(9..11)?)?,
        digits(text.get(11..13)?)?,
        digits(text.get(13..15)?)?,
    );
    Some(
        PrimitiveDateTime::new(date, time.ok()?)
            .assume_utc()
            .unix_timestamp(),
    )
}

/// `20130524T000000Z` for a moment; `None` outside the years 0 to 9999.
pub fn format_amz(unix_seconds: i64) -> Option<String> {
    let moment = OffsetDateTime::from_unix_timestamp(unix_seconds).ok()?;
    let (hour, minute, second) = moment.to_hms();
    let day = format_yyyymmdd(unix_seconds)?;
    Some(format!("{day}T{hour:02}{minute:02}{second:02}Z"))
}

/// `20130524` for a moment in UTC; `None` outside the years 0 to 9999.
pub fn format_yyyymmdd(unix_seconds: i64) -> Option<String> {
    let date = OffsetDateTime::from_unix_timestamp(unix_seconds)
        .ok()?
        .date();
    if !(0..=9999).contains(&date.year()) {
        return None;
    }
    Some(format!(
        "{:04}{:02}{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    ))
}

/// A `Date` or `x-amz-date` header as S3 reads it: ISO 8601 basic, or any HTTP date form.
/// Moments before 1970 are no date.
pub fn parse_request_date(text: &str) -> Option<i64> {
    parse_amz(text)
        .or_else(|| parse_http(text))
        .filter(|moment| *moment >= 0)
}

/// An `If-Modified-Since` style date: any HTTP form, ISO 8601 basic or RFC 3339.
pub fn parse_condition_date(text: &str) -> Option<i64> {
    let text = text.trim();
    parse_http(text)
        .or_else(|| parse_amz(text))
        .or_else(|| parse_rfc3339(text))
}

/// `2013-05-24T00:00:00Z`, with or without a fraction, with `Z` or an offset.
pub fn parse_rfc3339(text: &str) -> Option<i64> {
    OffsetDateTime::parse(text, &well_known::Rfc3339)
        .ok()
        .map(OffsetDateTime::unix_timestamp)
}

/// RFC 1123 (`Fri, 24 May 2013 00:00:00 GMT`), RFC 850 (`Friday, 24-May-13 00:00:00 GMT`) or
/// asctime (`Fri May 24 00:00:00 2013`). The weekday is not compared with the date.
pub fn parse_http(text: &str) -> Option<i64> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    match words.as_slice() {
        [weekday, day, month, year, clock, zone] if weekday.ends_with(',') => {
            http_moment(digits(year)?, month, day, clock, zone)
        }
        [weekday, date, clock, zone] if weekday.ends_with(',') => {
            let (day, rest) = date.split_once('-')?;
            let (month, year) = rest.split_once('-')?;
            http_moment(full_year(year)?, month, day, clock, zone)
        }
        [_, month, day, clock, year] => http_moment(digits(year)?, month, day, clock, "GMT"),
        _ => None,
    }
}

fn http_moment(year: i32, month: &str, day: &str, clock: &str, zone: &str) -> Option<i64> {
    let month = MONTHS
        .iter()
        .position(|name| name.eq_ignore_ascii_case(month))?;
    let month = Month::try_from(u8::try_from(month + 1).ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, digits(day)?).ok()?;
    let mut parts = clock.split(':');
    let time = Time::from_hms(
        digits(parts.next()?)?,
        digits(parts.next()?)?,
        digits(parts.next()?)?,
    );
    if parts.next().is_some() {
        return None;
    }
    let local = PrimitiveDateTime::new(date, time.ok()?)
        .assume_utc()
        .unix_timestamp();
    Some(local - zone_minutes(zone)? * 60)
}

/// Minutes east of UTC for a name of [`ZONES`] or for `+hhmm`.
fn zone_minutes(zone: &str) -> Option<i64> {
    if let Some((_, minutes)) = ZONES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(zone))
    {
        return Some(*minutes);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours: i64 = digits(zone.get(1..3)?)?;
    let minutes: i64 = digits(zone.get(3..)?)?;
    let whole = zone.len() == 5 && hours < 24 && minutes < 60;
    whole.then_some(sign * (hours * 60 + minutes))
}

/// Two digits fall between 1970 and 2069; more stand as written.
fn full_year(text: &str) -> Option<i32> {
    let year: i32 = digits(text)?;
    Some(match (text.len(), year) {
        (2, 70..) => year + 1900,
        (2, _) => year + 2000,
        _ => year,
    })
}

fn parse_yyyymmdd(text: &str) -> Option<Date> {
    let month = Month::try_from(digits::<u8>(text.get(4..6)?)?).ok()?;
    Date::from_calendar_date(digits(text.get(..4)?)?, month, digits(text.get(6..)?)?).ok()
}

/// Whether a credential scope's date reads as `yyyyMMdd`: four digits, two, then the rest of the
/// run of digits as the day. What follows the digits is left unread, as S3 leaves it.
pub(crate) fn is_credential_date(text: &str) -> bool {
    let run = text.bytes().take_while(u8::is_ascii_digit).count();
    text.get(..run).and_then(parse_yyyymmdd).is_some()
}

/// Decimal digits only: no sign, no blanks, at least one.
fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}
