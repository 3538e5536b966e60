//! The AWS JSON protocol: one object per request, read member by member.
//!
//! <https://docs.aws.amazon.com/kms/latest/developerguide/programming-top.html> (JSON 1.1)

use data_encoding::BASE64;
use serde_json::{Map, Value};

/// The largest request read, in bytes.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// A request that cannot be read, or a member that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Longer than [`MAX_BODY_BYTES`].
    #[error("request of {size_bytes} bytes is too large")]
    TooLarge { size_bytes: usize },
    /// Not JSON, or nested beyond the parser's limit of 128 levels.
    #[error("request is not JSON: {0}")]
    Syntax(String),
    /// A list, a number or the like at the top.
    #[error("request is not a JSON object")]
    NotAnObject,
    /// A required member is absent or `null`.
    #[error("member `{name}` is missing")]
    Missing { name: String },
    /// A member of another type than `expected`, which has an article ("a string").
    #[error("member `{name}` is not {expected}")]
    WrongType {
        name: String,
        expected: &'static str,
    },
    /// A blob that cannot be decoded.
    #[error("member `{name}` is not base64")]
    NotBase64 { name: String },
}

/// A JSON object with typed access. A member that is `null` counts as absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object {
    members: Map<String, Value>,
}

impl Object {
    /// Reads a body; an empty one is an empty object.
    ///
    /// # Errors
    /// [`JsonError`] if it is too large, not JSON or not an object.
    pub fn parse(body: &[u8]) -> Result<Self, JsonError> {
        if body.len() > MAX_BODY_BYTES {
            return Err(JsonError::TooLarge {
                size_bytes: body.len(),
            });
        }
        if body.trim_ascii().is_empty() {
            return Ok(Self::default());
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Ok(Self { members }),
            Ok(_) => Err(JsonError::NotAnObject),
            Err(error) => Err(JsonError::Syntax(error.to_string())),
        }
    }

    /// The names of all members that are not `null`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, _)| name.as_str())
    }

    /// A member as it is.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// A string.
    ///
    /// # Errors
    /// [`JsonError::WrongType`].
    pub fn string(&self, name: &str) -> Result<Option<&str>, JsonError> {
        self.typed(name, "a string", Value::as_str)
    }

    /// A string that must be there; it may be empty.
    ///
    /// # Errors
    /// [`JsonError::Missing`] or [`JsonError::WrongType`].
    pub fn required_string(&self, name: &str) -> Result<&str, JsonError> {
        self.string(name)?.ok_or_else(|| JsonError::Missing {
            name: name.to_owned(),
        })
    }

    /// A whole number.
    ///
    /// # Errors
    /// [`JsonError::WrongType`].
    pub fn integer(&self, name: &str) -> Result<Option<i64>, JsonError> {
        self.typed(name, "an integer", Value::as_i64)
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// [`JsonError::WrongType`].
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, JsonError> {
        self.typed(name, "a boolean", Value::as_bool)
    }

    /// Bytes, sent in base64.
    ///
    /// # Errors
    /// [`JsonError::WrongType`] or [`JsonError::NotBase64`].
    pub fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, JsonError> {
        let Some(text) = self.string(name)? else {
            return Ok(None);
        };
        match BASE64.decode(text.as_bytes()) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(_) => Err(JsonError::NotBase64 {
                name: name.to_owned(),
            }),
        }
    }

    /// A list of any values.
    ///
    /// # Errors
    /// [`JsonError::WrongType`].
    pub fn list(&self, name: &str) -> Result<Option<&[Value]>, JsonError> {
        self.typed(name, "a list", |value| value.as_array().map(Vec::as_slice))
    }

    /// A list of strings.
    ///
    /// # Errors
    /// [`JsonError::WrongType`].
    pub fn strings(&self, name: &str) -> Result<Option<Vec<&str>>, JsonError> {
        self.typed(name, "a list of strings", |value| {
            value.as_array()?.iter().map(Value::as_str).collect()
        })
    }

    /// A nested object.
    ///
    /// # Errors
    /// [`JsonError::WrongType`].
    pub fn object(&self, name: &str) -> Result<Option<Self>, JsonError> {
        self.typed(name, "an object", |value| {
            value.as_object().cloned().map(Self::from)
        })
    }

    /// A list of objects.
    ///
    /// # Errors
    /// [`JsonError::WrongType`].
    pub fn objects(&self, name: &str) -> Result<Option<Vec<Self>>, JsonError> {
        self.typed(name, "a list of objects", |value| {
            let entries = value.as_array()?.iter();
            entries
                .map(|entry| entry.as_object().cloned().map(Self::from))
                .collect()
        })
    }

    /// An object whose members are all strings (an encryption context), by name.
    ///
    /// # Errors
    /// [`JsonError::WrongType`].
    pub fn string_map(&self, name: &str) -> Result<Option<Vec<(&str, &str)>>, JsonError> {
        self.typed(name, "a map of strings", |value| {
            let members = value.as_object()?.iter();
            members
                .map(|(name, value)| Some((name.as_str(), value.as_str()?)))
                .collect()
        })
    }

    fn typed<'a, T>(
        &'a self,
        name: &str,
        expected: &'static str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, JsonError> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        match read(value) {
            Some(value) => Ok(Some(value)),
            None => Err(JsonError::WrongType {
                name: name.to_owned(),
                expected,
            }),
        }
    }
}

impl From<Map<String, Value>> for Object {
    fn from(members: Map<String, Value>) -> Self {
        Self { members }
    }
}
