//! Actions such as `s3:PutObject`, and the patterns of `Action` and `NotAction`.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>

use crate::pattern::{self, Case};
use crate::template::{Reading, Template, Token};

/// Why an action text cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Malformed {
    NoVendor,
    SeveralColons,
    Vendor,
    Name,
}

/// One entry of an `Action` or `NotAction` element; letter case does not matter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ActionPattern {
    /// `*` or `*:*`
    Any,
    Exact(Box<str>),
    Wild(Vec<Token>),
}

impl ActionPattern {
    pub fn parse(text: &str) -> Result<ActionPattern, Malformed> {
        if text == "*" || text == "*:*" {
            return Ok(ActionPattern::Any);
        }
        let (vendor, name) = text.split_once(':').ok_or(Malformed::NoVendor)?;
        if name.contains(':') {
            return Err(Malformed::SeveralColons);
        }
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if vendor.is_empty() || !vendor.bytes().all(plain) {
            return Err(Malformed::Vendor);
        }
        if name.is_empty()
            || !name
                .bytes()
                .all(|byte| plain(byte) || b"*?_.".contains(&byte))
        {
            return Err(Malformed::Name);
        }
        Self::pattern(text)
    }

    /// As [`ActionPattern::parse`], for what IAM stores: any name, and dots in the vendor.
    pub fn parse_stored(text: &str) -> Result<ActionPattern, Malformed> {
        let parsed = Self::parse(text);
        let vendor = text.split(':').next().unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
        match parsed {
            Err(Malformed::Vendor | Malformed::Name)
                if !vendor.is_empty() && vendor.bytes().all(plain) =>
            {
                Self::pattern(text)
            }
            parsed => parsed,
        }
    }

    fn pattern(text: &str) -> Result<ActionPattern, Malformed> {
        if !text.contains(['*', '?']) {
            return Ok(ActionPattern::Exact(text.into()));
        }
        let reading = Reading {
            wildcards: true,
            variables: false,
        };
        let template = Template::parse(text, reading).map_err(|_| Malformed::Name)?;
        Ok(ActionPattern::Wild(template.tokens))
    }

    pub fn matches(&self, action: &str) -> bool {
        match self {
            ActionPattern::Any => true,
            ActionPattern::Exact(wanted) => wanted.eq_ignore_ascii_case(action),
            ActionPattern::Wild(tokens) => {
                let piece = |index: usize| match &tokens[index] {
                    Token::Text(text) => pattern::Piece::Text(text),
                    Token::One => pattern::Piece::One,
                    Token::Run | Token::Variable(_) => pattern::Piece::Run,
                };
                pattern::matches(tokens.len(), piece, action, Case::Folded)
            }
        }
    }
}
