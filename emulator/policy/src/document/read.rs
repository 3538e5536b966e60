//! From JSON to statements.

use super::fault::{DocumentError, Fault};
use super::{Effect, Listed, MAX_BYTES, Principals, Statement, Version};
use crate::action::{self, ActionPattern};
use crate::arn::{self, ResourcePattern};
use crate::condition::{Condition, Operator, Refused};
use crate::json::{self, Json, Member, Node};
use crate::principal::PrincipalRef;
use crate::template;

/// A fault and its byte offset.
struct At(usize, Fault);

type Read<T> = Result<T, At>;

/// How a document is read.
#[derive(Clone, Copy)]
struct Mode {
    /// Whether `${...}` is a variable.
    variables: bool,
    /// Whether forms outside the grammar that IAM stores are taken.
    lenient: bool,
}

const DOCUMENT_ELEMENTS: &str = "`Version`, `Id`, `Statement`";
const STATEMENT_ELEMENTS: &str = "`Sid`, `Effect`, `Principal`, `NotPrincipal`, `Action`, `NotAction`, `Resource`, \
                                  `NotResource`, `Condition`";

pub(super) fn document(
    text: &str,
    lenient: bool,
) -> Result<(Option<Version>, Vec<Statement>), DocumentError> {
    let read = || {
        if text.len() > MAX_BYTES {
            return Err(At(
                0,
                Fault::TooLong {
                    bytes: text.len(),
                    limit: MAX_BYTES,
                },
            ));
        }
        let root = json::parse(text).map_err(|fault| {
            At(
                fault.at,
                Fault::NotJson {
                    expected: fault.expected,
                },
            )
        })?;
        root_object(&root, lenient)
    };
    read().map_err(|At(at, fault)| {
        let (line, column) = json::position(text, at);
        DocumentError {
            line,
            column,
            fault,
        }
    })
}

fn root_object(root: &Node, lenient: bool) -> Read<(Option<Version>, Vec<Statement>)> {
    let members = members(root, "the document")?;
    known(members, &["Version", "Id", "Statement"], DOCUMENT_ELEMENTS)?;
    let version = get(members, "Version").map(version).transpose()?;
    if let Some(id) = get(members, "Id") {
        text(id, "Id")?;
    }
    let list = get(members, "Statement").ok_or(At(
        root.start,
        Fault::Missing {
            element: "Statement",
        },
    ))?;
    let nodes: Vec<&Node> = match &list.value {
        Json::Array(items) => items.iter().collect(),
        _ => vec![list],
    };
    if nodes.is_empty() {
        return Err(At(
            list.start,
            Fault::Empty {
                element: "Statement".to_owned(),
            },
        ));
    }
    let mode = Mode {
        variables: version == Some(Version::V2012),
        lenient,
    };
    // Where the reader stood before the statement: behind the bracket that opens the list, or behind the statement before.
    let mut lead = list.start + 1;
    let mut statements = Vec::with_capacity(nodes.len());
    for node in nodes {
        statements.push(statement(node, lead, mode)?);
        lead = node.end;
    }
    Ok((version, statements))
}

fn version(node: &Node) -> Read<Version> {
    match text(node, "Version")? {
        "2012-10-17" => Ok(Version::V2012),
        "2008-10-17" => Ok(Version::V2008),
        other => Err(At(node.start, Fault::Version(other.to_owned()))),
    }
}

