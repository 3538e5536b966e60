//! What can be wrong with a document.

/// The first fault of a document and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {fault}")]
pub struct DocumentError {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// A fault of a document. The `validate` functions turn it into the words of the AWS call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The text is no JSON.
    #[error("expected {expected}")]
    NotJson {
        /// What should have stood there.
        expected: &'static str,
    },
    /// The text is longer than any policy may be.
    #[error("the document has {bytes} bytes, expected at most {limit}")]
    TooLong {
        /// Length found.
        bytes: usize,
        /// Length allowed.
        limit: usize,
    },
    /// A name occurs twice in one object.
    #[error("`{name}` is given twice")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// An element the grammar does not have; names are case-sensitive.
    #[error("unknown element `{name}`, expected one of {expected}")]
    UnknownElement {
        /// The name found.
        name: String,
        /// The names allowed there.
        expected: &'static str,
    },
    /// A required element is not there.
    #[error("missing `{element}`")]
    Missing {
        /// The element.
        element: &'static str,
    },
    /// An element stands beside its `Not...` twin.
    #[error("`{element}` and `Not{element}` exclude each other")]
    Both {
        /// The positive one.
        element: &'static str,
    },
    /// An element has a value of the wrong kind.
    #[error("`{element}` has to be {expected}")]
    Form {
        /// The element.
        element: String,
        /// The kind allowed.
        expected: &'static str,
    },
    /// An element that must list something lists nothing.
    #[error("`{element}` is empty")]
    Empty {
        /// The element.
        element: String,
    },
    /// Neither of the two versions.
    #[error("unknown version `{0}`, expected `2012-10-17` or `2008-10-17`")]
    Version(String),
    /// Neither `Allow` nor `Deny`.
    #[error("unknown effect `{0}`, expected `Allow` or `Deny`")]
    Effect(String),
    /// An action without service prefix.
    #[error("action `{0}` has no service prefix, expected a form such as `s3:GetObject`")]
    ActionVendor(String),
    /// An action with more than one colon.
    #[error("action `{0}` has more than one colon")]
    ActionColons(String),
    /// A service prefix that is none.
    #[error("action `{0}` has an invalid service prefix")]
    ActionVendorName(String),
    /// An action name with other characters than letters, digits and wildcards.
    #[error("action `{0}` has an invalid name")]
    ActionName(String),
    /// A resource that is neither `*` nor an ARN.
    #[error("resource `{0}` is neither an ARN nor `*`")]
    ResourceForm(String),
    /// An ARN with fewer than six fields, or a variable before its last one.
    #[error("resource `{0}` is not an ARN of six fields with variables only in the last")]
    ResourceFields(String),
    /// A principal of no documented form.
    #[error("principal `{text}` of type `{kind}` has no known form")]
    Principal {
        /// `AWS`, `Federated`, `Service` or `CanonicalUser`.
        kind: String,
        /// As written.
        text: String,
    },
    /// A condition operator that is not documented.
    #[error("unknown condition operator `{0}`")]
    Operator(String),
    /// A condition key that is not of the form `vendor:name`.
    #[error("condition key `{0}` is not of the form `vendor:name`")]
    ConditionKey(String),
    /// A value of `BinaryEquals` that is not base64.
    #[error("`{0}` is not base64")]
    Binary(String),
    /// A policy variable that is not `${{key}}` or `${{key, 'default'}}`.
    #[error("malformed policy variable `{0}`")]
    Variable(String),
}
