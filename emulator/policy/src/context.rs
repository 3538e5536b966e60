//! The request context: what is known about one call, by condition key.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

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
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The keys that this context adds to or overrides in another one.
    below: Option<Arc<Context>>,
    /// Sorted by name without regard to case, so that a look-up needs no copy of the name.
    entries: Vec<(Cow<'static, str>, Value)>,
}

impl Context {
    /// A context in which every key is absent.
    pub fn new() -> Self {
        Self::default()
    }

    /// A context with all keys of another one, to which more can be added without copying it.
    pub fn over(below: Arc<Context>) -> Self {
        Self {
            below: Some(below),
            entries: Vec::new(),
        }
    }

    /// Sets `key`, replacing an earlier value under any spelling of the name.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        match find(&self.entries, key) {
            Ok(index) => self.entries[index].1 = value.into(),
            Err(index) => self
                .entries
                .insert(index, (Cow::Owned(key.to_owned()), value.into())),
        }
    }

    /// As [`Context::set`], for the names that are known beforehand: no copy of the name is made.
    pub fn set_known(&mut self, key: &'static str, value: impl Into<Value>) {
        match find(&self.entries, key) {
            Ok(index) => self.entries[index].1 = value.into(),
            Err(index) => self
                .entries
                .insert(index, (Cow::Borrowed(key), value.into())),
        }
    }

    /// The value of `key`, or `None` when the request has no such key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match find(&self.entries, key) {
            Ok(index) => Some(&self.entries[index].1),
            Err(_) => self.below.as_ref()?.get(key),
        }
    }

    /// Every key, as spelt when it was set, with its value; sorted by name without regard to case.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let mut all: Vec<(&str, &Value)> = Vec::new();
        let mut layer = Some(self);
        while let Some(context) = layer {
            for (key, value) in &context.entries {
                if let Err(index) = all.binary_search_by(|(known, _)| compare(known, key)) {
                    all.insert(index, (key, value));
                }
            }
            layer = context.below.as_deref();
        }
        all.into_iter()
    }
}

impl PartialEq for Context {
    /// The same keys with the same values, however they are layered.
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Context {}

fn find(entries: &[(Cow<'static, str>, Value)], key: &str) -> Result<usize, usize> {
    entries.binary_search_by(|(name, _)| compare(name, key))
}

fn compare(one: &str, other: &str) -> Ordering {
    let fold = |byte: u8| byte.to_ascii_lowercase();
    one.bytes().map(fold).cmp(other.bytes().map(fold))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upper_layer_adds_and_overrides() {
        let mut below = Context::new();
        below.set("aws:userid", "a");
        below.set("s3:prefix", "old");
        let mut above = Context::over(Arc::new(below));
        above.set_known("S3:Prefix", "new");
        above.set("s3:delimiter", "/");
        assert_eq!(above.get("s3:prefix"), Some(&Value::from("new")));
        assert_eq!(above.get("AWS:USERID"), Some(&Value::from("a")));
        let names: Vec<&str> = above.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["aws:userid", "s3:delimiter", "S3:Prefix"]);
    }
}
