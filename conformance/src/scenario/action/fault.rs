use crate::scenario::{
    problem::Position,
    reader::{Context, Fields, Read},
    template::Template,
    tree::Node,
};

/// A fault rule: which requests, how often, and what happens to them.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Where it is written.
    pub at: Position,
    /// Operation, or `*`.
    pub operation: String,
    /// Only this bucket.
    pub bucket: Option<Template>,
    /// Only keys that start with this.
    pub prefix: Option<Template>,
    /// 0 to 1.
    pub probability: f64,
    /// How often at most; without it, for ever.
    pub count: Option<u64>,
    /// What happens.
    pub effect: Effect,
}

/// What happens to a request.
#[derive(Clone, Debug)]
pub enum Effect {
    /// It is answered with an error.
    Error {
        /// HTTP status.
        status: u16,
        /// AWS error code.
        code: String,
        /// Message.
        message: String,
    },
    /// It waits first, in milliseconds.
    LatencyMs(u64),
    /// The connection is cut after so many bytes.
    ResetAfterBytes(u64),
    /// It is done, but the answer never arrives.
    DropAnswer,
}

impl Read for Fault {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`fault`", cx)?;
        let operation = fields
            .optional("operation")
            .unwrap_or_else(|| "*".to_owned());
        let bucket = fields.optional("bucket");
        let prefix = fields.optional("prefix");
        let probability = fields.optional("probability").unwrap_or(1.0);
        let count = fields.optional("count");
        if !(0.0..=1.0).contains(&probability) {
            cx.problems.add_expected(
                fields.place("probability"),
                format!("`{probability}` is not a probability"),
                "0 to 1",
            );
        }
        let keys = ["error", "latency_ms", "reset_after_bytes", "drop_answer"];
        let given = keys.iter().filter(|key| fields.has(key)).count();
        if given != 1 {
            cx.problems.add_expected(
                node.at,
                format!("the fault has {given} effects"),
                "exactly one of `error`, `latency_ms`, `reset_after_bytes` or `drop_answer`",
            );
        }
        let effect = fields
            .node("error")
            .and_then(|node| error(node, cx))
            .or(fields.optional("latency_ms").map(Effect::LatencyMs))
            .or(fields
                .optional("reset_after_bytes")
                .map(Effect::ResetAfterBytes))
            .or(fields.word_true("drop_answer").map(|()| Effect::DropAnswer));
        for key in keys {
            fields.node(key);
        }
        fields.finish();
        Some(Self {
            at: node.at,
            operation,
            bucket,
            prefix,
            probability,
            count,
            effect: effect?,
        })
    }
}

fn error(node: &Node, cx: &Context) -> Option<Effect> {
    let mut fields = Fields::read(node, "the error", cx)?;
    let status = fields.required("status");
    let code = fields.required("code");
    let message = fields.or_default("message");
    fields.finish();
    Some(Effect::Error {
        status: status?,
        code: code?,
        message,
    })
}
