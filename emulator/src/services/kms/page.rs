//! Lists in pages: `Limit`, `Marker`, `NextMarker`, `Truncated`.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value, json};

use super::{errors, request};
use crate::base::Failure;
use crate::services::service::Call;
use crate::services::sts::errors::constraints::Violations;

/// Where a page begins and how long it is.
#[derive(Debug, Clone)]
pub struct Page {
    limit: usize,
    after: Option<String>,
}

impl Page {
    /// Reads `Limit` and `Marker`.
    ///
    /// # Errors
    /// `ValidationException`, `InvalidMarkerException`.
    pub fn read(call: &Call<'_>, usual: i64, most: i64) -> Result<Self, Failure> {
        let limit = request::integer(call, "Limit")?.unwrap_or(usual);
        let mut violations = Violations::new();
        violations.range("limit", limit, 1, most);
        errors::constraints(&violations)?;
        let after = match request::string(call, "Marker")? {
            None => None,
            Some(marker) => Some(read_marker(marker)?),
        };
        Ok(Self {
            limit: usize::try_from(limit).unwrap_or(1),
            after,
        })
    }

    /// The answer with the entries of this page; `entries` are ordered by their names.
    pub fn answer(&self, member: &str, entries: Vec<(String, Value)>) -> Value {
        let mut rest = entries
            .into_iter()
            .filter(|(name, _)| self.after.as_ref().is_none_or(|after| name > after));
        let page: Vec<(String, Value)> = rest.by_ref().take(self.limit).collect();
        let truncated = rest.next().is_some();
        let mut answer = Map::new();
        if let Some((last, _)) = page.last()
            && truncated
        {
            let marker = BASE64URL_NOPAD.encode(last.as_bytes());
            answer.insert("NextMarker".to_owned(), json!(marker));
        }
        let values: Vec<Value> = page.into_iter().map(|(_, value)| value).collect();
        answer.insert(member.to_owned(), json!(values));
        answer.insert("Truncated".to_owned(), json!(truncated));
        Value::Object(answer)
    }
}

fn read_marker(marker: &str) -> Result<String, Failure> {
    BASE64URL_NOPAD
        .decode(marker.as_bytes())
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| errors::invalid_marker(marker))
}
