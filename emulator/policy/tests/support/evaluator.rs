//! A second evaluator, written from the documentation as simply as possible and without care for speed. It shares no
//! code with the library: policies are plain JSON, patterns are lists of characters, matching is plain recursion.

use bucketproof_policy::{Principal, Verdict};
use serde_json::{Map, Value as Json};

use super::wildcards::{P, by_part, is_arn, is_arn_pattern, matches, resource, wild};
use super::{Caller, Rule, Scene};

/// The formulas of
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>.
pub fn verdict(scene: &Scene) -> Verdict {
    let asked = Asked {
        scene,
        principal: scene.caller.principal(),
    };
    let of_caller = |policy: &Json| asked.effects(policy, false);
    let of_resource = scene
        .policy
        .as_ref()
        .map(|policy| asked.effects(policy, true))
        .unwrap_or_default();
    let identity: Vec<_> = scene.identity.iter().flat_map(of_caller).collect();
    let boundary = scene.boundary.as_ref().map(of_caller);
    let session = scene
        .session
        .as_ref()
        .map(|policies| policies.iter().flat_map(of_caller).collect::<Vec<_>>());

    let controls: Vec<Vec<Effect>> = [(&scene.scp, false), (&scene.rcp, true)]
        .into_iter()
        .flat_map(|(levels, named)| levels.iter().map(move |level| (level, named)))
        .map(|(level, named)| {
            level
                .iter()
                .flat_map(|policy| asked.effects(policy, named))
                .collect()
        })
        .collect();
    if controls.iter().flatten().any(|effect| effect.denies) {
        return Verdict::ExplicitDeny;
    }
    let everything = [
        Some(&of_resource),
        Some(&identity),
        boundary.as_ref(),
        session.as_ref(),
    ];
    if everything
        .into_iter()
        .flatten()
        .flatten()
        .any(|effect| effect.denies)
    {
        return Verdict::ExplicitDeny;
    }
    // Each level of the organization has to allow.
    if controls.iter().any(Vec::is_empty) {
        return Verdict::ImplicitDeny;
    }
    let by_acl = asked.grants();
    // What an object's permissions are about, its owner decides, not the bucket's policy.
    let foreign = asked.foreign_owner();
    let named = |name: Named| {
        by_acl.contains(&name)
            || foreign.is_none() && of_resource.iter().any(|effect| effect.named == name)
    };
    let direct = named(Named::Caller) || named(Named::Everyone);
    let parent = named(Named::Parent);
    let account = named(Named::Account);
    let allows =
        |effects: &Option<Vec<Effect>>| effects.as_ref().is_none_or(|effects| !effects.is_empty());
    let limits = allows(&boundary) && allows(&session);
    let allowed = match &asked.principal {
        Principal::Anonymous | Principal::Service { .. } => direct,
        // A token holder is let in by its provider's name, never by `*`; an organization's `*` is everyone all the same.
        Principal::WebIdentity { .. } => named(Named::Caller),
        principal => {
            let root = matches!(principal, Principal::Root { .. });
            let identity = root || !identity.is_empty();
            let same = foreign
                .or(scene.owner.as_deref())
                .is_none_or(|owner| Some(owner) == principal.account());
            match (same, scene.rule) {
                (false, _) => (direct || parent || account) && identity && limits,
                (true, Rule::Standard) => direct || (parent && limits) || (identity && limits),
                (true, Rule::Trust | Rule::Key) => {
                    direct || (parent && limits) || (account && identity && limits)
                }
            }
        }
    };
    if allowed {
        Verdict::Allow
    } else {
        Verdict::ImplicitDeny
    }
}

/// A statement that applies.
#[derive(Debug, Clone, Copy)]
struct Effect {
    denies: bool,
    named: Named,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Named {
    Caller,
    Parent,
    Account,
    Everyone,
}

struct Asked<'a> {
    scene: &'a Scene,
    principal: Principal,
}

