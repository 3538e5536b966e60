//! What was counted, as data that can be joined with that of other runs, and as a summary to read.

use super::Counts;
use super::least::{self, LeastPrivilege};
use crate::decide::Layer;
use crate::document::{Document, Effect};
use crate::json;

/// The coverage of all policies of a run.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CoverageReport {
    /// How many decisions were made.
    pub decisions: u64,
    /// How many pairs of action and resource were too many to be kept; then the least privilege is too small.
    pub pairs_left_out: u64,
    /// Each policy that was looked at.
    pub policies: Vec<PolicyCoverage>,
    /// The Allow statements that never applied.
    pub unused_allows: Vec<Unused>,
    /// What each caller needed.
    pub least_privilege: Vec<LeastPrivilege>,
}

/// One policy.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PolicyCoverage {
    /// `Identity`, `Resource`, `Boundary` or `Session`.
    pub layer: String,
    /// ARN or inline name.
    pub name: String,
    /// The document's text.
    pub text: String,
    /// Its statements in order.
    pub statements: Vec<StatementCoverage>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StatementCoverage {
    /// Position in the document, from 0.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// `Allow` or `Deny`.
    pub effect: String,
    /// Line and column, from 1.
    pub start: (usize, usize),
    /// How many decisions looked at it.
    pub asked: u64,
    /// In how many it applied.
    pub applied: u64,
    /// Its conditions.
    pub conditions: Vec<ConditionCoverage>,
}

/// One condition; counted when its statement was about the request's action, resource and principal.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ConditionCoverage {
    /// The operator as written.
    pub operator: String,
    /// The key as written.
    pub key: String,
    /// How often it held.
    pub held: u64,
    /// How often it did not.
    pub failed: u64,
}

/// A statement that never applied.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Unused {
    /// The policy's layer.
    pub layer: String,
    /// The policy's name.
    pub policy: String,
    /// Position in the document, from 0.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Line and column, from 1.
    pub start: (usize, usize),
}

pub(super) fn policy(
    layer: Layer,
    name: &str,
    document: &Document,
    counts: &[Counts],
) -> PolicyCoverage {
    let statements = document.statements.iter().zip(counts).enumerate();
    let statements = statements.map(|(index, (statement, counts))| {
        let conditions = statement.conditions.iter().zip(&counts.conditions);
        let conditions = conditions.map(|(condition, (held, failed))| ConditionCoverage {
            operator: condition.name.clone(),
            key: condition.key.clone(),
            held: *held,
            failed: *failed,
        });
        StatementCoverage {
            index,
            sid: statement.sid.clone(),
            effect: format!("{:?}", statement.effect),
            start: json::position(document.text(), statement.span.0),
            asked: counts.asked,
            applied: counts.applied,
            conditions: conditions.collect(),
        }
    });
    PolicyCoverage {
        layer: format!("{layer:?}"),
        name: name.to_owned(),
        text: document.text().to_owned(),
        statements: statements.collect(),
    }
}

impl CoverageReport {
    pub(super) fn new(
        decisions: u64,
        pairs_left_out: u64,
        policies: Vec<PolicyCoverage>,
        least_privilege: Vec<LeastPrivilege>,
    ) -> Self {
        let unused_allows = unused(&policies);
        Self {
            decisions,
            pairs_left_out,
            policies,
            unused_allows,
            least_privilege,
        }
    }

    /// Adds the counts of another run. Policies are the same when layer, name and text are.
    pub fn merge(&mut self, other: CoverageReport) {
        self.decisions += other.decisions;
        self.pairs_left_out += other.pairs_left_out;
        for policy in other.policies {
            let same = |known: &&mut PolicyCoverage| {
                known.layer == policy.layer
                    && known.name == policy.name
                    && known.text == policy.text
            };
            match self.policies.iter_mut().find(same) {
                Some(known) => add(known, &policy),
                None => self.policies.push(policy),
            }
        }
        for least in other.least_privilege {
            let mut known = self.least_privilege.iter_mut();
            match known.find(|known| known.principal == least.principal) {
                Some(known) => *known = least::merged(known, &least),
                None => self.least_privilege.push(least),
            }
        }
        self.policies.sort_by(|one, other| {
            (&one.layer, &one.name, &one.text).cmp(&(&other.layer, &other.name, &other.text))
        });
        self.least_privilege
            .sort_by(|one, other| one.principal.cmp(&other.principal));
        self.unused_allows = unused(&self.policies);
    }
}

fn add(known: &mut PolicyCoverage, more: &PolicyCoverage) {
    for (known, more) in known.statements.iter_mut().zip(&more.statements) {
        known.asked += more.asked;
        known.applied += more.applied;
        for (known, more) in known.conditions.iter_mut().zip(&more.conditions) {
            known.held += more.held;
            known.failed += more.failed;
        }
    }
}

fn unused(policies: &[PolicyCoverage]) -> Vec<Unused> {
    let allow = format!("{:?}", Effect::Allow);
    let statements = policies.iter().flat_map(|policy| {
        let one = move |statement| (policy, statement);
        policy.statements.iter().map(one)
    });
    statements
        .filter(|(_, statement)| statement.effect == allow && statement.applied == 0)
        .map(|(policy, statement)| Unused {
            layer: policy.layer.clone(),
            policy: policy.name.clone(),
            index: statement.index,
            sid: statement.sid.clone(),
            start: statement.start,
        })
        .collect()
}
