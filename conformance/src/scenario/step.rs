//! One step: who, what, and how it must end.

use super::{
    action::{self, Action},
    body::Body,
    expectation::Expectation,
    field_path::FieldPath,
    problem::Position,
    reader::{At, Context, Fields, Named, Read},
    template::Template,
    tree::Node,
};

/// A step of a scenario.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where it starts.
    pub at: Position,
    /// Its name.
    pub name: At<String>,
    /// Who signs.
    pub actor: Option<At<String>>,
    /// What it does.
    pub action: Action,
    /// How it must end.
    pub expect: Expectation,
    /// Names for parts of the answer.
    pub captures: Named<FieldPath>,
    /// What it sends.
    pub body: Option<Body>,
    /// The client's Region.
    pub region: Option<Template>,
    /// The client's retries.
    pub retry: Option<Retry>,
    /// Longest time for one turn, in milliseconds.
    pub timeout_ms: Option<u64>,
    /// How often.
    pub turns: Turns,
    /// Turns under way at the same time.
    pub parallel: u32,
    /// Try again until the expectation holds, for at most so many milliseconds.
    pub eventually_ms: Option<u64>,
    /// The credentials in the answer become an actor of this name.
    pub session: Option<At<String>>,
}

/// How often a step is done.
#[derive(Clone, Debug)]
pub enum Turns {
    /// Once, without `${n}`.
    Once,
    /// So many times.
    Repeat(u64),
    /// Once for each value.
    ForEach(Vec<Template>),
}

/// The client's retries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// The SDK's mode.
    pub mode: RetryMode,
    /// Requests in all.
    pub attempts: u32,
}

/// The SDK's retry modes: <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryMode {
    /// None, so that faults are seen.
    Off,
    /// `standard`.
    Standard,
    /// `adaptive`.
    Adaptive,
}

impl Read for Retry {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`retry`", cx)?;
        let modes = [
            ("off", RetryMode::Off),
            ("standard", RetryMode::Standard),
            ("adaptive", RetryMode::Adaptive),
        ];
        let mode = fields.word("mode", &modes).unwrap_or(RetryMode::Standard);
        let attempts = fields.optional("attempts").unwrap_or(3);
        if attempts == 0 {
            cx.problems.add_expected(
                fields.place("attempts"),
                "`attempts` is zero",
                "at least one",
            );
        }
        fields.finish();
        Some(Self { mode, attempts })
    }
}

impl Read for Step {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "the step", cx)?;
        let name: Option<At<String>> = fields.required("name");
        let actor = fields.optional("as");
        let action = action::read(&mut fields, cx);
        let expect = fields.or_default("expect");
        let captures = fields.or_default("capture");
        let body = fields.optional("body");
        let region = fields.optional("region");
        let retry = fields.optional("retry");
        let timeout_ms = fields.optional("timeout_ms");
        let turns = read_turns(&mut fields, cx);
        let parallel = fields.optional("parallel").unwrap_or(1);
        if parallel == 0 {
            cx.problems.add_expected(
                fields.place("parallel"),
                "`parallel` is zero",
                "at least one",
            );
        }
        let eventually_ms = fields.optional("eventually_ms");
        let session = fields.optional("session");
        fields.finish();
        Some(Self {
            at: node.at,
            name: name?,
            actor,
            action: action?,
            expect,
            captures,
            body,
            region,
            retry,
            timeout_ms,
            turns,
            parallel,
            eventually_ms,
            session,
        })
    }
}

fn read_turns(fields: &mut Fields<'_>, cx: &Context) -> Turns {
    let repeat: Option<u64> = fields.optional("repeat");
    let for_each: Option<Vec<Template>> = fields.optional("for_each");
    if fields.has("repeat") && fields.has("for_each") {
        cx.problems.add_expected(
            fields.place("for_each"),
            "`repeat` and `for_each` in one step",
            "one of them",
        );
    }
    if repeat == Some(0) || for_each.as_ref().is_some_and(Vec::is_empty) {
        cx.problems.add_expected(
            fields.place(if repeat.is_some() {
                "repeat"
            } else {
                "for_each"
            }),
            "the step has no turn",
            "at least one",
        );
    }
    match (repeat, for_each) {
        (_, Some(values)) => Turns::ForEach(values),
        (Some(turns), None) => Turns::Repeat(turns),
        (None, None) => Turns::Once,
    }
}
