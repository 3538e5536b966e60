//! `explain` as a user meets it.

use super::{Server, bucketproof, err, out};

const ANN: &str = "arn:aws:iam::111122223333:user/ann";

/// What a user is told when a bucket policy wants a header; the README shows the same.
const DENIED: &str = "\
ExplicitDeny by Resource
  because    statement `OnlySealed` at 3:16 of `tests/cli/policies/bucket.json` denies it
  principal  arn:aws:iam::111122223333:user/ann
  action     s3:PutObject
  resource   arn:aws:s3:::photos/a.jpg
  Resource denies
    tests/cli/policies/bucket.json
      3:16  Deny   OnlySealed  applies
        holds   StringNotEquals s3:x-amz-server-side-encryption \"aws:kms\": absent
  Identity allows
    tests/cli/policies/user.json
      4:5  Allow  Upload  applies
      5:5  Allow  Look    is about another action: \"s3:ListBucket\"
  keys that the policies ask about
    s3:prefix                        absent
    s3:x-amz-server-side-encryption  absent
  it would be allowed, if you
    1. send the header `x-amz-server-side-encryption: aws:kms`
    2. remove the Deny `OnlySealed` at 3:16 of `tests/cli/policies/bucket.json`
";

fn put<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec![
        "explain",
        "--policy",
        "tests/cli/policies/user.json",
        "--resource-policy",
        "tests/cli/policies/bucket.json",
        "--principal",
        ANN,
        "--action",
        "s3:PutObject",
        "--resource",
        "arn:aws:s3:::photos/a.jpg",
    ];
    arguments.extend(more);
    arguments
}

#[test]
fn a_denied_request_is_6_and_explained() {
    let output = bucketproof(&put(&[]));
    assert_eq!(out(&output), DENIED);
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(6), ""));
}

#[test]
fn the_proposed_header_makes_it_0() {
    let output = bucketproof(&put(&[
        "--context",
        "s3:x-amz-server-side-encryption=aws:kms",
    ]));
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert!(
        out(&output).starts_with("Allow by Identity\n"),
        "{}",
        out(&output)
    );
}

#[test]
fn json_holds_the_same() {
    let output = bucketproof(&put(&["--json"]));
    assert_eq!(output.status.code(), Some(6));
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["decision"]["verdict"], "ExplicitDeny");
    assert_eq!(
        json["changes"][0]["edits"][0]["key"],
        "s3:x-amz-server-side-encryption"
    );
}

#[test]
fn a_trust_policy_is_judged_as_one() {
    let ask = |subject: &str| {
        bucketproof(&[
            "explain",
            "--trust-policy",
            "tests/cli/policies/trust.json",
            "--principal",
            "arn:aws:iam::111122223333:oidc-provider/tokens.example.com",
            "--action",
            "sts:AssumeRoleWithWebIdentity",
            "--resource",
            "arn:aws:iam::111122223333:role/up",
            "--context",
            &format!("tokens.example.com:sub={subject}"),
        ])
    };
    assert_eq!(ask("studio-1").status.code(), Some(0));
    let refused = ask("Studio-1");
    assert_eq!(refused.status.code(), Some(6));
    let wanted = "no statement of the trust policy allows it";
    assert!(out(&refused).contains(wanted), "{}", out(&refused));
    let text = out(&refused)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        text.contains("change the value `studio-1` of `tokens.example.com:sub` to `Studio-1`"),
        "{text}"
    );
}

#[test]
fn limits_take_part() {
    let output = bucketproof(&put(&[
        "--boundary",
        "tests/cli/policies/user.json",
        "--session-policy",
        "tests/cli/policies/bucket.json",
        "--context",
        "s3:x-amz-server-side-encryption=aws:kms",
    ]));
    // The session policy has no Allow.
    assert_eq!(output.status.code(), Some(6));
    assert!(
        out(&output).starts_with("ImplicitDeny by Session\n"),
        "{}",
        out(&output)
    );
    assert!(
        err(&output).contains("bucket.json: warning: AWS would refuse this policy"),
        "{}",
        err(&output)
    );
}

#[test]
fn another_owner_has_to_allow_too() {
    let output = bucketproof(&[
        "explain",
        "--policy",
        "tests/cli/policies/user.json",
        "--principal",
        ANN,
        "--action",
        "s3:PutObject",
        "--resource",
        "arn:aws:s3:::photos/a.jpg",
        "--owner",
        "444455556666",
    ]);
    assert_eq!(output.status.code(), Some(6));
    assert!(
        out(&output).contains("  owner      account 444455556666, not the caller's\n"),
        "{}",
        out(&output)
    );
    assert!(
        out(&output).contains("attach a resource policy with"),
        "{}",
        out(&output)
    );
}

