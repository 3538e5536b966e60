//! Percent encoding the way AWS signs it, and the query string as ordered pairs.
//!
//! The rules are those of "UriEncode" in
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>: the unreserved
//! characters `A-Z a-z 0-9 - . _ ~` stay, every other byte becomes `%XX` in upper case.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but the unreserved characters.
const QUERY_ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// As [`QUERY_ENCODED`], with the slash kept.
const PATH_ENCODED: &AsciiSet = &QUERY_ENCODED.remove(b'/');

/// A path or query string that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UriError {
    /// A `%` that two hexadecimal digits do not follow.
    #[error("`{input}` has a percent sign without two hexadecimal digits")]
    BadEscape { input: String },
    /// The decoded bytes are not UTF-8.
    #[error("`{input}` does not decode to UTF-8")]
    NotUtf8 { input: String },
}

/// Encodes a path: as [`encode_query`], but `/` is kept.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH_ENCODED).collect()
}

/// Encodes a name or value of a query string.
pub fn encode_query(text: &str) -> String {
    utf8_percent_encode(text, QUERY_ENCODED).collect()
}

/// Appends what [`encode_query`] gives for `text`.
pub(crate) fn push_query_encoded(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, QUERY_ENCODED));
}

/// Appends what [`encode_path`] gives for `text`.
pub(crate) fn push_path_encoded(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, PATH_ENCODED));
}

/// Decodes a path or a path segment; `+` stands for itself.
///
/// # Errors
/// [`UriError`] for a broken escape or for bytes that are not UTF-8.
pub fn decode(raw: &str) -> Result<String, UriError> {
    if !raw.contains('%') {
        return Ok(raw.to_owned());
    }
    if !escapes_are_whole(raw.as_bytes()) {
        return Err(UriError::BadEscape {
            input: raw.to_owned(),
        });
    }
    match percent_decode_str(raw).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(UriError::NotUtf8 {
            input: raw.to_owned(),
        }),
    }
}

/// Decodes a name or value of a query string or form, where `+` is a space.
///
/// # Errors
/// As [`decode`].
pub fn decode_form(raw: &str) -> Result<String, UriError> {
    if raw.contains('+') {
        decode(&raw.replace('+', " "))
    } else {
        decode(raw)
    }
}

/// Whether every `%` is followed by two hexadecimal digits.
fn escapes_are_whole(raw: &[u8]) -> bool {
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == b'%') {
        match rest.get(at + 1..at + 3) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => rest = &rest[at + 3..],
            _ => return false,
        }
    }
    true
}

/// A query string: its decoded pairs in the order sent, and the text as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    raw: String,
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Reads what follows the `?`; an empty text gives no pairs.
    ///
    /// # Errors
    /// [`UriError`] for a broken escape or for bytes that are not UTF-8.
    pub fn parse(raw: &str) -> Result<Self, UriError> {
        Ok(Self {
            raw: raw.to_owned(),
            pairs: decode_pairs(raw)?,
        })
    }

    /// The value of the first parameter called `name`; one without `=` has the value `""`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// Whether a parameter is called `name`.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All pairs, decoded, in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The query string as sent, without the `?`.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is no parameter at all.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

/// Decodes `a=1&b&c=2`; empty segments are skipped, a name without `=` gets an empty value.
pub(crate) fn decode_pairs(raw: &str) -> Result<Vec<(String, String)>, UriError> {
    raw.split('&')
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            let (name, value) = segment.split_once('=').unwrap_or((segment, ""));
            Ok((decode_form(name)?, decode_form(value)?))
        })
        .collect()
}
