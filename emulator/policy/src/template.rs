//! Text of a policy that may hold wildcards and policy variables such as `${aws:username}`.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>

use crate::context::{Context, Value};
use crate::pattern::{self, Case, Piece};

/// What may stand in the text besides plain characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    /// `*` and `?` are wildcards; otherwise they are literal.
    pub wildcards: bool,
    /// `${...}` is a variable; otherwise (documents of 2008-10-17) it is literal.
    pub variables: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    Text(Box<str>),
    One,
    Run,
    Variable(Variable),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    key: Box<str>,
    default: Option<Box<str>>,
}

impl Variable {
    /// `None` when the request has no single value for it.
    fn value<'a>(&'a self, context: &'a Context) -> Option<&'a str> {
        match context.get(&self.key) {
            Some(Value::One(text)) => Some(text),
            // A multi-valued key does not expand, not even to the default.
            Some(Value::Many(texts)) if !texts.is_empty() => None,
            _ => self.default.as_deref(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    pub tokens: Vec<Token>,
    pub variables: bool,
}

impl Template {
    /// `Err` holds the malformed variable as written.
    pub fn parse(text: &str, reading: Reading) -> Result<Template, String> {
        let mut tokens = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if reading.variables && rest.starts_with("${") {
                let (length, substitute) = substitute(rest)?;
                match substitute {
                    Substitute::Character(literal) => plain.push(literal),
                    Substitute::Variable(variable) => {
                        flush(&mut plain, &mut tokens);
                        tokens.push(Token::Variable(variable));
                    }
                }
                rest = &rest[length..];
                continue;
            }
            match character {
                '*' if reading.wildcards => {
                    flush(&mut plain, &mut tokens);
                    tokens.push(Token::Run);
                }
                '?' if reading.wildcards => {
                    flush(&mut plain, &mut tokens);
                    tokens.push(Token::One);
                }
                other => plain.push(other),
            }
            rest = &rest[character.len_utf8()..];
        }
        flush(&mut plain, &mut tokens);
        Ok(Template::new(tokens))
    }

    pub fn new(tokens: Vec<Token>) -> Template {
        let variables = tokens
            .iter()
            .any(|token| matches!(token, Token::Variable(_)));
        Template { tokens, variables }
    }

    /// Whether every variable has a value in this request.
    pub fn resolves(&self, context: &Context) -> bool {
        !self.variables
            || self.tokens.iter().all(|token| match token {
                Token::Variable(variable) => variable.value(context).is_some(),
                _ => true,
            })
    }

    /// Whether the text as a whole matches; a variable without a value never does.
    pub fn matches(&self, context: &Context, text: &str, case: Case) -> bool {
        self.resolves(context)
            && pattern::matches(
                self.tokens.len(),
                |index| self.piece(index, context),
                text,
                case,
            )
    }

    /// The piece at `index`, a variable replaced by its value, which is literal whatever it contains.
    pub fn piece<'a>(&'a self, index: usize, context: &'a Context) -> Piece<'a> {
        match &self.tokens[index] {
            Token::Text(text) => Piece::Text(text),
            Token::One => Piece::One,
            Token::Run => Piece::Run,
            Token::Variable(variable) => Piece::Text(variable.value(context).unwrap_or_default()),
        }
    }

    /// The text with its variables replaced, for a template read without wildcards; `None` when one has no value.
    pub fn text(&self, context: &Context) -> Option<String> {
        self.resolves(context).then(|| {
            let pieces = (0..self.tokens.len()).map(|index| self.piece(index, context));
            pieces
                .map(|piece| match piece {
                    Piece::Text(text) => text,
                    Piece::One => "?",
                    Piece::Run => "*",
                })
                .collect()
        })
    }
}

fn flush(plain: &mut String, tokens: &mut Vec<Token>) {
    if !plain.is_empty() {
        tokens.push(Token::Text(std::mem::take(plain).into()));
    }
}

enum Substitute {
    Character(char),
    Variable(Variable),
}

/// Reads `${key}`, `${key, 'default'}`, `${*}`, `${?}` or `${$}` from the front of `rest`.
fn substitute(rest: &str) -> Result<(usize, Substitute), String> {
    let malformed = |end: usize| Err(rest[..end].to_owned());
    let Some(close) = rest.find('}') else {
        return malformed(rest.len());
    };
    let inside = &rest[2..close];
    if let "*" | "?" | "$" = inside {
        let literal = inside.chars().next().unwrap_or('$');
        return Ok((close + 1, Substitute::Character(literal)));
    }
    let Some((key, after)) = inside.split_once(',') else {
        return match is_key(inside.trim()) {
            true => Ok((
                close + 1,
                Substitute::Variable(Variable {
                    key: inside.trim().into(),
                    default: None,
                }),
            )),
            false => malformed(close + 1),
        };
    };
    // The default may itself hold a `}`, so the closing pair `'}` is looked for from its opening quote.
    let tail = &rest[close - after.len()..];
    let read = || {
        let (default, behind) = tail.trim_start().strip_prefix('\'')?.split_once('\'')?;
        let behind = behind.trim_start().strip_prefix('}')?;
        is_key(key.trim()).then_some((default, rest.len() - behind.len()))
    };
    let Some((default, end)) = read() else {
        return malformed(close + 1);
    };
    let variable = Variable {
        key: key.trim().into(),
        default: Some(default.into()),
    };
    Ok((end, Substitute::Variable(variable)))
}

/// `vendor:name`, the form of every condition key.
pub(crate) fn is_key(key: &str) -> bool {
    key.split_once(':').is_some_and(|(vendor, name)| {
        !vendor.is_empty()
            && vendor
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte))
            && !name.is_empty()
            && !name.contains(|character: char| {
                character.is_control() || "${}*?'\"".contains(character)
            })
    })
}

#[cfg(test)]
mod tests;
