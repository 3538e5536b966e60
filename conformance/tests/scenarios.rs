//! Every scenario file of the repository is one test, run against a fresh stack in this process. The harness takes the
//! arguments that `cargo test` and its relatives use: filters, `--exact`, `--skip`, `--list`, `--test-threads`.

use std::{path::PathBuf, process::ExitCode, thread::available_parallelism};

use bucketproof_conformance::{
    plan, report,
    run::{self, Listener, RunEvent, RunOptions, Verdict},
    scenario,
};

#[derive(Default)]
struct Arguments {
    filters: Vec<String>,
    skipped: Vec<String>,
    exact: bool,
    list: bool,
    threads: Option<usize>,
}

impl Arguments {
    fn parse(arguments: impl Iterator<Item = String>) -> Self {
        let mut parsed = Self::default();
        let mut arguments = arguments.peekable();
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => {
                    (name.to_owned(), Some(value.to_owned()))
                }
                _ => (argument.clone(), None),
            };
            match name.as_str() {
                "--exact" => parsed.exact = true,
                "--list" => parsed.list = true,
                "--skip" => parsed.skipped.extend(value.or_else(|| arguments.next())),
                "--test-threads" => {
                    parsed.threads = value
                        .or_else(|| arguments.next())
                        .and_then(|number| number.parse().ok());
                }
                // Known to take a value and without meaning here.
                "--format" | "--color" | "--logfile" | "-Z" => {
                    let _ = value.or_else(|| arguments.next());
                }
                flag if flag.starts_with('-') => {}
                _ => parsed.filters.push(argument),
            }
        }
        parsed
    }

    fn choose(&self, name: &str) -> bool {
        let fits = |filter: &String| {
            if self.exact {
                name == filter
            } else {
                name.contains(filter.as_str())
            }
        };
        (self.filters.is_empty() || self.filters.iter().any(fits)) && !self.skipped.iter().any(fits)
    }
}

/// Prints one line for each file, and what went wrong.
struct Lines;

impl Listener for Lines {
    fn hear(&mut self, event: &RunEvent<'_>) {
        if let RunEvent::ScenarioFinished(outcome) = event {
            let word = if outcome.verdict == Verdict::Passed {
                "ok"
            } else {
                "FAILED"
            };
            println!(
                "test {} ... {word} ({})",
                outcome.file.display(),
                report::duration_text(outcome.duration)
            );
            print!("{}", report::failure_text(outcome));
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse(std::env::args().skip(1));
    // The names of the tests are paths from the repository's root, whatever folder cargo starts them in.
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    if let Err(error) = std::env::set_current_dir(&root) {
        eprintln!("`{}` cannot be entered: {error}", root.display());
        return ExitCode::FAILURE;
    }
    let files = match plan::find_files(&[PathBuf::from("scenarios")]) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let chosen: Vec<PathBuf> = files
        .iter()
        .filter(|file| arguments.choose(&file.display().to_string()))
        .cloned()
        .collect();
    if arguments.list {
        for file in &chosen {
            println!("{}: test", file.display());
        }
        return ExitCode::SUCCESS;
    }
    play(&arguments, &files, &chosen)
}

fn play(arguments: &Arguments, files: &[PathBuf], chosen: &[PathBuf]) -> ExitCode {
    // All files are read, so that titles that exist twice are found even in a filtered run.
    let (scenarios, problems) = scenario::load_all(files);
    println!("\nrunning {} tests", chosen.len());
    for problem in &problems {
        println!("{problem}");
    }
    let scenarios: Vec<_> = scenarios
        .into_iter()
        .filter(|scenario| chosen.contains(&scenario.file))
        .collect();
    let unreadable = chosen.len() - scenarios.len();
    let jobs = arguments
        .threads
        .unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let outcome = runtime.block_on(run::run(
        scenarios,
        &RunOptions {
            endpoint: None,
            jobs,
            ..RunOptions::default()
        },
        &mut [&mut Lines],
    ));
    let passed = outcome.count(Verdict::Passed);
    let failed = outcome.planned - passed + unreadable;
    let word = if failed == 0 && problems.is_empty() {
        "ok"
    } else {
        "FAILED"
    };
    let filtered = files.len() - chosen.len();
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; 0 ignored; 0 measured; {filtered} filtered out\n"
    );
    if word == "ok" {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
