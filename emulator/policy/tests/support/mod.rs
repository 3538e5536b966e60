//! Scenes: a caller, a request and the policies around them, as the case files write them.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod evaluator;
pub mod generate;
mod wildcards;

use std::sync::Arc;

use bucketproof_policy::{
    Acl, AclOn, Attached, Context, Document, Evidence, Grant, Grantee, Permission, Principal,
    Request, ResourceRule, Value, decide, trace,
};
use serde::Deserialize;
use serde_json::Value as Json;

/// The account of the callers `user`, `role`, `federated` and `root`.
pub const ACCOUNT: &str = "111122223333";
/// The account of the caller `stranger`.
pub const OTHER_ACCOUNT: &str = "444455556666";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    #[serde(default)]
    pub caller: Caller,
    #[serde(default = "get_object")]
    pub action: String,
    #[serde(default = "object")]
    pub resource: String,
    #[serde(default)]
    pub context: serde_json::Map<String, Json>,
    /// Each policy: a document, a statement or a list of statements.
    #[serde(default)]
    pub identity: Vec<Json>,
    pub boundary: Option<Json>,
    pub session: Option<Vec<Json>>,
    pub policy: Option<Json>,
    pub owner: Option<String>,
    #[serde(default)]
    pub rule: Rule,
    /// Levels of service control policies, the organization's root first.
    #[serde(default)]
    pub scp: Vec<Vec<Json>>,
    /// Levels of resource control policies.
    #[serde(default)]
    pub rcp: Vec<Vec<Json>>,
    pub acl: Option<AclScene>,
    /// `VERDICT by LAYER`
    pub expect: Option<String>,
}

/// An access control list, as the case files write it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AclScene {
    /// The object's owner; a bucket's ACL when absent.
    pub object_owner: Option<String>,
    /// The owner of the object that a write finds.
    pub existing_owner: Option<String>,
    #[serde(default)]
    pub ignores_public: bool,
    /// `GRANTEE PERMISSION`, where the grantee is a group or an account.
    pub grants: Vec<String>,
}

