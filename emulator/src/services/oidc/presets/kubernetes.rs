//! <https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/> and, for the audience and the life,
//! <https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html>

use serde_json::{Value, json};

use super::{Claims, Platform, named};
use crate::services::oidc::signer::SigningAlgorithm;

pub(super) const PLATFORM: Platform = Platform {
    documentation: "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/",
    issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    algorithm: SigningAlgorithm::RS256,
    valid_before_seconds: Some(0),
    life_seconds: 86_400,
    claims,
    derived,
};

/// A pod with the default service account.
fn claims() -> Value {
    json!({
        "aud": ["sts.amazonaws.com"],
        "kubernetes.io": {
            "namespace": "default",
            "node": { "name": "ip-192-168-1-1.ec2.internal", "uid": "1a2b3c4d-0000-4000-8000-000000000001" },
            "pod": { "name": "website-0", "uid": "1a2b3c4d-0000-4000-8000-000000000002" },
            "serviceaccount": { "name": "default", "uid": "1a2b3c4d-0000-4000-8000-000000000003" },
        },
    })
}

fn derived(claims: &Claims) -> Claims {
    let cluster = claims.get("kubernetes.io");
    let name = |pointer: &str| {
        let found = cluster.and_then(|cluster| cluster.pointer(pointer));
        found.and_then(Value::as_str).unwrap_or_default()
    };
    let (namespace, account) = (name("/namespace"), name("/serviceaccount/name"));
    named([(
        "sub",
        format!("system:serviceaccount:{namespace}:{account}"),
    )])
}