fn statement(node: &Node, lead: usize, mode: Mode) -> Read<Statement> {
    let members = members(node, "Statement")?;
    let elements = [
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
    known(members, &elements, STATEMENT_ELEMENTS)?;
    let missing = |element| At(node.start, Fault::Missing { element });
    let sid = get(members, "Sid")
        .map(|node| text(node, "Sid"))
        .transpose()?;
    let effect = effect(get(members, "Effect").ok_or_else(|| missing("Effect"))?)?;
    let principal = twin(members, "Principal", "NotPrincipal")?;
    let principal = principal
        .map(|(negated, member)| principals(member, negated))
        .transpose()?;
    let (negated, member) =
        twin(members, "Action", "NotAction")?.ok_or_else(|| missing("Action"))?;
    let action = listed(member, negated, |node, text| action(node, text, mode))?;
    let resource = twin(members, "Resource", "NotResource")?;
    let resource = resource
        .map(|(negated, member)| listed_resources(member, negated, mode))
        .transpose()?;
    let conditions = match get(members, "Condition") {
        Some(node) => conditions(node, mode)?,
        None => Vec::new(),
    };
    Ok(Statement {
        span: (node.start, node.end),
        lead,
        sid: sid.map(str::to_owned),
        effect,
        principal,
        action,
        resource,
        conditions,
    })
}

fn effect(node: &Node) -> Read<Effect> {
    match text(node, "Effect")? {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        other => Err(At(node.start, Fault::Effect(other.to_owned()))),
    }
}

fn listed<T>(
    member: &Member,
    negated: bool,
    read: impl Fn(&Node, &str) -> Read<T>,
) -> Read<Listed<T>> {
    listed_of(member, one_or_many(&member.node), negated, read)
}

fn listed_resources(member: &Member, negated: bool, mode: Mode) -> Read<Listed<ResourcePattern>> {
    let mut nodes = one_or_many(&member.node);
    if mode.lenient && matches!(member.node.value, Json::Array(_)) {
        nodes.retain(|node| node.value != Json::Null);
    }
    listed_of(member, nodes, negated, |node, text| {
        resource_pattern(node, text, mode)
    })
}

fn listed_of<T>(
    member: &Member,
    nodes: Vec<&Node>,
    negated: bool,
    read: impl Fn(&Node, &str) -> Read<T>,
) -> Read<Listed<T>> {
    if nodes.is_empty() {
        return Err(At(
            member.node.start,
            Fault::Empty {
                element: member.name.clone(),
            },
        ));
    }
    let mut list = Listed {
        negated,
        entries: Vec::new(),
        texts: Vec::new(),
    };
    for node in nodes {
        let written = text(node, &member.name)?;
        list.entries.push(read(node, written)?);
        list.texts.push(written.to_owned());
    }
    Ok(list)
}

fn action(node: &Node, text: &str, mode: Mode) -> Read<ActionPattern> {
    let parsed = if mode.lenient {
        ActionPattern::parse_stored(text)
    } else {
        ActionPattern::parse(text)
    };
    parsed.map_err(|why| {
        let text = text.to_owned();
        At(
            node.start,
            match why {
                action::Malformed::NoVendor => Fault::ActionVendor(text),
                action::Malformed::SeveralColons => Fault::ActionColons(text),
                action::Malformed::Vendor => Fault::ActionVendorName(text),
                action::Malformed::Name => Fault::ActionName(text),
            },
        )
    })
}

fn resource_pattern(node: &Node, text: &str, mode: Mode) -> Read<ResourcePattern> {
    let parsed = if mode.lenient {
        ResourcePattern::parse_stored(text, mode.variables)
    } else {
        ResourcePattern::parse(text, mode.variables)
    };
    parsed.map_err(|why| {
        let text = text.to_owned();
        At(
            node.start,
            match why {
                arn::Malformed::NotAnArn => Fault::ResourceForm(text),
                arn::Malformed::TooFewFields | arn::Malformed::EarlyVariable => {
                    Fault::ResourceFields(text)
                }
                arn::Malformed::Variable(variable) => Fault::Variable(variable),
            },
        )
    })
}

fn principals(member: &Member, negated: bool) -> Read<Principals> {
    let node = &member.node;
    let span = (node.start, node.end);
    let form = || Fault::Form {
        element: member.name.clone(),
        expected: "`\"*\"` or a map such as `{\"AWS\": ...}`",
    };
    let kinds = match &node.value {
        Json::Text(text) if text == "*" => {
            return Ok(Principals {
                negated,
                entries: vec![PrincipalRef::Everyone],
                span,
            });
        }
        Json::Text(text) => {
            return Err(At(
                node.start,
                Fault::Principal {
                    kind: "AWS".to_owned(),
                    text: text.clone(),
                },
            ));
        }
        Json::Object(kinds) => kinds,
        _ => return Err(At(node.start, form())),
    };
    unique(kinds)?;
    let mut entries = Vec::new();
    for kind in kinds {
        for node in one_or_many(&kind.node) {
            let written = text(node, &kind.name)?;
            let refused = || Fault::Principal {
                kind: kind.name.clone(),
                text: written.to_owned(),
            };
            entries.push(
                PrincipalRef::parse(&kind.name, written)
                    .ok_or_else(|| At(node.start, refused()))?,
            );
        }
    }
    match entries.is_empty() {
        true => Err(At(
            node.start,
            Fault::Empty {
                element: member.name.clone(),
            },
        )),
        false => Ok(Principals {
            negated,
            entries,
            span,
        }),
    }
}

fn conditions(node: &Node, mode: Mode) -> Read<Vec<Condition>> {
    let mut conditions = Vec::new();
    let operators = members(node, "Condition")?;
    unique(operators)?;
    for operator in operators {
        if mode.lenient && matches!(&operator.node.value, Json::Object(keys) if keys.is_empty()) {
            continue;
        }
        let Some(parsed) = Operator::parse(&operator.name) else {
            return Err(At(operator.at, Fault::Operator(operator.name.clone())));
        };
        let keys = members(&operator.node, &operator.name)?;
        unique(keys)?;
        if keys.is_empty() {
            return Err(At(
                operator.node.start,
                Fault::Empty {
                    element: operator.name.clone(),
                },
            ));
        }
        for key in keys {
            if !mode.lenient && !template::is_key(&key.name) {
                return Err(At(key.at, Fault::ConditionKey(key.name.clone())));
            }
            let values = one_or_many(&key.node)
                .into_iter()
                .map(|node| scalar(node, &key.name))
                .collect::<Read<_>>()?;
            let condition =
                Condition::new(&operator.name, parsed, &key.name, values, mode.variables);
            conditions.push(condition.map_err(|refused| {
                At(
                    key.node.start,
                    match refused {
                        Refused::Variable(text) => Fault::Variable(text),
                        Refused::NotBase64(text) => Fault::Binary(text),
                    },
                )
            })?);
        }
    }
    Ok(conditions)
}

fn members<'a>(node: &'a Node, element: &str) -> Read<&'a [Member]> {
    match &node.value {
        Json::Object(members) => Ok(members),
        _ => Err(At(
            node.start,
            Fault::Form {
                element: element.to_owned(),
                expected: "an object",
            },
        )),
    }
}

