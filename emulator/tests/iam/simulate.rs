//! Policy simulations over HTTP: the tables of `simulate_cases/`, the policy crate's own condition cases, and the shape
//! of answers and refusals.

use serde_json::{Value as Json, json};

use super::fixture::{Iam, call, elements};
use crate::support::Response;

mod answers;
mod entities;
mod tables;

/// The parameters of a Query call.
#[derive(Default)]
struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    fn list(mut self, name: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let first = self.0.len();
        for value in values {
            let number = self.0.len() - first + 1;
            self.0
                .push((format!("{name}.member.{number}"), value.into()));
        }
        self
    }

    fn context(mut self, number: usize, key: &str, kind: &str, values: &[Json]) -> Self {
        let at = format!("ContextEntries.member.{number}");
        self = self
            .set(&format!("{at}.ContextKeyName"), key)
            .set(&format!("{at}.ContextKeyType"), kind);
        self.list(&format!("{at}.ContextKeyValues"), values.iter().map(text))
    }

    async fn simulate(&self, iam: &Iam) -> Response {
        self.call(iam, "SimulateCustomPolicy").await
    }

    async fn call(&self, iam: &Iam, action: &str) -> Response {
        let pairs = self.0.iter().map(|(name, value)| (&**name, &**value));
        call(&iam.client, action, &pairs.collect::<Vec<_>>()).await
    }
}

/// A string as it is, anything else as JSON.
fn text(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A document; its characters are those that IAM takes, others are escaped.
fn policy(version: &str, statements: Json) -> String {
    let text = json!({"Version": version, "Statement": statements}).to_string();
    text.chars()
        .map(|character| match u32::from(character) {
            0..0x80 => character.to_string(),
            code => format!("\\u{code:04x}"),
        })
        .collect()
}

/// What came out otherwise than the tables say.
#[derive(Default)]
struct Failures(Vec<String>);

impl Failures {
    fn compare(&mut self, case: &str, answer: &Response, expected: &[&str]) {
        let found = elements(answer, "EvalDecision");
        if answer.status != 200 || found != expected {
            let text = if answer.status == 200 {
                String::new()
            } else {
                answer.text()
            };
            self.0
                .push(format!("{case}: {found:?}, expected {expected:?} {text}"));
        }
    }

    #[track_caller]
    fn none(self, cases: usize, at_least: usize) {
        assert!(cases >= at_least, "only {cases} cases");
        let some = self.0.iter().take(40).cloned().collect::<Vec<_>>();
        assert!(
            some.is_empty(),
            "{} of {cases}:\n{}",
            self.0.len(),
            some.join("\n")
        );
    }
}
