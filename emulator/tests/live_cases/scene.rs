//! One decision case as API calls.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::lab::{ACCOUNT, Lab, OTHER_ACCOUNT, document};
use crate::support::{Client, Response};

const KEY_OF_THE_CASES: &str =
    "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// A case of `policy/tests/cases`; see the README there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    #[serde(default = "user")]
    caller: String,
    #[serde(default = "get_object")]
    action: String,
    #[serde(default = "object")]
    resource: String,
    #[serde(default)]
    context: serde_json::Map<String, Json>,
    #[serde(default)]
    identity: Vec<Json>,
    boundary: Option<Json>,
    session: Option<Vec<Json>>,
    policy: Option<Json>,
    owner: Option<String>,
    rule: Option<String>,
    #[serde(default)]
    scp: Vec<Vec<Json>>,
    #[serde(default)]
    rcp: Vec<Vec<Json>>,
    acl: Option<Json>,
    expect: String,
}

pub enum Outcome {
    Agreed,
    /// The case cannot be sent, and why.
    LeftOut(String),
    Differs(String),
}

fn user() -> String {
    "user".to_owned()
}

fn get_object() -> String {
    "s3:GetObject".to_owned()
}

fn object() -> String {
    "arn:aws:s3:::photos-bucket/uploads/a.mov".to_owned()
}

/// Runs one case on a stack of its own.
pub async fn run(scene: &Scene) -> Outcome {
    match attempt(scene).await {
        Ok(()) => Outcome::Agreed,
        Err(other) => other,
    }
}

async fn attempt(scene: &Scene) -> Result<(), Outcome> {
    let left_out = |why: &str| Err(Outcome::LeftOut(why.to_owned()));
    let natural = |(name, value): (&String, &Json)| match &**name {
        "aws:username" => *value == json!("alice") && scene.caller == "user",
        "aws:SecureTransport" => *value == json!("true"),
        _ => false,
    };
    if !scene.context.iter().all(natural) {
        return left_out("context that this request does not have");
    }
    // A suite of its own sends these: the table's lists have owners that no upload makes.
    if scene.acl.is_some() {
        return left_out("an access control list");
    }
    if matches!(&*scene.caller, "web" | "service") {
        return left_out("a caller without access keys");
    }
    let mut policies: Vec<String> = scene.policy.iter().map(document).collect();
    policies.extend(scene.identity.iter().map(document));
    let nameless = scene.caller == "user" && !scene.context.contains_key("aws:username");
    if nameless && policies.iter().any(|text| text.contains("${aws:username")) {
        return left_out("a user without its name");
    }
    if scene.session.as_ref().is_some_and(|list| list.len() > 1) {
        return left_out("several session policies");
    }
    if policies
        .iter()
        .any(|text| text.contains("user/alice\"") || text.contains("/team/Alice"))
    {
        return left_out("two users of one name");
    }
    let lab = Lab::new().await;
    lab.make_named(&policies).await;
    let target = Target::make(&lab, scene).await?;
    let caller = caller(&lab, scene, &target).await?;
    organize(&lab, scene, &target.owner).await?;
    let answer = target.call(&caller, scene).await?;
    compare(scene, &answer)
}

/// Puts the caller's and the owner's accounts under their organization's policies, once everything is set up.
async fn organize(lab: &Lab, scene: &Scene, owner: &str) -> Result<(), Outcome> {
    let root = lab.root(owner);
    let own = own_account(scene);
    for (account, scp, rcp) in [
        (own, &scene.scp, &Vec::new()),
        (owner, &Vec::new(), &scene.rcp),
    ] {
        let (scp, rcp) = match own == owner {
            true => (&scene.scp, &scene.rcp),
            false => (scp, rcp),
        };
        if scp.is_empty() && rcp.is_empty() {
            continue;
        }
        // What AWS attaches everywhere is not given here.
        let full = |policy: &&Json| policy["Action"] != "*" || policy["Effect"] != "Allow";
        let rcp: Vec<Vec<Json>> = rcp
            .iter()
            .map(|level| level.iter().filter(full).map(whole).collect())
            .collect();
        let scp: Vec<Vec<Json>> = scp
            .iter()
            .map(|level| level.iter().map(whole).collect())
            .collect();
        let body = json!({ "account": account, "scp": scp, "rcp": rcp });
        let answer = root.control("POST", "organization", &body).await;
        if answer.status != 200 {
            return Err(Outcome::LeftOut("a policy that is not stored".to_owned()));
        }
    }
    Ok(())
}