impl AclScene {
    pub fn build(&self) -> Acl {
        let grant = |text: &String| {
            let (grantee, permission) = text.split_once(' ').expect("`GRANTEE PERMISSION`");
            let grantee = match grantee {
                "AllUsers" => Grantee::AllUsers,
                "AuthenticatedUsers" => Grantee::AuthenticatedUsers,
                "LogDelivery" => Grantee::LogDelivery,
                account => Grantee::Account(account.to_owned()),
            };
            Grant::new(grantee, Permission::parse(permission).expect(permission))
        };
        Acl {
            on: match &self.object_owner {
                Some(owner) => AclOn::Object {
                    owner: owner.clone(),
                },
                None => AclOn::Bucket {
                    existing_owner: self.existing_owner.clone(),
                },
            },
            grants: self.grants.iter().map(grant).collect(),
            ignores_public: self.ignores_public,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Caller {
    #[default]
    User,
    Role,
    Root,
    Federated,
    Stranger,
    StrangerRole,
    Anonymous,
    Web,
    Service,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    #[default]
    Standard,
    Trust,
    Key,
}

fn get_object() -> String {
    "s3:GetObject".to_owned()
}

fn object() -> String {
    "arn:aws:s3:::amzn-s3-demo-bucket/uploads/a.mov".to_owned()
}

impl Caller {
    pub fn principal(self) -> Principal {
        let text = str::to_owned;
        match self {
            Caller::User => Principal::User {
                account: text(ACCOUNT),
                arn: text("arn:aws:iam::111122223333:user/team/alice"),
                id: text("AIDAALICEEXAMPLE00001"),
            },
            Caller::Role => Principal::RoleSession {
                account: text(ACCOUNT),
                role_arn: text("arn:aws:iam::111122223333:role/team/uploader"),
                role_id: text("AROAUPLOADEREXAMPLE01"),
                session_arn: text("arn:aws:sts::111122223333:assumed-role/uploader/run-7"),
            },
            Caller::Root => Principal::Root {
                account: text(ACCOUNT),
            },
            Caller::Federated => Principal::FederatedUser {
                account: text(ACCOUNT),
                user_arn: text("arn:aws:iam::111122223333:user/team/alice"),
                user_id: text("AIDAALICEEXAMPLE00001"),
                session_arn: text("arn:aws:sts::111122223333:federated-user/guest"),
            },
            Caller::Stranger => Principal::User {
                account: text(OTHER_ACCOUNT),
                arn: text("arn:aws:iam::444455556666:user/bob"),
                id: text("AIDABOBEXAMPLE000001"),
            },
            Caller::StrangerRole => Principal::RoleSession {
                account: text(OTHER_ACCOUNT),
                role_arn: text("arn:aws:iam::444455556666:role/migration"),
                role_id: text("AROAMIGRATIONEXAMPLE1"),
                session_arn: text("arn:aws:sts::444455556666:assumed-role/migration/run-1"),
            },
            Caller::Anonymous => Principal::Anonymous,
            Caller::Web => Principal::WebIdentity {
                provider_arn: text("arn:aws:iam::111122223333:oidc-provider/tokens.example.com"),
            },
            Caller::Service => Principal::Service {
                name: text("logging.s3.amazonaws.com"),
            },
        }
    }
}

impl Scene {
    pub fn with_identity(policy: Json, context: Context) -> Scene {
        let context = context
            .iter()
            .map(|(key, value)| (key.to_owned(), serde_json::to_value(value).unwrap()));
        Scene {
            action: get_object(),
            resource: object(),
            context: context.collect(),
            identity: vec![policy],
            ..Scene::default()
        }
    }

    pub fn run<T>(&self, use_it: impl FnOnce(&Request<'_>, &Evidence) -> T) -> T {
        let principal = self.caller.principal();
        let context = context(&self.context);
        let request = Request {
            principal: &principal,
            action: &self.action,
            resource: &self.resource,
            context: &context,
        };
        use_it(&request, &self.evidence())
    }

    pub fn evidence(&self) -> Evidence {
        let list = |name: &str, policies: &[Json]| {
            policies
                .iter()
                .enumerate()
                .map(|(index, policy)| attached(&format!("{name}-{index}"), policy))
                .collect()
        };
        let levels = |name: &str, levels: &[Vec<Json>]| {
            levels.iter().map(|policies| list(name, policies)).collect()
        };
        Evidence {
            service_control: levels("scp", &self.scp),
            resource_control: levels("rcp", &self.rcp),
            identity: list("identity", &self.identity),
            boundary: self
                .boundary
                .as_ref()
                .map(|policy| attached("boundary", policy)),
            session: self
                .session
                .as_ref()
                .map(|policies| list("session", policies)),
            resource: self
                .policy
                .as_ref()
                .map(|policy| attached("resource", policy)),
            resource_account: self.owner.clone(),
            rule: match self.rule {
                Rule::Standard => ResourceRule::Standard,
                Rule::Trust => ResourceRule::Trust,
                Rule::Key => ResourceRule::Key,
            },
            acl: self.acl.as_ref().map(|acl| Arc::new(acl.build())),
        }
    }

    /// `Err` holds the whole trace.
    pub fn check(&self, wanted: &str) -> Result<(), String> {
        self.run(|request, evidence| {
            let decision = decide(request, evidence);
            let found = format!("{:?} by {:?}", decision.verdict, decision.layer);
            if found == wanted {
                return Ok(());
            }
            Err(format!("expected {wanted}\n{}", trace(request, evidence)))
        })
    }
}

fn attached(name: &str, policy: &Json) -> Attached {
    let text = document(policy);
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    Attached {
        name: name.to_owned(),
        document: Arc::new(document),
    }
}

/// The text of a document: as given, or of JSON, statements alone with the current version around them.
pub fn document(policy: &Json) -> String {
    if let Json::String(text) = policy {
        return text.clone();
    }
    let of_statement = ["Effect", "Action", "NotAction"];
    let is_whole = policy
        .as_object()
        .is_some_and(|members| !of_statement.iter().any(|name| members.contains_key(*name)));
    match is_whole {
        true => policy.to_string(),
        false => serde_json::json!({ "Version": "2012-10-17", "Statement": policy }).to_string(),
    }
}

/// A list is a multi-valued key.
pub fn context(members: &serde_json::Map<String, Json>) -> Context {
    let mut context = Context::new();
    for (key, value) in members {
        match value {
            Json::String(text) => context.set(key, text.as_str()),
            Json::Array(items) => {
                let texts: Vec<String> = items
                    .iter()
                    .map(|item| item.as_str().unwrap().to_owned())
                    .collect();
                context.set(key, Value::Many(texts));
            }
            other => context.set(key, other.to_string()),
        }
    }
    context
}
