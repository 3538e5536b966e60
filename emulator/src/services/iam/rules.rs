//! The constraints of IAM's parameters: lengths, characters, forms.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>

/// What a text must look like beyond its length, and which words refuse it.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// Anything.
    Any,
    /// The regular expression as AWS prints it, and the same as a function.
    Pattern(&'static str, fn(&str) -> bool),
    /// A name: refused in words of its own.
    Name,
    /// A path: refused in words of its own.
    Path,
    /// One of these.
    OneOf(&'static [&'static str]),
}

/// The constraint of a parameter.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Fewest characters.
    pub min: usize,
    /// Most characters.
    pub max: usize,
    /// What it must look like.
    pub form: Form,
}

const fn rule(min: usize, max: usize, form: Form) -> Rule {
    Rule { min, max, form }
}

/// A user's name when it is made, and a role's name always.
pub const NAME: Rule = rule(1, 64, Form::Name);
/// The name of a user that exists, a group's, an instance profile's, a policy's.
pub const LONG_NAME: Rule = rule(1, 128, Form::Name);
/// Where a user, role or policy stands.
pub const PATH: Rule = rule(1, 512, Form::Path);
/// What a path begins with.
pub const PATH_PREFIX: Rule = rule(1, 512, Form::Pattern(r"\u002F[\u0021-\u007F]*", is_prefix));
/// Where a policy stands, and what such a path begins with.
pub const POLICY_PATH: Rule = rule(
    1,
    512,
    Form::Pattern(r"((/[A-Za-z0-9\.,\+@=_-]+)*)/", is_policy_path),
);
/// A word that stands for an account.
pub const ALIAS: Rule = rule(
    3,
    63,
    Form::Pattern(r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", is_alias),
);
/// The serial number of an MFA device.
pub const SERIAL: Rule = rule(9, 256, Form::Pattern(r"[\w+=/:,.@-]+", is_serial));
/// A code of an MFA device.
pub const CODE: Rule = rule(6, 6, Form::Pattern(r"[\d]+", is_digits));
/// A service's principal.
pub const SERVICE_NAME: Rule = rule(1, 128, Form::Pattern(r"[\w+=,.@-]+", is_name));
/// What follows the name of a service's role.
pub const SUFFIX: Rule = rule(1, 64, Form::Pattern(r"[\w+=,.@-]+", is_name));
/// The id of a deletion.
pub const DELETION_ID: Rule = rule(1, 1000, Form::Any);
/// A password. It is looked at and forgotten.
pub const PASSWORD: Rule = rule(
    1,
    128,
    Form::Pattern(r"[\u0009\u000A\u000D\u0020-\u00FF]+", is_document),
);
/// A policy document.
pub const DOCUMENT: Rule = rule(
    1,
    131_072,
    Form::Pattern(r"[\u0009\u000A\u000D\u0020-\u00FF]+", is_document),
);
/// The description of a role.
pub const DESCRIPTION: Rule = rule(
    0,
    1000,
    Form::Pattern(
        r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*",
        is_description,
    ),
);
/// The description of a policy.
pub const POLICY_DESCRIPTION: Rule = rule(0, 1000, Form::Any);
/// An ARN.
pub const ARN: Rule = rule(20, 2048, Form::Any);
/// The id of a policy version.
pub const VERSION_ID: Rule = rule(
    0,
    usize::MAX,
    Form::Pattern(r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?", is_version_id),
);
/// An access key id.
pub const ACCESS_KEY_ID: Rule = rule(16, 128, Form::Pattern(r"[\w]+", is_word));
/// Whether an access key may be used.
pub const STATUS: Rule = rule(0, usize::MAX, Form::OneOf(&["Active", "Inactive"]));
/// An action that a simulation asks about.
pub const ACTION_NAME: Rule = rule(3, 128, Form::Any);
/// The ARN of a simulated resource, caller or owner.
pub const RESOURCE_NAME: Rule = rule(1, 2048, Form::Any);
/// Which resources a simulation of one action needs.
pub const RESOURCE_HANDLING: Rule = rule(1, 64, Form::Any);
/// How the names of actions are refused, one and all.
pub const ACTION_NAMES: &str = "Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 3]";
/// How the names of resources are refused, one and all.
pub const RESOURCE_NAMES: &str = "Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1]";
/// How policy documents in a list are refused, one and all.
pub const DOCUMENTS: &str = r"Member must satisfy constraint: [Member must have length less than or equal to 131072, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+]";
/// Where a listing goes on.
pub const MARKER: Rule = rule(1, 320, Form::Pattern(r"[\u0020-\u00FF]+", is_latin));
/// The issuer URL of an identity provider.
pub const URL: Rule = rule(1, 255, Form::Any);
/// An audience.
pub const CLIENT_ID: Rule = rule(1, 255, Form::Any);
/// Whose policies a listing shows.
pub const SCOPE: Rule = rule(0, usize::MAX, Form::OneOf(&["All", "AWS", "Local"]));
/// As what a policy is used.
pub const USAGE: Rule = rule(
    0,
    usize::MAX,
    Form::OneOf(&["PermissionsPolicy", "PermissionsBoundary"]),
);
/// Which entities a listing shows.
pub const ENTITY_FILTER: Rule = rule(
    0,
    usize::MAX,
    Form::OneOf(&[
        "User",
        "Role",
        "Group",
        "LocalManagedPolicy",
        "AWSManagedPolicy",
    ]),
);
/// How such filters are refused, one and all.
pub const ENTITY_FILTERS: &str = "Member must satisfy constraint: [Member must satisfy enum value set: [User, Role, Group, LocalManagedPolicy, AWSManagedPolicy]]";
/// The prefix of a service's actions.
pub const NAMESPACE: Rule = rule(1, 64, Form::Pattern(r"[\w-]*", is_namespace));
/// How such prefixes are refused, one and all.
pub const NAMESPACES: &str = r"Member must satisfy constraint: [Member must have length less than or equal to 64, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\w-]*]";
/// Which MFA devices a listing shows.
pub const ASSIGNMENT: Rule = rule(
    0,
    usize::MAX,
    Form::OneOf(&["Assigned", "Unassigned", "Any"]),
);

/// The characters of tag keys, as AWS prints them.
const TAG_PATTERN: &str = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+";
/// A tag's key.
pub const TAG_KEY: Rule = rule(1, 128, Form::Pattern(TAG_PATTERN, is_tag));
/// A tag's value.
pub const TAG_VALUE: Rule = rule(
    0,
    256,
    Form::Pattern(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", is_tag),
);
/// How the keys of an untagging call are refused, one and all.
pub const TAG_KEYS: &str = r"Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+, Member must not be null]";
/// How client ids are refused, one and all.
pub const CLIENT_IDS: &str = "Member must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 1]";
/// How thumbprints are refused, one and all.
pub const THUMBPRINTS: &str = "Member must satisfy constraint: [Member must have length less than or equal to 40, Member must have length greater than or equal to 40]";

/// Whether a text is made of the characters of names.
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte))
}

