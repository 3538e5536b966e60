//! What a step sends.

use super::{
    datum::Datum,
    problem::Position,
    reader::{Context, Fields, Read},
    template::Template,
    tree::Node,
};

/// A body. Random bytes and zeros are made while they are sent and never held whole.
#[derive(Clone, Debug)]
pub enum Body {
    /// UTF-8 text.
    Text(Template),
    /// A file's bytes, read when the scenario was read.
    File(bytes::Bytes),
    /// A JSON document.
    Json(Datum),
    /// Decoded base64.
    Base64(Template),
    /// Bytes of a seeded generator.
    RandomBytes {
        /// How many.
        length_bytes: u64,
        /// The generator's seed.
        seed: u64,
    },
    /// Zeros, as many.
    Zeros(u64),
}

impl Read for Body {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "the body", cx)?;
        let bodies = [
            fields.optional("text").map(Self::Text),
            fields
                .optional("file")
                .and_then(|name: String| file(&name, fields.place("file"), cx)),
            fields.optional("json").map(Self::Json),
            fields.optional("base64").map(Self::Base64),
            random_bytes(&mut fields),
            fields.optional("zeros").map(Self::Zeros),
        ];
        let keys = ["text", "file", "json", "base64", "random_bytes", "zeros"];
        let given = keys.iter().filter(|key| fields.has(key)).count();
        fields.finish();
        if given != 1 {
            cx.problems.add_expected(
                node.at,
                format!("the body has {given} sources"),
                "exactly one of `text`, `file`, `json`, `base64`, `random_bytes` or `zeros`",
            );
        }
        bodies.into_iter().flatten().next()
    }
}

fn random_bytes(fields: &mut Fields<'_>) -> Option<Body> {
    let length_bytes = fields.optional("random_bytes");
    let seed = fields.or_default("seed");
    length_bytes.map(|length_bytes| Body::RandomBytes { length_bytes, seed })
}

fn file(name: &str, at: Position, cx: &Context) -> Option<Body> {
    match std::fs::read(cx.beside(name)) {
        Ok(content) => Some(Body::File(content.into())),
        Err(_) => {
            cx.problems.add_expected(
                at,
                format!("the file `{name}` cannot be read"),
                "a file beside the scenario",
            );
            None
        }
    }
}