fn whole(policy: &Json) -> Json {
    serde_json::from_str(&document(policy)).unwrap()
}

fn own_account(scene: &Scene) -> &'static str {
    match &*scene.caller {
        "stranger" | "strangerrole" => OTHER_ACCOUNT,
        _ => ACCOUNT,
    }
}

/// What the request is about.
struct Target {
    owner: String,
    /// What stands for the key of the case files.
    key_arn: Option<String>,
    ciphertext: Option<String>,
}

impl Target {
    async fn make(lab: &Lab, scene: &Scene) -> Result<Self, Outcome> {
        let own = own_account(scene);
        let mut target = Target {
            owner: scene.owner.clone().unwrap_or_else(|| own.to_owned()),
            key_arn: None,
            ciphertext: None,
        };
        match scene.rule.as_deref() {
            None => target.make_bucket(lab, scene).await?,
            Some("trust") => target.make_trust(lab, scene).await?,
            Some("key") => target.make_key(lab, scene).await?,
            Some(other) => panic!("rule {other}"),
        }
        Ok(target)
    }

    async fn make_bucket(&self, lab: &Lab, scene: &Scene) -> Result<(), Outcome> {
        if scene.action == "s3:GetObject" && place(&scene.resource).1.is_empty() {
            return Err(Outcome::LeftOut("an object without a key".to_owned()));
        }
        let of_s3 = scene.resource == "*" || scene.resource.starts_with("arn:aws:s3:::");
        if !of_s3 || !scene.action.starts_with("s3:") {
            return Err(Outcome::LeftOut("another service's action".to_owned()));
        }
        let root = lab.root(&self.owner);
        let (bucket, key) = place(&scene.resource);
        if scene.resource != "*" {
            root.send("PUT", &format!("/{bucket}"), &[], "")
                .await
                .expect(200);
            let open = format!("/{bucket}?publicAccessBlock");
            root.send("DELETE", &open, &[], "").await.expect(204);
            if !key.is_empty() {
                let path = format!("/{bucket}/{}", encoded(key));
                root.send("PUT", &path, &[], "x").await.expect(200);
            }
        }
        if let Some(policy) = &scene.policy {
            let path = format!("/{bucket}?policy");
            let answer = root.send("PUT", &path, &[], document(policy)).await;
            stored(&answer, 204)?;
        }
        Ok(())
    }

    async fn make_trust(&self, lab: &Lab, scene: &Scene) -> Result<(), Outcome> {
        if scene.action != "sts:AssumeRole" {
            return Err(Outcome::LeftOut("not AssumeRole".to_owned()));
        }
        let Some(policy) = scene.policy.as_ref().map(document) else {
            return Err(Outcome::LeftOut("a role without a trust policy".to_owned()));
        };
        let role = scene.resource.rsplit('/').next().unwrap_or_default();
        lab.make_role(&self.owner, role).await;
        let parameters = [("RoleName", role), ("PolicyDocument", &policy)];
        let answer = lab
            .iam(&self.owner, "UpdateAssumeRolePolicy", &parameters)
            .await;
        stored(&answer, 200)
    }

