use crate::run::{ScenarioOutcome, StepOutcome, StepVerdict, TurnFailure};

/// Everything about a scenario's failure: the step, its line, what was expected and found, the request and why the stack
/// decided as it did. Empty for a scenario that passed.
pub fn failure_text(scenario: &ScenarioOutcome) -> String {
    let mut text = String::new();
    let file = scenario.file.display();
    if let Some(trouble) = &scenario.trouble {
        let place = scenario
            .trouble_at
            .map_or_else(String::new, |at| format!(":{at}"));
        text.push_str(&format!(
            "before the first step ({file}{place})\n  {trouble}\n"
        ));
    }
    for step in &scenario.steps {
        if matches!(
            step.verdict,
            StepVerdict::Failed | StepVerdict::ThresholdMissed
        ) {
            text.push_str(&format!(
                "step `{}` ({}) at {file}:{}\n",
                step.name, step.action, step.at
            ));
            text.push_str(&turns(step, &file.to_string()));
        }
    }
    text
}

fn turns(step: &StepOutcome, file: &str) -> String {
    let mut text = String::new();
    for failure in &step.failures {
        text.push_str(&turn(failure, file));
    }
    let hidden = step.failed_turns.saturating_sub(step.failures.len() as u64);
    if hidden > 0 {
        text.push_str(&format!("  and {hidden} more of {} turns\n", step.turns));
    }
    text
}

fn turn(failure: &TurnFailure, file: &str) -> String {
    let mut text = String::new();
    if let Some(turn) = failure.turn {
        text.push_str(&format!("  turn {turn}\n"));
    }
    text.push_str(&format!("  answer: {}\n", failure.answer));
    if let Some(id) = &failure.request_id {
        text.push_str(&format!("  request id: {id}\n"));
    }
    for miss in &failure.misses {
        text.push_str(&format!(
            "  {file}:{}: {}: expected {}, got {}\n",
            miss.at, miss.what, miss.expected, miss.got
        ));
    }
    if let Some(trace) = &failure.trace {
        text.push_str("  decision:\n");
        for line in trace.lines() {
            text.push_str(&format!("    {line}\n"));
        }
    }
    text
}
