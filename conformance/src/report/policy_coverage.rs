use bucketproof_policy::CoverageReport;
use serde_json::{Value, json};

use crate::run::RunOutcome;

/// What a run asked of its policies, in words.
pub fn policy_coverage(run: &RunOutcome) -> String {
    whole(run).to_string()
}

/// What a run asked of its policies: counts of all scenarios together, and for each what would have been enough.
pub fn policy_coverage_json(run: &RunOutcome) -> Value {
    let whole = whole(run);
    let scenarios: Vec<Value> = run
        .scenarios
        .iter()
        .filter_map(|scenario| {
            let report = scenario.policy_coverage.as_ref()?;
            Some(json!({
                "file": scenario.file.display().to_string(),
                "decisions": report.decisions,
                "unused_allows": report.unused_allows,
                "least_privilege": report.least_privilege,
            }))
        })
        .collect();
    json!({
        "format": 1,
        "decisions": whole.decisions,
        "pairs_left_out": whole.pairs_left_out,
        "policies": whole.policies,
        "unused_allows": whole.unused_allows,
        "least_privilege": whole.least_privilege,
        "scenarios": scenarios,
    })
}

fn whole(run: &RunOutcome) -> CoverageReport {
    let mut whole = CoverageReport::default();
    let reports = run.scenarios.iter();
    for report in reports.filter_map(|scenario| scenario.policy_coverage.clone()) {
        whole.merge(report);
    }
    whole
}
