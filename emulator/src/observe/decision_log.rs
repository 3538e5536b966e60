//! Keeps the evidence of the last decisions, so that the explanation is made only when somebody asks.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bucketproof_policy::{
    Context, Decision, Evidence, Explanation, Principal, Request, Verdict, explain,
};

use crate::base::Timestamp;

/// How many decisions are remembered. More would push the hot path out of the processor's caches: each keeps a context.
const DECISIONS_KEPT: usize = 2_048;

/// One question put to the evaluator and what it was shown.
#[derive(Debug, Clone)]
pub struct Decided {
    /// When, in virtual time.
    pub time: Timestamp,
    /// The request that asked.
    pub request_id: Arc<str>,
    /// Who asked.
    pub principal: Arc<Principal>,
    /// IAM action.
    pub action: String,
    /// Resource ARN, or `*`.
    pub resource: String,
    /// Condition keys and values.
    pub context: Arc<Context>,
    /// The policies that were looked at.
    pub evidence: Arc<Evidence>,
    /// The answer.
    pub decision: Decision,
    /// Whether the call went on all the same, because denials are only recorded.
    pub let_through: bool,
}

impl Decided {
    /// Evaluates again, this time keeping every step, and looks for what would have allowed it.
    pub fn explain(&self) -> Explanation {
        let request = Request {
            principal: &self.principal,
            action: &self.action,
            resource: &self.resource,
            context: &self.context,
        };
        explain(&request, &self.evidence)
    }
}

/// Which decisions are listed; everything that is given has to hold.
#[derive(Debug, Clone, Default)]
pub struct DecisionFilter {
    /// Only those that are no Allow, or only those that are one.
    pub denied: Option<bool>,
    /// Part of the caller's ARN.
    pub principal: Option<String>,
    /// Part of the action; letter case does not matter.
    pub action: Option<String>,
    /// Not before this moment, in virtual time.
    pub since: Option<Timestamp>,
    /// Only those numbered above.
    pub after: u64,
}

impl DecisionFilter {
    fn takes(&self, decided: &Decided) -> bool {
        let is_denied = decided.decision.verdict != Verdict::Allow;
        let principal = || decided.principal.to_string();
        self.denied.is_none_or(|denied| denied == is_denied)
            && self.since.is_none_or(|since| decided.time >= since)
            && self.action.as_ref().is_none_or(|part| {
                let action = decided.action.to_ascii_lowercase();
                action.contains(&part.to_ascii_lowercase())
            })
            && self
                .principal
                .as_ref()
                .is_none_or(|part| principal().contains(part.as_str()))
    }
}

/// The bounded history of decisions.
#[derive(Debug, Default)]
pub struct DecisionLog {
    kept: Mutex<Kept>,
    /// Unfinished requests that would have been denied.
    would_deny: Mutex<HashSet<Arc<str>>>,
}

#[derive(Debug, Default)]
struct Kept {
    /// How many were recorded; the last one has this number.
    recorded: u64,
    decisions: VecDeque<Decided>,
}

impl DecisionLog {
    /// Remembers a decision.
    pub fn record(&self, decided: Decided) {
        if decided.let_through {
            lock(&self.would_deny).insert(Arc::clone(&decided.request_id));
        }
        let mut kept = lock(&self.kept);
        kept.recorded += 1;
        if kept.decisions.len() == DECISIONS_KEPT {
            kept.decisions.pop_front();
        }
        kept.decisions.push_back(decided);
    }

    /// The decisions of one request, in the order in which they were made.
    pub fn of_request(&self, request_id: &str) -> Vec<Decided> {
        lock(&self.kept)
            .decisions
            .iter()
            .filter(|decided| &*decided.request_id == request_id)
            .cloned()
            .collect()
    }

    /// Decisions with their numbers, oldest first, at most `limit`; and where to go on: the number of the last one
    /// listed, or of the last one recorded when the list is complete.
    pub fn list(&self, filter: &DecisionFilter, limit: usize) -> (Vec<(u64, Decided)>, u64) {
        let kept = lock(&self.kept);
        let first = kept.recorded + 1 - kept.decisions.len() as u64;
        let mut wanted = (first..)
            .zip(&kept.decisions)
            .filter(|(number, _)| *number > filter.after)
            .filter(|(_, decided)| filter.takes(decided));
        let listed: Vec<_> = wanted
            .by_ref()
            .take(limit)
            .map(|(number, decided)| (number, decided.clone()))
            .collect();
        let next = match (wanted.next(), listed.last()) {
            (Some(_), Some((number, _))) => *number,
            _ => kept.recorded.max(filter.after),
        };
        (listed, next)
    }

    /// Whether the request would have been denied; forgotten by asking.
    pub fn take_would_deny(&self, request_id: &str) -> bool {
        lock(&self.would_deny).remove(request_id)
    }

    /// Forgets everything but the numbering.
    pub fn clear(&self) {
        lock(&self.kept).decisions.clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
