//! Which texts IAM takes as dates when it stores a policy: more than its operators can compare.

/// Years as Java's calendar has them.
const YEARS: std::ops::RangeInclusive<i64> = -292_275_054..=292_278_993;

/// Whether IAM stores `text` as the value of a date operator: a count of seconds, or the beginning of an ISO 8601 date
/// with or without a time.
pub(super) fn is_taken(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    if !text.contains(['t', '-']) {
        return text.parse::<i64>().is_ok_and(|seconds| seconds >= 0);
    }
    let (day, clock) = text.split_once('t').unwrap_or((&text, ""));
    is_day(day) && is_clock(clock)
}

/// `year`, `year-month` or `year-month-day`; the year may have a sign.
fn is_day(text: &str) -> bool {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let fields: Vec<&str> = unsigned.split('-').collect();
    let [year, rest @ ..] = &fields[..] else {
        return false;
    };
    let bounds = [1..=12, 1..=31];
    number(year).is_some_and(|year| YEARS.contains(&(sign * year)))
        && rest.len() <= bounds.len()
        && rest
            .iter()
            .zip(bounds)
            .all(|(field, bounds)| number(field).is_some_and(|field| bounds.contains(&field)))
}

/// Nothing, hours, hours and minutes, or all with seconds, a fraction and a zone.
fn is_clock(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let mut fields = text.splitn(3, ':');
    let within = |field: Option<&str>, most: i64| {
        field.is_none_or(|field| number(field).is_some_and(|field| field <= most))
    };
    within(fields.next(), 23) && within(fields.next(), 59) && fields.next().is_none_or(is_second)
}

fn is_second(text: &str) -> bool {
    let (clock, zone) = match text.find(['z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let (second, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    number(second).is_some_and(|second| second <= 59)
        && fraction.len() <= 9
        && number(fraction).is_some()
        && is_zone(zone)
}

/// Nothing, `z`, or hours of two digits with or without minutes of two.
fn is_zone(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else {
        return text.is_empty() || text == "z";
    };
    let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "00"));
    let two = |text: &str, most: i64| {
        text.len() == 2 && number(text).is_some_and(|number| number <= most)
    };
    two(hours, 23) && two(minutes, 59)
}

/// Digits only.
fn number(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::is_taken;

    #[test]
    fn beginnings_of_dates_are_taken() {
        for good in [
            "2017-07-01T00:00:00Z",
            "2016-12-13T21:20:37.593194+00:00",
            "2016-12-13t2:00:00.593194+23",
            "01T",
            "2017",
            "2017-07",
            "-292275054",
            "0",
            "9223372036854775807",
        ] {
            assert!(is_taken(good), "{good}");
        }
        for bad in [
            "",
            "sdfdsf",
            "234-13",
            "2016-12-13t2:00:00.593194+1",
            "2016-12-13t2:00:00.1999999999+10:59",
            "9223372036854775808",
            "-292275055",
            "2017-01-32",
            "2017-01-01T24",
            "2017-01-01T10:60",
            "2017-01-01T10:00:60Z",
            "2017-1-1-1",
            "1.5",
        ] {
            assert!(!is_taken(bad), "{bad}");
        }
    }
}
