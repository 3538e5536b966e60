//! Amazon Resource Names, and the two ways policies match them.
//!
//! `Resource` and the ARN condition operators both compare the six parts one by one; they differ in what a `*` at the
//! end of a part may cover. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>

use crate::context::Context;
use crate::pattern::Case;
use crate::template::{Reading, Template, Token};

/// Partition, service, region, account and resource, with `arn` itself in front; the last part keeps its colons.
pub(crate) type Parts<'a> = [&'a str; 6];

/// Splits at the first five colons; `None` when the text is not an ARN.
pub(crate) fn split(text: &str) -> Option<Parts<'_>> {
    let mut rest = text;
    let mut parts = [""; 6];
    for part in parts.iter_mut().take(5) {
        let (head, tail) = rest.split_once(':')?;
        *part = head;
        rest = tail;
    }
    parts[5] = rest;
    (parts[0] == "arn" && !parts[1].is_empty() && !parts[2].is_empty() && !rest.is_empty())
        .then_some(parts)
}

/// Why a `Resource` text cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Malformed {
    NotAnArn,
    TooFewFields,
    /// A variable before the fifth colon.
    EarlyVariable,
    Variable(String),
}

/// One entry of a `Resource` or `NotResource` element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ResourcePattern {
    /// `*`
    Any,
    Arn(Box<ResourceArn>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ResourceArn {
    /// `arn:` to the fifth colon when it holds no wildcard: then one comparison settles five parts.
    fixed_head: Option<Box<str>>,
    head: [Template; 5],
    tail: Template,
    /// A part before the resource ends in `*`, which may reach over the following colons.
    spills: bool,
}

impl ResourcePattern {
    pub fn parse(text: &str, variables: bool) -> Result<ResourcePattern, Malformed> {
        if text == "*" {
            return Ok(ResourcePattern::Any);
        }
        let mut fields = text.splitn(6, ':');
        if fields.next() != Some("arn") {
            return Err(Malformed::NotAnArn);
        }
        if text.bytes().filter(|&byte| byte == b':').count() < 5 {
            return Err(Malformed::TooFewFields);
        }
        let mut parts: Vec<&str> = text.splitn(6, ':').collect();
        let tail = parts.pop().unwrap_or_default();
        if parts.iter().any(|part| part.contains("${")) {
            return Err(Malformed::EarlyVariable);
        }
        let read = |part: &str, variables| {
            Template::parse(
                part,
                Reading {
                    wildcards: true,
                    variables,
                },
            )
            .map_err(Malformed::Variable)
        };
        let mut head = [const {
            Template {
                tokens: Vec::new(),
                variables: false,
            }
        }; 5];
        for (slot, part) in head.iter_mut().zip(&parts) {
            *slot = read(part, false)?;
        }
        let wild = parts.iter().any(|part| part.contains(['*', '?']));
        Ok(ResourcePattern::Arn(Box::new(ResourceArn {
            fixed_head: (!wild).then(|| text[..text.len() - tail.len()].into()),
            head,
            tail: read(tail, variables)?,
            spills: parts.iter().any(|part| part.ends_with('*')),
        })))
    }

    /// As [`ResourcePattern::parse`], for what IAM stores: fields that are missing at the end stand for anything.
    pub fn parse_stored(text: &str, variables: bool) -> Result<ResourcePattern, Malformed> {
        let fields = text.split(':').count();
        if (3..6).contains(&fields) && text.starts_with("arn:") && !text.contains("::") {
            return Self::parse(&format!("{text}{}", ":*".repeat(6 - fields)), variables);
        }
        Self::parse(text, variables)
    }

    /// Whether every variable has a value in this request.
    pub fn resolves(&self, context: &Context) -> bool {
        match self {
            ResourcePattern::Any => true,
            ResourcePattern::Arn(arn) => arn.tail.resolves(context),
        }
    }

    /// Whether the resource, given whole and split, is covered.
    pub fn matches(&self, context: &Context, resource: &str, parts: Option<&Parts<'_>>) -> bool {
        let ResourcePattern::Arn(arn) = self else {
            return true;
        };
        let Some(parts) = parts else { return false };
        let whole = || arn.tail.matches(context, parts[5], Case::Exact);
        if let Some(head) = &arn.fixed_head {
            return resource.starts_with(&**head) && whole();
        }
        let by_part = arn
            .head
            .iter()
            .zip(parts)
            .all(|(wanted, part)| wanted.matches(context, part, Case::Exact));
        (by_part && whole())
            || (arn.spills && arn.tail.resolves(context) && arn.reaches_over(context, resource))
    }
}

/// One character or wildcard of an ARN pattern laid out flat.
#[derive(Clone, Copy)]
enum Step {
    Exactly(char),
    /// `?`, not over a colon when inside a part.
    One {
        colon: bool,
    },
    /// `*`, not over a colon when inside a part.
    Run {
        colon: bool,
    },
}

impl ResourceArn {
    /// Matches with a closing `*` of a part allowed to run over colons. All possible positions in the pattern are
    /// carried along the text together, so that the cost is text times pattern, whatever the mix of wildcards.
    fn reaches_over(&self, context: &Context, resource: &str) -> bool {
        let steps = self.steps(context);
        let mut live = vec![false; steps.len() + 1];
        let mut next = live.clone();
        live[0] = true;
        skip_runs(&steps, &mut live);
        for character in resource.chars() {
            next.fill(false);
            for (index, step) in steps.iter().enumerate().filter(|(index, _)| live[*index]) {
                match step {
                    Step::Exactly(wanted) if *wanted == character => next[index + 1] = true,
                    Step::One { colon } if *colon || character != ':' => next[index + 1] = true,
                    Step::Run { colon } if *colon || character != ':' => next[index] = true,
                    _ => {}
                }
            }
            skip_runs(&steps, &mut next);
            std::mem::swap(&mut live, &mut next);
        }
        live[steps.len()]
    }

    fn steps(&self, context: &Context) -> Vec<Step> {
        let mut steps = Vec::new();
        for part in &self.head {
            let last = part.tokens.len().saturating_sub(1);
            for (index, token) in part.tokens.iter().enumerate() {
                match token {
                    Token::Text(text) => steps.extend(text.chars().map(Step::Exactly)),
                    Token::One => steps.push(Step::One { colon: false }),
                    Token::Run => steps.push(Step::Run {
                        colon: index == last,
                    }),
                    Token::Variable(_) => {}
                }
            }
            steps.push(Step::Exactly(':'));
        }
        for index in 0..self.tail.tokens.len() {
            match self.tail.piece(index, context) {
                crate::pattern::Piece::Text(text) => steps.extend(text.chars().map(Step::Exactly)),
                crate::pattern::Piece::One => steps.push(Step::One { colon: true }),
                crate::pattern::Piece::Run => steps.push(Step::Run { colon: true }),
            }
        }
        steps
    }
}

/// A `*` may also cover nothing.
fn skip_runs(steps: &[Step], live: &mut [bool]) {
    for (index, step) in steps.iter().enumerate() {
        if live[index] && matches!(step, Step::Run { .. }) {
            live[index + 1] = true;
        }
    }
}

/// A value of an ARN condition operator.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ArnValue {
    Fixed(Box<[Template; 6]>),
    /// Where the parts are is only known once the variables have values.
    Variable(Template),
}

