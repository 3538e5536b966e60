use clap::builder::PossibleValuesParser;
use serde_json::{Map, Value};

use super::{Exit, runtime};
use crate::{
    client::Speaker,
    scenario::action::{BAD_TOKENS, TOKEN_PRESETS},
    target::{Control, TokenRequest},
};

/// What tokens can be signed with.
const ALGORITHMS: [&str; 6] = ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512"];

#[derive(Debug, clap::Args)]
pub struct Token {
    /// Make it look like a token of this platform; all else is optional then
    #[arg(long, value_name = "PLATFORM", value_parser = PossibleValuesParser::new(TOKEN_PRESETS))]
    preset: Option<String>,
    /// `iss`: the identity provider's URL
    #[arg(long, value_name = "URL", required_unless_present = "preset")]
    issuer: Option<String>,
    /// `sub`
    #[arg(
        long = "sub",
        value_name = "SUBJECT",
        required_unless_present = "preset"
    )]
    subject: Option<String>,
    /// `aud`
    #[arg(
        long = "aud",
        value_name = "AUDIENCE",
        required_unless_present = "preset"
    )]
    audience: Option<String>,
    /// Another claim; a value that is JSON is taken as JSON
    #[arg(long = "claim", value_name = "NAME=VALUE", value_parser = parse_claim)]
    claims: Vec<(String, Value)>,
    /// Leave a claim out
    #[arg(long, value_name = "NAME")]
    omit: Vec<String>,
    /// Sign with this algorithm; an issuer keeps the one it was first asked for
    #[arg(long = "alg", value_name = "ALGORITHM", value_parser = PossibleValuesParser::new(ALGORITHMS))]
    algorithm: Option<String>,
    /// Make the token bad in this way
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(BAD_TOKENS))]
    bad: Option<String>,
    /// The running server
    #[arg(long, value_name = "URL", default_value = super::DEFAULT_ENDPOINT)]
    endpoint: String,
}

fn parse_claim(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("`{text}` is not `NAME=VALUE`"))?;
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
    Ok((name.to_owned(), value))
}

impl Token {
    pub fn run(self) -> Exit {
        let mut claims: Map<String, Value> = self.claims.into_iter().collect();
        for (name, value) in [("sub", self.subject), ("aud", self.audience)] {
            if let Some(value) = value {
                claims.insert(name.to_owned(), value.into());
            }
        }
        let request = TokenRequest {
            issuer: self.issuer.unwrap_or_default(),
            preset: self.preset,
            claims,
            omit: self.omit,
            algorithm: self.algorithm,
            bad: self.bad,
        };
        let Some(runtime) = runtime() else {
            return Exit::Internal;
        };
        let control = Control::new(&Speaker::new(&self.endpoint));
        match runtime.block_on(control.token(&request)) {
            Ok(token) => {
                println!("{token}");
                Exit::Ok
            }
            Err(error) => {
                eprintln!("bucketproof: {error}");
                Exit::Internal
            }
        }
    }
}
