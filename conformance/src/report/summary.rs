use std::{collections::BTreeMap, path::Path, time::Duration};

use super::{columns, duration_text, load_table::load_table};
use crate::run::{RunOutcome, ScenarioOutcome, StepVerdict, Verdict};
use crate::scenario::words::counted;

/// The end of a run: a line for each folder, the figures of all loads, and the sum.
pub fn summary(run: &RunOutcome) -> String {
    let mut text = String::from("\n");
    text.push_str(&folders(run));
    for scenario in &run.scenarios {
        for step in &scenario.steps {
            if let Some(figures) = &step.load {
                text.push_str(&format!(
                    "\nload `{}` of {}\n",
                    step.name,
                    scenario.file.display()
                ));
                text.push_str(&load_table(figures));
            }
        }
    }
    text.push_str(&format!("\n{}\n", sum(run)));
    text
}

fn sum(run: &RunOutcome) -> String {
    let mut parts = vec![format!("{} passed", run.count(Verdict::Passed))];
    for verdict in [Verdict::Failed, Verdict::ThresholdMissed, Verdict::NoStack] {
        let count = run.count(verdict);
        if count > 0 || verdict == Verdict::Failed {
            parts.push(format!("{count} {}", verdict.word()));
        }
    }
    let lost = run.planned.saturating_sub(run.scenarios.len());
    if lost > 0 {
        parts.push(format!("{lost} without an outcome"));
    }
    format!(
        "{}: {} in {}",
        counted(run.planned, "scenario"),
        parts.join(", "),
        duration_text(run.duration)
    )
}

#[derive(Default)]
struct Folder {
    scenarios: usize,
    passed: usize,
    steps: usize,
    steps_passed: usize,
    duration: Duration,
    claims: Vec<String>,
}

fn folders(run: &RunOutcome) -> String {
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for scenario in &run.scenarios {
        let name = scenario
            .file
            .parent()
            .unwrap_or(Path::new(""))
            .display()
            .to_string();
        add(folders.entry(name).or_default(), scenario);
    }
    let title = [
        "folder",
        "scenarios",
        "passed",
        "steps",
        "passed",
        "time",
        "claims",
    ];
    let mut rows = vec![title.map(str::to_owned).to_vec()];
    for (name, folder) in folders {
        rows.push(vec![
            name,
            folder.scenarios.to_string(),
            folder.passed.to_string(),
            folder.steps.to_string(),
            folder.steps_passed.to_string(),
            duration_text(folder.duration),
            claims(&folder.claims),
        ]);
    }
    columns(&rows, &[false, true, true, true, true, true, false])
}

fn add(folder: &mut Folder, scenario: &ScenarioOutcome) {
    folder.scenarios += 1;
    folder.passed += usize::from(scenario.verdict == Verdict::Passed);
    folder.steps += scenario.steps.len();
    folder.steps_passed += scenario
        .steps
        .iter()
        .filter(|step| step.verdict == StepVerdict::Passed)
        .count();
    folder.duration += scenario.duration;
    if let Some(source) = &scenario.source {
        for claim in &source.claims {
            if !folder.claims.contains(claim) {
                folder.claims.push(claim.clone());
            }
        }
    }
}

/// How many different claims of a guide were looked at.
fn claims(claims: &[String]) -> String {
    if claims.is_empty() {
        String::new()
    } else {
        claims.len().to_string()
    }
}
