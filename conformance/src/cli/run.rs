use std::{
    path::{Path, PathBuf},
    thread::available_parallelism,
};

use super::{Exit, runtime};
use crate::{
    plan, report,
    run::{self, RunOptions, RunOutcome, Verdict},
    scenario::{self, Scenario},
};

#[derive(Debug, clap::Args)]
pub struct Run {
    /// Scenario files, or folders that are searched for them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Run against a server that is already there; it is emptied before each scenario
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Scenarios at the same time, each with its own stack [default: one per core]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Only scenarios whose path, title, tags or claims contain this text; can be repeated, one must fit
    #[arg(long, value_name = "TEXT")]
    filter: Vec<String>,
    /// Show every step
    #[arg(long)]
    steps: bool,
    /// Write a JUnit XML report
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Write a JSON report
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Count what is asked of the policies, and write which statements applied, which Allow nobody needed, and the
    /// policies that would have been enough, as JSON
    #[arg(long, value_name = "FILE")]
    policy_coverage: Option<PathBuf>,
}

impl Run {
    pub fn run(self) -> Exit {
        let files = match plan::find_files(&self.paths) {
            Ok(files) => files,
            Err(error) => return super::usage(&error.to_string()),
        };
        let (scenarios, problems) = scenario::load_all(&files);
        if !problems.is_empty() {
            for problem in &problems {
                eprintln!("{problem}");
            }
            return Exit::Unreadable;
        }
        let scenarios: Vec<Scenario> = scenarios
            .into_iter()
            .filter(|scenario| plan::is_chosen(scenario, &self.filter))
            .collect();
        if scenarios.is_empty() {
            return super::usage("no scenario fits `--filter`");
        }
        let cores = available_parallelism().map_or(1, usize::from);
        let options = RunOptions {
            endpoint: self.endpoint.clone(),
            jobs: self.jobs.unwrap_or(cores),
            policy_coverage: self.policy_coverage.is_some(),
        };
        let Some(runtime) = runtime() else {
            return Exit::Internal;
        };
        let mut terminal = report::Terminal::new(self.steps);
        let outcome = runtime.block_on(run::run(scenarios, &options, &mut [&mut terminal]));
        let written = self.write_reports(&outcome);
        let exit = exit_of(&outcome);
        if written || exit == Exit::Failed {
            exit
        } else {
            Exit::Internal
        }
    }

    fn write_reports(&self, outcome: &RunOutcome) -> bool {
        let junit = self
            .junit
            .as_ref()
            .map(|file| write(file, &report::junit(outcome)));
        let json = self
            .report
            .as_ref()
            .map(|file| write(file, &format!("{:#}\n", report::json(outcome))));
        let coverage = self.policy_coverage.as_ref().map(|file| {
            print!("{}", report::policy_coverage(outcome));
            write(
                file,
                &format!("{:#}\n", report::policy_coverage_json(outcome)),
            )
        });
        let written = [junit, json, coverage];
        written.into_iter().flatten().all(|written| written)
    }
}

fn write(file: &Path, text: &str) -> bool {
    match std::fs::write(file, text) {
        Ok(()) => true,
        Err(error) => {
            eprintln!(
                "bucketproof: the report `{}` cannot be written: {error}",
                file.display()
            );
            false
        }
    }
}

fn exit_of(outcome: &RunOutcome) -> Exit {
    if outcome.count(Verdict::NoStack) > 0 || outcome.scenarios.len() < outcome.planned {
        Exit::Internal
    } else if outcome.count(Verdict::Failed) > 0 {
        Exit::Failed
    } else if outcome.count(Verdict::ThresholdMissed) > 0 {
        Exit::Threshold
    } else {
        Exit::Ok
    }
}
