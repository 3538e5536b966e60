use serde_json::{Map, Value};

use super::{Exit, runtime};
use crate::{
    client::Speaker,
    scenario::action::BAD_TOKENS,
    target::{Control, TokenRequest},
};

#[derive(Debug, clap::Args)]
pub struct Token {
    /// `iss`: the identity provider's URL
    #[arg(long, value_name = "URL")]
    issuer: String,
    /// `sub`
    #[arg(long = "sub", value_name = "SUBJECT")]
    subject: String,
    /// `aud`
    #[arg(long = "aud", value_name = "AUDIENCE")]
    audience: String,
    /// Another claim; a value that is JSON is taken as JSON
    #[arg(long = "claim", value_name = "NAME=VALUE", value_parser = parse_claim)]
    claims: Vec<(String, Value)>,
    /// Make the token bad in this way
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(BAD_TOKENS))]
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
        claims.insert("sub".to_owned(), self.subject.into());
        claims.insert("aud".to_owned(), self.audience.into());
        let request = TokenRequest {
            issuer: self.issuer,
            claims,
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
