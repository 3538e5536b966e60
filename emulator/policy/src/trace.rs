//! Why a decision came out as it did: every statement asked, and the first reason it did not apply.

mod context;
mod reason;
mod text;

use crate::acl::GrantTrace;
pub(crate) use reason::kind;
pub(crate) use text::folded;

use crate::context::Value;
use crate::decide::{Attached, Decision, Evidence, Finding, Findings, Layer, Request};
use crate::document::{Effect, Statement};
use crate::json;
use crate::nearest::{Change, nearest};
use crate::statement::Ask;

/// A trace and what would turn a refusal into an Allow. `Display` gives the whole explanation in at most 96 columns, as
/// far as names and values allow.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Explanation {
    /// What was decided and why.
    #[serde(flatten)]
    pub trace: Trace,
    /// The smallest changes that make it an Allow, smallest first; empty when it is one already.
    pub changes: Vec<Change>,
    /// What stands in the way and is not the account's to change: a policy of its organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beyond: Option<String>,
}

/// Decides one request, keeps the reasons, and looks for the changes that would allow it.
///
/// Far more expensive than [`crate::decide()`]: every proposed change is decided again.
pub fn explain(request: &Request<'_>, evidence: &Evidence) -> Explanation {
    let trace = trace(request, evidence);
    let changes = nearest(request, evidence);
    let beyond = match changes.is_empty() {
        true => reason::beyond(trace.decision, &trace.layers, evidence.rule),
        false => None,
    };
    Explanation {
        trace,
        changes,
        beyond,
    }
}

/// A decision with its reasons. `Display` gives one line per fact; as data it serialises with serde.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Trace {
    /// The same that [`crate::decide()`] gives.
    pub decision: Decision,
    /// The decision in a sentence.
    pub reason: String,
    /// The caller, by its ARN where it has one.
    pub principal: String,
    /// The caller's account.
    pub account: Option<String>,
    /// The action asked for.
    pub action: String,
    /// The resource asked for.
    pub resource: String,
    /// The account that owns the resource, when it was named.
    pub resource_account: Option<String>,
    /// Whether caller and resource belong to different accounts, so that both sides have to allow.
    pub cross_account: bool,
    /// Every layer that had policies, in the order they were asked.
    pub layers: Vec<LayerTrace>,
    /// Every condition key of the request, and those that the policies ask about and the request does not have.
    pub keys: Vec<KeyTrace>,
}

/// One condition key.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct KeyTrace {
    /// As the request spells it, or else as a policy does.
    pub key: String,
    /// `None` when the request does not have it.
    pub value: Option<Value>,
    /// Whether a policy that was looked at compares it or uses it as a variable.
    pub asked: bool,
}

/// What the policies of one kind said.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LayerTrace {
    /// Which kind.
    pub layer: Layer,
    /// What they say together.
    pub outcome: Outcome,
    /// Each of them.
    pub policies: Vec<PolicyTrace>,
    /// The grants, of an access control list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<GrantTrace>,
}

/// The answer of one layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Outcome {
    /// At least one Allow applies, no Deny.
    Allows,
    /// A Deny applies.
    Denies,
    /// No statement applies.
    Silent,
}

/// What one policy said.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PolicyTrace {
    /// ARN or inline name.
    pub name: String,
    /// Its statements in order.
    pub statements: Vec<StatementTrace>,
}

/// What one statement said.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StatementTrace {
    /// Position in the document, from 0.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// What it does when it applies.
    pub effect: Effect,
    /// Line and column, from 1, of its first character in the document.
    pub start: (usize, usize),
    /// Line and column, from 1, after its last character.
    pub end: (usize, usize),
    /// Line and column, from 1, at which AWS's simulator says that it begins: behind the bracket or the statement before.
    #[serde(skip)]
    pub simulated_start: (usize, usize),
    /// The first reason why it does not apply; `None` when it does.
    pub missed: Option<Reason>,
    /// Its `Action` or `NotAction`.
    pub action: ElementTrace,
    /// Its `Resource` or `NotResource`; trust policies have none.
    pub resource: Option<ElementTrace>,
    /// Its `Principal` or `NotPrincipal`; only policies of resources have one.
    pub principal: Option<ElementTrace>,
    /// Its conditions, whether reached or not.
    pub conditions: Vec<ConditionTrace>,
}

/// One element of a statement, whether reached or not.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ElementTrace {
    /// Its name, `Not...` included.
    pub element: &'static str,
    /// Its values as written.
    pub wanted: Vec<String>,
    /// Whether it lets the statement apply to the request.
    pub holds: bool,
    /// The variables in it that have no value in this request; with one, a value matches nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

/// Why a statement does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "element", rename_all = "snake_case")]
pub enum Reason {
    /// It is about other actions.
    Action,
    /// It is about other resources, or a variable in them has no value.
    Resource,
    /// It is about other callers.
    Principal,
    /// A condition does not hold.
    Condition {
        /// Position among the statement's conditions, from 0.
        index: usize,
    },
}

