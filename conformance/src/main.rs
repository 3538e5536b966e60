//! The `bucketproof` program.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    bucketproof_conformance::cli::main()
}
