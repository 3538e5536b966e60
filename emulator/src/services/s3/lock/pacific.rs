//! Dates as one refusal of Object Lock writes them: in the Pacific time of the United States.

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, Duration, Month, OffsetDateTime, UtcOffset, Weekday};

use crate::base::Timestamp;

const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short] [month repr:short] [day] [hour]:[minute]:[second]");

/// `Tue Dec 31 16:00:00 PST 2019`.
pub fn format(at: Timestamp) -> String {
    let utc =
        OffsetDateTime::from_unix_timestamp(at.seconds()).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (zone, hours) = if is_summer(utc) {
        ("PDT", -7)
    } else {
        ("PST", -8)
    };
    let local = utc.to_offset(UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC));
    let date = local.format(FORMAT).unwrap_or_default();
    format!("{date} {zone} {}", local.year())
}

/// From the second Sunday of March to the first of November, each at two o'clock of the time that ends.
fn is_summer(utc: OffsetDateTime) -> bool {
    let begins = sunday(utc.year(), Month::March, 2).map(|day| (day, 10));
    let ends = sunday(utc.year(), Month::November, 1).map(|day| (day, 9));
    let at = (utc.date(), utc.hour());
    begins.is_some_and(|begins| at >= begins) && ends.is_some_and(|ends| at < ends)
}

fn sunday(year: i32, month: Month, number: i64) -> Option<Date> {
    let first = Date::from_calendar_date(year, month, 1).ok()?;
    let to_sunday = i64::from(first.weekday().number_days_from_sunday());
    let days = (7 - to_sunday) % 7 + 7 * (number - 1);
    let found = first.checked_add(Duration::days(days))?;
    debug_assert_eq!(found.weekday(), Weekday::Sunday);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time_format::parse_iso;

    #[test]
    fn dates_are_pacific() {
        for (utc, shown) in [
            ("2020-01-01T00:00:00Z", "Tue Dec 31 16:00:00 PST 2019"),
            ("2020-03-08T09:59:59Z", "Sun Mar 08 01:59:59 PST 2020"),
            ("2020-03-08T10:00:00Z", "Sun Mar 08 03:00:00 PDT 2020"),
            ("2020-11-01T08:59:59Z", "Sun Nov 01 01:59:59 PDT 2020"),
            ("2020-11-01T09:00:00Z", "Sun Nov 01 01:00:00 PST 2020"),
            ("2015-07-04T12:00:00Z", "Sat Jul 04 05:00:00 PDT 2015"),
        ] {
            assert_eq!(format(parse_iso(utc).unwrap()), shown);
        }
    }
}
