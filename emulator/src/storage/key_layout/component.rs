//! Order-preserving components.
//!
//! S3 keys may contain U+0000, so a plain terminator would be ambiguous. A zero byte inside a text
//! becomes `00 ff`, and every text ends with `00 01`: an end sorts before any continuation, and a
//! continuation with U+0000 sorts before any other.

use std::borrow::Cow;

use super::KeyError;

const ESCAPE: u8 = 0x00;
const LITERAL_ZERO: u8 = 0xff;
const END: u8 = 0x01;

/// A whole key: its kind, its texts, then fixed-width bytes.
pub(super) fn build(kind: u8, texts: &[&str], tail: &[u8]) -> Vec<u8> {
    let length: usize = texts.iter().map(|text| text.len() + 2).sum();
    let mut key = Vec::with_capacity(1 + length + tail.len());
    key.push(kind);
    for text in texts {
        push_text(&mut key, text);
    }
    key.extend_from_slice(tail);
    key
}

/// Appends `text` with its terminator.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    push_start_of_text(out, text);
    out.extend_from_slice(&[ESCAPE, END]);
}

/// Appends what every text that starts with `text` has in common.
pub(super) fn push_start_of_text(out: &mut Vec<u8>, text: &str) {
    let mut pieces = text.as_bytes().split(|byte| *byte == ESCAPE);
    out.extend_from_slice(pieces.next().unwrap_or_default());
    for piece in pieces {
        out.extend_from_slice(&[ESCAPE, LITERAL_ZERO]);
        out.extend_from_slice(piece);
    }
}

/// Takes components off the front of a key.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// The next text; borrowed unless it contains U+0000.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, KeyError> {
        let mut unescaped: Option<Vec<u8>> = None;
        loop {
            let (piece, rest) = split_at_escape(self.rest)?;
            let (mark, rest) = rest.split_first().ok_or(KeyError::Unterminated)?;
            self.rest = rest;
            match (*mark, &mut unescaped) {
                (END, None) => return borrowed(piece),
                (END, Some(text)) => {
                    text.extend_from_slice(piece);
                    return owned(std::mem::take(text));
                }
                (LITERAL_ZERO, text) => {
                    let text = text.get_or_insert_default();
                    text.extend_from_slice(piece);
                    text.push(ESCAPE);
                }
                _ => return Err(KeyError::Escape),
            }
        }
    }

    /// The next `N` bytes.
    pub(super) fn number<const N: usize>(&mut self) -> Result<[u8; N], KeyError> {
        let (number, rest) = self
            .rest
            .split_first_chunk()
            .ok_or(KeyError::Unterminated)?;
        self.rest = rest;
        Ok(*number)
    }

    /// Makes sure nothing is left.
    pub(super) fn finish(self) -> Result<(), KeyError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(KeyError::Trailing)
        }
    }
}

fn split_at_escape(bytes: &[u8]) -> Result<(&[u8], &[u8]), KeyError> {
    let at = bytes
        .iter()
        .position(|byte| *byte == ESCAPE)
        .ok_or(KeyError::Unterminated)?;
    Ok((&bytes[..at], &bytes[at + 1..]))
}

fn borrowed(text: &[u8]) -> Result<Cow<'_, str>, KeyError> {
    std::str::from_utf8(text)
        .map(Cow::Borrowed)
        .map_err(|_| KeyError::Utf8)
}

fn owned<'a>(text: Vec<u8>) -> Result<Cow<'a, str>, KeyError> {
    String::from_utf8(text)
        .map(Cow::Owned)
        .map_err(|_| KeyError::Utf8)
}
