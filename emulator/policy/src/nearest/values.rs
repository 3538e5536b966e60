//! Values of a condition key with which a condition comes out as wanted.

use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::condition::{Base, Condition, Set};
use crate::context::{Context, Value};
use crate::pattern::Piece;
use crate::template::{Reading, Template};

/// So many of a condition's values are tried.
const VALUES_TRIED: usize = 8;

/// What to do to a condition's key: the value to set it to, or `None` to leave it out. At most one of each.
pub(super) fn turning(
    condition: &Condition,
    context: &Context,
    variables: bool,
    holds: bool,
) -> Vec<Option<Value>> {
    let key = &condition.key;
    let comes_out = |value: &Option<Value>| {
        let mut changed = Context::new();
        for (name, known) in context
            .iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case(key))
        {
            changed.set(name, known.clone());
        }
        if let Some(value) = value {
            changed.set(key, value.clone());
        }
        condition.holds(&changed) == holds
    };
    let found = context.get(key);
    let mut set = values(condition, context, variables, found)
        .into_iter()
        .map(Some)
        .filter(|value| value.as_ref() != found);
    let mut turning: Vec<Option<Value>> = set.find(comes_out).into_iter().collect();
    if found.is_some() && comes_out(&None) {
        turning.push(None);
    }
    turning
}

/// Candidates: what the policy names, then its neighbours, then something else altogether.
fn values(
    condition: &Condition,
    context: &Context,
    variables: bool,
    found: Option<&Value>,
) -> Vec<Value> {
    let mut texts: Vec<String> = Vec::new();
    for value in condition.values.iter().take(VALUES_TRIED) {
        texts.extend(near(condition.operator.base, value, context, variables));
    }
    texts.extend(["x", "", "1", "192.0.2.1", "2001:db8::1"].map(str::to_owned));
    texts.push("arn:aws:iam::000000000000:user/other".to_owned());
    let many = match (found, condition.operator.set) {
        (Some(Value::Many(_)), _) => true,
        (Some(Value::One(_)), _) | (None, None) => false,
        (None, Some(Set::ForAllValues | Set::ForAnyValue)) => true,
    };
    match many {
        true => texts
            .into_iter()
            .map(|text| Value::Many(vec![text]))
            .collect(),
        false => texts.into_iter().map(Value::One).collect(),
    }
}

fn near(base: Base, value: &str, context: &Context, variables: bool) -> Vec<String> {
    let instance = |wildcards, run| instance(value, context, variables, wildcards, run);
    match base {
        Base::StringEquals | Base::StringEqualsIgnoreCase => {
            instance(false, "").into_iter().collect()
        }
        Base::StringLike | Base::Arn => [instance(true, ""), instance(true, "x")]
            .into_iter()
            .flatten()
            .collect(),
        Base::Numeric(_) => match value.parse::<f64>() {
            Ok(number) => vec![
                value.to_owned(),
                (number - 1.0).to_string(),
                (number + 1.0).to_string(),
            ],
            Err(_) => Vec::new(),
        },
        Base::Date(_) => moments(value),
        Base::Bool => vec!["true".to_owned(), "false".to_owned()],
        Base::IpAddress => value
            .split('/')
            .next()
            .map(str::to_owned)
            .into_iter()
            .collect(),
        Base::Binary => vec![value.to_owned()],
        Base::Null => vec!["x".to_owned()],
    }
}

/// A text that a pattern matches: variables replaced, `*` by `run`, `?` by a letter.
fn instance(
    text: &str,
    context: &Context,
    variables: bool,
    wildcards: bool,
    run: &str,
) -> Option<String> {
    let reading = Reading {
        wildcards,
        variables,
    };
    let template = Template::parse(text, reading).ok()?;
    if !template.resolves(context) {
        return None;
    }
    let pieces = (0..template.tokens.len()).map(|index| match template.piece(index, context) {
        Piece::Text(text) => text,
        Piece::One => "x",
        Piece::Run => run,
    });
    Some(pieces.collect())
}

/// A date, and the seconds before and after it, written alike; a date of another form has far neighbours.
fn moments(value: &str) -> Vec<String> {
    let mut texts = vec![value.to_owned()];
    if let Ok(moment) = OffsetDateTime::parse(value, &Rfc3339) {
        let second = Duration::seconds(1);
        let neighbours = [moment.checked_sub(second), moment.checked_add(second)];
        let written = neighbours.into_iter().flatten();
        texts.extend(written.filter_map(|moment| moment.format(&Rfc3339).ok()));
    } else if let Some(seconds) = value.parse::<i64>().ok().filter(|_| value.len() > 4) {
        texts.push(seconds.saturating_sub(1).to_string());
        texts.push(seconds.saturating_add(1).to_string());
    }
    texts.extend(["1970-01-02T00:00:00Z", "9999-12-31T00:00:00Z"].map(str::to_owned));
    texts
}
