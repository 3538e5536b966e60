use std::path::PathBuf;

use super::Exit;
use crate::{
    plan,
    scenario::{self, words::counted},
};

#[derive(Debug, clap::Args)]
pub struct Check {
    /// Scenario files, or folders that are searched for them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

impl Check {
    pub fn run(self) -> Exit {
        let files = match plan::find_files(&self.paths) {
            Ok(files) => files,
            Err(error) => return super::usage(&error.to_string()),
        };
        let (_, problems) = scenario::load_all(&files);
        for problem in &problems {
            eprintln!("{problem}");
        }
        if problems.is_empty() {
            println!("{}: no problem", counted(files.len(), "scenario"));
            Exit::Ok
        } else {
            eprintln!(
                "{} in {}",
                counted(problems.len(), "problem"),
                counted(files.len(), "scenario")
            );
            Exit::Unreadable
        }
    }
}
