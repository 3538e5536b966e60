//! A request made up on the command line, decided by policies in files.

use std::{path::Path, sync::Arc};

use bucketproof_policy::{
    Attached, Context, Document, Evidence, Principal, Request, ResourceRule, Value, Verdict,
    explain as explained, validate,
};

use super::{Exit, Question};

/// A policy file that cannot be used; already with the file's name.
struct Unreadable(String);

pub(super) fn explain(question: &Question, json: bool) -> Exit {
    let (Some(principal), Some(action), Some(resource)) =
        (&question.principal, &question.action, &question.resource)
    else {
        return super::super::usage("`--principal`, `--action` and `--resource` belong together");
    };
    if !action.contains(':') {
        return super::super::usage(&format!(
            "`{action}` is no action, expected a form such as `s3:GetObject`"
        ));
    }
    let evidence = match evidence(question, resource) {
        Ok(evidence) => evidence,
        Err(Unreadable(why)) => {
            eprintln!("{why}");
            return Exit::Unreadable;
        }
    };
    let context = context(question, principal, evidence.resource_account.as_deref());
    let request = Request {
        principal,
        action,
        resource,
        context: &context,
    };
    let explanation = explained(&request, &evidence);
    if json {
        match serde_json::to_value(&explanation) {
            Ok(value) => println!("{value:#}"),
            Err(error) => {
                eprintln!("bucketproof: {error}");
                return Exit::Internal;
            }
        }
    } else {
        print!("{explanation}");
    }
    match explanation.trace.decision.verdict {
        Verdict::Allow => Exit::Ok,
        Verdict::ExplicitDeny | Verdict::ImplicitDeny => Exit::Denied,
    }
}

fn evidence(question: &Question, resource: &str) -> Result<Evidence, Unreadable> {
    let identity = |text: &str| refusal(validate::identity(text));
    let session = |text: &str| refusal(validate::session(text));
    let trust = |text: &str| refusal(validate::trust(text, &|_| true));
    let key = |text: &str| refusal(validate::key(text, &|_| true));
    let bucket_name = resource
        .split_once(":s3:::")
        .and_then(|(_, name)| name.split('/').next());
    let bucket = |text: &str| match bucket_name {
        Some(name) => refusal(validate::bucket(text, name, &|_| true)),
        // What other services check is not known here.
        None => None,
    };
    let of_resource = [
        (
            &question.resource_policy,
            ResourceRule::Standard,
            &bucket as Check<'_>,
        ),
        (&question.trust_policy, ResourceRule::Trust, &trust),
        (&question.key_policy, ResourceRule::Key, &key),
    ];
    let given = of_resource
        .into_iter()
        .find_map(|(file, rule, check)| Some((file.as_ref()?, rule, check)));
    let rule = given.map_or(ResourceRule::Standard, |(_, rule, _)| rule);
    let list = |files: &[std::path::PathBuf], check: Check<'_>| {
        let policies = files.iter().map(|file| read(file, check));
        policies.collect::<Result<Vec<_>, _>>()
    };
    let owner = question.owner.clone().or_else(|| account_of(resource));
    Ok(Evidence {
        identity: list(&question.policy, &identity)?,
        boundary: question
            .boundary
            .as_ref()
            .map(|file| read(file, &identity))
            .transpose()?,
        session: match question.session_policy.as_slice() {
            [] => None,
            files => Some(list(files, &session)?),
        },
        resource: given
            .map(|(file, _, check)| read(file, check))
            .transpose()?,
        resource_account: owner,
        rule,
        ..Evidence::default()
    })
}

/// The words with which the AWS call that stores such a policy refuses it.
type Check<'a> = &'a dyn Fn(&str) -> Option<String>;

fn refusal(checked: Result<Document, validate::Invalid>) -> Option<String> {
    checked.err().map(|invalid| invalid.message)
}

/// Reads a policy. What AWS would not store but can be judged is only warned of.
fn read(file: &Path, check: Check<'_>) -> Result<Attached, Unreadable> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Unreadable(format!("{name}: the file cannot be read: {error}")))?;
    let document = Document::parse(&text).map_err(|error| {
        let (line, column) = (error.line, error.column);
        Unreadable(format!("{name}:{line}:{column}: {}", error.fault))
    })?;
    if let Some(message) = check(&text) {
        eprintln!("{name}: warning: AWS would refuse this policy: {message}");
    }
    Ok(Attached {
        name,
        document: Arc::new(document),
    })
}

/// The account that an ARN names; buckets' ARNs name none.
fn account_of(resource: &str) -> Option<String> {
    let account = resource.split(':').nth(4)?;
    (account.len() == 12).then(|| account.to_owned())
}

fn context(question: &Question, principal: &Principal, owner: Option<&str>) -> Context {
    let mut context = Context::new();
    context.set_known("aws:SecureTransport", true);
    if let Some(account) = principal.account() {
        context.set_known("aws:PrincipalAccount", account);
        let owner = owner.unwrap_or(account);
        context.set_known("aws:ResourceAccount", owner);
    }
    let (kind, arn) = match principal {
        Principal::Root { .. } => ("Account", Some(principal.to_string())),
        Principal::User { arn, .. } => {
            let name = arn.rsplit('/').next().unwrap_or_default();
            context.set_known("aws:username", name);
            ("User", Some(arn.clone()))
        }
        Principal::RoleSession { role_arn, .. } => ("AssumedRole", Some(role_arn.clone())),
        Principal::FederatedUser { session_arn, .. } => {
            ("FederatedUser", Some(session_arn.clone()))
        }
        Principal::Anonymous => ("Anonymous", None),
        Principal::WebIdentity { .. } | Principal::Service { .. } => ("", None),
    };
    if !kind.is_empty() {
        context.set_known("aws:PrincipalType", kind);
    }
    if let Some(arn) = arn {
        context.set_known("aws:PrincipalArn", arn);
    }
    given(&mut context, &question.context);
    context
}

/// What `--context` says: `NAME=VALUE` once, `NAME[]=VALUE` for each of several values.
fn given(context: &mut Context, pairs: &[(String, String)]) {
    for (name, value) in pairs {
        let Some(name) = name.strip_suffix("[]") else {
            context.set(name, value.as_str());
            continue;
        };
        let mut values = match context.get(name) {
            Some(Value::Many(values)) => values.clone(),
            _ => Vec::new(),
        };
        if !value.is_empty() {
            values.push(value.clone());
        }
        context.set(name, values);
    }
}
