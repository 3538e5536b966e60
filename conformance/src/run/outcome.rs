use std::{path::PathBuf, time::Duration};

use bucketproof_policy::CoverageReport;

use crate::{
    load::LoadFigures,
    scenario::{Scenario, Source, problem::Position},
};

/// How a run went.
#[derive(Clone, Debug)]
pub struct RunOutcome {
    /// The scenarios, by file.
    pub scenarios: Vec<ScenarioOutcome>,
    /// How many there should be; a scenario that died without an outcome is missing.
    pub planned: usize,
    /// From the first to the last.
    pub duration: Duration,
}

impl RunOutcome {
    /// How many scenarios ended so.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.scenarios
            .iter()
            .filter(|scenario| scenario.verdict == verdict)
            .count()
    }
}

/// How a scenario ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every expectation held.
    Passed,
    /// An expectation failed, or an account could not be made.
    Failed,
    /// Only thresholds of a load were missed.
    ThresholdMissed,
    /// There was no stack to run against.
    NoStack,
}

impl Verdict {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::ThresholdMissed => "threshold missed",
            Self::NoStack => "no stack",
        }
    }
}

/// How one scenario went.
#[derive(Clone, Debug)]
pub struct ScenarioOutcome {
    /// Its file.
    pub file: PathBuf,
    /// The promise.
    pub title: String,
    /// Where the promise comes from.
    pub source: Option<Source>,
    /// How it ended.
    pub verdict: Verdict,
    /// What went wrong outside of steps.
    pub trouble: Option<String>,
    /// The line of the trouble.
    pub trouble_at: Option<Position>,
    /// All steps of the file.
    pub steps: Vec<StepOutcome>,
    /// Its time, the making of accounts included.
    pub duration: Duration,
    /// The time it took to make the accounts.
    pub setup_duration: Duration,
    /// What was asked of the policies, when that was counted and anything was.
    pub policy_coverage: Option<CoverageReport>,
}

impl ScenarioOutcome {
    /// For a scenario that has not begun.
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            file: scenario.file.clone(),
            title: scenario.title.value.clone(),
            source: scenario.source.clone(),
            verdict: Verdict::Passed,
            trouble: None,
            trouble_at: None,
            steps: Vec::new(),
            duration: Duration::ZERO,
            setup_duration: Duration::ZERO,
            policy_coverage: None,
        }
    }

    /// Fails a scenario for what went wrong outside of its steps.
    pub fn note_trouble(&mut self, trouble: String) {
        self.verdict = Verdict::Failed;
        self.trouble.get_or_insert(trouble);
    }
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepVerdict {
    /// Every expectation held.
    Passed,
    /// One failed.
    Failed,
    /// Only thresholds were missed.
    ThresholdMissed,
    /// An earlier step failed.
    NotRun,
}

/// How one step went.
#[derive(Clone, Debug)]
pub struct StepOutcome {
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub at: Position,
    /// The operation, or the kind of action.
    pub action: String,
    /// How it ended.
    pub verdict: StepVerdict,
    /// Its time, all turns together.
    pub duration: Duration,
    /// How often it was done.
    pub turns: u64,
    /// How many turns failed.
    pub failed_turns: u64,
    /// The first failed turns.
    pub failures: Vec<TurnFailure>,
    /// Figures of a load.
    pub load: Option<LoadFigures>,
}

/// What was wrong with one turn of a step.
#[derive(Clone, Debug)]
pub struct TurnFailure {
    /// The turn's number, when there are several.
    pub turn: Option<u64>,
    /// The answer in one line.
    pub answer: String,
    /// The request's id.
    pub request_id: Option<String>,
    /// What was missed.
    pub misses: Vec<Miss>,
    /// Why the stack allowed or refused the request, in its words.
    pub trace: Option<String>,
}

/// An expectation that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// Where it is written.
    pub at: Position,
    /// What it is about.
    pub what: String,
    /// What should have been.
    pub expected: String,
    /// What was.
    pub got: String,
    /// Whether it is a threshold of a load.
    pub threshold: bool,
}

impl Miss {
    /// An expectation that did not hold.
    pub fn new(
        at: Position,
        what: impl Into<String>,
        expected: impl Into<String>,
        got: impl Into<String>,
    ) -> Self {
        Self {
            at,
            what: what.into(),
            expected: expected.into(),
            got: got.into(),
            threshold: false,
        }
    }
}
