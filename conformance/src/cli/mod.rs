//! The `bucketproof` command line; one file per subcommand.

mod check;
mod env;
mod explain;
mod list;
mod run;
mod serve;
mod token;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The program's exit codes; the same table stands in `--help` and in `SCENARIOS.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything went well.
    Ok = 0,
    /// An expectation failed.
    Failed = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// A scenario does not read or lint.
    Unreadable = 3,
    /// A load threshold was missed, and nothing else failed.
    Threshold = 4,
    /// The program itself could not do its work.
    Internal = 5,
    /// The request that was to be explained is denied.
    Denied = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0  everything went well
  1  an expectation failed
  2  usage
  3  a scenario does not read or lint
  4  a load threshold was missed, and nothing else failed
  5  internal: a stack did not start, a report could not be written
  6  explain: the request is denied";

/// A local S3, STS, IAM, KMS and OIDC stack that enforces what AWS enforces, and scenarios that prove integrations against it.
#[derive(Debug, Parser)]
#[command(name = "bucketproof", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the stack until it is told to stop
    Serve(serve::Serve),
    /// Runs scenarios, each against a fresh stack
    Run(run::Run),
    /// Reads and lints scenarios, runs nothing
    Check(check::Check),
    /// Lists scenarios, the actions a scenario can take, or the operations of the stack
    List(list::List),
    /// Mints a web identity token with a running server
    Token(token::Token),
    /// Tells why a request was allowed or refused, and what would have allowed it
    Explain(Box<explain::Explain>),
    /// Prints the environment that points AWS tools at a running server
    Env(env::Env),
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; printing them can only fail when nobody listens.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Usage.into()
            } else {
                Exit::Ok.into()
            };
        }
    };
    match arguments.command {
        Command::Serve(serve) => serve.run(),
        Command::Run(run) => run.run(),
        Command::Check(check) => check.run(),
        Command::List(list) => list.run(),
        Command::Token(token) => token.run(),
        Command::Explain(explain) => explain.run(),
        Command::Env(env) => env.run(),
    }
    .into()
}

/// Where `serve` listens when nothing is said.
const DEFAULT_ENDPOINT: &str = "http://127.0.0.1:4566";

/// Says what is wrong with the command line.
fn usage(message: &str) -> Exit {
    eprintln!("bucketproof: {message}");
    Exit::Usage
}

/// The runtime of the commands that need one.
fn runtime() -> Option<tokio::runtime::Runtime> {
    let built = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    built
        .map_err(|error| eprintln!("bucketproof: the runtime did not start: {error}"))
        .ok()
}
