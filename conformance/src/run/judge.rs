//! Compares an answer with what a step expects.

use super::{
    Miss,
    decision::decision,
    stage::{Stage, Trouble},
};
use crate::{
    client::Answer,
    scenario::{
        expectation::Expectation, field_path::FieldPath, matcher::Matcher, problem::Position,
        reader::At, step::Step, template::Names,
    },
};

/// Everything that does not hold.
///
/// # Errors
/// [`Trouble`] when an expectation mentions a name without a value or the control API fails.
pub async fn judge(
    stage: &Stage<'_>,
    step: &Step,
    answer: &Answer,
    names: &Names,
) -> Result<Vec<Miss>, Trouble> {
    let expect = &step.expect;
    let mut judge = Judge {
        answer,
        names,
        misses: Vec::new(),
    };
    judge.ending(expect, step.at)?;
    judge.parts(expect)?;
    if let Some(reference) = &expect.same_body_as {
        let wanted = stage
            .bodies
            .get(&reference.value)
            .cloned()
            .unwrap_or_default();
        if wanted != answer.body.sha256 {
            let what = format!("body as in `{}`", reference.value);
            let got = format!(
                "{} ({} bytes)",
                answer.body.sha256, answer.body.length_bytes
            );
            judge
                .misses
                .push(Miss::new(reference.at, what, wanted, got));
        }
    }
    let mut misses = judge.misses;
    if !expect.decision.entries.is_empty() {
        misses.extend(decision(stage, &expect.decision, answer, names).await?);
    }
    Ok(misses)
}

struct Judge<'a> {
    answer: &'a Answer,
    names: &'a Names,
    misses: Vec<Miss>,
}

impl Judge<'_> {
    /// Success, refusal or no answer at all.
    fn ending(&mut self, expect: &Expectation, at: Position) -> Result<(), Trouble> {
        let answer = self.answer;
        match (expect.transport_failed, &answer.broken) {
            (Some(at), None) => self.misses.push(Miss::new(
                at,
                "transport",
                "no complete answer",
                answer.summary(),
            )),
            (None, Some(_)) => {
                self.misses
                    .push(Miss::new(at, "the answer", "an answer", answer.summary()))
            }
            (Some(_), Some(_)) => {}
            (None, None) if expect.is_success() && !answer.is_success() => {
                self.misses
                    .push(Miss::new(at, "the answer", "success", answer.summary()));
            }
            (None, None) => {}
        }
        self.compare(
            expect.status.as_ref(),
            "status",
            answer.status.map(|status| status.to_string()).as_deref(),
        )?;
        if let Some(code) = &expect.code {
            let wanted = code.value.render(self.names)?;
            let got = answer.code.as_deref().unwrap_or_default();
            if wanted != got {
                self.misses.push(Miss::new(
                    code.at,
                    "code",
                    format!("`{wanted}`"),
                    shown(answer.code.as_deref()),
                ));
            }
        }
        self.compare(
            expect.message.as_ref(),
            "message",
            answer.message.as_deref(),
        )
    }

    fn parts(&mut self, expect: &Expectation) -> Result<(), Trouble> {
        let answer = self.answer;
        for (name, at, matcher) in &expect.headers.entries {
            self.match_one(
                *at,
                &format!("header `{name}`"),
                matcher,
                answer.header(name),
            )?;
        }
        for field in &expect.fields {
            let found = value_at(answer, &field.path);
            self.match_one(
                field.at,
                &format!("field `{}`", field.path.text()),
                &field.matcher,
                found.as_deref(),
            )?;
        }
        if let Some(text) = &expect.body_text {
            self.match_one(text.at, "body_text", &text.value, Some(&answer.body.text()))?;
        }
        let length = answer.body.length_bytes.to_string();
        self.compare(expect.body_bytes.as_ref(), "body_bytes", Some(&length))?;
        if let Some(digest) = &expect.body_sha256 {
            let wanted = digest.value.render(self.names)?;
            if !wanted.eq_ignore_ascii_case(&answer.body.sha256) {
                self.misses.push(Miss::new(
                    digest.at,
                    "body_sha256",
                    wanted,
                    answer.body.sha256.clone(),
                ));
            }
        }
        let attempts = answer.attempts.to_string();
        self.compare(expect.attempts.as_ref(), "attempts", Some(&attempts))?;
        if let Some(operation) = &expect.operation {
            let got = answer.operation.unwrap_or("none");
            if operation.value != got {
                self.misses.push(Miss::new(
                    operation.at,
                    "operation",
                    format!("`{}`", operation.value),
                    format!("`{got}`"),
                ));
            }
        }
        Ok(())
    }

    fn compare(
        &mut self,
        expected: Option<&At<Matcher>>,
        what: &str,
        got: Option<&str>,
    ) -> Result<(), Trouble> {
        match expected {
            Some(expected) => self.match_one(expected.at, what, &expected.value, got),
            None => Ok(()),
        }
    }

    fn match_one(
        &mut self,
        at: Position,
        what: &str,
        matcher: &Matcher,
        got: Option<&str>,
    ) -> Result<(), Trouble> {
        if let Some(wanted) = matcher.compare(got, self.names)? {
            self.misses.push(Miss::new(at, what, wanted, shown(got)));
        }
        Ok(())
    }
}

/// The most characters of a found value that a message shows.
const SHOWN_CHARACTERS: usize = 300;

pub fn shown(found: Option<&str>) -> String {
    match found {
        None => "no value".to_owned(),
        Some(text) if text.chars().count() > SHOWN_CHARACTERS => {
            let start: String = text.chars().take(SHOWN_CHARACTERS).collect();
            format!("`{start}`... ({} bytes)", text.len())
        }
        Some(text) => format!("`{text}`"),
    }
}

/// What stands at a path of an answer; the words with a dollar are parts of the answer itself.
pub fn value_at(answer: &Answer, path: &FieldPath) -> Option<String> {
    if let Some(header) = path.header() {
        return answer.header(&header).map(str::to_owned);
    }
    match path.meta() {
        None => path.find_or_zero(&answer.fields),
        Some("status") => answer.status.map(|status| status.to_string()),
        Some("code") => answer.code.clone(),
        Some("message") => answer.message.clone(),
        Some("request_id") => answer.request_id.clone(),
        Some("body") => Some(answer.body.text()),
        Some("body_sha256") => Some(answer.body.sha256.clone()),
        Some("body_bytes") => Some(answer.body.length_bytes.to_string()),
        Some("attempts") => Some(answer.attempts.to_string()),
        Some(_) => None,
    }
}
