//! The condition keys of a request beside those that its policies ask about.

use super::KeyTrace;
use crate::arn::ResourcePattern;
use crate::context::{Context, Value};
use crate::decide::{Attached, Evidence};
use crate::document::Listed;

/// All keys of the request and all that the policies mention, by name.
pub(super) fn keys(context: &Context, evidence: &Evidence) -> Vec<KeyTrace> {
    let asked = asked(evidence);
    let is_asked = |key: &str| asked.iter().any(|known| known.eq_ignore_ascii_case(key));
    let present = context.iter().map(|(key, value)| KeyTrace {
        key: key.to_owned(),
        value: Some(value.clone()),
        asked: is_asked(key),
    });
    let absent = asked
        .iter()
        .filter(|key| context.get(key).is_none())
        .map(|key| KeyTrace {
            key: (*key).to_owned(),
            value: None,
            asked: true,
        });
    let mut keys: Vec<KeyTrace> = present.chain(absent).collect();
    keys.sort_by_key(|trace| trace.key.to_ascii_lowercase());
    keys
}

/// The keys that the policies compare or use as variables, each once.
fn asked(evidence: &Evidence) -> Vec<&str> {
    let session = evidence.session.iter().flatten();
    let organization = [&evidence.resource_control, &evidence.service_control];
    let policies = evidence
        .resource
        .iter()
        .chain(&evidence.identity)
        .chain(&evidence.boundary)
        .chain(session)
        .chain(
            organization
                .into_iter()
                .flat_map(|levels| levels.iter().flatten()),
        );
    let mut keys: Vec<&str> = Vec::new();
    for key in policies.flat_map(mentioned) {
        if !keys.iter().any(|known| known.eq_ignore_ascii_case(key)) {
            keys.push(key);
        }
    }
    keys
}

/// The variables without a value that keep a resource pattern from matching anything.
pub(super) fn unresolved(resource: &Listed<ResourcePattern>, context: &Context) -> Vec<String> {
    let entries = resource.entries.iter().zip(&resource.texts);
    let mut keys: Vec<String> = entries
        .filter(|(entry, _)| !entry.resolves(context))
        .flat_map(|(_, text)| variables(text))
        .filter(|key| !matches!(context.get(key), Some(Value::One(_))))
        .map(str::to_owned)
        .collect();
    keys.dedup();
    keys
}

fn mentioned(policy: &Attached) -> impl Iterator<Item = &str> {
    let document = &policy.document;
    let with_variables = document.has_variables();
    let texts = document.statements.iter().flat_map(|statement| {
        let resources = statement.resource.iter().flat_map(|list| &list.texts);
        resources.chain(statement.conditions.iter().flat_map(|one| &one.values))
    });
    let variables = texts
        .filter(move |_| with_variables)
        .flat_map(|text| variables(text));
    document.condition_keys().into_iter().chain(variables)
}

/// The keys of the variables in a text: `${key}` and `${key, 'default'}`.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    let inside = text
        .split("${")
        .skip(1)
        .filter_map(|rest| rest.split(['}', ',']).next());
    inside
        .map(str::trim)
        .filter(|key| crate::template::is_key(key))
}
