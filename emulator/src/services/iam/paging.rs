//! Listings in pages: `MaxItems` and `Marker` in, `IsTruncated` and `Marker` out.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html>

use data_encoding::BASE64;

use crate::protocol::xml::Writer;
use crate::services::iam::errors;
use crate::services::iam::params::Params;
use crate::services::iam::rules;

const DEFAULT_MAX_ITEMS: usize = 100;
const MOST_MAX_ITEMS: i64 = 1000;

/// Which page is asked for.
#[derive(Debug, Clone)]
pub struct Paging {
    /// Only items behind this sort key.
    after: Option<String>,
    max_items: usize,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    marker: Option<String>,
}

impl Paging {
    /// Reads `Marker` and `MaxItems`.
    pub fn read(params: &mut Params<'_>) -> Self {
        let marker = params.optional("Marker", rules::MARKER);
        let max_items = params.integer("MaxItems", 1, MOST_MAX_ITEMS);
        let after = marker.and_then(|marker| {
            let key = BASE64.decode(marker.as_bytes()).ok();
            let key = key.and_then(|key| String::from_utf8(key).ok());
            if key.is_none() {
                params.refuse(errors::invalid_marker(&marker));
            }
            key
        });
        Self {
            after,
            max_items: max_items
                .and_then(|max_items| usize::try_from(max_items).ok())
                .unwrap_or(DEFAULT_MAX_ITEMS),
        }
    }

    /// The page of `items`, which are ordered by `key`. A marker names the last item shown, so that items that come and
    /// go elsewhere neither repeat nor hide others.
    pub fn page<T>(
        &self,
        items: impl IntoIterator<Item = T>,
        key: impl Fn(&T) -> String,
    ) -> Page<T> {
        let behind = |item: &T| self.after.as_ref().is_none_or(|after| key(item) > *after);
        let mut items = items.into_iter().filter(behind);
        let page: Vec<T> = items.by_ref().take(self.max_items).collect();
        let marker = items
            .next()
            .and(page.last())
            .map(|last| BASE64.encode(key(last).as_bytes()));
        Page {
            items: page,
            marker,
        }
    }

    /// The page of items that have no key but their position.
    pub fn numbered<T>(&self, items: impl IntoIterator<Item = T>) -> Page<T> {
        let numbered = items.into_iter().enumerate();
        let page = self.page(numbered, |(index, _)| format!("{index:06}"));
        Page {
            items: page.items.into_iter().map(|(_, item)| item).collect(),
            marker: page.marker,
        }
    }
}

impl<T> Page<T> {
    /// Writes `IsTruncated` and `Marker`.
    pub fn end(&self, xml: &mut Writer) {
        xml.text_element("IsTruncated", self.marker.is_some().to_string());
        xml.optional_element("Marker", self.marker.as_deref());
    }

    /// The same page of something else.
    ///
    /// # Errors
    /// The first that cannot be turned.
    pub fn try_map<U, E>(self, turn: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            items: self.items.into_iter().map(turn).collect::<Result<_, _>>()?,
            marker: self.marker,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(after: Option<&str>, max_items: usize) -> Paging {
        Paging {
            after: after.map(str::to_owned),
            max_items,
        }
    }

    #[test]
    fn pages_follow_each_other() {
        let items = ["a", "b", "c"];
        let key = |item: &&str| (*item).to_owned();
        let first = paging(None, 2).page(items, key);
        assert_eq!(first.items, ["a", "b"]);
        assert_eq!(first.marker, Some(BASE64.encode(b"b")));
        let second = paging(Some("b"), 2).page(items, key);
        assert_eq!(second.items, ["c"]);
        assert_eq!(second.marker, None);
        let whole = paging(None, 3).page(items, key);
        assert_eq!(whole.marker, None);
        let behind_what_is_gone = paging(Some("bb"), 2).page(items, key);
        assert_eq!(behind_what_is_gone.items, ["c"]);
    }
}
