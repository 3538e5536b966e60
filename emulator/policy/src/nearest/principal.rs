//! The caller as one more principal of a statement, or in the place of one that it was mistaken for.

use serde_json::Value as Json;

use super::allow::{COST_ENTRY, COST_PATTERN};
use super::statement::{Standing, list};
use super::{PatchOp, Step, near};
use crate::principal::Principal;
use crate::statement::Ask;

/// For a statement that misses nothing but the caller.
pub(super) fn steps(standing: &Standing<'_>, ask: &Ask<'_>) -> Vec<Step> {
    let Some((kind, caller)) = named(ask.request.principal) else {
        return Vec::new();
    };
    let Some(Json::Object(kinds)) = standing.json().and_then(|json| json.get("Principal")) else {
        return Vec::new();
    };
    let step = |cost, path: String, value: Json, text: String| Step {
        edits: vec![standing.patch(PatchOp::Replace, &path, Some(value))],
        cost,
        text: format!("in {}, {text}", standing.name()),
    };
    let mut steps = Vec::new();
    let known = texts(kinds.get(kind));
    for (index, text) in known.iter().enumerate() {
        if near::alike(text, &caller) || same_name(text, &caller) {
            let mut other = known.clone();
            other[index].clone_from(&caller);
            let text = format!("change the Principal `{text}` to `{caller}`");
            steps.push(step(
                COST_PATTERN,
                format!("/Principal/{kind}"),
                list(&other),
                text,
            ));
        }
    }
    let mut more = known;
    more.push(caller.clone());
    let mut all = kinds.clone();
    all.insert(kind.to_owned(), list(&more));
    let text = format!("add `{caller}` to the Principal");
    steps.push(step(
        COST_ENTRY,
        "/Principal".to_owned(),
        Json::Object(all),
        text,
    ));
    steps
}

/// Roles and users are often named without their path.
fn same_name(one: &str, other: &str) -> bool {
    let name = |arn: &str| arn.rsplit(['/', ':']).next().map(str::to_owned);
    let kind = |arn: &str| arn.split('/').next().map(str::to_owned);
    one.contains('/') && name(one) == name(other) && kind(one) == kind(other)
}

fn texts(node: Option<&Json>) -> Vec<String> {
    match node {
        Some(Json::String(text)) => vec![text.clone()],
        Some(Json::Array(items)) => {
            let texts = items.iter().filter_map(Json::as_str);
            texts.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// How a policy names the caller: kind and text.
pub(super) fn named(principal: &Principal) -> Option<(&'static str, String)> {
    Some(match principal {
        Principal::Anonymous => return None,
        Principal::Root { account } => ("AWS", format!("arn:aws:iam::{account}:root")),
        Principal::User { arn, .. } => ("AWS", arn.clone()),
        Principal::RoleSession { role_arn, .. } => ("AWS", role_arn.clone()),
        Principal::FederatedUser { session_arn, .. } => ("AWS", session_arn.clone()),
        Principal::WebIdentity { provider_arn } => ("Federated", provider_arn.clone()),
        Principal::Service { name } => ("Service", name.clone()),
    })
}