impl Asked<'_> {
    /// What of the ACL's permissions the action is, as the mapping of the guide says.
    fn permission(&self) -> Option<&'static str> {
        let on_object = self.scene.acl.as_ref()?.object_owner.is_some();
        match (on_object, self.scene.action.to_lowercase().as_str()) {
            (true, "s3:getobject" | "s3:getobjectversion") => Some("READ"),
            (true, "s3:getobjectacl") => Some("READ_ACP"),
            (true, "s3:putobjectacl") => Some("WRITE_ACP"),
            (false, "s3:listbucket") => Some("READ"),
            (false, "s3:putobject" | "s3:deleteobject") => Some("WRITE"),
            (false, "s3:getbucketacl") => Some("READ_ACP"),
            (false, "s3:putbucketacl") => Some("WRITE_ACP"),
            _ => None,
        }
    }

    fn foreign_owner(&self) -> Option<&str> {
        self.permission()?;
        let of_object = self.scene.acl.as_ref()?.object_owner.as_deref()?;
        let of_bucket = self.scene.owner.as_deref().or(self.principal.account());
        (of_bucket != Some(of_object)).then_some(of_object)
    }

    fn grants(&self) -> Vec<Named> {
        let (Some(acl), Some(permission)) = (&self.scene.acl, self.permission()) else {
            return Vec::new();
        };
        let account = match &self.principal {
            Principal::Anonymous => Some("anonymous"),
            other => other.account(),
        };
        let existing = acl.existing_owner.as_deref();
        let makes = self.scene.action.eq_ignore_ascii_case("s3:PutObject");
        if permission == "WRITE" && existing != account && !(makes && existing.is_none()) {
            return Vec::new();
        }
        let mut names = Vec::new();
        for grant in &acl.grants {
            let (grantee, granted) = grant.split_once(' ').unwrap();
            let signed = self.principal.account().is_some();
            if granted != permission && granted != "FULL_CONTROL" {
                continue;
            }
            match grantee {
                "AllUsers" if !acl.ignores_public => names.push(Named::Everyone),
                "AuthenticatedUsers" if signed && !acl.ignores_public => {
                    names.push(Named::Everyone);
                }
                "LogDelivery" if self.scene.caller == Caller::Service => names.push(Named::Caller),
                one if Some(one) == account && signed => names.push(Named::Account),
                one if Some(one) == account => names.push(Named::Caller),
                _ => {}
            }
        }
        names
    }

    fn effects(&self, policy: &Json, of_resource: bool) -> Vec<Effect> {
        let variables = policy["Version"] == "2012-10-17";
        let statements = list(&policy["Statement"]);
        statements
            .iter()
            .flat_map(|statement| self.effects_of(statement, of_resource, variables))
            .collect()
    }

    /// One for each way the statement names the caller.
    fn effects_of(&self, statement: &Json, of_resource: bool, variables: bool) -> Vec<Effect> {
        let denies = statement["Effect"] == "Deny";
        let applies = self.action(statement)
            && self.resource(statement, variables)
            && statement["Condition"]
                .as_object()
                .is_none_or(|blocks| self.conditions(blocks, variables, denies));
        if !applies {
            return Vec::new();
        }
        let names = if of_resource {
            self.names(statement, denies)
        } else {
            vec![Named::Caller]
        };
        names
            .into_iter()
            .map(|named| Effect { denies, named })
            .collect()
    }

    fn action(&self, statement: &Json) -> bool {
        let asked: Vec<char> = self.scene.action.to_lowercase().chars().collect();
        let is = |pattern: &str| {
            let pattern: Vec<P> = pattern.to_lowercase().chars().map(wild).collect();
            matches(&pattern, &asked)
        };
        match &statement["NotAction"] {
            Json::Null => texts(&statement["Action"]).iter().any(|text| is(text)),
            not => !texts(not).iter().any(|text| is(text)),
        }
    }

    fn resource(&self, statement: &Json, variables: bool) -> bool {
        let is = |text: &str| {
            // S3 calls without a resource are as if on every bucket.
            let is_s3 = self.scene.action.to_lowercase().starts_with("s3:");
            let asked = if self.scene.resource == "*" && is_s3 {
                "arn:aws:s3:::*"
            } else {
                &self.scene.resource
            };
            text == "*"
                || self
                    .pattern(text, true, variables)
                    .is_some_and(|pattern| resource(&pattern, asked))
        };
        match &statement["NotResource"] {
            Json::Null => texts(&statement["Resource"]).iter().any(|text| is(text)),
            not => {
                let all_known = texts(not)
                    .iter()
                    .all(|text| self.pattern(text, true, variables).is_some());
                all_known && !texts(not).iter().any(|text| is(text))
            }
        }
    }

    /// The pattern with its variables replaced; `None` when one has no value.
    fn pattern(&self, text: &str, wildcards: bool, variables: bool) -> Option<Vec<P>> {
        let plain = |text: &str| {
            text.chars()
                .map(|c| if wildcards { wild(c) } else { P::Is(c) })
                .collect::<Vec<P>>()
        };
        if !variables {
            return Some(plain(text));
        }
        let mut pattern = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            pattern.extend(plain(before));
            let (inside, behind) = after.split_once('}')?;
            rest = behind;
            let value = match inside {
                "*" | "?" | "$" => inside.to_owned(),
                _ => self.variable(inside)?,
            };
            pattern.extend(value.chars().map(P::Is));
        }
        pattern.extend(plain(rest));
        Some(pattern)
    }

    fn variable(&self, inside: &str) -> Option<String> {
        let (key, default) = match inside.split_once(", ") {
            Some((key, default)) => (key, Some(default.trim_matches('\'').to_owned())),
            None => (inside, None),
        };
        match self.value(key) {
            None => default,
            Some(Json::Array(_)) => None,
            Some(value) => Some(value.as_str().unwrap().to_owned()),
        }
    }

    /// An empty list is an absent key.
    fn value(&self, key: &str) -> Option<&Json> {
        let found = self
            .scene
            .context
            .iter()
            .find(|(name, _)| name.to_lowercase() == key.to_lowercase());
        found
            .map(|(_, value)| value)
            .filter(|value| value.as_array().is_none_or(|items| !items.is_empty()))
    }

    fn names(&self, statement: &Json, denies: bool) -> Vec<Named> {
        match &statement["NotPrincipal"] {
            Json::Null => self.named_in(&statement["Principal"]),
            not => {
                let listed = self.named_in(not);
                let has = |name: Named| listed.contains(&name);
                let excluded = match &self.principal {
                    _ if !denies => !listed.is_empty(),
                    _ if self.scene.boundary.is_some() => false,
                    _ if has(Named::Everyone) => true,
                    Principal::Anonymous => false,
                    Principal::Root { .. } => has(Named::Account),
                    Principal::User { .. } => has(Named::Account) && has(Named::Caller),
                    Principal::RoleSession { .. } | Principal::FederatedUser { .. } => {
                        has(Named::Account) && has(Named::Parent) && has(Named::Caller)
                    }
                    Principal::WebIdentity { .. } | Principal::Service { .. } => has(Named::Caller),
                };
                if excluded {
                    vec![]
                } else {
                    vec![Named::Everyone]
                }
            }
        }
    }

    fn named_in(&self, element: &Json) -> Vec<Named> {
        if *element == "*" {
            return vec![Named::Everyone];
        }
        let kinds = element.as_object().unwrap();
        let entries = kinds
            .iter()
            .flat_map(|(kind, entries)| texts(entries).into_iter().map(move |text| (kind, text)));
        entries
            .filter_map(|(kind, text)| self.named_by(kind, &text))
            .collect()
    }

    fn named_by(&self, kind: &str, text: &str) -> Option<Named> {
        let of_account = |account: &str| {
            (text == account || text == format!("arn:aws:iam::{account}:root"))
                .then_some(Named::Account)
        };
        match (&self.principal, kind) {
            (_, "AWS") if text == "*" => Some(Named::Everyone),
            (Principal::Root { account }, "AWS") => of_account(account),
            (Principal::User { account, arn, id }, "AWS") => {
                if text == arn || text == id {
                    Some(Named::Caller)
                } else {
                    of_account(account)
                }
            }
            (
                Principal::RoleSession {
                    account,
                    role_arn,
                    role_id,
                    session_arn,
                },
                "AWS",
            ) => {
                if text == session_arn {
                    Some(Named::Caller)
                } else if text == role_arn || text == role_id {
                    Some(Named::Parent)
                } else {
                    of_account(account)
                }
            }
            (
                Principal::FederatedUser {
                    account,
                    user_arn,
                    user_id,
                    session_arn,
                },
                "AWS",
            ) => {
                if text == session_arn {
                    Some(Named::Caller)
                } else if text == user_arn || text == user_id {
                    Some(Named::Parent)
                } else {
                    of_account(account)
                }
            }
            (Principal::WebIdentity { provider_arn }, "Federated") => {
                (text == provider_arn).then_some(Named::Caller)
            }
            (Principal::Service { name }, "Service") => (text == name).then_some(Named::Caller),
            _ => None,
        }
    }

    fn conditions(&self, blocks: &Map<String, Json>, variables: bool, denies: bool) -> bool {
        blocks.iter().all(|(operator, keys)| {
            let keys = keys.as_object().unwrap();
            keys.iter().all(|(key, values)| {
                if self.stumbles(operator, key, &texts(values), variables) {
                    return denies;
                }
                self.condition(operator, key, &texts(values), variables)
            })
        })
    }

    /// Whether an ARN is compared with what is none, before anything matches.
    fn stumbles(&self, operator: &str, key: &str, wanted: &[String], variables: bool) -> bool {
        let found = match self.value(key) {
            Some(Json::Array(_)) if !operator.contains(':') => return false,
            Some(found) if operator.contains("Arn") => texts(found),
            _ => return false,
        };
        let is_malformed = |wanted: &String| {
            let varies = variables && wanted.replace("${*}", "").contains("${");
            let pattern = self.pattern(wanted, true, variables);
            pattern.is_some_and(|pattern| !is_arn_pattern(&pattern))
                && (varies || !wanted.contains(['*', '?']))
        };
        let matched = |wanted: &String, text: &str| {
            let pattern = self.pattern(wanted, true, variables);
            pattern.is_some_and(|pattern| by_part(&pattern, text))
        };
        found.iter().filter(|text| is_arn(text)).any(|text| {
            wanted
                .iter()
                .find(|wanted| is_malformed(wanted) || matched(wanted, text))
                .is_some_and(is_malformed)
        })
    }

    fn condition(&self, operator: &str, key: &str, wanted: &[String], variables: bool) -> bool {
        let value = self.value(key);
        if operator == "Null" {
            return wanted
                .iter()
                .any(|text| (text.to_lowercase() == "true") == value.is_none());
        }
        let (set, name) = operator.split_once(':').unwrap_or(("", operator));
        let if_exists = name.ends_with("IfExists");
        let name = name.trim_end_matches("IfExists");
        let negated = name.contains("Not");
        let base = name.replace("Not", "");
        let holds = |text: &str| match self.any_matches(&base, text, wanted, variables) {
            Comparison::Impossible => false,
            Comparison::Is(matched) => matched != negated,
        };
        match (set, value) {
            ("ForAllValues", None) => true,
            ("ForAllValues", Some(value)) => texts(value).iter().all(|text| holds(text)),
            ("ForAnyValue", None) => false,
            ("ForAnyValue", Some(value)) => texts(value).iter().any(|text| holds(text)),
            (_, None) => if_exists || negated,
            (_, Some(Json::Array(_))) => false,
            (_, Some(value)) => holds(value.as_str().unwrap()),
        }
    }

    fn any_matches(
        &self,
        base: &str,
        text: &str,
        wanted: &[String],
        variables: bool,
    ) -> Comparison {
        let characters: Vec<char> = text.chars().collect();
        let pattern = |wanted: &String, wildcards| self.pattern(wanted, wildcards, variables);
        let string = |wildcards: bool, folded: bool| {
            let fold = |c: char| {
                if folded {
                    c.to_lowercase().next().unwrap_or(c)
                } else {
                    c
                }
            };
            let text: Vec<char> = characters.iter().copied().map(fold).collect();
            wanted
                .iter()
                .filter_map(|wanted| pattern(wanted, wildcards))
                .any(|pattern| {
                    let pattern: Vec<P> = pattern
                        .into_iter()
                        .map(|p| if let P::Is(c) = p { P::Is(fold(c)) } else { p })
                        .collect();
                    matches(&pattern, &text)
                })
        };
        Comparison::Is(match base {
            "StringEquals" => string(false, false),
            "StringEqualsIgnoreCase" => string(false, true),
            "StringLike" => string(true, false),
            "Bool" => wanted
                .iter()
                .any(|wanted| (wanted.to_lowercase() == "true") == (text.to_lowercase() == "true")),
            "BinaryEquals" => wanted.iter().any(|wanted| wanted == text),
            "IpAddress" => {
                let Some(bits) = bits(text) else {
                    return Comparison::Impossible;
                };
                wanted.iter().any(|wanted| bits.starts_with(&block(wanted)))
            }
            "ArnEquals" | "ArnLike" => {
                if !is_arn(text) {
                    return Comparison::Impossible;
                }
                wanted
                    .iter()
                    .filter_map(|wanted| pattern(wanted, true))
                    .any(|pattern| by_part(&pattern, text))
            }
            numeric if numeric.starts_with("Numeric") => order(
                &numeric[7..],
                text.parse::<f64>().ok(),
                wanted.iter().map(|wanted| wanted.parse::<f64>().ok()),
            ),
            date if date.starts_with("Date") => order(
                &date[4..],
                moment(text),
                wanted.iter().map(|wanted| moment(wanted)),
            ),
            other => panic!("no such operator: {other}"),
        })
    }
}

