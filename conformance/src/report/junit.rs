use std::{collections::BTreeMap, path::Path};

use super::{failure_text, load_table::load_table};
use crate::run::{RunOutcome, ScenarioOutcome, Verdict};

/// The run as JUnit XML: a suite for each folder, a case for each scenario.
pub fn junit(run: &RunOutcome) -> String {
    let mut suites: BTreeMap<String, Vec<&ScenarioOutcome>> = BTreeMap::new();
    for scenario in &run.scenarios {
        let folder = scenario
            .file
            .parent()
            .unwrap_or(Path::new(""))
            .display()
            .to_string();
        suites.entry(folder).or_default().push(scenario);
    }
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.push_str(&format!(
        "<testsuites tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3}\">\n",
        run.scenarios.len(),
        run.count(Verdict::Failed) + run.count(Verdict::ThresholdMissed),
        run.count(Verdict::NoStack),
        run.duration.as_secs_f64(),
    ));
    for (folder, scenarios) in suites {
        suite(&folder, &scenarios, &mut text);
    }
    text.push_str("</testsuites>\n");
    text
}

fn suite(folder: &str, scenarios: &[&ScenarioOutcome], text: &mut String) {
    let count = |wanted: fn(Verdict) -> bool| {
        scenarios
            .iter()
            .filter(|scenario| wanted(scenario.verdict))
            .count()
    };
    let seconds: f64 = scenarios
        .iter()
        .map(|scenario| scenario.duration.as_secs_f64())
        .sum();
    text.push_str(&format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{seconds:.3}\">\n",
        escape(folder),
        scenarios.len(),
        count(|verdict| matches!(verdict, Verdict::Failed | Verdict::ThresholdMissed)),
        count(|verdict| verdict == Verdict::NoStack),
    ));
    for scenario in scenarios {
        case(folder, scenario, text);
    }
    text.push_str("  </testsuite>\n");
}

fn case(folder: &str, scenario: &ScenarioOutcome, text: &mut String) {
    text.push_str(&format!(
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{:.3}\">\n",
        escape(folder),
        escape(&scenario.title),
        escape(&scenario.file.display().to_string()),
        scenario.duration.as_secs_f64(),
    ));
    let element = match scenario.verdict {
        Verdict::Passed => None,
        Verdict::Failed | Verdict::ThresholdMissed => Some("failure"),
        Verdict::NoStack => Some("error"),
    };
    if let Some(element) = element {
        let details = failure_text(scenario);
        let first = details.lines().next().unwrap_or_default();
        text.push_str(&format!(
            "      <{element} message=\"{}\">{}</{element}>\n",
            escape(first),
            escape(&details)
        ));
    }
    let loads: String = scenario
        .steps
        .iter()
        .filter_map(|step| step.load.as_ref())
        .map(load_table)
        .collect();
    if !loads.is_empty() {
        text.push_str(&format!(
            "      <system-out>{}</system-out>\n",
            escape(&loads)
        ));
    }
    text.push_str("    </testcase>\n");
}

/// Text for an attribute or element; characters that XML 1.0 cannot hold become `?`.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push('\t'),
            control if control < ' ' || control == '\u{fffe}' || control == '\u{ffff}' => {
                escaped.push('?')
            }
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