/// One condition and the value it met.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ConditionTrace {
    /// The operator as written.
    pub operator: String,
    /// The key as written.
    pub key: String,
    /// The policy's values.
    pub wanted: Vec<String>,
    /// The request's value; `None` when the key is absent.
    pub found: Option<Value>,
    /// Whether it holds.
    pub holds: bool,
}

/// Decides one request and keeps the reasons.
pub fn trace(request: &Request<'_>, evidence: &Evidence) -> Trace {
    let ask = Ask::new(request, evidence.boundary.is_some());
    let mut layers = Vec::new();
    let findings = Findings::gather(request, evidence, |layer, policies| {
        let mut finding = Finding::default();
        let policies = policies
            .iter()
            .map(|policy| policy_trace(policy, layer, &ask, &mut finding))
            .collect::<Vec<_>>();
        let outcome = match finding {
            Finding { denied: true, .. } => Outcome::Denies,
            Finding {
                granted: Some(_), ..
            } => Outcome::Allows,
            Finding { .. } => Outcome::Silent,
        };
        if !policies.is_empty() || layer == Layer::Session {
            layers.push(LayerTrace {
                layer,
                outcome,
                policies,
                grants: Vec::new(),
            });
        }
        finding
    });
    layers.extend(acl_trace(request, evidence));
    let decision = findings.settle(request.principal, evidence);
    let account = request.principal.account();
    let owner = evidence.resource_account.as_deref();
    let cross_account =
        matches!((account, owner), (Some(account), Some(owner)) if account != owner);
    Trace {
        decision,
        reason: reason::sentence(decision, &layers, evidence.rule, cross_account, request),
        principal: request.principal.to_string(),
        account: account.map(str::to_owned),
        action: request.action.to_owned(),
        resource: request.resource.to_owned(),
        resource_account: owner.map(str::to_owned),
        cross_account,
        layers,
        keys: context::keys(request.context, evidence),
    }
}

fn acl_trace(request: &Request<'_>, evidence: &Evidence) -> Option<LayerTrace> {
    let grants = evidence
        .acl
        .as_ref()?
        .trace(request.principal, request.action);
    let allows = grants.iter().any(|grant| grant.missed.is_none());
    Some(LayerTrace {
        layer: Layer::Acl,
        outcome: if allows {
            Outcome::Allows
        } else {
            Outcome::Silent
        },
        policies: Vec::new(),
        grants,
    })
}

fn policy_trace(
    policy: &Attached,
    layer: Layer,
    ask: &Ask<'_>,
    finding: &mut Finding,
) -> PolicyTrace {
    let document = &policy.document;
    let statements = document
        .statements
        .iter()
        .enumerate()
        .map(|(index, statement)| {
            let applied = statement.applies(ask, layer.place());
            if let Ok(reach) = applied {
                finding.add(statement.effect, reach);
            }
            StatementTrace {
                index,
                sid: statement.sid.clone(),
                effect: statement.effect,
                start: json::position(document.text(), statement.span.0),
                end: json::position(document.text(), statement.span.1),
                simulated_start: json::position(document.text(), statement.lead),
                missed: applied.err(),
                action: ElementTrace {
                    element: if statement.action.negated {
                        "NotAction"
                    } else {
                        "Action"
                    },
                    wanted: statement.action.texts.clone(),
                    holds: statement.acts(ask),
                    unresolved: Vec::new(),
                },
                resource: resource_trace(statement, layer, ask),
                principal: principal_trace(statement, layer, ask),
                conditions: condition_traces(statement, ask),
            }
        });
    PolicyTrace {
        name: policy.name.clone(),
        statements: statements.collect(),
    }
}

fn resource_trace(statement: &Statement, layer: Layer, ask: &Ask<'_>) -> Option<ElementTrace> {
    let resource = statement.resource.as_ref()?;
    Some(ElementTrace {
        element: if resource.negated {
            "NotResource"
        } else {
            "Resource"
        },
        wanted: resource.texts.clone(),
        holds: statement.covers(ask, layer.place()),
        unresolved: context::unresolved(resource, ask.request.context),
    })
}

fn principal_trace(statement: &Statement, layer: Layer, ask: &Ask<'_>) -> Option<ElementTrace> {
    let principal = statement.principal.as_ref()?;
    let texts = principal
        .entries
        .iter()
        .map(|entry| entry.text().into_owned());
    Some(ElementTrace {
        element: if principal.negated {
            "NotPrincipal"
        } else {
            "Principal"
        },
        wanted: texts.collect(),
        holds: statement.reach(ask, layer.place()).is_some(),
        unresolved: Vec::new(),
    })
}

fn condition_traces(statement: &Statement, ask: &Ask<'_>) -> Vec<ConditionTrace> {
    let context = ask.request.context;
    let one = |condition: &crate::condition::Condition| ConditionTrace {
        operator: condition.name.clone(),
        key: condition.key.clone(),
        wanted: condition.values.clone(),
        found: context.get(&condition.key).cloned(),
        holds: condition.lets(statement.effect, context),
    };
    statement.conditions.iter().map(one).collect()
}
