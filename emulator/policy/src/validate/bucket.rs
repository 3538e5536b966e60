//! Bucket policies, which S3 checks harder than IAM checks its own.

use super::s3_actions::{self, Action, Level};
use super::texts::s3;
use super::{Invalid, unknown_principal};
use crate::action::ActionPattern;
use crate::document::{Document, DocumentError, Effect, Fault, Statement};
use crate::principal::PrincipalRef;

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html>
const MAX_BYTES: usize = 20 * 1024;

/// What has the policy.
pub(super) struct Owner<'a> {
    /// What a resource of a statement can stand for; `None` when it does not belong to the owner.
    pub levels: &'a dyn Fn(&str) -> Option<Vec<Level>>,
    /// Only some actions can be asked through an access point.
    pub is_access_point: bool,
}

pub(super) fn check(
    text: &str,
    owner: &Owner<'_>,
    exists: &dyn Fn(&PrincipalRef) -> bool,
) -> Result<Document, Invalid> {
    if !text.starts_with('{') {
        return Err(Invalid::new(s3::JSON));
    }
    if text.len() > MAX_BYTES {
        return Err(Invalid::new(s3::TOO_LARGE));
    }
    let document = Document::parse(text).map_err(|error| refusal(&error))?;
    document
        .statements
        .iter()
        .try_for_each(|statement| self::statement(statement, owner, exists))?;
    Ok(document)
}

fn statement(
    statement: &Statement,
    owner: &Owner<'_>,
    exists: &dyn Fn(&PrincipalRef) -> bool,
) -> Result<(), Invalid> {
    let principal = statement
        .principal
        .as_ref()
        .ok_or_else(|| Invalid::new(s3::missing("Principal")))?;
    if principal.negated && statement.effect == Effect::Allow {
        return Err(Invalid::new(s3::ALLOW_NOT_PRINCIPAL));
    }
    if unknown_principal(statement, exists).is_some() {
        return Err(Invalid::new(s3::PRINCIPAL));
    }
    let resource = statement
        .resource
        .as_ref()
        .ok_or_else(|| Invalid::new(s3::missing("Resource")))?;
    let actions: Vec<Action> = s3_actions::all().collect();
    let matched = |entry: &ActionPattern| -> Vec<Action> {
        actions
            .iter()
            .copied()
            .filter(|action| action.is_matched_by(entry))
            .collect()
    };
    let entries = &statement.action.entries;
    if entries.iter().any(|entry| matched(entry).is_empty()) {
        return Err(Invalid::new(s3::ACTION));
    }
    let levels = resource
        .texts
        .iter()
        .map(|text| (owner.levels)(text).ok_or_else(|| Invalid::new(s3::RESOURCE)))
        .collect::<Result<Vec<_>, _>>()?
        .concat();
    if statement.action.negated || resource.negated {
        return keys(statement, &[]);
    }
    // For each entry, the actions that it stands for and that act on something the statement names.
    let mut applicable = Vec::new();
    for entry in entries {
        let mut actions = matched(entry);
        actions.retain(|action| {
            levels.contains(&action.level)
                && (action.through_access_point || !owner.is_access_point)
        });
        if actions.is_empty() {
            return Err(Invalid::new(s3::ACTION_AND_RESOURCE));
        }
        applicable.push(actions);
    }
    keys(statement, &applicable)
}

/// Every key has to be known, and one of the keys of at least one action behind every entry.
fn keys(statement: &Statement, applicable: &[Vec<Action>]) -> Result<(), Invalid> {
    if statement
        .conditions
        .iter()
        .any(|condition| !s3_actions::is_known_key(&condition.key))
    {
        return Err(Invalid::new(s3::CONDITION_KEY));
    }
    for condition in &statement.conditions {
        let fits =
            |actions: &Vec<Action>| actions.iter().any(|action| action.has_key(&condition.key));
        if !s3_actions::is_global_key(&condition.key) && !applicable.iter().all(fits) {
            return Err(Invalid::new(s3::COMBINATION));
        }
        if condition.malformed_value().is_some() {
            return Err(Invalid::new(s3::CONDITION_VALUE));
        }
    }
    Ok(())
}

/// `None` when the resource is not, or not only, of this bucket.
pub(super) fn levels(text: &str, bucket: &str) -> Option<Vec<Level>> {
    let rest = text.strip_prefix("arn:aws:s3:::")?.strip_prefix(bucket)?;
    match rest.chars().next() {
        None => Some(vec![Level::Bucket]),
        Some('/') => Some(vec![Level::Object]),
        Some('*') => Some(vec![Level::Bucket, Level::Object]),
        Some(_) => None,
    }
}

/// `None` when the resource is not, or not only, of this access point.
pub(super) fn levels_of_access_point(text: &str, point: &str) -> Option<Vec<Level>> {
    match text.strip_prefix(point)? {
        "" => Some(vec![Level::Bucket]),
        "/*" => Some(vec![Level::Object]),
        rest if rest.starts_with("/object/") => Some(vec![Level::Object]),
        rest if rest.starts_with('*') => Some(vec![Level::Bucket, Level::Object]),
        _ => None,
    }
}

fn refusal(error: &DocumentError) -> Invalid {
    Invalid::new(match &error.fault {
        Fault::NotJson { .. } => s3::JSON.to_owned(),
        Fault::TooLong { .. } => s3::TOO_LARGE.to_owned(),
        Fault::UnknownElement { name, .. } => s3::unknown(name),
        Fault::Missing { element } => s3::missing(element),
        Fault::Empty { element } => s3::missing(element),
        Fault::Form { element, .. } if element == "Version" => s3::VERSION.to_owned(),
        Fault::Version(_) => s3::VERSION.to_owned(),
        Fault::Effect(text) => s3::effect(text),
        Fault::ActionVendor(_)
        | Fault::ActionColons(_)
        | Fault::ActionVendorName(_)
        | Fault::ActionName(_) => s3::ACTION.to_owned(),
        Fault::ResourceForm(_) | Fault::ResourceFields(_) => s3::RESOURCE.to_owned(),
        Fault::Principal { .. } => s3::PRINCIPAL.to_owned(),
        Fault::Operator(_) => s3::OPERATOR.to_owned(),
        Fault::ConditionKey(_) => s3::CONDITION_KEY.to_owned(),
        Fault::Binary(_) | Fault::Variable(_) => s3::CONDITION_VALUE.to_owned(),
        _ => s3::SYNTAX.to_owned(),
    })
}
