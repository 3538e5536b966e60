//! Users, roles, policies, providers and keys.

use super::{
    Plan,
    build::{boolean, integer, list, name, table, tags, template, text},
};
use crate::scenario::{
    action::Service,
    datum::Datum,
    lint::access_key_names,
    problem::Position,
    reader::At,
    template::{Names, NoValue, Template},
    topology::{Account, Element, Identity, Role},
};

/// The element's name in AWS.
pub fn aws_name<T>(element: &Element<T>, names: &Names) -> Result<String, NoValue> {
    element
        .name
        .as_ref()
        .map_or_else(|| Ok(element.key.clone()), |name| name.render(names))
}

pub fn names(account: &Account, names: &mut Names) -> Result<(), NoValue> {
    let arn = |kind: &str, path: &str, name: &str| {
        format!("arn:aws:iam::{}:{kind}{path}{name}", account.id)
    };
    let mut found = Names::new();
    for user in &account.users {
        let name = aws_name(user, names)?;
        found.insert(
            format!("user.{}.arn", user.key),
            arn("user", &user.value.identity.path, &name),
        );
        found.insert(format!("user.{}", user.key), name);
    }
    for role in &account.roles {
        let name = aws_name(role, names)?;
        found.insert(
            format!("role.{}.arn", role.key),
            arn("role", &role.value.identity.path, &name),
        );
        found.insert(format!("role.{}", role.key), name);
    }
    for policy in &account.policies {
        let name = aws_name(policy, names)?;
        found.insert(
            format!("policy.{}.arn", policy.key),
            arn("policy", &policy.value.path, &name),
        );
        found.insert(format!("policy.{}", policy.key), name);
    }
    for provider in &account.providers {
        let url = provider.value.url.render(names)?;
        let host = url.strip_prefix("https://").unwrap_or(&url).to_owned();
        found.insert(format!("provider.{}", provider.key), host.clone());
        found.insert(
            format!("provider.{}.arn", provider.key),
            arn("oidc-provider", "/", &host),
        );
        found.insert(format!("provider.{}.url", provider.key), url);
    }
    for key in &account.keys {
        if let Some(alias) = &key.value.alias {
            found.insert(format!("key.{}.alias", key.key), alias.render(names)?);
        }
    }
    names.extend(found);
    Ok(())
}

pub fn users_and_providers(account: &Account, plan: &mut Plan<'_>) -> Result<(), NoValue> {
    for user in &account.users {
        let at = user.at;
        let identity = &user.value.identity;
        let user_name = text(at, &aws_name(user, plan.names)?);
        let with = table(
            at,
            [
                ("UserName", Some(user_name.clone())),
                ("Path", Some(text(at, &identity.path))),
                ("Tags", tags(at, &identity.tags)),
            ],
        );
        plan.call(at, &account.id, Service::Iam, "CreateUser", with);
        for number in 1..=user.value.access_keys {
            let with = table(at, [("UserName", Some(user_name.clone()))]);
            plan.call(at, &account.id, Service::Iam, "CreateAccessKey", with);
            let [key, secret] = access_key_names(&user.key, number);
            plan.learn(key, "AccessKey.AccessKeyId");
            plan.learn(secret, "AccessKey.SecretAccessKey");
        }
    }
    for provider in &account.providers {
        let at = provider.at;
        let texts = |values: &[Template]| list(at, values.iter().map(template).collect());
        let thumbprints =
            (!provider.value.thumbprints.is_empty()).then(|| texts(&provider.value.thumbprints));
        let with = table(
            at,
            [
                ("Url", Some(template(&provider.value.url))),
                ("ClientIDList", Some(texts(&provider.value.client_ids))),
                ("ThumbprintList", thumbprints),
            ],
        );
        plan.call(
            at,
            &account.id,
            Service::Iam,
            "CreateOpenIDConnectProvider",
            with,
        );
        plan.learn(
            format!("provider.{}.arn", provider.key),
            "OpenIDConnectProviderArn",
        );
    }
    Ok(())
}

pub fn role(account: &Account, role: &Element<Role>, plan: &mut Plan<'_>) -> Result<(), NoValue> {
    let at = role.at;
    let value = &role.value;
    let duration = value
        .max_session_duration_seconds
        .map(|seconds| integer(at, i64::from(seconds)));
    let with = table(
        at,
        [
            ("RoleName", Some(text(at, &aws_name(role, plan.names)?))),
            ("Path", Some(text(at, &value.identity.path))),
            ("AssumeRolePolicyDocument", Some(template(&value.trust.0))),
            ("MaxSessionDuration", duration),
            ("Tags", tags(at, &value.identity.tags)),
        ],
    );
    plan.call(at, &account.id, Service::Iam, "CreateRole", with);
    plan.learn(format!("role.{}.arn", role.key), "Role.Arn");
    Ok(())
}

