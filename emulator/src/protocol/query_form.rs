//! The AWS Query protocol: form parameters, lists and structures flattened into names.
//!
//! `Tags.member.1.Key=a` is the field `Key` of the first member of the list `Tags`; see
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/making-query-requests.html>.

use std::collections::BTreeMap;

use super::uri::{Query, UriError, decode_pairs};

/// The most parameters read from one body.
pub const MAX_PARAMETERS: usize = 10_000;

/// A form that cannot be read, or a parameter that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// The body as sent is not UTF-8.
    #[error("form is not UTF-8")]
    NotUtf8,
    /// A name or value cannot be decoded.
    #[error(transparent)]
    Encoding(#[from] UriError),
    /// More than [`MAX_PARAMETERS`].
    #[error("form has {count} parameters")]
    TooManyParameters { count: usize },
    /// A required parameter was not sent.
    #[error("parameter `{name}` is missing")]
    Missing { name: String },
    /// Not a whole number of 64 bits.
    #[error("parameter `{name}` is not an integer: `{value}`")]
    NotAnInteger { name: String, value: String },
    /// Neither `true` nor `false`.
    #[error("parameter `{name}` is neither true nor false: `{value}`")]
    NotABoolean { name: String, value: String },
    /// A list member without a number, or a structure's without a field (or with one too many).
    #[error("parameter `{name}` has no member number")]
    BadMember { name: String },
}

/// The parameters of a Query request; of a repeated one the first counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Sorted by name, for look-ups of whole lists.
    parameters: BTreeMap<String, String>,
}

impl Form {
    /// Reads an `application/x-www-form-urlencoded` body.
    ///
    /// # Errors
    /// [`FormError`] for bytes that are not UTF-8, broken escapes or too many parameters.
    pub fn parse(body: &[u8]) -> Result<Self, FormError> {
        let text = std::str::from_utf8(body).map_err(|_| FormError::NotUtf8)?;
        let count = text.bytes().filter(|byte| *byte == b'&').count() + 1;
        if count > MAX_PARAMETERS {
            return Err(FormError::TooManyParameters { count });
        }
        let mut form = Self::default();
        for (name, value) in decode_pairs(text.trim_end())? {
            form.parameters.entry(name).or_insert(value);
        }
        Ok(form)
    }

    /// The same view of a query string, for services that are also called with GET.
    pub fn from_query(query: &Query) -> Self {
        let mut form = Self::default();
        for (name, value) in query.iter() {
            form.parameters
                .entry(name.to_owned())
                .or_insert_with(|| value.to_owned());
        }
        form
    }

    /// All parameters, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// The value of a parameter that must be there; it may be empty.
    ///
    /// # Errors
    /// [`FormError::Missing`].
    pub fn required(&self, name: &str) -> Result<&str, FormError> {
        self.get(name).ok_or_else(|| FormError::Missing {
            name: name.to_owned(),
        })
    }

    /// A whole number.
    ///
    /// # Errors
    /// [`FormError::NotAnInteger`].
    pub fn integer(&self, name: &str) -> Result<Option<i64>, FormError> {
        integer(name, self.get(name))
    }

    /// `true` or `false`, in any case.
    ///
    /// # Errors
    /// [`FormError::NotABoolean`].
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, FormError> {
        boolean(name, self.get(name))
    }

    /// The values of `name.member.1`, `name.member.2`, … by number; gaps are skipped. An empty
    /// list is sent as `name=`.
    ///
    /// # Errors
    /// [`FormError::BadMember`] if a member's number is none.
    pub fn list(&self, name: &str) -> Result<Vec<&str>, FormError> {
        let prefix = format!("{name}.member.");
        let mut members: BTreeMap<u64, &str> = BTreeMap::new();
        for (full, rest, value) in self.below(&prefix) {
            let bad = || FormError::BadMember {
                name: full.to_owned(),
            };
            members
                .entry(rest.parse().map_err(|_| bad())?)
                .or_insert(value);
        }
        Ok(members.into_values().collect())
    }

    /// The members of a list of structures, by number; gaps are skipped.
    ///
    /// # Errors
    /// [`FormError::BadMember`] if a member's number is none, or a member has no field name.
    pub fn structures(&self, name: &str) -> Result<Vec<Member<'_>>, FormError> {
        let prefix = format!("{name}.member.");
        let mut members: BTreeMap<u64, Member<'_>> = BTreeMap::new();
        for (full, rest, value) in self.below(&prefix) {
            let bad = || FormError::BadMember {
                name: full.to_owned(),
            };
            let (number, field) = rest.split_once('.').ok_or_else(bad)?;
            let number: u64 = number.parse().map_err(|_| bad())?;
            let member = members.entry(number).or_insert_with(|| Member {
                path: format!("{prefix}{number}"),
                fields: BTreeMap::new(),
            });
            member.fields.entry(field).or_insert(value);
        }
        Ok(members.into_values().collect())
    }

    /// Full name, rest of the name and value of all parameters below a prefix.
    fn below(&self, prefix: &str) -> impl Iterator<Item = (&str, &str, &str)> {
        self.parameters
            .range(prefix.to_owned()..)
            .map_while(move |(name, value)| {
                Some((name.as_str(), name.strip_prefix(prefix)?, value.as_str()))
            })
    }
}

/// One structure of a list, e.g. `Tags.member.3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<'a> {
    path: String,
    fields: BTreeMap<&'a str, &'a str>,
}

impl<'a> Member<'a> {
    /// Where the member stands, e.g. `Tags.member.3`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// All fields, by name; nested ones with dots.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.fields.iter().map(|(name, value)| (*name, *value))
    }

    /// The value of a field.
    pub fn get(&self, field: &str) -> Option<&'a str> {
        self.fields.get(field).copied()
    }

    /// The value of a field that must be there.
    ///
    /// # Errors
    /// [`FormError::Missing`] with the full name.
    pub fn required(&self, field: &str) -> Result<&'a str, FormError> {
        self.get(field).ok_or_else(|| FormError::Missing {
            name: self.full_name(field),
        })
    }

    /// A whole number.
    ///
    /// # Errors
    /// [`FormError::NotAnInteger`] with the full name.
    pub fn integer(&self, field: &str) -> Result<Option<i64>, FormError> {
        integer(&self.full_name(field), self.get(field))
    }

    fn full_name(&self, field: &str) -> String {
        format!("{}.{field}", self.path)
    }
}

fn integer(name: &str, value: Option<&str>) -> Result<Option<i64>, FormError> {
    let parse = |value: &str| {
        let fault = |_| FormError::NotAnInteger {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        value.parse().map_err(fault)
    };
    value.map(parse).transpose()
}

fn boolean(name: &str, value: Option<&str>) -> Result<Option<bool>, FormError> {
    match value {
        None => Ok(None),
        Some(value) if value.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Some(value) if value.eq_ignore_ascii_case("false") => Ok(Some(false)),
        Some(value) => Err(FormError::NotABoolean {
            name: name.to_owned(),
            value: value.to_owned(),
        }),
    }
}