#[test]
fn no_line_is_too_wide() {
    for line in out(&bucketproof(&put(&[]))).lines() {
        assert!(line.chars().count() <= 96, "{line}");
        assert!(!line.contains('\u{1b}') && !line.ends_with(' '), "{line}");
    }
}

#[test]
fn a_policy_that_does_not_read_is_3_with_its_place() {
    let output = bucketproof(&[
        "explain",
        "--policy",
        "tests/cli/policies/broken.json",
        "--principal",
        ANN,
        "--action",
        "s3:GetObject",
        "--resource",
        "*",
    ]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        err(&output),
        "tests/cli/policies/broken.json:3:27: unknown effect `Permit`, expected `Allow` or `Deny`\n"
    );
}

#[test]
fn a_senseless_question_is_2() {
    let cases: [&[&str]; 6] = [
        &["explain"],
        &["explain", "--principal", ANN, "--action", "s3:GetObject"],
        &[
            "explain",
            "--principal",
            "ann",
            "--action",
            "s3:GetObject",
            "--resource",
            "*",
        ],
        &[
            "explain",
            "--principal",
            ANN,
            "--action",
            "GetObject",
            "--resource",
            "*",
        ],
        &[
            "explain",
            "--principal",
            ANN,
            "--action",
            "s3:GetObject",
            "--resource",
            "*",
            "--context",
            "x",
        ],
        &["explain", "no/id"],
    ];
    for arguments in cases {
        let output = bucketproof(arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            err(&output)
        );
        assert!(!err(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_request_of_a_server_is_explained() {
    let server = Server::start(&[]);
    let run = bucketproof(&[
        "run",
        "tests/self/fail/refused.toml",
        "--endpoint",
        &server.endpoint,
    ]);
    let text = out(&run);
    let id = text
        .split("request id: ")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    let output = bucketproof(&["explain", id, "--endpoint", &server.endpoint]);
    assert_eq!(output.status.code(), Some(6), "{}", err(&output));
    assert!(
        out(&output).starts_with("ImplicitDeny by Identity\n"),
        "{}",
        out(&output)
    );
    let unknown = bucketproof(&["explain", "NOSUCHREQUEST", "--endpoint", &server.endpoint]);
    assert_eq!(unknown.status.code(), Some(5));
    assert!(
        err(&unknown).contains("remembers no decision"),
        "{}",
        err(&unknown)
    );
}

#[test]
fn audit_is_announced_loudly() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_bucketproof"))
        .args(["serve", "--help"])
        .output()
        .unwrap();
    assert!(out(&output).contains("--enforcement"), "{}", out(&output));
    let folder = tempfile::tempdir().unwrap();
    let notice = folder.path().join("stderr");
    let server = Server::start_with(&["--enforcement", "audit"], Some(&notice));
    // The notice comes before the ready line.
    let text = std::fs::read_to_string(&notice).unwrap();
    assert!(text.contains("ENFORCEMENT IS AUDIT"), "{text}");
    let run = bucketproof(&[
        "run",
        "tests/self/fail/refused.toml",
        "--endpoint",
        &server.endpoint,
    ]);
    assert_eq!(run.status.code(), Some(0), "{}", out(&run));
}

#[test]
fn policy_coverage_is_written_and_summed_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("coverage.json");
    let path = file.display().to_string();
    let output = bucketproof(&["run", "tests/cli/coverage.toml", "--policy-coverage", &path]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        out(&output),
        err(&output)
    );
    assert!(
        out(&output).contains("policy coverage: 1 of 2 statements applied"),
        "{}",
        out(&output)
    );
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(json["unused_allows"][0]["sid"], "Look");
    let least = &json["scenarios"][0]["least_privilege"][0];
    assert_eq!(least["principal"], "arn:aws:iam::111122223333:user/ann");
    assert_eq!(
        least["identity_policy"]["Statement"][0]["Action"],
        "s3:PutObject"
    );
    assert_eq!(
        least["identity_policy"]["Statement"][0]["Resource"],
        "arn:aws:s3:::photos/a.jpg"
    );
}

#[test]
fn the_readme_shows_what_is_printed() {
    let server = Server::start(&[]);
    let run = bucketproof(&["run", "tests/cli/why.toml", "--endpoint", &server.endpoint]);
    let text = out(&run);
    let id = text
        .split("request id: ")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    let output = bucketproof(&["explain", id, "--endpoint", &server.endpoint]);
    let readme = std::fs::read_to_string("../README.md").unwrap();
    assert!(readme.contains(&out(&output)), "{}", out(&output));
}
