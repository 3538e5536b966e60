use serde_json::{Value, json as object};

use super::failure_text;
use crate::{
    load::LoadFigures,
    run::{RunOutcome, ScenarioOutcome, StepOutcome, StepVerdict, Verdict},
};

/// The run as JSON. Times are in milliseconds.
pub fn json(run: &RunOutcome) -> Value {
    object!({
        "format": 1,
        "planned": run.planned,
        "passed": run.count(Verdict::Passed),
        "failed": run.count(Verdict::Failed),
        "threshold_missed": run.count(Verdict::ThresholdMissed),
        "no_stack": run.count(Verdict::NoStack),
        "duration_ms": milliseconds(run.duration),
        "scenarios": run.scenarios.iter().map(scenario).collect::<Vec<_>>(),
    })
}

fn milliseconds(duration: std::time::Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn scenario(scenario: &ScenarioOutcome) -> Value {
    let source = scenario.source.as_ref();
    object!({
        "file": scenario.file.display().to_string(),
        "title": scenario.title,
        "guide": source.map(|source| source.guide.clone()),
        "claims": source.map(|source| source.claims.clone()).unwrap_or_default(),
        "finding": source.and_then(|source| source.finding),
        "verdict": scenario.verdict.word(),
        "trouble": scenario.trouble,
        "failure": Some(failure_text(scenario)).filter(|text| !text.is_empty()),
        "duration_ms": milliseconds(scenario.duration),
        "setup_ms": milliseconds(scenario.setup_duration),
        "steps": scenario.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn step(step: &StepOutcome) -> Value {
    let verdict = match step.verdict {
        StepVerdict::Passed => "passed",
        StepVerdict::Failed => "failed",
        StepVerdict::ThresholdMissed => "threshold missed",
        StepVerdict::NotRun => "not run",
    };
    let failures: Vec<Value> = step
        .failures
        .iter()
        .map(|failure| {
            object!({
                "turn": failure.turn,
                "answer": failure.answer,
                "request_id": failure.request_id,
                "misses": failure.misses.iter().map(|miss| object!({
                    "line": miss.at.line,
                    "column": miss.at.column,
                    "what": miss.what,
                    "expected": miss.expected,
                    "got": miss.got,
                })).collect::<Vec<_>>(),
                "decision": failure.trace,
            })
        })
        .collect();
    object!({
        "name": step.name,
        "line": step.at.line,
        "action": step.action,
        "verdict": verdict,
        "duration_ms": milliseconds(step.duration),
        "turns": step.turns,
        "failed_turns": step.failed_turns,
        "failures": failures,
        "load": step.load.as_ref().map(load),
    })
}

fn load(figures: &LoadFigures) -> Value {
    let operations: serde_json::Map<String, Value> = figures
        .operations
        .iter()
        .map(|(operation, figures)| {
            let ms = |quantile| figures.latencies.quantile_micros(quantile) as f64 / 1000.0;
            let value = object!({
                "requests": figures.latencies.count(),
                "errors": figures.errors,
                "bytes": figures.bytes,
                "p50_ms": ms(0.5),
                "p90_ms": ms(0.9),
                "p99_ms": ms(0.99),
                "max_ms": figures.latencies.max_micros() as f64 / 1000.0,
            });
            ((*operation).to_owned(), value)
        })
        .collect();
    object!({
        "duration_ms": milliseconds(figures.duration),
        "requests": figures.requests(),
        "errors": figures.errors(),
        "requests_per_second": figures.requests_per_second(),
        "mib_per_second": figures.mib_per_second(),
        "first_error": figures.first_error,
        "operations": operations,
    })
}
