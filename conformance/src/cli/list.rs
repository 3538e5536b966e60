use std::path::PathBuf;

use super::Exit;
use crate::{
    client::sdk,
    plan,
    scenario::{self, action::Service},
};

#[derive(Debug, clap::Args)]
pub struct List {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The titles, tags and claims of scenarios
    Scenarios {
        /// Scenario files, or folders that are searched for them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// The AWS operations that a step can call, with their members
    Actions,
    /// The operations that the stack carries out, and those that it answers with `NotImplemented`
    Operations,
}

impl List {
    pub fn run(self) -> Exit {
        match self.what {
            What::Scenarios { paths } => scenarios(&paths),
            What::Actions => {
                for operation in Service::ALL.into_iter().flat_map(sdk::operations) {
                    println!(
                        "{} {}: {}",
                        operation.service.word(),
                        operation.name,
                        operation.members.join(", ")
                    );
                }
                Exit::Ok
            }
            What::Operations => {
                for row in bucketproof::operations() {
                    println!("{} {} ({})", row.service.name(), row.name, row.action);
                }
                for (service, name, why) in bucketproof::operations_not_done() {
                    println!("{} {name} not implemented: {why}", service.name());
                }
                Exit::Ok
            }
        }
    }
}

fn scenarios(paths: &[PathBuf]) -> Exit {
    let files = match plan::find_files(paths) {
        Ok(files) => files,
        Err(error) => return super::usage(&error.to_string()),
    };
    let (scenarios, problems) = scenario::load_all(&files);
    for scenario in &scenarios {
        let claims = scenario.source.as_ref().map_or(String::new(), |source| {
            format!(" [{}]", source.claims.join(" "))
        });
        println!(
            "{}: {}{claims}",
            scenario.file.display(),
            scenario.title.value
        );
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() {
        Exit::Ok
    } else {
        Exit::Unreadable
    }
}
