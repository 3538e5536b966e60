use crate::scenario::{
    matcher::Matcher,
    problem::Position,
    reader::{At, Context, Fields, Named, Read},
    template::Template,
    tree::Node,
};

/// A claim on the requests that the stack recorded.
#[derive(Clone, Debug)]
pub struct Events {
    /// Where it is written.
    pub at: Position,
    /// Which requests it looks at.
    pub filter: EventFilter,
    /// Operations that must be there.
    pub seen: Vec<At<String>>,
    /// Operations that must not be there.
    pub not_seen: Vec<At<String>>,
    /// When given, the only operations that may be there.
    pub only: Option<Vec<String>>,
    /// How often each.
    pub count: Named<Matcher>,
}

/// Which requests are looked at; all parts must hold.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Only those of this step and later ones.
    pub since: Option<At<String>>,
    /// Service.
    pub service: Option<Template>,
    /// Bucket.
    pub bucket: Option<Template>,
    /// Start of the key.
    pub prefix: Option<Template>,
    /// Operation.
    pub operation: Option<Template>,
    /// Conditions on further parts, by their name in the record.
    pub parts: Vec<(&'static str, Matcher)>,
}

const PARTS: [&str; 6] = [
    "principal",
    "account",
    "access_key_id",
    "status",
    "error_code",
    "fault",
];

impl Read for Events {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`events`", cx)?;
        let filter = EventFilter {
            since: fields.optional("since"),
            service: fields.optional("service"),
            bucket: fields.optional("bucket"),
            prefix: fields.optional("prefix"),
            operation: fields.optional("operation"),
            parts: PARTS
                .iter()
                .filter_map(|part| fields.optional(part).map(|matcher| (*part, matcher)))
                .collect(),
        };
        let claims = ["seen", "not_seen", "only", "count"];
        if !claims.iter().any(|claim| fields.has(claim)) {
            cx.problems.add_expected(
                node.at,
                "`events` claims nothing",
                "at least one of `seen`, `not_seen`, `only` or `count`",
            );
        }
        let events = Self {
            at: node.at,
            filter,
            seen: fields.or_default("seen"),
            not_seen: fields.or_default("not_seen"),
            only: fields.optional("only"),
            count: fields.or_default("count"),
        };
        fields.finish();
        Some(events)
    }
}
