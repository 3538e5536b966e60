//! The parameters that both simulations share.

use bucketproof_policy::Context;
use data_encoding::BASE64;

use crate::base::Failure;
use crate::protocol::query_form::Member;
use crate::services::iam::errors::simulation as errors;
use crate::services::iam::params::Params;
use crate::services::iam::rules;
use crate::services::iam::simulate::context_entries;
use crate::services::iam::simulate::simulation::{Actions, Resources};

const DEFAULT_MAX_ITEMS: usize = 100;
const MOST_MAX_ITEMS: i64 = 1000;
/// The most levels of an organization: root, five levels of units, account.
const MOST_LEVELS: usize = 7;

/// A simulation as it was asked for; no document is read yet.
#[derive(Debug)]
pub struct Input {
    /// Identity policies.
    pub policies: Vec<String>,
    /// Permissions boundary.
    pub boundary: Option<String>,
    /// Service control policies, level by level from the root.
    pub levels: Vec<Vec<String>>,
    /// What is asked.
    pub actions: Actions,
    /// Of what.
    pub resources: Resources,
    /// The policy of every resource.
    pub resource_policy: Option<String>,
    /// The account of resources whose ARN names none.
    pub owner: Option<String>,
    /// Who asks.
    pub caller: Option<String>,
    /// The condition keys given.
    pub context: Context,
    /// Which results to show.
    pub page: PageOfActions,
}

/// Which results to show: a marker is the number of actions already shown.
#[derive(Debug, Clone, Copy)]
pub struct PageOfActions {
    /// The first action.
    pub start: usize,
    /// At most so many.
    pub most: usize,
}

/// Reads the shared parameters. Constraints are collected in `params`; what AWS checks after them comes with
/// [`Raw::check`].
pub fn read<'a>(params: &mut Params<'a>) -> Raw<'a> {
    let mut documents = |name| params.list(name, rules::DOCUMENT, rules::DOCUMENTS);
    let policies = documents("PolicyInputList");
    let boundaries = documents("PermissionsBoundaryPolicyInputList").unwrap_or_default();
    let levels = params.structures("OrderedOrganizationPolicyInputList");
    let actions = params.list("ActionNames", rules::ACTION_NAME, rules::ACTION_NAMES);
    if actions.is_none() {
        params.missing("ActionNames");
    }
    let resources = params.list("ResourceArns", rules::RESOURCE_NAME, rules::RESOURCE_NAMES);
    Raw {
        policies,
        boundaries,
        levels,
        actions: actions.unwrap_or_default(),
        resources: resources.unwrap_or_default(),
        resource_policy: params.optional("ResourcePolicy", rules::DOCUMENT),
        owner: params.optional("ResourceOwner", rules::RESOURCE_NAME),
        caller: params.optional("CallerArn", rules::RESOURCE_NAME),
        entries: params.structures("ContextEntries"),
        handling: params.optional("ResourceHandlingOption", rules::RESOURCE_HANDLING),
        most: params.integer("MaxItems", 1, MOST_MAX_ITEMS),
        marker: params.optional("Marker", rules::MARKER),
    }
}

/// The parameters as they came.
#[derive(Debug)]
pub struct Raw<'a> {
    /// `None` when the list was left out.
    pub policies: Option<Vec<String>>,
    boundaries: Vec<String>,
    levels: Vec<Member<'a>>,
    actions: Vec<String>,
    resources: Vec<String>,
    resource_policy: Option<String>,
    owner: Option<String>,
    caller: Option<String>,
    entries: Vec<Member<'a>>,
    handling: Option<String>,
    most: Option<i64>,
    marker: Option<String>,
}

impl Raw<'_> {
    /// Checks what AWS checks when every constraint holds.
    ///
    /// # Errors
    /// The first fault, in AWS's words.
    pub fn check(self) -> Result<Input, Failure> {
        let resources = Resources::check(self.resources)?;
        let actions = Actions::check(self.actions, &resources, self.handling.as_deref())?;
        let context = context_entries::read(&self.entries)?;
        if self.boundaries.len() > 1 {
            return Err(errors::several_boundaries());
        }
        Ok(Input {
            policies: self.policies.unwrap_or_default(),
            boundary: self.boundaries.into_iter().next(),
            levels: levels(&self.levels)?,
            actions,
            resources,
            resource_policy: self.resource_policy,
            owner: self.owner,
            caller: self.caller,
            context,
            page: page(self.most, self.marker.as_deref())?,
        })
    }
}

fn levels(members: &[Member<'_>]) -> Result<Vec<Vec<String>>, Failure> {
    let mut levels = Vec::new();
    for (index, member) in members.iter().take(MOST_LEVELS).enumerate() {
        let documents = nested(member, "ServiceControlPolicyInputList");
        if documents.is_empty() {
            return Err(errors::empty_organization_level(index + 1));
        }
        levels.push(documents.into_iter().map(str::to_owned).collect());
    }
    Ok(levels)
}

fn page(most: Option<i64>, marker: Option<&str>) -> Result<PageOfActions, Failure> {
    let start = match marker {
        None => 0,
        Some(marker) => read_marker(marker).ok_or_else(errors::marker)?,
    };
    let most = most.and_then(|most| usize::try_from(most).ok());
    Ok(PageOfActions {
        start,
        most: most.unwrap_or(DEFAULT_MAX_ITEMS),
    })
}

fn read_marker(marker: &str) -> Option<usize> {
    let bytes = BASE64.decode(marker.as_bytes()).ok()?;
    String::from_utf8(bytes)
        .ok()?
        .strip_prefix("action ")?
        .parse()
        .ok()
}

/// The marker behind which a simulation goes on at the action of that index.
pub fn marker(index: usize) -> String {
    BASE64.encode(format!("action {index}").as_bytes())
}

/// The members of a list inside a structure, by number.
pub fn nested<'a>(member: &Member<'a>, name: &str) -> Vec<&'a str> {
    let prefix = format!("{name}.member.");
    let mut values: Vec<(u64, &str)> = member
        .iter()
        .filter_map(|(field, value)| Some((field.strip_prefix(&prefix)?.parse().ok()?, value)))
        .collect();
    values.sort_by_key(|(number, _)| *number);
    values.into_iter().map(|(_, value)| value).collect()
}
