//! Keeps the evidence of the last decisions, so that the explanation is made only when somebody asks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bucketproof_policy::{Context, Evidence, Principal, Request, Trace, trace};

/// How many decisions are remembered. More would push the hot path out of the processor's caches: each keeps a context.
const DECISIONS_KEPT: usize = 2_048;

/// One question put to the evaluator and what it was shown.
#[derive(Debug, Clone)]
pub struct Decided {
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
}

impl Decided {
    /// Evaluates again, this time keeping every step.
    pub fn explain(&self) -> Trace {
        let request = Request {
            principal: &self.principal,
            action: &self.action,
            resource: &self.resource,
            context: &self.context,
        };
        trace(&request, &self.evidence)
    }
}

/// The bounded history of decisions.
#[derive(Debug, Default)]
pub struct DecisionLog {
    kept: Mutex<VecDeque<Decided>>,
}

impl DecisionLog {
    /// Remembers a decision.
    pub fn record(&self, decided: Decided) {
        let mut kept = self.lock();
        if kept.len() == DECISIONS_KEPT {
            kept.pop_front();
        }
        kept.push_back(decided);
    }

    /// The decisions of one request, in the order in which they were made.
    pub fn of_request(&self, request_id: &str) -> Vec<Decided> {
        self.lock()
            .iter()
            .filter(|decided| &*decided.request_id == request_id)
            .cloned()
            .collect()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Decided>> {
        self.kept
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
