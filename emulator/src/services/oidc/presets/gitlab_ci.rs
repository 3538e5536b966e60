//! <https://docs.gitlab.com/ci/secrets/id_token_authentication/>

use serde_json::{Value, json};

use super::{Claims, Platform, named, text};
use crate::services::oidc::signer::SigningAlgorithm;

pub(super) const PLATFORM: Platform = Platform {
    documentation: "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
    issuer: "https://gitlab.com",
    algorithm: SigningAlgorithm::RS256,
    valid_before_seconds: Some(5),
    life_seconds: 3_600,
    claims,
    derived,
};

/// A push to the main branch; the audience is the instance, as GitLab's guide for AWS has it.
fn claims() -> Value {
    json!({
        "aud": "https://gitlab.com",
        "namespace_id": "72",
        "project_id": "20",
        "project_path": "acme/website",
        "project_visibility": "private",
        "user_id": "1",
        "user_login": "jane",
        "user_email": "jane@acme.example",
        "user_access_level": "developer",
        "pipeline_id": "574",
        "pipeline_source": "push",
        "job_id": "302",
        "ref": "main",
        "ref_type": "branch",
        "ref_protected": "true",
        "runner_id": 1,
        "runner_environment": "gitlab-hosted",
        "sha": "714a629c0b401fdce83e847fc9589983fc6f46bc",
    })
}

fn derived(claims: &Claims) -> Claims {
    let project = text(claims, "project_path");
    let namespace = project.rsplit_once('/').map_or(project, |(path, _)| path);
    let (kind, reference) = (text(claims, "ref_type"), text(claims, "ref"));
    let folder = if kind == "tag" { "tags" } else { "heads" };
    let path = format!("refs/{folder}/{reference}");
    let file = format!("gitlab.com/{project}//.gitlab-ci.yml@{path}");
    named([
        (
            "sub",
            format!("project_path:{project}:ref_type:{kind}:ref:{reference}"),
        ),
        ("namespace_path", namespace.to_owned()),
        ("ref_path", path),
        ("ci_config_ref_uri", file),
        ("ci_config_sha", text(claims, "sha").to_owned()),
    ])
}