    async fn make_key(&mut self, lab: &Lab, scene: &Scene) -> Result<(), Outcome> {
        let root = lab.root(&self.owner).in_region("eu-central-1");
        let created = root.json("CreateKey", &json!({})).await.expect(200).json();
        let arn = created["KeyMetadata"]["Arn"].as_str().unwrap().to_owned();
        let message = json!({ "KeyId": arn, "Plaintext": "aGVsbG8=" });
        let encrypted = root.json("Encrypt", &message).await.expect(200).json();
        self.ciphertext = encrypted["CiphertextBlob"].as_str().map(str::to_owned);
        if let Some(policy) = &scene.policy {
            let policy = document(policy).replace(KEY_OF_THE_CASES, &arn);
            let message = json!({
                "KeyId": arn,
                "Policy": policy,
                "BypassPolicyLockoutSafetyCheck": true,
            });
            let answer = root.json("PutKeyPolicy", &message).await;
            stored(&answer, 200)?;
        }
        self.key_arn = Some(arn);
        Ok(())
    }

    fn text(&self, policy: &Json) -> String {
        let text = document(policy);
        match &self.key_arn {
            Some(arn) => text.replace(KEY_OF_THE_CASES, arn),
            None => text,
        }
    }

    async fn call(&self, caller: &Caller, scene: &Scene) -> Result<Response, Outcome> {
        let (bucket, key) = place(&scene.resource);
        let object = format!("/{bucket}/{}", encoded(key));
        let bucket = format!("/{bucket}");
        match &*scene.action {
            "s3:GetObject" => Ok(caller.send("GET", &object, "").await),
            "s3:PutObject" => Ok(caller.send("PUT", &object, "y").await),
            "s3:ListBucket" => Ok(caller.send("GET", &bucket, "").await),
            "s3:ListAllMyBuckets" => Ok(caller.send("GET", "/", "").await),
            "s3:GetObjectTagging" => Ok(caller.send("GET", &format!("{object}?tagging"), "").await),
            "sts:AssumeRole" => {
                let mut parameters = vec![
                    ("Action", "AssumeRole"),
                    ("RoleArn", &*scene.resource),
                    ("RoleSessionName", "next"),
                ];
                if let Some(id) = scene.context.get("sts:ExternalId").and_then(Json::as_str) {
                    parameters.push(("ExternalId", id));
                }
                Ok(caller.client.query("sts", &parameters).await)
            }
            "kms:Decrypt" => {
                let message = json!({ "CiphertextBlob": self.ciphertext });
                let client = caller.client.clone().in_region("eu-central-1");
                Ok(client.json("Decrypt", &message).await)
            }
            other => Err(Outcome::LeftOut(format!("no request for {other}"))),
        }
    }
}

/// A policy that AWS would not store cannot be tried.
fn stored(answer: &Response, status: u16) -> Result<(), Outcome> {
    if answer.status == status {
        return Ok(());
    }
    let refused = answer.text().contains("Malformed");
    match refused {
        true => Err(Outcome::LeftOut("a policy that is not stored".to_owned())),
        false => Err(Outcome::Differs(format!("set-up: {}", answer.text()))),
    }
}

struct Caller {
    client: Client,
    anonymous: bool,
}

impl Caller {
    async fn send(&self, method: &str, path: &str, body: &'static str) -> Response {
        match self.anonymous {
            true => self.client.unsigned(method, path, &[], body).await,
            false => self.client.send(method, path, &[], body).await,
        }
    }
}

