use std::io::{IsTerminal, Write};

use super::{duration_text, failure_text, summary};
use crate::run::{Listener, RunEvent, ScenarioOutcome, Verdict};
use crate::scenario::words::counted;

/// Writes to the terminal as scenarios end.
#[derive(Debug)]
pub struct Terminal {
    colours: bool,
    steps: bool,
}

impl Terminal {
    /// Coloured when standard output is a terminal; `steps` also shows every step that passed.
    pub fn new(steps: bool) -> Self {
        Self {
            colours: std::io::stdout().is_terminal(),
            steps,
        }
    }

    fn paint(&self, text: &str, colour: &str) -> String {
        if self.colours {
            format!("\x1b[{colour}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    fn scenario(&self, scenario: &ScenarioOutcome) -> String {
        let word = match scenario.verdict {
            Verdict::Passed => self.paint("ok  ", "32"),
            Verdict::Failed | Verdict::NoStack => self.paint("FAIL", "31"),
            Verdict::ThresholdMissed => self.paint("SLOW", "33"),
        };
        let duration = duration_text(scenario.duration);
        let mut text = format!(
            "{word}  {}  {}  ({}, {duration})\n",
            scenario.file.display(),
            scenario.title,
            counted(scenario.steps.len(), "step")
        );
        if self.steps {
            for step in &scenario.steps {
                let duration = duration_text(step.duration);
                text.push_str(&format!(
                    "        {:?}: {} ({}, {duration})\n",
                    step.verdict, step.name, step.action
                ));
            }
        }
        for line in failure_text(scenario).lines() {
            text.push_str(&format!("      {line}\n"));
        }
        text
    }
}

impl Listener for Terminal {
    fn hear(&mut self, event: &RunEvent<'_>) {
        let text = match event {
            RunEvent::Started { scenarios } => {
                format!("running {}\n\n", counted(*scenarios, "scenario"))
            }
            RunEvent::StepFinished { .. } => return,
            RunEvent::ScenarioFinished(outcome) => self.scenario(outcome),
            RunEvent::Finished(outcome) => summary(outcome),
        };
        // Nobody reads a closed pipe; the exit code still tells.
        let _ = std::io::stdout().write_all(text.as_bytes());
    }
}
