//! Which keys a policy refers to, for callers that want to know what a simulation needs.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html>. AWS reads more here than
//! it evaluates: statements may lack actions or resources, hold principals, and compare with values that no operator reads.

use super::fault::{DocumentError, Fault};
use crate::condition::Operator;
use crate::json::{self, Json, Member, Node};

const DOCUMENT: [&str; 3] = ["Version", "Id", "Statement"];
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

/// The condition keys of a policy and the names of its policy variables, as written, each spelling once. The escapes
/// `${*}`, `${?}` and `${$}` count as variables of these names.
///
/// # Errors
/// No JSON, an unknown element or operator, or a statement without effect.
pub fn referenced_keys(text: &str) -> Result<Vec<String>, DocumentError> {
    read(text).map_err(|(at, fault)| {
        let (line, column) = json::position(text, at);
        DocumentError {
            line,
            column,
            fault,
        }
    })
}

type Refused = (usize, Fault);

fn read(text: &str) -> Result<Vec<String>, Refused> {
    let root = json::parse(text).map_err(|error| {
        let expected = error.expected;
        (error.at, Fault::NotJson { expected })
    })?;
    let document = object(&root, "the policy", &DOCUMENT)?;
    let find = |name: &str| document.iter().find(|member| member.name == name);
    let variables = match find("Version").map(|member| &member.node.value) {
        None => false,
        Some(Json::Text(version)) if version == "2012-10-17" => true,
        Some(Json::Text(version)) if version == "2008-10-17" => false,
        Some(Json::Text(version)) => return Err((root.start, Fault::Version(version.clone()))),
        Some(_) => return Err((root.start, form("Version", "a string"))),
    };
    let mut keys = Keys {
        variables,
        found: Vec::new(),
    };
    for statement in find("Statement")
        .into_iter()
        .flat_map(|list| one_or_many(&list.node))
    {
        keys.statement(statement)?;
    }
    Ok(keys.found)
}

struct Keys {
    variables: bool,
    found: Vec<String>,
}

impl Keys {
    fn statement(&mut self, node: &Node) -> Result<(), Refused> {
        let members = object(node, "Statement", &STATEMENT)?;
        if !members.iter().any(|member| member.name == "Effect") {
            return Err((node.start, Fault::Missing { element: "Effect" }));
        }
        for member in members {
            match member.name.as_str() {
                "Resource" | "NotResource" => self.texts(&member.node),
                "Condition" => self.conditions(&member.node)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn conditions(&mut self, node: &Node) -> Result<(), Refused> {
        for operator in members(node, "Condition")? {
            if Operator::parse(&operator.name).is_none() {
                return Err((operator.at, Fault::Operator(operator.name.clone())));
            }
            for key in members(&operator.node, &operator.name)? {
                self.add(&key.name);
                self.texts(&key.node);
            }
        }
        Ok(())
    }

    /// Adds the variables in a text or a list of texts.
    fn texts(&mut self, node: &Node) {
        if !self.variables {
            return;
        }
        for node in one_or_many(node) {
            let Json::Text(text) = &node.value else {
                continue;
            };
            let mut rest = text.as_str();
            while let Some((_, behind)) = rest.split_once("${") {
                let Some((inside, after)) = behind.split_once('}') else {
                    break;
                };
                let name = inside.split_once(',').map_or(inside, |(name, _)| name);
                self.add(name.trim());
                rest = after;
            }
        }
    }

    fn add(&mut self, key: &str) {
        if !self.found.iter().any(|known| known == key) {
            self.found.push(key.to_owned());
        }
    }
}

fn form(element: &str, expected: &'static str) -> Fault {
    Fault::Form {
        element: element.to_owned(),
        expected,
    }
}

fn members<'a>(node: &'a Node, element: &str) -> Result<&'a [Member], Refused> {
    match &node.value {
        Json::Object(members) => Ok(members),
        _ => Err((node.start, form(element, "an object"))),
    }
}

fn object<'a>(node: &'a Node, element: &str, names: &[&str]) -> Result<&'a [Member], Refused> {
    let members = members(node, element)?;
    match members
        .iter()
        .find(|member| !names.contains(&member.name.as_str()))
    {
        None => Ok(members),
        Some(unknown) => Err((
            unknown.at,
            Fault::UnknownElement {
                name: unknown.name.clone(),
                expected: "an element of the policy grammar",
            },
        )),
    }
}

fn one_or_many(node: &Node) -> &[Node] {
    match &node.value {
        Json::Array(items) => items,
        _ => std::slice::from_ref(node),
    }
}

#[cfg(test)]
mod tests;
