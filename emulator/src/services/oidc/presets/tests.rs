//! What follows from what.

use serde_json::json;

use super::*;

const NOW: i64 = 1_800_000_000;

fn claims(preset: Preset, given: &Value) -> Claims {
    preset.claims(given.as_object().unwrap(), NOW)
}

#[test]
fn every_platform_has_what_aws_requires() {
    for preset in Preset::ALL {
        let claims = claims(preset, &json!({}));
        assert!(!text(&claims, "sub").is_empty(), "{preset:?}");
        for name in ["aud", "iat", "exp"] {
            assert!(claims.contains_key(name), "{preset:?} {name}");
        }
        assert!(preset.platform().issuer.starts_with("https://"));
        assert!(preset.platform().documentation.starts_with("https://"));
    }
}

#[test]
fn subjects_follow_from_the_claims() {
    let cases = [
        (
            Preset::GithubActions,
            json!({ "repository": "o/r", "ref": "refs/tags/v1" }),
            "repo:o/r:ref:refs/tags/v1",
        ),
        (
            Preset::GithubActions,
            json!({ "repository": "o/r", "environment": "prod", "event_name": "pull_request" }),
            "repo:o/r:environment:prod",
        ),
        (
            Preset::GithubActions,
            json!({ "event_name": "pull_request" }),
            "repo:acme/website:pull_request",
        ),
        (Preset::GithubActions, json!({ "sub": "own" }), "own"),
        (
            Preset::GitlabCi,
            json!({ "project_path": "g/s/p", "ref": "v1", "ref_type": "tag" }),
            "project_path:g/s/p:ref_type:tag:ref:v1",
        ),
        (
            Preset::Kubernetes,
            json!({ "kubernetes.io": { "namespace": "media", "serviceaccount": { "name": "up" } } }),
            "system:serviceaccount:media:up",
        ),
    ];
    for (preset, given, subject) in cases {
        assert_eq!(text(&claims(preset, &given), "sub"), subject, "{given}");
    }
}

#[test]
fn other_claims_follow_too() {
    let github = claims(
        Preset::GithubActions,
        &json!({ "repository": "octo/app", "ref": "refs/heads/x" }),
    );
    assert_eq!(text(&github, "repository_owner"), "octo");
    assert_eq!(
        text(&github, "job_workflow_ref"),
        "octo/app/.github/workflows/deploy.yml@refs/heads/x"
    );
    let gitlab = claims(Preset::GitlabCi, &json!({ "project_path": "g/s/p" }));
    assert_eq!(text(&gitlab, "namespace_path"), "g/s");
    assert_eq!(text(&gitlab, "ref_path"), "refs/heads/main");
    let cluster = claims(
        Preset::Kubernetes,
        &json!({ "kubernetes.io": { "namespace": "media" } }),
    );
    assert_eq!(cluster["kubernetes.io"]["pod"]["name"], "website-0");
}
