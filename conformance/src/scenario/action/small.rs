use crate::scenario::{
    datum::Datum,
    problem::Position,
    reader::{Context, Fields, Read},
    template::Template,
    tree::Node,
    words::choice,
};

/// A web identity token to mint.
#[derive(Clone, Debug)]
pub struct Token {
    /// Where it is written.
    pub at: Position,
    /// The platform whose tokens it looks like.
    pub preset: Option<&'static str>,
    /// `iss`; the preset's when absent.
    pub issuer: Option<Template>,
    /// `sub`.
    pub subject: Option<Template>,
    /// `aud`.
    pub audience: Option<Template>,
    /// Further claims.
    pub claims: Option<Datum>,
    /// In which way it is bad.
    pub bad: Option<&'static str>,
}

/// The ways in which a token can be bad.
pub const BAD_TOKENS: [&str; 8] = [
    "expired",
    "not-yet-valid",
    "wrong-key",
    "unknown-kid",
    "alg-none",
    "hs256-public-key",
    "wrong-aud",
    "trailing-slash-issuer",
];

/// The platforms whose tokens can be had.
pub const TOKEN_PRESETS: [&str; 4] = ["github-actions", "gitlab-ci", "kubernetes", "frameio"];

impl Read for Token {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`token`", cx)?;
        let preset = fields.word("preset", &TOKEN_PRESETS.map(|name| (name, name)));
        let issuer = if fields.has("preset") {
            fields.optional("issuer")
        } else {
            fields.required("issuer")
        };
        let subject = fields.optional("subject");
        let audience = fields.optional("audience");
        let claims = fields.optional("claims");
        let bad = fields.word("bad", &BAD_TOKENS.map(|kind| (kind, kind)));
        fields.finish();
        Some(Self {
            at: node.at,
            preset,
            issuer,
            subject,
            audience,
            claims,
            bad,
        })
    }
}

/// A move of the stack's clock.
#[derive(Clone, Debug)]
pub enum Clock {
    /// Forward, in seconds.
    Advance(u64),
    /// To a moment, RFC 3339.
    Set(Template),
}

impl Read for Clock {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`clock`", cx)?;
        let advance = fields.optional("advance_seconds").map(Self::Advance);
        let set = fields.optional("set").map(Self::Set);
        if fields.has("advance_seconds") == fields.has("set") {
            cx.problems.add_expected(
                node.at,
                "`clock` has no single move",
                choice(["advance_seconds", "set"].into_iter()),
            );
        }
        fields.finish();
        advance.or(set)
    }
}

/// Reads `wait`: milliseconds.
pub fn wait(node: &Node, cx: &Context) -> Option<u64> {
    let mut fields = Fields::read(node, "`wait`", cx)?;
    let milliseconds = fields.required("milliseconds");
    fields.finish();
    milliseconds
}
