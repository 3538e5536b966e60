//! Conditions: one operator, one key, and the values it is compared with.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

pub(crate) mod decimal;
pub(crate) mod literal;
mod operator;

pub(crate) use operator::{Base, Operator, Order, Set};

use crate::arn::{self, ArnValue};
use crate::context::{Context, Value};
use crate::document::Effect;
use crate::pattern::Case;
use crate::template::{Reading, Template};
use decimal::Decimal;
use literal::Network;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    /// As written.
    pub name: String,
    pub operator: Operator,
    /// As written; compared without regard to case.
    pub key: String,
    /// As written.
    pub values: Vec<String>,
    test: Test,
}

/// The values, read once. `None` stands for a literal that its operator cannot read; it matches nothing.
#[derive(Debug, Clone, PartialEq)]
enum Test {
    Equals(Vec<Template>),
    EqualsIgnoringCase(Vec<Template>),
    Like(Vec<Template>),
    Number(Order, Vec<Option<Decimal>>),
    /// Milliseconds since the epoch.
    Date(Order, Vec<Option<i128>>),
    Bool(Vec<bool>),
    Binary(Vec<Vec<u8>>),
    Address(Vec<Option<Network>>),
    Arn(Vec<Option<ArnValue>>),
    /// Whether the key has to be absent.
    Null(Vec<bool>),
}

/// A value that no document may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    Variable(String),
    NotBase64(String),
}

impl Condition {
    pub fn new(
        name: &str,
        operator: Operator,
        key: &str,
        values: Vec<String>,
        variables: bool,
    ) -> Result<Self, Refused> {
        let test = Test::read(operator.base, &values, variables)?;
        Ok(Condition {
            name: name.to_owned(),
            operator,
            key: key.to_owned(),
            values,
            test,
        })
    }

    /// Whether a statement with this effect applies as far as this condition goes.
    pub fn lets(&self, effect: Effect, context: &Context) -> bool {
        self.holds(context) || (effect == Effect::Deny && self.is_broken(context))
    }

    /// Whether the request's ARN meets a value that is none before one that it matches. AWS then applies a Deny and not an
    /// Allow, whether the operator is negated or not. Such values come in session policies and from variables.
    fn is_broken(&self, context: &Context) -> bool {
        let Test::Arn(values) = &self.test else {
            return false;
        };
        let is_malformed = |value: &Option<ArnValue>, text: &str| match value {
            Some(value) => value.is_broken(context),
            None => !text.contains(['*', '?']),
        };
        let stumbles = |text: &String| {
            let Some(parts) = arn::split(text) else {
                return false;
            };
            let met = values.iter().zip(&self.values).find(|(value, text)| {
                is_malformed(value, text)
                    || value
                        .as_ref()
                        .is_some_and(|value| value.matches(context, &parts))
            });
            met.is_some_and(|(value, text)| is_malformed(value, text))
        };
        match (self.operator.set, context.get(&self.key)) {
            (None, Some(Value::Many(_))) | (_, None) => false,
            (_, Some(found)) => found.texts().iter().any(stumbles),
        }
    }

    /// Whether the request meets the condition.
    pub fn holds(&self, context: &Context) -> bool {
        if self.is_broken(context) {
            return false;
        }
        let found = context
            .get(&self.key)
            .filter(|value| !value.texts().is_empty());
        if let Test::Null(absent) = &self.test {
            return absent.iter().any(|&absent| absent == found.is_none());
        }
        match (self.operator.set, found) {
            (None, None) => self.operator.if_exists || self.operator.negated,
            (None, Some(Value::One(text))) => self.holds_for(text, context),
            (None, Some(Value::Many(_))) => false,
            (Some(Set::ForAllValues), None) => true,
            (Some(Set::ForAllValues), Some(value)) => value
                .texts()
                .iter()
                .all(|text| self.holds_for(text, context)),
            (Some(Set::ForAnyValue), None) => false,
            (Some(Set::ForAnyValue), Some(value)) => value
                .texts()
                .iter()
                .any(|text| self.holds_for(text, context)),
        }
    }

    fn holds_for(&self, text: &str, context: &Context) -> bool {
        match self.test.matches(text, context) {
            Some(matched) => matched != self.operator.negated,
            None => false,
        }
    }

