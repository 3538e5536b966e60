//! Listings of a bucket: keys rolled up by a delimiter, page by page, in UTF-8 binary order.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html>. One idea carries all of them: a
//! listing is an ordered row of items, and an item is a key or a common prefix. A page ends behind an item, and the next
//! one begins behind the same item, whatever was written in between. Under a common prefix nothing is read: the scan goes
//! on behind it.

pub mod answer;
pub mod cursor;
pub mod objects;
pub mod parameters;
pub mod token;
pub mod versions;

/// The most items of one page.
pub const MAX_ITEMS: usize = 1_000;

/// Which keys are listed, and how they are rolled up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection<'a> {
    /// Keys must begin with it.
    pub prefix: &'a str,
    /// Keys that share everything up to its first occurrence behind the prefix are one item. Any text; empty is none.
    pub delimiter: &'a str,
}

impl Selection<'_> {
    /// How many records a page is read from, as far as that can be said beforehand: of a common prefix one is enough.
    fn records_wanted(&self, items: usize) -> usize {
        if self.delimiter.is_empty() {
            items.saturating_add(1)
        } else {
            0
        }
    }

    /// The common prefix that a key is rolled up into; `None` when it stands for itself.
    pub fn group_of<'k>(&self, key: &'k str) -> Option<&'k str> {
        if self.delimiter.is_empty() {
            return None;
        }
        let rest = key.strip_prefix(self.prefix)?;
        let at = rest.find(self.delimiter)?;
        Some(&key[..self.prefix.len() + at + self.delimiter.len()])
    }
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Begin<'a> {
    /// At the first key.
    #[default]
    Start,
    /// Behind a key; behind the whole common prefix when the key is in one.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html>
    After(&'a str),
}
