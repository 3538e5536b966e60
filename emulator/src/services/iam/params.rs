//! Reads the parameters of a call and collects everything that is wrong with them, as IAM does before it looks at
//! anything else.

use crate::base::Failure;
use crate::protocol::query_form::{Form as Query, Member};
use crate::services::iam::errors;
use crate::services::iam::rules::{self, Form, Rule};
use crate::services::service::Call;

/// Parameters that belong to the protocol and not to an operation.
const OF_PROTOCOL: [&str; 9] = [
    "Action",
    "Version",
    "AWSAccessKeyId",
    "Signature",
    "SignatureVersion",
    "SignatureMethod",
    "Timestamp",
    "Expires",
    "SecurityToken",
];
/// Most tags of one call and of one entity.
pub const MAX_TAGS: usize = 50;

/// Keys and values in the order given.
pub type Tags = Vec<(String, String)>;

/// The parameters of one call.
#[derive(Debug)]
pub struct Params<'a> {
    operation: &'static str,
    form: &'a Query,
    read: Vec<&'static str>,
    faults: Vec<String>,
    invalid: Option<Failure>,
}

impl<'a> Params<'a> {
    /// The parameters of a call, none of them read.
    pub fn of(call: &Call<'a>) -> Self {
        Self {
            operation: call.row.name,
            form: call.form,
            read: Vec::new(),
            faults: Vec::new(),
            invalid: None,
        }
    }

    /// A text that may be left out.
    pub fn optional(&mut self, name: &'static str, rule: Rule) -> Option<String> {
        self.read.push(name);
        let value = self.form.get(name)?;
        self.hold(&wire_name(name), value, rule);
        Some(value.to_owned())
    }

    /// A text that must be there. Empty when it is not, which the end of reading reports.
    pub fn required(&mut self, name: &'static str, rule: Rule) -> String {
        let value = self.optional(name, rule);
        if value.is_none() {
            self.missing(name);
        }
        value.unwrap_or_default()
    }

    /// Reports a parameter that must be there and is not.
    pub fn missing(&mut self, name: &str) {
        self.fault(&wire_name(name), "Member must not be null");
    }

    /// Reports a list that is too long.
    pub fn too_many(&mut self, name: &str, most: usize) {
        self.fault(&wire_name(name), &at_most(most));
    }

    /// A whole number within bounds.
    pub fn integer(&mut self, name: &'static str, min: i64, max: i64) -> Option<i64> {
        self.read.push(name);
        match self.form.integer(name) {
            Ok(Some(value)) if value < min => self.fault(
                &wire_name(name),
                &format!("Member must have value greater than or equal to {min}"),
            ),
            Ok(Some(value)) if value > max => self.fault(
                &wire_name(name),
                &format!("Member must have value less than or equal to {max}"),
            ),
            Ok(value) => return value,
            Err(error) => self.refuse(errors::malformed_form(&error)),
        }
        None
    }

    /// `true` or `false`; `false` when left out.
    pub fn flag(&mut self, name: &'static str) -> bool {
        self.optional_flag(name) == Some(true)
    }

    /// `true` or `false`; `None` when left out.
    pub fn optional_flag(&mut self, name: &'static str) -> Option<bool> {
        self.read.push(name);
        self.form.boolean(name).unwrap_or_else(|error| {
            self.refuse(errors::malformed_form(&error));
            None
        })
    }

    /// A list of texts; `None` when it was left out. `refusal` is how AWS refuses all members for one bad one.
    pub fn list(&mut self, name: &'static str, rule: Rule, refusal: &str) -> Option<Vec<String>> {
        self.read.push(name);
        let members = match self.form.list(name) {
            Ok(members) => members,
            Err(error) => {
                self.refuse(errors::malformed_form(&error));
                return None;
            }
        };
        if members.iter().any(|member| !holds(member, rule)) {
            self.fault(&wire_name(name), refusal);
        }
        let given = !members.is_empty() || self.form.get(name).is_some();
        given.then(|| members.into_iter().map(str::to_owned).collect())
    }