impl ArnValue {
    /// `Ok(None)` when the text can never be an ARN; `Err` holds a malformed variable.
    pub fn parse(text: &str, variables: bool) -> Result<Option<ArnValue>, String> {
        let template = Template::parse(
            text,
            Reading {
                wildcards: true,
                variables,
            },
        )?;
        if template.variables {
            return Ok(Some(ArnValue::Variable(template)));
        }
        Ok(by_part(template.tokens).map(|parts| ArnValue::Fixed(Box::new(parts))))
    }

    pub fn matches(&self, context: &Context, parts: &Parts<'_>) -> bool {
        let each = |wanted: &[Template; 6]| {
            wanted
                .iter()
                .zip(parts)
                .all(|(wanted, part)| wanted.matches(context, part, Case::Exact))
        };
        match self {
            ArnValue::Fixed(wanted) => each(wanted),
            ArnValue::Variable(template) => {
                template.resolves(context)
                    && by_part(resolved(template, context)).is_some_and(|wanted| each(&wanted))
            }
        }
    }
}

impl ArnValue {
    /// Whether the variables have values that make it no ARN.
    pub fn is_broken(&self, context: &Context) -> bool {
        match self {
            ArnValue::Fixed(_) => false,
            ArnValue::Variable(template) => {
                template.resolves(context) && by_part(resolved(template, context)).is_none()
            }
        }
    }
}

fn resolved(template: &Template, context: &Context) -> Vec<Token> {
    let piece = |index| match template.piece(index, context) {
        crate::pattern::Piece::Text(text) => Token::Text(text.into()),
        crate::pattern::Piece::One => Token::One,
        crate::pattern::Piece::Run => Token::Run,
    };
    (0..template.tokens.len()).map(piece).collect()
}

/// Cuts at the first five colons of the plain text; `None` when there are fewer, or `arn` is not in front.
fn by_part(tokens: Vec<Token>) -> Option<[Template; 6]> {
    let mut parts: Vec<Vec<Token>> = vec![Vec::new()];
    for token in tokens {
        let Token::Text(text) = token else {
            parts.last_mut()?.push(token);
            continue;
        };
        for (index, piece) in text.splitn(7 - parts.len(), ':').enumerate() {
            if index > 0 {
                parts.push(Vec::new());
            }
            if !piece.is_empty() {
                parts.last_mut()?.push(Token::Text(piece.into()));
            }
        }
    }
    let parts: [Vec<Token>; 6] = parts.try_into().ok()?;
    (parts[0] == [Token::Text("arn".into())]).then(|| parts.map(Template::new))
}

#[cfg(test)]
mod tests;
