//! Asks every action of every resource.

use std::borrow::Cow;

use bucketproof_policy::{
    Attached, Effect, Evidence, Layer, Outcome, Request, ResourceRule, Trace, Verdict, decide,
    trace,
};

use crate::base::arn;
use crate::services::iam::simulate::input::{Input, marker};
use crate::services::iam::simulate::simulation::{Resources, Simulation};
use crate::services::iam::simulate::templates;

/// The answer to a simulation.
#[derive(Debug)]
pub struct Answer {
    /// One for each action.
    pub results: Vec<ActionResult>,
    /// Where the next call goes on.
    pub marker: Option<String>,
}

/// What was found for one action.
#[derive(Debug)]
pub struct ActionResult {
    /// The action.
    pub action: String,
    /// The resource, or the form of several.
    pub resource: String,
    /// All resources together: the most restrictive decision, every statement and key once.
    pub together: Finding,
    /// Whether the service control policies allow; `None` without them.
    pub by_organization: Option<bool>,
    /// Each resource; `None` when none was named.
    pub each: Option<Vec<(String, Finding)>>,
}

/// What was found for one action on one resource.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The decision.
    pub verdict: Verdict,
    /// The statements that led to it.
    pub statements: Vec<Matched>,
    /// Keys that the policies refer to and the call did not give.
    pub missing: Vec<String>,
    /// Whether the boundary allows; `None` without one.
    pub by_boundary: Option<bool>,
    /// What each kind of policy said, across accounts only.
    pub details: Option<Vec<(&'static str, Verdict)>>,
}

/// A statement and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The policy's name.
    pub policy: String,
    /// What kind of policy it is, in AWS's words.
    pub kind: &'static str,
    /// What it does.
    effect: Effect,
    /// Line and column.
    pub start: (usize, usize),
    /// Line and column.
    pub end: (usize, usize),
}

/// Asks all that a page shows.
pub fn evaluate(input: &Input, simulation: &Simulation) -> Answer {
    let actions = input.actions.as_slice();
    let page = input.page;
    let start = page.start.min(actions.len());
    let end = start.saturating_add(page.most).min(actions.len());
    Answer {
        results: actions[start..end]
            .iter()
            .map(|action| result(action, &input.resources, simulation))
            .collect(),
        marker: (end < actions.len()).then(|| marker(end)),
    }
}

fn result(action: &str, resources: &Resources, simulation: &Simulation) -> ActionResult {
    let mut by_organization = None;
    let mut each = Vec::new();
    for resource in resources.iter() {
        let refused = refused_by_organization(simulation, action, resource);
        if !simulation.levels.is_empty() {
            by_organization = Some(by_organization.unwrap_or(true) && refused.is_none());
        }
        let finding = match refused {
            Some(verdict) => Finding::bare(verdict),
            None => find(simulation, action, resource),
        };
        each.push((resource.to_owned(), finding));
    }
    let findings = each.iter().map(|(_, finding)| finding);
    let together = findings
        .cloned()
        .reduce(Finding::with)
        .unwrap_or_else(|| Finding::bare(Verdict::ImplicitDeny));
    let name = match resources.only() {
        Some(name) => Cow::Borrowed(name),
        None if resources.are_named() => Cow::Borrowed(templates::of(action)),
        None => Cow::Borrowed("*"),
    };
    ActionResult {
        action: action.to_owned(),
        resource: name.into_owned(),
        together: together.contributing(),
        by_organization,
        each: resources.are_named().then_some(each),
    }
}

/// Each level must allow, by any of its policies; the first that does not ends the evaluation.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>
fn refused_by_organization(
    simulation: &Simulation,
    action: &str,
    resource: &str,
) -> Option<Verdict> {
    let request = request(simulation, action, resource);
    let verdicts = simulation.levels.iter().map(|level| {
        let evidence = Evidence {
            identity: level.clone(),
            ..Evidence::default()
        };
        decide(&request, &evidence).verdict
    });
    let most = verdicts.reduce(most_restrictive)?;
    (most != Verdict::Allow).then_some(most)
}

fn request<'a>(simulation: &'a Simulation, action: &'a str, resource: &'a str) -> Request<'a> {
    Request {
        principal: &simulation.caller.principal,
        action,
        resource,
        context: &simulation.context,
    }
}

fn find(simulation: &Simulation, action: &str, resource: &str) -> Finding {
    let owner = owner(simulation, resource);
    let across = owner.is_some_and(|owner| owner != simulation.caller.account);
    let evidence = Evidence {
        identity: simulation.identity.clone(),
        boundary: simulation.boundary.clone(),
        resource: simulation.resource.clone(),
        resource_account: owner.map(str::to_owned),
        rule: rule(action, simulation.resource.as_ref()),
        ..Evidence::default()
    };
    let trace = trace(&request(simulation, action, resource), &evidence);
    let verdict = trace.decision.verdict;
    Finding {
        verdict,
        statements: statements(&trace),
        missing: match verdict {
            Verdict::ImplicitDeny => simulation.missing.clone(),
            Verdict::Allow | Verdict::ExplicitDeny => Vec::new(),
        },
        by_boundary: simulation
            .boundary
            .as_ref()
            .map(|_| said(&trace, Layer::Boundary) == Verdict::Allow),
        details: across.then(|| details(&trace, simulation)),
    }
}

