//! The request context: what is known about one call, by condition key.

use std::cmp::Ordering;

/// The value of one condition key.
///
/// Which of the two a key has is a property of the key, not of how many values happened to come: `aws:TagKeys` with one
/// tag is `Many`. A `Many` never matches an operator without `ForAllValues:` or `ForAnyValue:`, and an empty `Many`
/// counts as an absent key. See
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A single-valued key.
    One(String),
    /// A multi-valued key.
    Many(Vec<String>),
}

impl Value {
    /// All values, of either kind, in order.
    pub fn texts(&self) -> &[String] {
        match self {
            Value::One(text) => std::slice::from_ref(text),
            Value::Many(texts) => texts,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::One(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::One(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::One(value.to_string())
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::One(value.to_string())
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Value::One(value.to_string())
    }
}

impl From<Vec<String>> for Value {
    fn from(texts: Vec<String>) -> Self {
        Value::Many(texts)
    }
}

impl From<&[&str]> for Value {
    fn from(texts: &[&str]) -> Self {
        Value::Many(texts.iter().map(|&text| text.to_owned()).collect())
    }
}

/// Condition keys of one request with their values.
///
/// Key names are compared without regard to case; a key that was not set is absent, which is not the same as empty. See
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Sorted by name without regard to case, so that a look-up needs no copy of the name.
    entries: Vec<(String, Value)>,
}

impl Context {
    /// A context in which every key is absent.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `key`, replacing an earlier value under any spelling of the name.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        match self.find(key) {
            Ok(index) => self.entries[index].1 = value,
            Err(index) => self.entries.insert(index, (key.to_owned(), value)),
        }
    }

    /// The value of `key`, or `None` when the request has no such key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.find(key).ok().map(|index| &self.entries[index].1)
    }

    /// Every key, as spelt when it was set, with its value; sorted by name without regard to case.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries
            .iter()
            .map(|(key, value)| (key.as_str(), value))
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.entries
            .binary_search_by(|(name, _)| compare(name, key))
    }
}

fn compare(one: &str, other: &str) -> Ordering {
    let fold = |byte: u8| byte.to_ascii_lowercase();
    one.bytes().map(fold).cmp(other.bytes().map(fold))
}
