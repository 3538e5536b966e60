//! <https://docs.github.com/en/actions/reference/security/oidc>

use serde_json::{Value, json};

use super::{Claims, Platform, named, text};
use crate::services::oidc::signer::SigningAlgorithm;

pub(super) const PLATFORM: Platform = Platform {
    documentation: "https://docs.github.com/en/actions/reference/security/oidc",
    issuer: "https://token.actions.githubusercontent.com",
    algorithm: SigningAlgorithm::RS256,
    valid_before_seconds: Some(600),
    life_seconds: 300,
    claims,
    derived,
};

/// A push to the main branch; the audience is that of the action that configures AWS credentials.
fn claims() -> Value {
    json!({
        "aud": "sts.amazonaws.com",
        "repository": "acme/website",
        "repository_id": "74",
        "repository_owner_id": "65",
        "repository_visibility": "private",
        "ref": "refs/heads/main",
        "ref_type": "branch",
        "ref_protected": "true",
        "sha": "8f3d0c1f5b7c4f0d9a1e2b3c4d5e6f708192a3b4",
        "workflow": "deploy",
        "event_name": "push",
        "head_ref": "",
        "base_ref": "",
        "actor": "octocat",
        "actor_id": "12",
        "run_id": "9000000001",
        "run_number": "10",
        "run_attempt": "1",
        "runner_environment": "github-hosted",
    })
}

/// The subject names the environment, else the pull request, else the branch or tag.
fn derived(claims: &Claims) -> Claims {
    let repository = text(claims, "repository");
    let owner = repository.split('/').next().unwrap_or_default();
    let reference = text(claims, "ref");
    let what = match (text(claims, "environment"), text(claims, "event_name")) {
        ("", "pull_request") => "pull_request".to_owned(),
        ("", _) => format!("ref:{reference}"),
        (environment, _) => format!("environment:{environment}"),
    };
    let file = format!("{repository}/.github/workflows/deploy.yml@{reference}");
    named([
        ("sub", format!("repo:{repository}:{what}")),
        ("repository_owner", owner.to_owned()),
        ("workflow_ref", file.clone()),
        ("workflow_sha", text(claims, "sha").to_owned()),
        ("job_workflow_ref", file),
        ("job_workflow_sha", text(claims, "sha").to_owned()),
    ])
}
