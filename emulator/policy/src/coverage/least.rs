//! The smallest policies that allow what a caller did.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::{Needs, Pair};

/// So many objects of one bucket are named one by one; more become their common prefix.
const OBJECTS_NAMED: usize = 10;

/// What one caller needed.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LeastPrivilege {
    /// The user, the role, the provider or the service; `*` for anonymous callers.
    pub principal: String,
    /// For the caller's own policies; `None` when it needs none.
    pub identity_policy: Option<Json>,
    /// For the policies of resources.
    pub resource_policies: Vec<ResourceNeed>,
    /// The pairs of action and resource that this was made from: of the caller's own policies.
    pub identity_pairs: BTreeSet<Pair>,
    /// Of the policies of resources.
    pub resource_pairs: BTreeSet<Pair>,
    /// How a policy names the principal: `AWS`, `Federated` or `Service`.
    pub kind: String,
}

/// What a resource's policy has to say.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ResourceNeed {
    /// The bucket, role or key.
    pub resource: String,
    /// A policy with the statements that are needed.
    pub policy: Json,
}

pub(super) fn of(name: &str, needs: &Needs) -> LeastPrivilege {
    made(
        name.to_owned(),
        needs.kind.to_owned(),
        needs.identity.clone(),
        needs.resource.clone(),
    )
}

fn made(
    principal: String,
    kind: String,
    identity: BTreeSet<Pair>,
    resource: BTreeSet<Pair>,
) -> LeastPrivilege {
    let identity_policy = (!identity.is_empty()).then(|| policy(&identity, None));
    let mut by_owner: BTreeMap<String, BTreeSet<Pair>> = BTreeMap::new();
    for pair in &resource {
        by_owner
            .entry(holder(&pair.1))
            .or_default()
            .insert(pair.clone());
    }
    let named = json!({ kind.as_str(): principal });
    let resource_policies = by_owner.into_iter().map(|(resource, pairs)| ResourceNeed {
        policy: policy(&pairs, Some(&named)),
        resource,
    });
    LeastPrivilege {
        resource_policies: resource_policies.collect(),
        principal,
        identity_policy,
        identity_pairs: identity,
        resource_pairs: resource,
        kind,
    }
}

/// The union of what two runs of the same caller needed.
pub(super) fn merged(one: &LeastPrivilege, other: &LeastPrivilege) -> LeastPrivilege {
    made(
        one.principal.clone(),
        one.kind.clone(),
        &one.identity_pairs | &other.identity_pairs,
        &one.resource_pairs | &other.resource_pairs,
    )
}

/// What has the policy: an object's bucket, or the resource itself.
fn holder(resource: &str) -> String {
    match (resource.contains(":s3:::"), resource.split_once('/')) {
        (true, Some((bucket, _))) => bucket.to_owned(),
        _ => resource.to_owned(),
    }
}

fn policy(pairs: &BTreeSet<Pair>, principal: Option<&Json>) -> Json {
    let mut by_action: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (action, resource) in pairs {
        by_action.entry(action).or_default().insert(resource);
    }
    let mut by_resources: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for (action, resources) in by_action {
        let patterns = patterns(&resources);
        by_resources.entry(patterns).or_default().push(action);
    }
    let statements = by_resources.into_iter().map(|(resources, actions)| {
        let mut statement = json!({ "Effect": "Allow", "Action": one_or_many(&actions) });
        if let Some(principal) = principal {
            statement["Principal"] = principal.clone();
        }
        // A trust policy's resource is the role that it belongs to.
        let trust = principal.is_some() && resources.iter().all(|one| one.contains(":role/"));
        if !trust {
            let texts: Vec<&str> = resources.iter().map(String::as_str).collect();
            statement["Resource"] = one_or_many(&texts);
        }
        statement
    });
    json!({ "Version": "2012-10-17", "Statement": statements.collect::<Vec<_>>() })
}

fn one_or_many(texts: &[&str]) -> Json {
    match texts {
        [one] => json!(one),
        many => json!(many),
    }
}

/// The resources as patterns: few as they are, many objects of a bucket as what their keys begin with.
fn patterns(resources: &BTreeSet<&str>) -> Vec<String> {
    let mut by_holder: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for resource in resources {
        by_holder
            .entry(holder(resource))
            .or_default()
            .push(resource);
    }
    let mut patterns = Vec::new();
    for (_, group) in by_holder {
        let objects: Vec<&str> = group.iter().copied().filter(|one| is_object(one)).collect();
        if objects.len() <= OBJECTS_NAMED {
            patterns.extend(group.iter().map(|one| escaped(one)));
            continue;
        }
        let others = group.iter().filter(|one| !is_object(one));
        patterns.extend(others.map(|one| escaped(one)));
        patterns.push(format!("{}*", escaped(common_folder(&objects))));
    }
    patterns.sort();
    patterns
}

fn is_object(resource: &str) -> bool {
    resource.contains(":s3:::") && resource.contains('/')
}

/// What all of them begin with, up to the last slash.
fn common_folder<'a>(resources: &[&'a str]) -> &'a str {
    let Some((first, rest)) = resources.split_first() else {
        return "";
    };
    let common = rest.iter().fold(first.len(), |length, other| {
        let same = first.bytes().zip(other.bytes()).take_while(|(a, b)| a == b);
        length.min(same.count())
    });
    let slash = first.as_bytes()[..common]
        .iter()
        .rposition(|&byte| byte == b'/');
    &first[..slash.map_or(0, |at| at + 1)]
}

/// A pattern that matches this text and nothing else.
pub(crate) fn escaped(resource: &str) -> String {
    if resource == "*" {
        return resource.to_owned();
    }
    let mut text = String::with_capacity(resource.len());
    for character in resource.chars() {
        match character {
            '*' | '?' | '$' => text.extend(["${", &character.to_string(), "}"]),
            other => text.push(other),
        }
    }
    text
}
