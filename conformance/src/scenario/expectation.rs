//! What a step's answer must be like.

use super::{
    field_path::FieldPath,
    matcher::Matcher,
    problem::Position,
    reader::{At, Context, Fields, Named, Read, as_table},
    template::Template,
    tree::Node,
};

/// Everything an `expect` table says.
#[derive(Clone, Debug, Default)]
pub struct Expectation {
    /// HTTP status.
    pub status: Option<At<Matcher>>,
    /// AWS error code.
    pub code: Option<At<Template>>,
    /// The error's message.
    pub message: Option<At<Matcher>>,
    /// Headers by name.
    pub headers: Named<Matcher>,
    /// Members of the answer.
    pub fields: Vec<FieldExpectation>,
    /// The whole body as text.
    pub body_text: Option<At<Matcher>>,
    /// The body's length.
    pub body_bytes: Option<At<Matcher>>,
    /// The body's digest, lower-case hex.
    pub body_sha256: Option<At<Template>>,
    /// An earlier step whose body this must equal.
    pub same_body_as: Option<At<String>>,
    /// Requests sent, retries included.
    pub attempts: Option<At<Matcher>>,
    /// For a multipart upload: the call that gave the answer.
    pub operation: Option<At<String>>,
    /// No complete answer must come.
    pub transport_failed: Option<Position>,
    /// The authorization decision, by part.
    pub decision: Named<Matcher>,
}

/// What a member of the answer must be like.
#[derive(Clone, Debug)]
pub struct FieldExpectation {
    /// Where this is written.
    pub at: Position,
    /// The member.
    pub path: FieldPath,
    /// What it must be like.
    pub matcher: Matcher,
}

/// The parts of a decision that can be expected.
pub const DECISION_PARTS: [&str; 7] = [
    "verdict",
    "layer",
    "policy",
    "statement",
    "action",
    "resource",
    "principal",
];

impl Expectation {
    /// Whether the step must succeed: nothing was said about how it ends.
    pub fn is_success(&self) -> bool {
        self.status.is_none()
            && self.code.is_none()
            && self.message.is_none()
            && self.transport_failed.is_none()
    }
}

impl Read for Expectation {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`expect`", cx)?;
        let transport = fields
            .word("transport", &[("failed", ())])
            .map(|()| fields.place("transport"));
        let expectation = Self {
            status: fields.optional("status"),
            code: fields.optional("code"),
            message: fields.optional("message"),
            headers: fields.or_default("headers"),
            fields: fields
                .node("fields")
                .and_then(|node| read_fields(node, cx))
                .unwrap_or_default(),
            body_text: fields.optional("body_text"),
            body_bytes: fields.optional("body_bytes"),
            body_sha256: fields.optional("body_sha256"),
            same_body_as: fields.optional("same_body_as"),
            attempts: fields.optional("attempts"),
            operation: fields.optional("operation"),
            transport_failed: transport,
            decision: fields
                .node("decision")
                .and_then(|node| read_decision(node, cx))
                .unwrap_or_default(),
        };
        fields.finish();
        if let Some(at) = expectation.transport_failed
            && (expectation.status.is_some()
                || expectation.code.is_some()
                || expectation.message.is_some())
        {
            cx.problems.add_expected(
                at,
                "`transport` says that no answer comes",
                "no `status`, `code` or `message` beside it",
            );
        }
        Some(expectation)
    }
}

fn read_fields(node: &Node, cx: &Context) -> Option<Vec<FieldExpectation>> {
    let table = as_table(node, cx)?;
    let mut fields = Vec::new();
    for entry in &table.entries {
        let matcher = Matcher::read(&entry.node, cx);
        match (FieldPath::parse(&entry.key), matcher) {
            (Ok(path), Some(matcher)) => fields.push(FieldExpectation {
                at: entry.at,
                path,
                matcher,
            }),
            (Err(why), _) => cx.problems.add_expected(
                entry.at,
                format!("`{}` is not a path: {why}", entry.key),
                "a path such as `Contents[0].Key`",
            ),
            (Ok(_), None) => {}
        }
    }
    Some(fields)
}

fn read_decision(node: &Node, cx: &Context) -> Option<Named<Matcher>> {
    let table = as_table(node, cx)?;
    let mut fields = Fields::of(table, node.at, "the decision", cx);
    let mut parts = Named::default();
    for part in DECISION_PARTS {
        let at = fields.place(part);
        if let Some(matcher) = fields.optional(part) {
            parts.entries.push((part.to_owned(), at, matcher));
        }
    }
    fields.finish();
    Some(parts)
}
