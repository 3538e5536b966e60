//! Why a decision came out as it did: every statement asked, and the first reason it did not apply.

use std::fmt;

use crate::acl::GrantTrace;
use crate::context::Value;
use crate::decide::{Attached, Decision, Evidence, Finding, Findings, Layer, Request};
use crate::document::{Effect, Statement};
use crate::json;
use crate::statement::Ask;

/// A decision with its reasons. `Display` gives one line per fact; as data it serialises with serde.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Trace {
    /// The same that [`crate::decide()`] gives.
    pub decision: Decision,
    /// The caller, by its ARN where it has one.
    pub principal: String,
    /// The action asked for.
    pub action: String,
    /// The resource asked for.
    pub resource: String,
    /// Every layer that had policies, in the order they were asked.
    pub layers: Vec<LayerTrace>,
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
    /// The first reason why it does not apply; `None` when it does.
    pub missed: Option<Reason>,
    /// Its conditions, whether reached or not.
    pub conditions: Vec<ConditionTrace>,
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
    Trace {
        decision: findings.settle(request.principal, evidence),
        principal: request.principal.to_string(),
        action: request.action.to_owned(),
        resource: request.resource.to_owned(),
        layers,
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
                missed: applied.err(),
                conditions: condition_traces(statement, ask),
            }
        });
    PolicyTrace {
        name: policy.name.clone(),
        statements: statements.collect(),
    }
}

fn condition_traces(statement: &Statement, ask: &Ask<'_>) -> Vec<ConditionTrace> {
    let context = ask.request.context;
    let one = |condition: &crate::condition::Condition| ConditionTrace {
        operator: condition.name.clone(),
        key: condition.key.clone(),
        wanted: condition.values.clone(),
        found: context.get(&condition.key).cloned(),
        holds: condition.holds(context),
    };
    statement.conditions.iter().map(one).collect()
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Decision { verdict, layer } = self.decision;
        writeln!(
            f,
            "{verdict:?} by {layer:?}: {} {} {}",
            self.principal, self.action, self.resource
        )?;
        for layer in &self.layers {
            writeln!(f, "  {:?}: {:?}", layer.layer, layer.outcome)?;
            layer
                .grants
                .iter()
                .try_for_each(|grant| writeln!(f, "{grant}"))?;
            for policy in &layer.policies {
                writeln!(f, "    {}", policy.name)?;
                policy
                    .statements
                    .iter()
                    .try_for_each(|statement| write!(f, "{statement}"))?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for StatementTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sid = self
            .sid
            .as_deref()
            .map(|sid| format!(" `{sid}`"))
            .unwrap_or_default();
        let (line, column) = self.start;
        write!(
            f,
            "      statement {}{sid} at {line}:{column}, {:?}: ",
            self.index, self.effect
        )?;
        match self.missed {
            None => writeln!(f, "applies")?,
            Some(Reason::Action) => writeln!(f, "is about other actions")?,
            Some(Reason::Resource) => writeln!(f, "is about other resources")?,
            Some(Reason::Principal) => writeln!(f, "is about other principals")?,
            Some(Reason::Condition { index }) => writeln!(f, "condition {index} does not hold")?,
        }
        self.conditions
            .iter()
            .try_for_each(|condition| writeln!(f, "        {condition}"))
    }
}

impl fmt::Display for ConditionTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let holds = if self.holds { "holds" } else { "does not hold" };
        write!(f, "{} {} {:?} ", self.operator, self.key, self.wanted)?;
        match &self.found {
            None => write!(f, "{holds}: the key is absent"),
            Some(Value::One(text)) => write!(f, "{holds}: the key is {text:?}"),
            Some(Value::Many(texts)) => write!(f, "{holds}: the key is {texts:?}"),
        }
    }
}
