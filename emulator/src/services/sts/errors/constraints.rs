//! Parameters outside their constraints, all reported at once in the frame that AWS uses.
//!
//! `2 validation errors detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: …; Value …`

/// What a parameter shows of itself in an error.
#[derive(Debug, Clone, Copy)]
pub struct Parameter<'a> {
    /// Its name as the error writes it: lower camel case.
    pub at: &'a str,
    /// Its value; `None` for sensitive ones, which no error repeats.
    pub shown: Option<&'a str>,
}

impl<'a> Parameter<'a> {
    /// A parameter whose value may be repeated.
    pub fn open(at: &'a str, value: &'a str) -> Self {
        Self {
            at,
            shown: Some(value),
        }
    }

    /// A parameter whose value is not repeated.
    pub fn sensitive(at: &'a str) -> Self {
        Self { at, shown: None }
    }
}

/// The violations found so far.
#[derive(Debug, Default)]
pub struct Violations {
    found: Vec<String>,
}

impl Violations {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A parameter that is not there.
    pub fn missing(&mut self, at: &str) {
        self.found.push(format!(
            "Value null at '{at}' failed to satisfy constraint: Member must not be null"
        ));
    }

    /// The length must lie between the two, both included.
    pub fn length(&mut self, parameter: Parameter<'_>, length: usize, min: usize, max: usize) {
        if length < min {
            self.fails(
                parameter,
                &format!("Member must have length greater than or equal to {min}"),
            );
        } else if length > max {
            self.fails(
                parameter,
                &format!("Member must have length less than or equal to {max}"),
            );
        }
    }

    /// The number must lie between the two, both included.
    pub fn range(&mut self, at: &str, value: i64, min: i64, max: i64) {
        let text = value.to_string();
        let parameter = Parameter::open(at, &text);
        if value < min {
            self.fails(
                parameter,
                &format!("Member must have value greater than or equal to {min}"),
            );
        } else if value > max {
            self.fails(
                parameter,
                &format!("Member must have value less than or equal to {max}"),
            );
        }
    }

    /// Every character must be allowed; `pattern` is AWS's regular expression, as the error shows it.
    pub fn pattern(
        &mut self,
        parameter: Parameter<'_>,
        value: &str,
        pattern: &str,
        allowed: impl Fn(char) -> bool,
    ) {
        if !value.chars().all(allowed) {
            self.fails(
                parameter,
                &format!("Member must satisfy regular expression pattern: {pattern}"),
            );
        }
    }

    /// The value must be one of the list.
    pub fn one_of(&mut self, parameter: Parameter<'_>, value: &str, allowed: &[&str]) {
        if !allowed.contains(&value) {
            self.fails(
                parameter,
                &format!(
                    "Member must satisfy enum value set: [{}]",
                    allowed.join(", ")
                ),
            );
        }
    }

    /// Members of a list that are too long or too short, or have characters that are not allowed.
    pub fn members(&mut self, parameter: Parameter<'_>, min: usize, max: usize, pattern: &str) {
        self.fails(
            parameter,
            &format!(
                "Member must satisfy constraint: [Member must have length less than or equal to {max}, Member must have length greater than or equal to {min}, Member must satisfy regular expression pattern: {pattern}]"
            ),
        );
    }

    fn fails(&mut self, parameter: Parameter<'_>, constraint: &str) {
        let value = match parameter.shown {
            Some(value) => format!("Value '{value}'"),
            None => "Value".to_owned(),
        };
        self.found.push(format!(
            "{value} at '{}' failed to satisfy constraint: {constraint}",
            parameter.at
        ));
    }

    /// The message, if anything was violated.
    pub fn message(&self) -> Option<String> {
        let count = self.found.len();
        let noun = if count == 1 { "error" } else { "errors" };
        (count > 0).then(|| {
            format!(
                "{count} validation {noun} detected: {}",
                self.found.join("; ")
            )
        })
    }
}

/// The characters of `[\w+=,.@-]`: names of sessions, source identities and roles.
pub fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-".contains(c)
}

#[cfg(test)]
mod tests;
