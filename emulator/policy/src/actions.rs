//! Which actions there are, what they act on and which condition keys they have.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.
//! The tables of `actions/` are written by `model/extract_authorization.py`. Actions of S3, IAM, STS and KMS are known in
//! full; of all other services only the names, read the first time that one is asked for.

mod others;
mod table;

use crate::action::ActionPattern;

pub use table::{AccessLevel, Action, ResourceType};

/// Whether a service has such a prefix; letter case does not matter.
pub fn known_service(prefix: &str) -> bool {
    table::service(prefix).is_some() || others::names(prefix).is_some()
}

/// Whether a service has such an action; letter case does not matter. An unknown service has none.
pub fn known_action(service: &str, name: &str) -> bool {
    match table::service(service) {
        Some(service) => service
            .actions()
            .any(|action| action.name.eq_ignore_ascii_case(name)),
        None => others::names(service)
            .is_some_and(|names| names.iter().any(|known| known.eq_ignore_ascii_case(name))),
    }
}

/// What is known of an action such as `s3:GetObject`; `None` for actions of other services than S3, IAM, STS and KMS.
pub fn action(action: &str) -> Option<Action> {
    let (prefix, name) = action.split_once(':')?;
    table::service(prefix)?
        .actions()
        .find(|action| action.name.eq_ignore_ascii_case(name))
}

/// All actions of S3, IAM, STS or KMS; none for other services.
pub fn of_service(prefix: &str) -> impl Iterator<Item = Action> {
    table::service(prefix)
        .into_iter()
        .flat_map(|service| service.actions())
}

/// The types of resource that an action acts on; empty for actions without resource and for those not known in full.
pub fn resource_types(action: &str) -> Vec<ResourceType> {
    self::action(action)
        .map(|action| action.resource_types().collect())
        .unwrap_or_default()
}

/// The condition keys of an action, those of its types of resource included, without the global keys that every action
/// has. `/*` at the end stands for any tag key. Empty for actions that are not known in full.
pub fn condition_keys(action: &str) -> Vec<&'static str> {
    let Some(action) = self::action(action) else {
        return Vec::new();
    };
    let mut keys: Vec<&str> = action.keys().collect();
    keys.extend(action.resource_types().flat_map(|kind| kind.keys()));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether a condition key is one of those that [`condition_keys`] lists; letter case does not matter.
pub fn has_condition_key(action: &str, key: &str) -> bool {
    condition_keys(action)
        .iter()
        .any(|known| is_key(known, key))
}

/// The actions that a pattern such as `s3:Get*` stands for, as `service:Name`, ordered. A pattern whose service is
/// unknown, or that is none, stands for nothing; `*` stands for every action of every service.
pub fn expand(pattern: &str) -> Vec<String> {
    let Ok(wanted) = ActionPattern::parse(pattern) else {
        return Vec::new();
    };
    let prefixes: Vec<&str> = match pattern.split_once(':') {
        Some((prefix, _)) if prefix != "*" => vec![prefix],
        _ => table::prefixes().chain(others::prefixes()).collect(),
    };
    let mut actions = Vec::new();
    for prefix in prefixes {
        let prefix = prefix.to_ascii_lowercase();
        let names: Vec<String> = match table::service(&prefix) {
            Some(service) => service
                .actions()
                .map(|action| action.name.to_owned())
                .collect(),
            None => others::names(&prefix).unwrap_or_default().to_vec(),
        };
        let whole = names.iter().map(|name| format!("{prefix}:{name}"));
        actions.extend(whole.filter(|action| wanted.matches(action)));
    }
    actions.sort_unstable();
    actions
}

fn is_key(known: &str, key: &str) -> bool {
    match known.strip_suffix('*') {
        Some(stem) => {
            key.len() > stem.len()
                && key
                    .get(..stem.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(stem))
        }
        None => known.eq_ignore_ascii_case(key),
    }
}

#[cfg(test)]
mod tests;
