//! Runs scenarios and says how they went. What happened is data; reporters listen.

mod act;
mod decision;
mod event;
mod judge;
mod outcome;
mod scenario;
mod stage;
mod step;

pub use event::{Listener, RunEvent};
pub use outcome::{
    Miss, RunOutcome, ScenarioOutcome, StepOutcome, StepVerdict, TurnFailure, Verdict,
};

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

use crate::{
    scenario::Scenario,
    stopwatch::Stopwatch,
    target::{Stack, TargetError},
};

/// Where and how many at once.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// A server that is already there; fresh stacks in this process without it.
    pub endpoint: Option<String>,
    /// Scenarios at the same time; always one with an endpoint.
    pub jobs: usize,
    /// Whether to count what is asked of the policies.
    pub policy_coverage: bool,
}

/// Runs all scenarios and tells the listeners what happens while it does.
pub async fn run(
    scenarios: Vec<Scenario>,
    options: &RunOptions,
    listeners: &mut [&mut dyn Listener],
) -> RunOutcome {
    let total = scenarios.len();
    tell(listeners, &RunEvent::Started { scenarios: total });
    let watch = Stopwatch::start();
    let jobs = if options.endpoint.is_some() {
        1
    } else {
        options.jobs.max(1)
    };
    let (sender, mut events) = mpsc::unbounded_channel();
    let endpoint = options.endpoint.clone();
    let counted = options.policy_coverage;
    let work = stream::iter(scenarios).map(|scenario| {
        let sender = sender.clone();
        let endpoint = endpoint.clone();
        async move {
            // Its own task, so that scenarios use all cores.
            let task = tokio::spawn(one(Arc::new(scenario), endpoint, counted, sender.clone()));
            if let Ok(outcome) = task.await {
                // The listener's end only closes after all scenarios.
                let _ = sender.send(RunEvent::ScenarioFinished(Box::new(outcome)));
            }
        }
    });
    let mut work = Box::pin(work.buffer_unordered(jobs).collect::<Vec<()>>());
    let mut outcomes = Vec::new();
    let mut take = |event: RunEvent<'_>, listeners: &mut [&mut dyn Listener]| {
        tell(listeners, &event);
        if let RunEvent::ScenarioFinished(outcome) = event {
            outcomes.push(*outcome);
        }
    };
    loop {
        tokio::select! {
            biased;
            Some(event) = events.recv() => take(event, listeners),
            _ = &mut work => break,
        }
    }
    while let Ok(event) = events.try_recv() {
        take(event, listeners);
    }
    outcomes.sort_by(|a, b| a.file.cmp(&b.file));
    let outcome = RunOutcome {
        scenarios: outcomes,
        planned: total,
        duration: watch.elapsed(),
    };
    tell(listeners, &RunEvent::Finished(&outcome));
    outcome
}

fn tell(listeners: &mut [&mut dyn Listener], event: &RunEvent<'_>) {
    for listener in listeners {
        listener.hear(event);
    }
}

async fn one(
    scenario: Arc<Scenario>,
    endpoint: Option<String>,
    counted: bool,
    sender: mpsc::UnboundedSender<RunEvent<'static>>,
) -> ScenarioOutcome {
    let watch = Stopwatch::start();
    let stack = match &endpoint {
        Some(endpoint) => Stack::at(endpoint).await,
        None => Stack::start().await,
    };
    match stack {
        Ok(stack) => {
            let switched = match counted {
                true => stack.control.switch_policy_coverage(true).await,
                false => Ok(()),
            };
            let mut outcome = scenario::play(&scenario, &stack, &|event| {
                let _ = sender.send(event);
            })
            .await;
            if counted {
                let report = match switched {
                    Ok(()) => stack.control.policy_coverage().await,
                    Err(error) => Err(error),
                };
                match report {
                    Ok(report) => outcome.policy_coverage = report,
                    Err(error) => outcome.note_trouble(format!("no policy coverage: {error}")),
                }
            }
            stack.stop().await;
            outcome
        }
        Err(error) => no_stack(&scenario, &error, &watch),
    }
}

fn no_stack(scenario: &Scenario, error: &TargetError, watch: &Stopwatch) -> ScenarioOutcome {
    let mut outcome = ScenarioOutcome::of(scenario);
    outcome.verdict = Verdict::NoStack;
    outcome.trouble = Some(error.to_string());
    outcome.duration = watch.elapsed();
    outcome
}