/// `/`, or segments of visible characters between slashes.
pub fn is_path(text: &str) -> bool {
    text == "/"
        || (text.len() > 2
            && text.starts_with('/')
            && text.ends_with('/')
            && text.bytes().all(|byte| byte.is_ascii_graphic()))
}

fn is_prefix(text: &str) -> bool {
    text.starts_with('/') && text.bytes().all(|byte| (0x21..=0x7f).contains(&byte))
}

fn is_policy_path(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('/') else {
        return false;
    };
    inner.is_empty()
        || inner
            .strip_suffix('/')
            .is_some_and(|inner| inner.split('/').all(is_name))
}

fn is_alias(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.bytes().all(plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

fn is_document(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}'))
}

fn is_description(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a1}'..='\u{ff}'))
}

fn is_version_id(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('v') else {
        return false;
    };
    let (number, suffix) = rest.split_once('.').unwrap_or((rest, ""));
    !number.is_empty()
        && !number.starts_with('0')
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && suffix
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_serial(text: &str) -> bool {
    text.split(['/', ':'])
        .all(|part| part.is_empty() || is_name(part))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_namespace(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

fn is_latin(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' '..='\u{ff}'))
}

fn is_tag(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_alphabetic()
            || c.is_numeric()
            || (c.is_whitespace() && !c.is_control())
            || "_.:/=+-@".contains(c)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_and_end_with_a_slash() {
        for good in ["/", "/a/", "/a/b/", "/division_abc/sub-division!/"] {
            assert!(is_path(good), "{good}");
        }
        for bad in ["", "a", "/a", "a/", "//", "/a b/", "/\u{e9}/"] {
            assert!(!is_path(bad), "{bad}");
        }
        assert!(is_policy_path("/") && is_policy_path("/a/b/"));
        assert!(!is_policy_path("/a") && !is_policy_path("//") && !is_policy_path("/a!/"));
    }

    #[test]
    fn versions_are_numbers_behind_a_v() {
        for good in ["v1", "v12", "v1.a-b", "v1."] {
            assert!(is_version_id(good), "{good}");
        }
        for bad in ["1", "v", "v0", "v01", "vx", "v1.a_b"] {
            assert!(!is_version_id(bad), "{bad}");
        }
    }

    #[test]
    fn tags_have_letters_of_any_script() {
        assert!(is_tag("Größe 東京_.:/=+-@"));
        assert!(!is_tag("a#b") && !is_tag("a\tb"));
    }
}
