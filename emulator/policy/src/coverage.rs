//! What a run asked of its policies: which statements applied, which conditions came out both ways, which Allow nobody
//! needed, and the policies that would have been enough.

mod least;
mod report;
mod text;

pub(crate) use least::escaped;
pub use least::{LeastPrivilege, ResourceNeed};
pub use report::{ConditionCoverage, CoverageReport, PolicyCoverage, StatementCoverage, Unused};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::decide::{Attached, Evidence, Layer, Request, ResourceRule};
use crate::document::Document;
use crate::principal::Principal;
use crate::statement::Ask;
use crate::trace::Reason;

/// Different pairs of action and resource that are kept for one caller; further ones are only counted.
const PAIRS_KEPT: usize = 20_000;

/// Counts while decisions are made.
#[derive(Debug, Default)]
pub struct Coverage {
    decisions: u64,
    policies: HashMap<Key, Vec<Counts>>,
    needs: BTreeMap<String, Needs>,
    /// Pairs that were not kept.
    left_out: u64,
}

/// A policy, the same wherever and whenever it was read.
#[derive(Debug, Clone)]
struct Key {
    layer: Layer,
    name: String,
    document: Arc<Document>,
}

impl Key {
    fn order(&self) -> (u8, &str, &str) {
        (self.layer as u8, &self.name, self.document.text())
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.layer == other.layer
            && self.name == other.name
            && same_document(&self.document, &other.document)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.layer, &self.name, self.document.text()).hash(state);
    }
}

/// What one statement did.
#[derive(Debug, Clone, Default)]
struct Counts {
    asked: u64,
    applied: u64,
    /// For each condition how often it held and how often it did not, when the statement was about the request.
    conditions: Vec<(u64, u64)>,
}

/// What one caller was allowed and needed.
#[derive(Debug, Clone, Default)]
struct Needs {
    /// By the caller's own policies.
    identity: BTreeSet<Pair>,
    /// By the policies of resources.
    resource: BTreeSet<Pair>,
    /// How a policy names the caller.
    kind: &'static str,
}

/// Action and resource.
type Pair = (String, String);

impl Coverage {
    /// Counts one decision. `needed`: the call went through, so that a smaller policy has to allow it too.
    pub fn add(&mut self, request: &Request<'_>, evidence: &Evidence, needed: bool) {
        self.decisions += 1;
        let ask = Ask::new(request, evidence.boundary.is_some());
        self.count(&ask, Layer::Resource, evidence.resource.as_slice());
        self.count(&ask, Layer::Identity, &evidence.identity);
        self.count(&ask, Layer::Boundary, evidence.boundary.as_slice());
        self.count(
            &ask,
            Layer::Session,
            evidence.session.as_deref().unwrap_or_default(),
        );
        for (layer, levels) in [
            (Layer::ServiceControl, &evidence.service_control),
            (Layer::ResourceControl, &evidence.resource_control),
        ] {
            for (level, policies) in levels.iter().enumerate() {
                // A policy is asked once for a decision, however many levels have it.
                let above = || levels[..level].iter().flatten();
                for policy in policies
                    .iter()
                    .filter(|policy| above().all(|one| !is_same(one, policy)))
                {
                    self.count(&ask, layer, std::slice::from_ref(policy));
                }
            }
        }
        if needed {
            self.need(request, evidence);
        }
    }

    fn count(&mut self, ask: &Ask<'_>, layer: Layer, policies: &[Attached]) {
        for policy in policies {
            let statements = &policy.document.statements;
            let key = Key {
                layer,
                name: policy.name.clone(),
                document: Arc::clone(&policy.document),
            };
            let counts = self.policies.entry(key).or_insert_with(|| {
                let counts = statements.iter().map(|statement| Counts {
                    conditions: vec![(0, 0); statement.conditions.len()],
                    ..Counts::default()
                });
                counts.collect()
            });
            for (statement, counts) in statements.iter().zip(counts) {
                let applied = statement.applies(ask, layer.place());
                counts.asked += 1;
                counts.applied += u64::from(applied.is_ok());
                if !matches!(applied, Ok(_) | Err(Reason::Condition { .. })) {
                    continue;
                }
                for (condition, count) in statement.conditions.iter().zip(&mut counts.conditions) {
                    match condition.lets(statement.effect, ask.request.context) {
                        true => count.0 += 1,
                        false => count.1 += 1,
                    }
                }
            }
        }
    }

    fn need(&mut self, request: &Request<'_>, evidence: &Evidence) {
        let principal = request.principal;
        if matches!(principal, Principal::Root { .. }) {
            return;
        }
        let (kind, name) = caller(principal);
        let needs = self.needs.entry(name).or_default();
        needs.kind = kind;
        let own = principal.account();
        let owner = evidence.resource_account.as_deref();
        let abroad = own.is_some() && owner.is_some() && owner != own;
        let ruled = evidence.rule != ResourceRule::Standard;
        let pair = (request.action.to_owned(), request.resource.to_owned());
        let sides = [
            (&mut needs.resource, own.is_none() || abroad || ruled),
            (&mut needs.identity, own.is_some() && (abroad || !ruled)),
        ];
        for (set, wanted) in sides {
            if wanted && set.len() < PAIRS_KEPT {
                set.insert(pair.clone());
            } else if wanted && !set.contains(&pair) {
                self.left_out += 1;
            }
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// What was counted so far.
    pub fn report(&self) -> CoverageReport {
        let mut policies: Vec<_> = self.policies.iter().collect();
        policies.sort_by(|(one, _), (other, _)| one.order().cmp(&other.order()));
        let policies = policies
            .into_iter()
            .map(|(key, counts)| report::policy(key.layer, &key.name, &key.document, counts))
            .collect();
        let needs = self.needs.iter();
        let least = needs.map(|(name, needs)| least::of(name, needs));
        CoverageReport::new(self.decisions, self.left_out, policies, least.collect())
    }
}

fn is_same(one: &Attached, other: &Attached) -> bool {
    one.name == other.name && same_document(&one.document, &other.document)
}

fn same_document(one: &Arc<Document>, other: &Arc<Document>) -> bool {
    Arc::ptr_eq(one, other) || one.text() == other.text()
}

/// How a policy names the caller: kind and text. Sessions are named by what they were made from.
fn caller(principal: &Principal) -> (&'static str, String) {
    match principal {
        Principal::RoleSession { role_arn, .. } => ("AWS", role_arn.clone()),
        Principal::FederatedUser { user_arn, .. } => ("AWS", user_arn.clone()),
        Principal::Anonymous => ("AWS", "*".to_owned()),
        Principal::WebIdentity { provider_arn } => ("Federated", provider_arn.clone()),
        Principal::Service { name } => ("Service", name.clone()),
        Principal::Root { .. } | Principal::User { .. } => ("AWS", principal.to_string()),
    }
}
