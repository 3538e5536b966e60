//! The program as a user meets it: what it prints and how it ends.

#[path = "cli/explain.rs"]
mod explain;

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Output, Stdio},
};

fn bucketproof(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bucketproof"))
        .args(arguments)
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A running server, ended when it goes out of scope.
struct Server {
    child: Child,
    endpoint: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        Self::start_with(arguments, None)
    }

    /// With what it says on stderr in a file.
    fn start_with(arguments: &[&str], stderr: Option<&std::path::Path>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bucketproof"));
        let mut child = command
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(stderr.map_or(Stdio::inherit(), |file| {
                std::fs::File::create(file).unwrap().into()
            }))
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let endpoint = line
            .trim()
            .strip_prefix("bucketproof is ready at ")
            .unwrap_or_else(|| panic!("{line}"));
        Self {
            endpoint: endpoint.to_owned(),
            child,
        }
    }

    /// Sends SIGTERM and gives the exit code.
    fn terminate(mut self) -> Option<i32> {
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(told.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_kept_promise_is_0() {
    let output = bucketproof(&["run", "tests/self/ok/repetition.toml"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        out(&output),
        err(&output)
    );
    assert!(
        out(&output).contains("ok    tests/self/ok/repetition.toml"),
        "{}",
        out(&output)
    );
    assert!(
        out(&output).contains("1 scenario: 1 passed, 0 failed in "),
        "{}",
        out(&output)
    );
}

#[test]
fn a_broken_promise_is_1() {
    let output = bucketproof(&[
        "run",
        "tests/self/ok/repetition.toml",
        "tests/self/fail/expectations.toml",
    ]);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}{}",
        out(&output),
        err(&output)
    );
    assert!(
        out(&output).contains("2 scenarios: 1 passed, 1 failed in "),
        "{}",
        out(&output)
    );
}

#[test]
fn a_preset_needs_nothing_else_and_a_token_without_one_does() {
    let server = Server::start(&[]);
    let minted = |arguments: &[&str]| {
        let mut all = vec!["token", "--endpoint", &server.endpoint];
        all.extend_from_slice(arguments);
        bucketproof(&all)
    };
    let token = minted(&[
        "--preset",
        "github-actions",
        "--claim",
        "repository=acme/app",
    ]);
    assert_eq!(token.status.code(), Some(0), "{}", err(&token));
    assert_eq!(out(&token).trim().split('.').count(), 3);
    assert_eq!(minted(&[]).status.code(), Some(2));
    assert_eq!(minted(&["--preset", "jenkins"]).status.code(), Some(2));
}

#[test]
fn a_senseless_command_line_is_2() {
    let cases: [&[&str]; 8] = [
        &[],
        &["dance"],
        &["run"],
        &["run", "no/such/path"],
        &["check", "tests/self/fail/../../../src"],
        &["run", "tests/self/ok", "--filter", "nothing is called so"],
        &["serve", "--seed", "state.json"],
        &["serve", "--profile", "minio"],
    ];
    for arguments in cases {
        let output = bucketproof(arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}{}",
            out(&output),
            err(&output)
        );
        assert!(!err(&output).is_empty(), "{arguments:?} says nothing");
    }
}

#[test]
fn what_is_not_implemented_says_so() {
    let output = bucketproof(&["serve", "--seed", "state.json"]);
    assert!(
        err(&output).contains("`--seed` is not implemented"),
        "{}",
        err(&output)
    );
}

#[test]
fn an_unreadable_scenario_is_3() {
    for command in ["run", "check"] {
        let output = bucketproof(&[
            command,
            "tests/self/no_parse/account_id.toml",
            "tests/self/ok",
        ]);
        assert_eq!(
            output.status.code(),
            Some(3),
            "{}{}",
            out(&output),
            err(&output)
        );
        assert!(
            err(&output).starts_with(
                "tests/self/no_parse/account_id.toml:3:6: `1111-2222-3333` is not an account id"
            ),
            "{}",
            err(&output)
        );
    }
    let output = bucketproof(&["check", "tests/self/ok", "tests/self/fail"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        out(&output),
        err(&output)
    );
}

#[test]
fn a_missed_threshold_is_4() {
    let output = bucketproof(&[
        "run",
        "tests/self/fail/threshold.toml",
        "tests/self/ok/repetition.toml",
    ]);
    assert_eq!(
        output.status.code(),
        Some(4),
        "{}{}",
        out(&output),
        err(&output)
    );
    assert!(
        out(&output).contains("1 passed, 0 failed, 1 threshold missed"),
        "{}",
        out(&output)
    );
}

#[test]
fn no_stack_and_no_report_are_5() {
    let output = bucketproof(&[
        "run",
        "tests/self/ok/repetition.toml",
        "--endpoint",
        "http://127.0.0.1:1",
    ]);
    assert_eq!(
        output.status.code(),
        Some(5),
        "{}{}",
        out(&output),
        err(&output)
    );
    let output = bucketproof(&[
        "run",
        "tests/self/ok/repetition.toml",
        "--junit",
        "no/such/folder/report.xml",
    ]);
    assert_eq!(
        output.status.code(),
        Some(5),
        "{}{}",
        out(&output),
        err(&output)
    );
    assert!(
        err(&output).contains("`no/such/folder/report.xml` cannot be written"),
        "{}",
        err(&output)
    );
}

#[test]
fn reports_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (junit, json) = (file("junit.xml"), file("report.json"));
    let output = bucketproof(&[
        "run",
        "tests/self/ok/repetition.toml",
        "--junit",
        &junit,
        "--report",
        &json,
    ]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        out(&output),
        err(&output)
    );
    let junit = std::fs::read_to_string(junit).unwrap();
    assert!(
        junit.contains("<testsuites tests=\"1\" failures=\"0\" errors=\"0\""),
        "{junit}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(json["passed"], 1);
    assert_eq!(json["scenarios"][0]["steps"][0]["turns"], 30);
}

#[test]
fn help_lists_the_exit_codes() {
    let output = bucketproof(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    for code in [
        "0  everything went well",
        "3  a scenario does not read or lint",
        "4  a load threshold was missed",
    ] {
        assert!(out(&output).contains(code), "{}", out(&output));
    }
}

#[test]
fn a_server_runs_scenarios_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let port_file = folder.path().join("port");
    let server = Server::start(&["--port-file", &port_file.display().to_string()]);
    let port = std::fs::read_to_string(&port_file).unwrap();
    assert!(
        server.endpoint.ends_with(&format!(":{}", port.trim())),
        "{} {port}",
        server.endpoint
    );
    for _ in 0..2 {
        // Twice: the second run finds nothing of the first.
        let output = bucketproof(&[
            "run",
            "tests/self/ok/objects.toml",
            "--endpoint",
            &server.endpoint,
        ]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}{}",
            out(&output),
            err(&output)
        );
    }
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn a_taken_port_is_5() {
    let server = Server::start(&[]);
    let port = server.endpoint.rsplit(':').next().unwrap();
    let output = bucketproof(&["serve", "--port", port]);
    assert_eq!(
        output.status.code(),
        Some(5),
        "{}{}",
        out(&output),
        err(&output)
    );
    assert!(
        err(&output).contains("cannot listen on"),
        "{}",
        err(&output)
    );
}

#[test]
fn the_environment_is_printed_for_each_shell() {
    let lines = |shell: &str| {
        out(&bucketproof(&[
            "env",
            "--shell",
            shell,
            "--endpoint",
            "http://127.0.0.1:9000",
        ]))
    };
    assert_eq!(
        lines("sh"),
        "export AWS_ENDPOINT_URL='http://127.0.0.1:9000'\nexport AWS_ACCESS_KEY_ID='test'\n\
         export AWS_SECRET_ACCESS_KEY='test'\nexport AWS_REGION='us-east-1'\n\
         export AWS_DEFAULT_REGION='us-east-1'\n"
    );
    assert!(lines("fish").starts_with("set -gx AWS_ENDPOINT_URL 'http://127.0.0.1:9000'\n"));
    assert!(lines("powershell").starts_with("$env:AWS_ENDPOINT_URL = 'http://127.0.0.1:9000'\n"));
}

#[test]
fn lists_name_scenarios_actions_and_operations() {
    let scenarios = out(&bucketproof(&["list", "scenarios", "tests/self/ok"]));
    assert!(
        scenarios.contains("tests/self/ok/objects.toml: An object comes back as it was sent"),
        "{scenarios}"
    );
    let actions = out(&bucketproof(&["list", "actions"]));
    assert!(
        actions
            .lines()
            .any(|line| line.starts_with("sts AssumeRole: RoleArn, RoleSessionName")),
        "{actions}"
    );
    let operations = out(&bucketproof(&["list", "operations"]));
    assert!(
        operations
            .lines()
            .any(|line| line.starts_with("s3 PutObject")),
        "{operations}"
    );
}
