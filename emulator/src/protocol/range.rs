//! The `Range` header.
//!
//! S3 serves one range; what it does not understand, and a list of ranges, gives the whole object:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>

/// What a `Range` header selects of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// The whole object (200).
    Full,
    /// The bytes from `start` to `end`, both included, counted from 0 (206).
    Partial { start: u64, end: u64 },
    /// No byte of the object (416).
    Unsatisfiable,
}

/// Applies a `Range` header to an object of `length_bytes`.
pub fn select(header: Option<&str>, length_bytes: u64) -> Selection {
    let Some(range) = header.and_then(parse) else {
        return Selection::Full;
    };
    match range {
        Spec::From(start) if start < length_bytes => Selection::Partial {
            start,
            end: length_bytes - 1,
        },
        Spec::Between(start, end) if start < length_bytes => Selection::Partial {
            start,
            end: end.min(length_bytes - 1),
        },
        Spec::Last(count) if count > 0 && length_bytes > 0 => Selection::Partial {
            start: length_bytes.saturating_sub(count),
            end: length_bytes - 1,
        },
        Spec::From(_) | Spec::Between(..) | Spec::Last(_) => Selection::Unsatisfiable,
    }
}

/// Reads an `x-amz-copy-source-range`, which must be `bytes=first-last`; `None` otherwise.
pub fn parse_copy_source(value: &str) -> Option<(u64, u64)> {
    match parse(value)? {
        Spec::Between(start, end) => Some((start, end)),
        Spec::From(_) | Spec::Last(_) => None,
    }
}

/// One range as written.
#[derive(Debug, Clone, Copy)]
enum Spec {
    From(u64),
    Between(u64, u64),
    Last(u64),
}

/// `bytes=a-b`, `bytes=a-` or `bytes=-n`; anything else is not understood.
fn parse(header: &str) -> Option<Spec> {
    let (unit, range) = header.trim().split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = range.trim().split_once('-')?;
    match (first.trim(), last.trim()) {
        ("", last) => Some(Spec::Last(number(last)?)),
        (first, "") => Some(Spec::From(number(first)?)),
        (first, last) => {
            let (start, end) = (number(first)?, number(last)?);
            (start <= end).then_some(Spec::Between(start, end))
        }
    }
}

/// Decimal digits; a number past 64 bits is past every object too.
fn number(text: &str) -> Option<u64> {
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().unwrap_or(u64::MAX))
}
