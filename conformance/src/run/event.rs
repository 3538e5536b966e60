use std::path::PathBuf;

use super::{RunOutcome, ScenarioOutcome, StepOutcome};

/// Something happened in a run.
#[derive(Debug)]
pub enum RunEvent<'a> {
    /// The run begins.
    Started {
        /// How many scenarios will run.
        scenarios: usize,
    },
    /// A step ended.
    StepFinished {
        /// The scenario's file.
        file: PathBuf,
        /// How it went.
        step: Box<StepOutcome>,
    },
    /// A scenario ended.
    ScenarioFinished(Box<ScenarioOutcome>),
    /// The run is over.
    Finished(&'a RunOutcome),
}

/// Hears what happens.
pub trait Listener {
    /// Called once for each event, in order.
    fn hear(&mut self, event: &RunEvent<'_>);
}