fn known(members: &[Member], names: &[&str], expected: &'static str) -> Read<()> {
    for member in members {
        if !names.contains(&member.name.as_str()) {
            return Err(At(
                member.at,
                Fault::UnknownElement {
                    name: member.name.clone(),
                    expected,
                },
            ));
        }
    }
    unique(members)
}

fn unique(members: &[Member]) -> Read<()> {
    let mut seen = std::collections::HashSet::new();
    match members
        .iter()
        .find(|member| !seen.insert(member.name.as_str()))
    {
        Some(member) => Err(At(
            member.at,
            Fault::Duplicate {
                name: member.name.clone(),
            },
        )),
        None => Ok(()),
    }
}

fn get<'a>(members: &'a [Member], name: &str) -> Option<&'a Node> {
    members
        .iter()
        .find(|member| member.name == name)
        .map(|member| &member.node)
}

/// The element or its `Not...` twin, with whether it was the twin.
fn twin<'a>(
    members: &'a [Member],
    plain: &'static str,
    not: &str,
) -> Read<Option<(bool, &'a Member)>> {
    let find = |name: &str| members.iter().find(|member| member.name == name);
    match (find(plain), find(not)) {
        (Some(_), Some(member)) => Err(At(member.at, Fault::Both { element: plain })),
        (Some(member), None) => Ok(Some((false, member))),
        (None, Some(member)) => Ok(Some((true, member))),
        (None, None) => Ok(None),
    }
}

fn one_or_many(node: &Node) -> Vec<&Node> {
    match &node.value {
        Json::Array(items) => items.iter().collect(),
        _ => vec![node],
    }
}

fn text<'a>(node: &'a Node, element: &str) -> Read<&'a str> {
    match &node.value {
        Json::Text(text) => Ok(text),
        _ => Err(At(
            node.start,
            Fault::Form {
                element: element.to_owned(),
                expected: "a string",
            },
        )),
    }
}

/// Condition values may be numbers and booleans too; they count as their text.
fn scalar(node: &Node, key: &str) -> Read<String> {
    match &node.value {
        Json::Text(text) | Json::Number(text) => Ok(text.clone()),
        Json::Bool(value) => Ok(value.to_string()),
        _ => Err(At(
            node.start,
            Fault::Form {
                element: key.to_owned(),
                expected: "a string, a number, a boolean or a list of them",
            },
        )),
    }
}