enum Comparison {
    Impossible,
    Is(bool),
}

fn order<T: PartialOrd>(
    name: &str,
    left: Option<T>,
    right: impl Iterator<Item = Option<T>>,
) -> bool {
    let Some(left) = left else { return false };
    right.flatten().any(|right| match name {
        "Equals" => left == right,
        "LessThan" => left < right,
        "LessThanEquals" => left <= right,
        "GreaterThan" => left > right,
        "GreaterThanEquals" => left >= right,
        other => panic!("no such order: {other}"),
    })
}

fn moment(text: &str) -> Option<i64> {
    let format = &time::format_description::well_known::Rfc3339;
    text.parse().ok().or_else(|| {
        Some(
            time::OffsetDateTime::parse(text, format)
                .ok()?
                .unix_timestamp(),
        )
    })
}

/// The address as a text of zeros and ones with its family in front.
fn bits(text: &str) -> Option<String> {
    match text.strip_prefix("::ffff:").unwrap_or(text).parse().ok()? {
        std::net::IpAddr::V4(v4) => Some(format!("4{:032b}", u32::from(v4))),
        std::net::IpAddr::V6(v6) => Some(format!("6{:0128b}", u128::from(v6))),
    }
}

/// What the bits of every address in the block begin with.
fn block(text: &str) -> String {
    let (address, prefix) = text.split_once('/').unwrap_or((text, "128"));
    let mut bits = bits(address).unwrap();
    bits.truncate(1 + prefix.parse::<usize>().unwrap());
    bits
}

fn list(value: &Json) -> Vec<Json> {
    match value {
        Json::Array(items) => items.clone(),
        other => vec![other.clone()],
    }
}

fn texts(value: &Json) -> Vec<String> {
    list(value)
        .iter()
        .map(|item| {
            item.as_str()
                .map_or_else(|| item.to_string(), str::to_owned)
        })
        .collect()
}