async fn caller(lab: &Lab, scene: &Scene, target: &Target) -> Result<Caller, Outcome> {
    let signed = |client| Caller {
        client,
        anonymous: false,
    };
    Ok(match &*scene.caller {
        "anonymous" => Caller {
            client: lab.root(ACCOUNT),
            anonymous: true,
        },
        "root" => signed(lab.root(ACCOUNT)),
        "user" => signed(with_policies(lab, scene, target, ACCOUNT, "team/alice", true).await?),
        "stranger" => signed(with_policies(lab, scene, target, OTHER_ACCOUNT, "bob", true).await?),
        "role" => {
            let role = with_policies(lab, scene, target, ACCOUNT, "team/uploader", false).await?;
            signed(assume(lab, scene, role, ACCOUNT, "team/uploader", "run-7").await?)
        }
        "strangerrole" => {
            let name = "migration";
            let role = with_policies(lab, scene, target, OTHER_ACCOUNT, name, false).await?;
            signed(assume(lab, scene, role, OTHER_ACCOUNT, name, "run-1").await?)
        }
        "federated" => {
            let user = with_policies(lab, scene, target, ACCOUNT, "team/alice", true).await?;
            let session = federate(lab, scene, user).await?;
            // What binds the user would bind its asking for the session too.
            bound(lab, scene, target, ACCOUNT, "User", "alice").await?;
            signed(session)
        }
        other => panic!("caller {other}"),
    })
}

/// Makes a user or role, gives it the case's policies, and answers the client of the user (of an administrator for a role).
async fn with_policies(
    lab: &Lab,
    scene: &Scene,
    target: &Target,
    account: &str,
    path_and_name: &str,
    is_user: bool,
) -> Result<Client, Outcome> {
    let (kind, name) = match is_user {
        true => ("User", path_and_name.rsplit('/').next().unwrap()),
        false => ("Role", path_and_name.rsplit('/').next().unwrap()),
    };
    match is_user {
        true => lab.make_user(account, path_and_name).await,
        false => lab.make_role(account, path_and_name).await,
    }
    let named = format!("{kind}Name");
    for (index, policy) in scene.identity.iter().enumerate() {
        let (text, policy_name) = (target.text(policy), format!("p{index}"));
        let parameters = [
            (&*named, name),
            ("PolicyName", &policy_name),
            ("PolicyDocument", &text),
        ];
        let answer = lab
            .iam(account, &format!("Put{kind}Policy"), &parameters)
            .await;
        stored(&answer, 200)?;
    }
    if scene.caller != "federated" {
        bound(lab, scene, target, account, kind, name).await?;
    }
    match is_user {
        true => Ok(lab.key_of(account, name).await),
        false => Ok(lab.administrator(account).await),
    }
}

async fn bound(
    lab: &Lab,
    scene: &Scene,
    target: &Target,
    account: &str,
    kind: &str,
    name: &str,
) -> Result<(), Outcome> {
    let named = format!("{kind}Name");
    if let Some(boundary) = &scene.boundary {
        let text = target.text(boundary);
        let parameters = [("PolicyName", "boundary"), ("PolicyDocument", &text)];
        stored(&lab.iam(account, "CreatePolicy", &parameters).await, 200)?;
        let arn = format!("arn:aws:iam::{account}:policy/boundary");
        let parameters = [(&*named, name), ("PermissionsBoundary", &arn)];
        let action = format!("Put{kind}PermissionsBoundary");
        lab.iam(account, &action, &parameters).await.expect(200);
    }
    Ok(())
}

async fn assume(
    lab: &Lab,
    scene: &Scene,
    administrator: Client,
    account: &str,
    path_and_name: &str,
    session: &str,
) -> Result<Client, Outcome> {
    let arn = format!("arn:aws:iam::{account}:role/{path_and_name}");
    let policy = session_policy(scene)?;
    let mut parameters = vec![
        ("Action", "AssumeRole"),
        ("RoleArn", &*arn),
        ("RoleSessionName", session),
    ];
    if let Some(policy) = &policy {
        parameters.push(("Policy", policy));
    }
    let answer = administrator.query("sts", &parameters).await;
    stored(&answer, 200)?;
    Ok(lab.session(&answer))
}

