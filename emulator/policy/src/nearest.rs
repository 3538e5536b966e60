//! The smallest changes that would have allowed a refused request.
//!
//! A search over small edits, cheapest first: each candidate is applied and [`crate::decide()`] is asked again, so that
//! nothing is proposed that does not help. Edits of several layers are joined, as access across accounts needs.

mod allow;
mod deny;
mod edit;
mod grant;
mod keys;
mod near;
mod principal;
mod statement;
mod values;

pub use edit::{Edit, PatchOp, Question};

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::decide::{Attached, Decision, Evidence, Layer, Request, Verdict, decide};
use crate::document::Effect;
use crate::principal::Principal;
use crate::statement::Ask;

/// So many changes are proposed at most.
const CHANGES: usize = 3;
/// So many steps a change may have: both accounts' sides, a limit and several Deny statements.
const STEPS: usize = 6;
/// So often the evaluator is asked at most, and so many bytes of policies are read for it, whatever they are like.
const DECISIONS: usize = 1_500;
const BYTES: usize = 2 << 20;
/// A change that costs so much more than the cheapest is not worth mentioning.
const COST_RANGE: u32 = 60;

/// One proposal, proved by deciding again.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Change {
    /// What it takes, in words; several steps are joined by `, and `.
    pub text: String,
    /// How large the change is; only the order means something.
    pub cost: u32,
    /// The steps, to be applied in this order.
    pub edits: Vec<Edit>,
    /// What is decided after it.
    pub decision: Decision,
}

impl Change {
    /// The request and the policies after this change; `None` when it does not fit these policies.
    pub fn apply(&self, request: &Request<'_>, evidence: &Evidence) -> Option<Question> {
        self.edits
            .iter()
            .try_fold(Question::of(request, evidence), |question, edit| {
                edit.apply(&question)
            })
    }
}

/// A step that may help: what to do, what it costs and how it is said.
#[derive(Debug, Clone)]
struct Step {
    edits: Vec<Edit>,
    cost: u32,
    text: String,
}

/// A question on the way, and the steps that led to it.
struct Node {
    question: Question,
    decision: Decision,
    denials: usize,
    steps: Vec<Step>,
}

/// The smallest changes that allow the request, smallest first; empty when it is allowed.
pub fn nearest(request: &Request<'_>, evidence: &Evidence) -> Vec<Change> {
    let principal = request.principal;
    let start = Question::of(request, evidence);
    if decide(request, evidence).verdict == Verdict::Allow {
        return Vec::new();
    }
    let mut nodes = vec![node(principal, start, Vec::new())];
    let mut queue = BinaryHeap::from([Reverse((0_u32, 0_usize))]);
    let mut found: Vec<(u32, Vec<String>, Change)> = Vec::new();
    let (mut decisions, mut bytes) = (0, 0);
    let bytes_each = size(evidence);
    while let Some(Reverse((cost, index))) = queue.pop() {
        let limit = found.first().map(|(cost, ..)| cost + COST_RANGE);
        if found.len() == CHANGES || limit.is_some_and(|limit| cost > limit) {
            break;
        }
        if nodes[index].decision.verdict == Verdict::Allow {
            keep(&mut found, cost, &nodes[index]);
            continue;
        }
        if nodes[index].steps.len() == STEPS {
            continue;
        }
        let mut steps = steps(principal, &nodes[index].question);
        // What is cheap is tried first, should there be too much to try.
        steps.sort_by_key(|step| step.cost);
        for step in steps {
            if decisions == DECISIONS || bytes > BYTES {
                break;
            }
            decisions += 1;
            bytes += bytes_each;
            let Some(question) = applied(&step, &nodes[index].question) else {
                continue;
            };
            let cost = cost + step.cost;
            let mut taken = nodes[index].steps.clone();
            taken.push(step);
            let next = node(principal, question, taken);
            if helps(&nodes[index], &next) {
                queue.push(Reverse((cost, nodes.len())));
                nodes.push(next);
            }
        }
    }
    found.into_iter().map(|(.., change)| change).collect()
}

/// The length of the largest policy: an edit reads one again.
fn size(evidence: &Evidence) -> usize {
    let texts = LAYERS
        .into_iter()
        .flat_map(|layer| policies(evidence, layer))
        .map(|policy| policy.document.text().len());
    texts.max().unwrap_or_default()
}

fn applied(step: &Step, question: &Question) -> Option<Question> {
    let mut edits = step.edits.iter();
    edits.try_fold(question.clone(), |question, edit| edit.apply(&question))
}

