//! Dates, addresses and the like, as the condition operators read them on either side.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use data_encoding::BASE64;
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

/// Only `true`, in any case, is true; every other text counts as false.
pub(super) fn truth(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}

pub(super) fn binary(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.as_bytes()).ok()
}

/// Milliseconds, which is how closely AWS compares, since the epoch of a W3C profile of ISO 8601 (year, month, day, or
/// time; without a zone, UTC) or of a count of seconds. Four digits are a year: as a count of seconds they would mean a moment of 1970.
pub(crate) fn date(text: &str) -> Option<i128> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.len() != 4 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds: i64 = text.parse().ok()?;
        return Some(i128::from(seconds) * 1_000);
    }
    let (day, clock) = match text.split_once(['T', 't']) {
        Some((day, clock)) => (day, Some(clock)),
        None => (text, None),
    };
    let date = calendar_day(day, clock.is_some())?;
    let (time, offset) = match clock {
        Some(clock) => clock_time(clock)?,
        None => (Time::MIDNIGHT, UtcOffset::UTC),
    };
    Some(
        PrimitiveDateTime::new(date, time)
            .assume_offset(offset)
            .unix_timestamp_nanos()
            .div_euclid(1_000_000),
    )
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; only the last with a time after it.
fn calendar_day(text: &str, complete: bool) -> Option<Date> {
    let fields: Vec<&str> = text.split('-').collect();
    let (year, month, day) = match fields[..] {
        [year] if !complete => (year, "01", "01"),
        [year, month] if !complete => (year, month, "01"),
        [year, month, day] => (year, month, day),
        _ => return None,
    };
    let month = Month::try_from(u8::try_from(fixed(month, 2)?).ok()?).ok()?;
    Date::from_calendar_date(
        i32::try_from(fixed(year, 4)?).ok()?,
        month,
        u8::try_from(fixed(day, 2)?).ok()?,
    )
    .ok()
}

/// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`, and a zone: `Z`, `+hh:mm` or `-hh:mm`. Without one it is UTC: AWS takes such
/// times, though the profile does not have them.
fn clock_time(text: &str) -> Option<(Time, UtcOffset)> {
    let (clock, zone) = match text.find(['Z', 'z', '+', '-']) {
        Some(zone) => text.split_at(zone),
        None => (text, "Z"),
    };
    let fields: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match fields[..] {
        [hour, minute] => (hour, minute, "00"),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let part = |text: &str| u8::try_from(fixed(text, 2)?).ok();
    let time = Time::from_hms_nano(
        part(hour)?,
        part(minute)?,
        part(second)?,
        nanoseconds(fraction)?,
    )
    .ok()?;
    Some((time, offset(zone)?))
}

fn nanoseconds(fraction: &str) -> Option<u32> {
    if fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    let scale = 10u32.checked_pow(9 - u32::try_from(fraction.len()).ok()?)?;
    Some(fixed(fraction, fraction.len())? * scale)
}

fn offset(zone: &str) -> Option<UtcOffset> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(UtcOffset::UTC);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = zone[1..].split_once(':')?;
    let part = |text: &str| i8::try_from(fixed(text, 2)?).ok();
    UtcOffset::from_hms(sign * part(hours)?, sign * part(minutes)?, 0).ok()
}

/// A number of exactly `length` digits.
fn fixed(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// A request's address; an IPv4 address in IPv6 clothes counts as IPv4.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    Some(match any_address(text)? {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(IpAddr::V6(v6), IpAddr::V4),
        v4 => v4,
    })
}

/// An address of either family; numbers of IPv4 may begin with zeros, and are decimal all the same.
fn any_address(text: &str) -> Option<IpAddr> {
    let parts: Vec<&str> = text.split('.').collect();
    if text.contains(':') || parts.len() != 4 {
        return text.parse().ok();
    }
    let mut octets = [0; 4];
    for (octet, part) in octets.iter_mut().zip(parts) {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        *octet = digits.then(|| part.parse().ok()).flatten()?;
    }
    Some(IpAddr::V4(Ipv4Addr::from(octets)))
}

/// A CIDR block; without a prefix length, one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Network {
    V4 { bits: u32, prefix: u32 },
    V6 { bits: u128, prefix: u32 },
}

impl Network {
    /// `None` also for an IPv6 block with bits set beyond its prefix; IPv4 ones are masked instead.
    pub fn parse(text: &str) -> Option<Network> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let length = |whole: u32| match prefix {
            None => Some(whole),
            // A plus sign is taken, as in other numbers.
            Some(text) if is_prefix_length(text.strip_prefix('+').unwrap_or(text)) => {
                text.parse().ok().filter(|&prefix: &u32| prefix <= whole)
            }
            Some(_) => None,
        };
        match any_address(address)? {
            IpAddr::V4(v4) => {
                let prefix = length(32)?;
                Some(Network::V4 {
                    bits: v4.to_bits() & mask4(prefix),
                    prefix,
                })
            }
            IpAddr::V6(v6) => {
                let prefix = length(128)?;
                let bits = v6.to_bits();
                (bits & mask6(prefix) == bits).then_some(Network::V6 { bits, prefix })
            }
        }
    }

    /// An address of the other family is never inside.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self, address) {
            (Network::V4 { bits, prefix }, IpAddr::V4(v4)) => {
                Ipv4Addr::to_bits(v4) & mask4(*prefix) == *bits
            }
            (Network::V6 { bits, prefix }, IpAddr::V6(v6)) => {
                Ipv6Addr::to_bits(v6) & mask6(*prefix) == *bits
            }
            _ => false,
        }
    }
}

fn is_prefix_length(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A shift by the whole width is not defined, and `/0` is a legal block.
fn mask4(prefix: u32) -> u32 {
    u32::MAX.checked_shl(32 - prefix).unwrap_or(0)
}

fn mask6(prefix: u32) -> u128 {
    u128::MAX.checked_shl(128 - prefix).unwrap_or(0)
}

#[cfg(test)]
mod tests;
