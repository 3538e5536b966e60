//! A policy as IAM looks at it before it asks what it means: which elements there are, and what texts they hold.

use super::Invalid;
use super::texts::iam;
use crate::condition::Operator;
use crate::json::{self, Json, Member, Node};

/// A document whose elements have the forms they must have; nothing is said of their texts.
pub(super) struct Outline {
    pub version: Option<String>,
    pub statements: Vec<Statement>,
}

pub(super) struct Statement {
    pub sid: Option<String>,
    /// In any case.
    pub effect: String,
    pub principal: bool,
    /// Of `Action` or `NotAction`; `None` without either.
    pub actions: Option<Vec<String>>,
    /// Of `Resource` or `NotResource`; `None` without either.
    pub resources: Option<Vec<String>>,
    pub dates: Vec<String>,
}

const DOCUMENT: [&str; 3] = ["Version", "Id", "Statement"];
const VERSIONS: [&str; 2] = ["2008-10-17", "2012-10-17"];
const STATEMENT: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Reads the outline of a document.
///
/// # Errors
/// `Syntax errors in policy.`
pub(super) fn read(text: &str) -> Result<Outline, Invalid> {
    json::parse(text)
        .ok()
        .and_then(|root| document(&root))
        .ok_or_else(|| Invalid::new(iam::SYNTAX))
}

fn document(root: &Node) -> Option<Outline> {
    let members = members(root, &DOCUMENT)?;
    let version = optional_text(members, "Version")?;
    if version.is_some_and(|version| !VERSIONS.contains(&version)) {
        return None;
    }
    optional_text(members, "Id")?;
    let list = get(members, "Statement")?;
    let nodes: Vec<&Node> = match &list.value {
        Json::Array(items) => items.iter().collect(),
        _ => vec![list],
    };
    if nodes.is_empty() {
        return None;
    }
    Some(Outline {
        version: version.map(str::to_owned),
        statements: nodes.into_iter().map(statement).collect::<Option<_>>()?,
    })
}

fn statement(node: &Node) -> Option<Statement> {
    let members = members(node, &STATEMENT)?;
    let effect = text(get(members, "Effect")?)?;
    if !["allow", "deny"].contains(&effect.to_ascii_lowercase().as_str()) {
        return None;
    }
    let principal = get(members, "Principal").is_some() || get(members, "NotPrincipal").is_some();
    Some(Statement {
        sid: optional_text(members, "Sid")?.map(str::to_owned),
        effect: effect.to_owned(),
        principal,
        actions: texts(members, "Action", "NotAction")?,
        resources: texts(members, "Resource", "NotResource")?,
        dates: match get(members, "Condition") {
            Some(node) => dates(node)?,
            None => Vec::new(),
        },
    })
}

/// The texts of an element or its twin. A `null` in a list of resources is nothing.
fn texts(members: &[Member], plain: &str, not: &str) -> Option<Option<Vec<String>>> {
    let node = match (get(members, plain), get(members, not)) {
        (Some(_), Some(_)) => return None,
        (Some(node), None) | (None, Some(node)) => node,
        (None, None) => return Some(None),
    };
    let entry = |node: &Node| match &node.value {
        Json::Null if plain == "Resource" => Some(None),
        _ => text(node).map(|text| Some(text.to_owned())),
    };
    match &node.value {
        Json::Array(items) => {
            let entries: Option<Vec<_>> = items.iter().map(entry).collect();
            Some(Some(entries?.into_iter().flatten().collect()))
        }
        _ => Some(Some(vec![text(node)?.to_owned()])),
    }
}

/// The values of date operators, while the form of all operators is checked. One that is not known may only be empty.
fn dates(node: &Node) -> Option<Vec<String>> {
    let mut dates = Vec::new();
    for operator in any_members(node)? {
        let keys = any_members(&operator.node)?;
        if Operator::parse(&operator.name).is_none() && !keys.is_empty() {
            return None;
        }
        for key in keys {
            let values = values(&key.node)?;
            if operator.name.contains("Date") {
                dates.extend(values);
            }
        }
    }
    Some(dates)
}

fn values(node: &Node) -> Option<Vec<String>> {
    let scalar = |node: &Node| match &node.value {
        Json::Text(text) | Json::Number(text) => Some(text.clone()),
        Json::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    match &node.value {
        Json::Array(items) => items.iter().map(scalar).collect(),
        _ => scalar(node).map(|value| vec![value]),
    }
}

fn members<'a>(node: &'a Node, known: &[&str]) -> Option<&'a [Member]> {
    let members = any_members(node)?;
    let all_known = members
        .iter()
        .all(|member| known.contains(&member.name.as_str()));
    all_known.then_some(members)
}

/// The members of an object, none of them given twice.
fn any_members(node: &Node) -> Option<&[Member]> {
    let Json::Object(members) = &node.value else {
        return None;
    };
    let mut seen = std::collections::HashSet::new();
    members
        .iter()
        .all(|member| seen.insert(member.name.as_str()))
        .then_some(members)
}

fn get<'a>(members: &'a [Member], name: &str) -> Option<&'a Node> {
    let member = members.iter().find(|member| member.name == name);
    member.map(|member| &member.node)
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Json::Text(text) => Some(text),
        _ => None,
    }
}

fn optional_text<'a>(members: &'a [Member], name: &str) -> Option<Option<&'a str>> {
    match get(members, name) {
        Some(node) => text(node).map(Some),
        None => Some(None),
    }
}