fn node(principal: &Principal, question: Question, steps: Vec<Step>) -> Node {
    let request = question.request(principal);
    Node {
        decision: decide(&request, &question.evidence),
        denials: denials(&request, &question.evidence),
        question,
        steps,
    }
}

/// How many Deny statements apply.
fn denials(request: &Request<'_>, evidence: &Evidence) -> usize {
    let ask = Ask::new(request, evidence.boundary.is_some());
    let of_layer = |layer: Layer| {
        let statements = policies(evidence, layer)
            .iter()
            .flat_map(|policy| &policy.document.statements);
        statements
            .filter(|one| one.effect == Effect::Deny && one.applies(&ask, layer.place()).is_ok())
            .count()
    };
    LAYERS.into_iter().map(of_layer).sum()
}

/// Whether a step came closer: it allows, lifts a Deny, or moves the missing Allow to the next layer.
fn helps(before: &Node, after: &Node) -> bool {
    match after.decision.verdict {
        Verdict::Allow => true,
        Verdict::ExplicitDeny => after.denials < before.denials,
        Verdict::ImplicitDeny => {
            before.decision.verdict == Verdict::ExplicitDeny
                || after.decision.layer != before.decision.layer
        }
    }
}

/// Keeps a proposal unless it only does more than one that is kept already.
fn keep(found: &mut Vec<(u32, Vec<String>, Change)>, cost: u32, node: &Node) {
    let mut texts: Vec<String> = node.steps.iter().map(|step| step.text.clone()).collect();
    let joined = texts.join(", and ");
    texts.sort();
    let does_more =
        |(_, known, _): &(u32, Vec<String>, Change)| known.iter().all(|text| texts.contains(text));
    if found.iter().any(does_more) {
        return;
    }
    let change = Change {
        text: joined,
        cost,
        edits: node
            .steps
            .iter()
            .flat_map(|step| step.edits.clone())
            .collect(),
        decision: node.decision,
    };
    found.push((cost, texts, change));
}

/// All steps that look worth trying from here.
fn steps(principal: &Principal, question: &Question) -> Vec<Step> {
    let request = question.request(principal);
    let evidence = &question.evidence;
    let ask = Ask::new(&request, evidence.boundary.is_some());
    let denied = decide(&request, evidence).verdict == Verdict::ExplicitDeny;
    if denied {
        // In the order of the layers, or every order of lifting them would be tried.
        let mut of_layers = LAYERS
            .into_iter()
            .map(|layer| deny::steps(&ask, question, layer));
        return of_layers
            .find(|steps| !steps.is_empty())
            .unwrap_or_default();
    }
    let of_layers = LAYERS
        .into_iter()
        .flat_map(|layer| allow::steps(&ask, question, layer));
    of_layers.chain(grant::step(&request, evidence)).collect()
}

/// The layers whose policies can be edited. Those of an organization are not the account's to change, which
/// [`crate::Explanation::beyond`] says; lists of grants are changed in [`grant`].
const LAYERS: [Layer; 4] = [
    Layer::Resource,
    Layer::Identity,
    Layer::Boundary,
    Layer::Session,
];

/// The policies of a layer; none where they cannot be edited.
fn policies(evidence: &Evidence, layer: Layer) -> &[Attached] {
    let of_layer = [
        (Layer::Resource, evidence.resource.as_slice()),
        (Layer::Identity, &evidence.identity),
        (Layer::Boundary, evidence.boundary.as_slice()),
        (
            Layer::Session,
            evidence.session.as_deref().unwrap_or_default(),
        ),
    ];
    let found = of_layer.into_iter().find(|(one, _)| *one == layer);
    found.map_or(&[], |(_, policies)| policies)
}

/// Puts `policy` in the place of the one at `index`; with `None`, takes that one away.
fn exchange(evidence: &mut Evidence, layer: Layer, index: usize, policy: Option<Attached>) {
    let list = if layer == Layer::Identity {
        &mut evidence.identity
    } else if let (Layer::Session, Some(list)) = (layer, &mut evidence.session) {
        list
    } else {
        if layer == Layer::Resource {
            evidence.resource = policy;
        } else if layer == Layer::Boundary {
            evidence.boundary = policy;
        }
        return;
    };
    match policy {
        Some(policy) if index < list.len() => list[index] = policy,
        Some(policy) => list.push(policy),
        None if index < list.len() => {
            list.remove(index);
        }
        None => {}
    }
}