/// The account of a resource, when it can be another than the caller's: only a call that brings a resource policy or an
/// owner is about that.
fn owner<'a>(simulation: &'a Simulation, resource: &'a str) -> Option<&'a str> {
    let given = simulation.owner.as_deref();
    if simulation.resource.is_none() && given.is_none() {
        return None;
    }
    arn::account(resource).or(given)
}

/// Trust and key policies are told by what they are asked about.
fn rule(action: &str, resource: Option<&Attached>) -> ResourceRule {
    let of = |prefix: &str| {
        action
            .get(..prefix.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    };
    match resource {
        Some(_) if of("sts:AssumeRole") => ResourceRule::Trust,
        Some(_) if of("kms:") => ResourceRule::Key,
        _ => ResourceRule::Standard,
    }
}

fn details(trace: &Trace, simulation: &Simulation) -> Vec<(&'static str, Verdict)> {
    let mut layers = vec![Layer::Identity, Layer::Resource];
    if simulation.boundary.is_some() {
        layers.push(Layer::Boundary);
    }
    let said = |layer| (kind(layer), said(trace, layer));
    layers.into_iter().map(said).collect()
}

/// What the policies of one kind say; no policies say nothing.
fn said(trace: &Trace, layer: Layer) -> Verdict {
    let found = trace.layers.iter().find(|found| found.layer == layer);
    match found.map(|found| found.outcome) {
        Some(Outcome::Allows) => Verdict::Allow,
        Some(Outcome::Denies) => Verdict::ExplicitDeny,
        Some(Outcome::Silent) | None => Verdict::ImplicitDeny,
    }
}

/// AWS's word for a kind of policy.
fn kind(layer: Layer) -> &'static str {
    match layer {
        Layer::Identity | Layer::Session => "IAM Policy",
        Layer::Resource | Layer::Acl => "Resource Policy",
        Layer::Boundary => "Permissions Boundary Policy",
        Layer::ServiceControl | Layer::ResourceControl => "Organizations Policy",
    }
}

/// The statements that led to a decision: those that allow, or those that deny; a boundary allows nothing.
fn statements(trace: &Trace) -> Vec<Matched> {
    let wanted = match trace.decision.verdict {
        Verdict::Allow => Effect::Allow,
        Verdict::ExplicitDeny => Effect::Deny,
        Verdict::ImplicitDeny => return Vec::new(),
    };
    let mut matched = Vec::new();
    for layer in [Layer::Identity, Layer::Resource, Layer::Boundary] {
        if layer == Layer::Boundary && wanted == Effect::Allow {
            continue;
        }
        let found = trace.layers.iter().filter(|found| found.layer == layer);
        for policy in found.flat_map(|found| &found.policies) {
            let applied = policy
                .statements
                .iter()
                .filter(|statement| statement.missed.is_none() && statement.effect == wanted);
            matched.extend(applied.map(|statement| Matched {
                policy: policy.name.clone(),
                kind: kind(layer),
                effect: wanted,
                start: statement.simulated_start,
                end: statement.end,
            }));
        }
    }
    matched
}

fn severity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Allow => 0,
        Verdict::ImplicitDeny => 1,
        Verdict::ExplicitDeny => 2,
    }
}

fn most_restrictive(one: Verdict, other: Verdict) -> Verdict {
    std::cmp::max_by_key(one, other, |verdict| severity(*verdict))
}

impl Finding {
    /// A decision without more.
    fn bare(verdict: Verdict) -> Self {
        Self {
            verdict,
            statements: Vec::new(),
            missing: Vec::new(),
            by_boundary: None,
            details: None,
        }
    }

    /// Two resources together.
    fn with(mut self, other: Self) -> Self {
        self.verdict = most_restrictive(self.verdict, other.verdict);
        for statement in other.statements {
            if !self.statements.contains(&statement) {
                self.statements.push(statement);
            }
        }
        for key in other.missing {
            if !self.missing.contains(&key) {
                self.missing.push(key);
            }
        }
        self.by_boundary = match (self.by_boundary, other.by_boundary) {
            (Some(one), Some(other)) => Some(one && other),
            (one, other) => one.or(other),
        };
        self.details = match (self.details, other.details) {
            (Some(one), Some(other)) => Some(together(one, &other)),
            (one, other) => one.or(other),
        };
        self
    }

    /// Without the statements that grant what a denial takes away.
    fn contributing(mut self) -> Self {
        if self.verdict == Verdict::ExplicitDeny {
            self.statements
                .retain(|statement| statement.effect == Effect::Deny);
        }
        self
    }
}

fn together(
    mut one: Vec<(&'static str, Verdict)>,
    other: &[(&'static str, Verdict)],
) -> Vec<(&'static str, Verdict)> {
    for (kind, verdict) in &mut one {
        if let Some((_, found)) = other.iter().find(|(known, _)| known == kind) {
            *verdict = most_restrictive(*verdict, *found);
        }
    }
    one
}