    /// A list of structures, as they are.
    pub fn structures(&mut self, name: &'static str) -> Vec<Member<'a>> {
        self.read.push(name);
        self.form.structures(name).unwrap_or_else(|error| {
            self.refuse(errors::malformed_form(&error));
            Vec::new()
        })
    }

    /// The tags of a call. Users and roles tell keys apart without case.
    pub fn tags(&mut self, required: bool, folds_case: bool) -> Tags {
        self.read.push("Tags");
        let members = match self.form.structures("Tags") {
            Ok(members) => members,
            Err(error) => {
                self.refuse(errors::malformed_form(&error));
                return Tags::new();
            }
        };
        if required && members.is_empty() && self.form.get("Tags").is_none() {
            self.missing("Tags");
        }
        if members.len() > MAX_TAGS {
            self.fault("tags", &at_most(MAX_TAGS));
        }
        let mut tags = Tags::new();
        for (index, member) in members.iter().enumerate() {
            let at = |field: &str| format!("tags.{}.member.{field}", index + 1);
            let mut field = |name: &'static str, wire: &str, rule| {
                let value = member.get(name);
                match value {
                    Some(value) => self.hold(&at(wire), value, rule),
                    None => self.fault(&at(wire), "Member must not be null"),
                }
                value.unwrap_or_default().to_owned()
            };
            tags.push((
                field("Key", "key", rules::TAG_KEY),
                field("Value", "value", rules::TAG_VALUE),
            ));
        }
        self.tag_keys(&tags, folds_case);
        tags
    }

    fn tag_keys(&mut self, tags: &Tags, folds_case: bool) {
        let mut seen = std::collections::HashSet::new();
        for (key, _) in tags {
            let told_apart = if folds_case {
                key.to_lowercase()
            } else {
                key.clone()
            };
            if !seen.insert(told_apart) {
                self.refuse(errors::duplicate_tags(folds_case));
            }
            if key.to_ascii_lowercase().starts_with("aws:") {
                self.refuse(errors::reserved_tag(key));
            }
        }
    }

    /// The keys of an untagging call.
    pub fn untagged(&mut self) -> Vec<String> {
        let keys = self.list("TagKeys", rules::TAG_KEY, rules::TAG_KEYS);
        match &keys {
            None => self.missing("TagKeys"),
            Some(keys) if keys.len() > MAX_TAGS => self.fault("tagKeys", &at_most(MAX_TAGS)),
            Some(_) => {}
        }
        keys.unwrap_or_default()
    }

    /// Adds a refusal that IAM makes after all constraints hold.
    pub fn refuse(&mut self, failure: Failure) {
        self.invalid.get_or_insert(failure);
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Everything outside its constraint in one text, else the first other fault, else a parameter that nobody read: it
    /// might change what the caller means.
    pub fn end(self) -> Result<(), Failure> {
        if !self.faults.is_empty() {
            return Err(errors::constraints(&self.faults));
        }
        if let Some(invalid) = self.invalid {
            return Err(invalid);
        }
        let known = |name: &str| {
            let first = name.split('.').next().unwrap_or(name);
            OF_PROTOCOL.contains(&name) || name.starts_with("X-Amz-") || self.read.contains(&first)
        };
        match self.form.iter().find(|(name, _)| !known(name)) {
            Some((name, _)) => Err(errors::unknown_parameter(self.operation, name)),
            None => Ok(()),
        }
    }

    fn hold(&mut self, at: &str, value: &str, rule: Rule) {
        let length = value.chars().count();
        if length > rule.max {
            self.fault(at, &at_most(rule.max));
        }
        if length < rule.min {
            self.fault(
                at,
                &format!(
                    "Member must have length greater than or equal to {}",
                    rule.min
                ),
            );
        }
        match rule.form {
            Form::Any => {}
            Form::Pattern(pattern, matches) if !matches(value) => self.fault(
                at,
                &format!("Member must satisfy regular expression pattern: {pattern}"),
            ),
            Form::OneOf(known) if !known.contains(&value) => {
                self.fault(at, "Member must satisfy enum value set");
            }
            Form::Name if !rules::is_name(value) => self.refuse(errors::invalid_name(at)),
            Form::Path if !rules::is_path(value) => self.refuse(errors::invalid_path(at)),
            _ => {}
        }
    }

    fn fault(&mut self, at: &str, constraint: &str) {
        self.faults.push(format!(
            "Value at '{at}' failed to satisfy constraint: {constraint}"
        ));
    }
}

fn holds(value: &str, rule: Rule) -> bool {
    let fits = match rule.form {
        Form::Pattern(_, matches) => matches(value),
        Form::OneOf(known) => known.contains(&value),
        _ => true,
    };
    fits && (rule.min..=rule.max).contains(&value.chars().count())
}

fn at_most(max: usize) -> String {
    format!("Member must have length less than or equal to {max}")
}

/// `UserName` is `userName` in IAM's texts.
fn wire_name(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_ascii_lowercase().to_string() + chars.as_str())
        .unwrap_or_default()
}
