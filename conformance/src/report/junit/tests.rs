use std::{path::PathBuf, time::Duration};

use super::*;
use crate::{
    run::{Miss, StepOutcome, StepVerdict, TurnFailure},
    scenario::problem::Position,
};

fn outcome(verdict: Verdict) -> ScenarioOutcome {
    let at = Position { line: 7, column: 3 };
    let failure = TurnFailure {
        turn: None,
        answer: "200".to_owned(),
        request_id: Some("ID".to_owned()),
        misses: vec![Miss::new(at, "status", "`403`", "`200`")],
        trace: Some("Allow by <Identity>".to_owned()),
    };
    let failed = verdict != Verdict::Passed;
    ScenarioOutcome {
        file: PathBuf::from("scenarios/a/b.toml"),
        title: "a \"title\" & more".to_owned(),
        source: None,
        verdict,
        trouble: None,
        trouble_at: None,
        steps: vec![StepOutcome {
            name: "one".to_owned(),
            at,
            action: "GetObject".to_owned(),
            verdict: if failed {
                StepVerdict::Failed
            } else {
                StepVerdict::Passed
            },
            duration: Duration::from_millis(3),
            turns: 1,
            failed_turns: u64::from(failed),
            failures: if failed { vec![failure] } else { Vec::new() },
            load: None,
        }],
        duration: Duration::from_millis(1500),
        setup_duration: Duration::ZERO,
        policy_coverage: None,
    }
}

#[test]
fn a_failed_scenario_is_a_failure_with_its_text() {
    let scenarios = vec![outcome(Verdict::Failed)];
    let text = junit(&RunOutcome {
        scenarios,
        planned: 1,
        duration: Duration::from_secs(2),
    });
    assert!(
        text.contains("<testsuites tests=\"1\" failures=\"1\" errors=\"0\" time=\"2.000\">"),
        "{text}"
    );
    assert!(
        text.contains(
            "name=\"a &quot;title&quot; &amp; more\" file=\"scenarios/a/b.toml\" time=\"1.500\""
        ),
        "{text}"
    );
    assert!(
        text.contains("scenarios/a/b.toml:7:3: status: expected `403`, got `200`"),
        "{text}"
    );
    assert!(text.contains("Allow by &lt;Identity&gt;"), "{text}");
}

#[test]
fn a_passed_scenario_has_no_failure() {
    let scenarios = vec![outcome(Verdict::Passed)];
    let text = junit(&RunOutcome {
        scenarios,
        planned: 1,
        duration: Duration::from_secs(2),
    });
    assert!(
        text.contains("failures=\"0\"") && !text.contains("<failure"),
        "{text}"
    );
}