pub fn keys(account: &Account, plan: &mut Plan<'_>) -> Result<(), NoValue> {
    for key in &account.keys {
        let at = key.at;
        let region = match &key.value.region {
            Some(region) => region.render(plan.names)?,
            None => plan.default_region.clone(),
        };
        let policy = key.value.policy.as_ref().map(|policy| template(&policy.0));
        // The account's root makes the key; a policy without root would otherwise be refused as a lock-out.
        let bypass = policy.as_ref().map(|_| boolean(at, true));
        let with = table(
            at,
            [
                ("Policy", policy),
                ("BypassPolicyLockoutSafetyCheck", bypass),
            ],
        );
        plan.call_in(at, &account.id, &region, Service::Kms, "CreateKey", with);
        plan.learn(format!("key.{}", key.key), "KeyMetadata.KeyId");
        plan.learn(format!("key.{}.arn", key.key), "KeyMetadata.Arn");
        let id = || Some(name(at, &format!("key.{}", key.key)));
        if let Some(alias) = &key.value.alias {
            let with = table(
                at,
                [("AliasName", Some(template(alias))), ("TargetKeyId", id())],
            );
            plan.call_in(at, &account.id, &region, Service::Kms, "CreateAlias", with);
        }
        if key.value.rotation {
            plan.call_in(
                at,
                &account.id,
                &region,
                Service::Kms,
                "EnableKeyRotation",
                table(at, [("KeyId", id())]),
            );
        }
        if !key.value.enabled {
            plan.call_in(
                at,
                &account.id,
                &region,
                Service::Kms,
                "DisableKey",
                table(at, [("KeyId", id())]),
            );
        }
    }
    Ok(())
}

pub fn policies(account: &Account, plan: &mut Plan<'_>) -> Result<(), NoValue> {
    for policy in &account.policies {
        let at = policy.at;
        let with = table(
            at,
            [
                ("PolicyName", Some(text(at, &aws_name(policy, plan.names)?))),
                ("Path", Some(text(at, &policy.value.path))),
                ("PolicyDocument", Some(template(&policy.value.document.0))),
            ],
        );
        plan.call(at, &account.id, Service::Iam, "CreatePolicy", with);
        plan.learn(format!("policy.{}.arn", policy.key), "Policy.Arn");
    }
    for user in &account.users {
        let name = text(user.at, &aws_name(user, plan.names)?);
        attach(account, &user.value.identity, ("User", name), user.at, plan);
    }
    for role in &account.roles {
        let name = text(role.at, &aws_name(role, plan.names)?);
        attach(account, &role.value.identity, ("Role", name), role.at, plan);
    }
    Ok(())
}

fn attach(
    account: &Account,
    identity: &Identity,
    (kind, who): (&str, Datum),
    at: Position,
    plan: &mut Plan<'_>,
) {
    let member = format!("{kind}Name");
    for policy in &identity.policies {
        let with = table(
            policy.at,
            [
                (member.as_str(), Some(who.clone())),
                ("PolicyName", Some(text(policy.at, &policy.name))),
                ("PolicyDocument", Some(template(&policy.document.0))),
            ],
        );
        plan.call(
            policy.at,
            &account.id,
            Service::Iam,
            &format!("Put{kind}Policy"),
            with,
        );
    }
    for policy in &identity.managed_policies {
        let with = table(
            at,
            [
                (member.as_str(), Some(who.clone())),
                ("PolicyArn", Some(arn(account, policy))),
            ],
        );
        plan.call(
            policy.at,
            &account.id,
            Service::Iam,
            &format!("Attach{kind}Policy"),
            with,
        );
    }
    if let Some(boundary) = &identity.boundary {
        let with = table(
            at,
            [
                (member.as_str(), Some(who)),
                ("PermissionsBoundary", Some(arn(account, boundary))),
            ],
        );
        plan.call(
            boundary.at,
            &account.id,
            Service::Iam,
            &format!("Put{kind}PermissionsBoundary"),
            with,
        );
    }
}

/// A managed policy by its key in the account, or by its ARN.
fn arn(account: &Account, policy: &At<Template>) -> Datum {
    let key = policy.value.fixed().unwrap_or_default();
    if account.policies.iter().any(|known| known.key == key) {
        name(policy.at, &format!("policy.{key}.arn"))
    } else {
        template(&policy.value)
    }
}