/// The user's own policies must let it ask for the session; the case's policies decide about the request.
async fn federate(lab: &Lab, scene: &Scene, user: Client) -> Result<Client, Outcome> {
    let allow = json!({ "Effect": "Allow", "Action": "sts:GetFederationToken", "Resource": "*" });
    let parameters = [
        ("UserName", "alice"),
        ("PolicyName", "federate"),
        ("PolicyDocument", &document(&allow)),
    ];
    lab.iam(ACCOUNT, "PutUserPolicy", &parameters)
        .await
        .expect(200);
    let policy = session_policy(scene)?;
    let mut parameters = vec![("Action", "GetFederationToken"), ("Name", "guest")];
    if let Some(policy) = &policy {
        parameters.push(("Policy", policy));
    }
    let answer = user.query("sts", &parameters).await;
    stored(&answer, 200)?;
    Ok(lab.session(&answer))
}

fn session_policy(scene: &Scene) -> Result<Option<String>, Outcome> {
    match scene.session.as_deref() {
        // Without any policy such a session may do nothing: one that limits nothing takes its place.
        None if scene.caller == "federated" => Ok(Some(document(
            &json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }),
        ))),
        None => Ok(None),
        // Only GetFederationToken makes such a session, by getting no policy.
        Some([]) if scene.caller == "federated" => Ok(None),
        Some([]) => Err(Outcome::LeftOut("a session without any policy".to_owned())),
        Some(list) => Ok(Some(document(&list[0]))),
    }
}

fn compare(scene: &Scene, answer: &Response) -> Result<(), Outcome> {
    let differs = |why: String| {
        Err(Outcome::Differs(format!(
            "expected {}: {why}",
            scene.expect
        )))
    };
    let (verdict, layer) = scene.expect.split_once(" by ").unwrap();
    let text = answer.text();
    if verdict == "Allow" {
        return match answer.status {
            200..300 => Ok(()),
            // What is not implemented says so, after the caller was let in.
            501 => Err(Outcome::LeftOut(format!("{} is not done", scene.action))),
            other => differs(format!("{other} {text}")),
        };
    }
    let expected = match scene.rule.as_deref() {
        Some("key") => (400, "AccessDeniedException"),
        _ => (403, "AccessDenied"),
    };
    if answer.status != expected.0 || !text.contains(expected.1) {
        return differs(format!("{} {text}", answer.status));
    }
    let own = own_account(scene);
    if scene.caller == "anonymous" {
        return plain(scene, &text);
    }
    if scene.rule.is_some() {
        return Ok(());
    }
    if scene.owner.as_deref().is_some_and(|owner| owner != own) {
        return plain(scene, &text);
    }
    let policy = match layer {
        "Identity" => "identity-based policy",
        "Resource" => "resource-based policy",
        "Boundary" => "permissions boundary",
        "Session" => "session policy",
        "ServiceControl" => "service control policy",
        "ResourceControl" => "resource control policy",
        other => panic!("layer {other}"),
    };
    let because = match verdict {
        "ExplicitDeny" => format!("with an explicit deny in a{} {policy}<", n(policy)),
        _ => format!("because no {policy} allows the {} action<", scene.action),
    };
    match text.contains(&because) {
        true => Ok(()),
        false => differs(format!("`{because}` is not in {text}")),
    }
}

/// Other accounts and anonymous callers learn nothing.
fn plain(scene: &Scene, text: &str) -> Result<(), Outcome> {
    match text.contains("<Message>Access Denied</Message>") {
        true => Ok(()),
        false => Err(Outcome::Differs(format!("{}: {text}", scene.expect))),
    }
}

fn n(word: &str) -> &'static str {
    if word.starts_with('i') { "n" } else { "" }
}

/// Bucket and key of an S3 ARN.
fn place(resource: &str) -> (&str, &str) {
    let rest = resource.strip_prefix("arn:aws:s3:::").unwrap_or(resource);
    rest.split_once('/').unwrap_or((rest, ""))
}

fn encoded(key: &str) -> String {
    key.split('/')
        .map(bucketproof::protocol::uri::encode_query)
        .collect::<Vec<_>>()
        .join("/")
}