    /// The first value that its operator cannot read. AWS refuses it in stored policies, not in session policies.
    pub fn malformed_value(&self) -> Option<&str> {
        fn gap<T>(values: &[Option<T>]) -> Option<usize> {
            values.iter().position(Option::is_none)
        }
        let index = match &self.test {
            Test::Number(_, values) => gap(values),
            Test::Date(_, values) => gap(values),
            Test::Address(values) => gap(values),
            Test::Arn(values) => gap(values),
            _ => None,
        }?;
        self.values.get(index).map(String::as_str)
    }
}

impl Test {
    fn read(base: Base, values: &[String], variables: bool) -> Result<Test, Refused> {
        let templates = |wildcards| -> Result<Vec<Template>, Refused> {
            let reading = Reading {
                wildcards,
                variables,
            };
            values
                .iter()
                .map(|text| Template::parse(text, reading).map_err(Refused::Variable))
                .collect()
        };
        Ok(match base {
            Base::StringEquals => Test::Equals(templates(false)?),
            Base::StringEqualsIgnoreCase => Test::EqualsIgnoringCase(templates(false)?),
            Base::StringLike => Test::Like(templates(true)?),
            Base::Numeric(order) => Test::Number(
                order,
                values.iter().map(|text| Decimal::parse(text)).collect(),
            ),
            Base::Date(order) => Test::Date(
                order,
                values.iter().map(|text| literal::date(text)).collect(),
            ),
            Base::Bool => Test::Bool(values.iter().map(|text| literal::truth(text)).collect()),
            Base::Null => Test::Null(values.iter().map(|text| literal::truth(text)).collect()),
            Base::IpAddress => {
                Test::Address(values.iter().map(|text| Network::parse(text)).collect())
            }
            Base::Binary => Test::Binary(
                values
                    .iter()
                    .map(|text| {
                        literal::binary(text).ok_or_else(|| Refused::NotBase64(text.clone()))
                    })
                    .collect::<Result<_, _>>()?,
            ),
            Base::Arn => Test::Arn(
                values
                    .iter()
                    .map(|text| ArnValue::parse(text, variables).map_err(Refused::Variable))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }

    /// Whether any value matches `text`, negation left aside; `None` when the text is such that neither the operator
    /// nor its negation holds, which AWS does for malformed addresses and ARNs but not for numbers and dates.
    fn matches(&self, text: &str, context: &Context) -> Option<bool> {
        Some(match self {
            Test::Equals(values) | Test::Like(values) => values
                .iter()
                .any(|value| value.matches(context, text, Case::Exact)),
            Test::EqualsIgnoringCase(values) => values.iter().any(|value| {
                value
                    .text(context)
                    .is_some_and(|value| same_folded(&value, text))
            }),
            Test::Number(order, values) => Decimal::parse(text).is_some_and(|left| {
                values
                    .iter()
                    .flatten()
                    .any(|right| order.holds(left.cmp(right)))
            }),
            Test::Date(order, values) => literal::date(text).is_some_and(|left| {
                values
                    .iter()
                    .flatten()
                    .any(|right| order.holds(left.cmp(right)))
            }),
            Test::Bool(values) => values.contains(&literal::truth(text)),
            Test::Binary(values) => {
                literal::binary(text).is_some_and(|bytes| values.contains(&bytes))
            }
            Test::Address(values) => {
                let address = literal::address(text)?;
                values
                    .iter()
                    .flatten()
                    .any(|network| network.contains(address))
            }
            Test::Arn(values) => {
                let parts = arn::split(text)?;
                values
                    .iter()
                    .flatten()
                    .any(|value| value.matches(context, &parts))
            }
            Test::Null(_) => return None,
        })
    }
}

/// Whether the text is a date as the date operators read it: ISO 8601, or seconds since the epoch.
pub fn is_date(text: &str) -> bool {
    literal::date(text).is_some()
}

/// Whether the text is a number as the numeric operators read it: an integer or a decimal, with an exponent if need be.
pub fn is_number(text: &str) -> bool {
    Decimal::parse(text).is_some()
}

/// Whether the text is an address of either family as the address operators read it in a request.
pub fn is_address(text: &str) -> bool {
    literal::address(text).is_some()
}

/// Lower case, and not Unicode's folding, is what AWS compares: a closing sigma is another letter than one inside a word.
fn same_folded(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests;
