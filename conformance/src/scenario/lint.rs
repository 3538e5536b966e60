//! What a single value cannot tell: names, actors, and steps that refer to each other.

mod walk;

use std::collections::BTreeSet;

use super::{
    Scenario,
    problem::Position,
    reader::{At, Context, Mention, Scope},
    topology::Element,
};
use crate::platforms::SIMULATORS;
use walk::Walk;

/// Notes every mistake in how the parts of `scenario` refer to each other. Steps are looked at only when all were read.
pub fn check(scenario: &Scenario, steps_sound: bool, cx: &Context) {
    let topology = topology_names(scenario, cx);
    let actors = check_actors(scenario, cx);
    check_vars(scenario, cx);
    check_policies(scenario, cx);
    let mut known: BTreeSet<String> = scenario.vars.iter().map(|(name, _)| name.clone()).collect();
    known.extend(topology);
    check_topology_mentions(scenario, &known, cx);
    super::setup::check(scenario, &cx.problems);
    // A step that could not be read would make every later capture look unknown.
    if steps_sound {
        Walk::new(scenario, cx, known, actors).steps();
    }
}

fn topology_names(scenario: &Scenario, cx: &Context) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["endpoint".to_owned()]);
    let mut add = |kind: &str, key: &str, at: Position, parts: &[&str]| {
        if !names.insert(format!("{kind}.{key}")) {
            cx.problems.add_expected(
                at,
                format!("the {kind} `{key}` exists twice"),
                "a key of its own; `name = ...` can still be the same",
            );
        }
        names.extend(parts.iter().map(|part| format!("{kind}.{key}.{part}")));
    };
    for account in &scenario.accounts {
        add("account", &account.key, account.at, &[]);
        for element in &account.users {
            add("user", &element.key, element.at, &["arn"]);
        }
        each(&account.roles, |key, at| add("role", key, at, &["arn"]));
        each(&account.policies, |key, at| {
            add("policy", key, at, &["arn"])
        });
        each(&account.providers, |key, at| {
            add("provider", key, at, &["arn", "url"])
        });
        each(&account.buckets, |key, at| add("bucket", key, at, &["arn"]));
        for element in &account.keys {
            let parts: &[&str] = if element.value.alias.is_some() {
                &["arn", "alias"]
            } else {
                &["arn"]
            };
            add("key", &element.key, element.at, parts);
        }
    }
    for account in &scenario.accounts {
        for element in &account.users {
            names.extend(
                (1..=element.value.access_keys)
                    .flat_map(|number| access_key_names(&element.key, number)),
            );
        }
    }
    names
}

/// The names of a user's access key: the first has no number.
pub fn access_key_names(user: &str, number: u16) -> [String; 2] {
    let suffix = if number == 1 {
        String::new()
    } else {
        format!(".{number}")
    };
    [
        format!("user.{user}.access_key_id{suffix}"),
        format!("user.{user}.secret_access_key{suffix}"),
    ]
}

fn each<T>(elements: &[Element<T>], mut act: impl FnMut(&str, Position)) {
    for element in elements {
        act(&element.key, element.at);
    }
}

/// Actors known before the first step. Clashes are noted.
fn check_actors(scenario: &Scenario, cx: &Context) -> BTreeSet<String> {
    let mut actors = BTreeSet::from(["anonymous".to_owned()]);
    let mut add = |key: &str, at: Position| {
        if !actors.insert(key.to_owned()) {
            cx.problems.add_expected(
                at,
                format!("the actor `{key}` exists twice"),
                "a key that no account, user, session or actor has",
            );
        }
    };
    for account in &scenario.accounts {
        add(&account.key, account.at);
        each(&account.users, &mut add);
    }
    for actor in &scenario.actors {
        add(&actor.key, actor.at);
    }
    for platform in &scenario.platforms {
        let mut simulators = SIMULATORS.iter().map(|(name, _)| *name);
        if !simulators
            .clone()
            .any(|name| name == platform.simulator.value)
        {
            cx.problems.add_expected(
                platform.simulator.at,
                format!("unknown simulator `{}`", platform.simulator.value),
                super::words::choice(&mut simulators),
            );
        }
        if let Some(actor) = &platform.actor
            && !actors.contains(&actor.value)
        {
            unknown_actor(actor, &actors, cx);
        }
    }
    actors
}

fn unknown_actor(actor: &At<String>, actors: &BTreeSet<String>, cx: &Context) {
    let known = super::words::choice(actors.iter().map(String::as_str));
    cx.problems
        .add_expected(actor.at, format!("unknown actor `{}`", actor.value), known);
}

fn check_vars(scenario: &Scenario, cx: &Context) {
    for mention in cx.mentions.borrow().iter() {
        if let Scope::Vars(index) = mention.scope {
            let above = scenario
                .vars
                .iter()
                .take(index)
                .any(|(name, _)| *name == mention.name);
            if !above && mention.name != "endpoint" {
                unknown_name(mention, "a var above this one", cx);
            }
        }
    }
}

fn check_policies(scenario: &Scenario, cx: &Context) {
    for account in &scenario.accounts {
        let keys: Vec<&str> = account
            .policies
            .iter()
            .map(|policy| policy.key.as_str())
            .collect();
        let users = account.users.iter().map(|user| &user.value.identity);
        let roles = account.roles.iter().map(|role| &role.value.identity);
        for identity in users.chain(roles) {
            for policy in identity.managed_policies.iter().chain(&identity.boundary) {
                let Some(fixed) = policy.value.fixed() else {
                    continue;
                };
                if !fixed.starts_with("arn:") && !keys.contains(&fixed.as_str()) {
                    cx.problems.add_expected(
                        policy.at,
                        format!("unknown managed policy `{fixed}`"),
                        format!(
                            "an ARN or a policy of the account `{}`: {}",
                            account.key,
                            super::words::choice(keys.iter().copied())
                        ),
                    );
                }
            }
        }
    }
}

fn check_topology_mentions(scenario: &Scenario, known: &BTreeSet<String>, cx: &Context) {
    for mention in cx.mentions.borrow().iter() {
        if mention.scope == Scope::Topology && !known.contains(&mention.name) {
            unknown_name(mention, &near(&mention.name, known), cx);
        }
        if let Scope::Actor(index) = mention.scope
            && !known.contains(&mention.name)
            && !captured_anywhere(scenario, &mention.name)
        {
            let _ = index;
            unknown_name(mention, &near(&mention.name, known), cx);
        }
    }
}

fn captured_anywhere(scenario: &Scenario, name: &str) -> bool {
    scenario.steps.iter().any(|step| {
        step.captures
            .entries
            .iter()
            .any(|(capture, _, _)| capture == name)
            || step
                .session
                .as_ref()
                .is_some_and(|session| name.starts_with(&format!("session.{}.", session.value)))
    })
}

fn unknown_name(mention: &Mention, expected: &str, cx: &Context) {
    let message = format!("unknown name `${{{}}}`", mention.name);
    cx.problems.add_in(
        mention.file.clone(),
        mention.at,
        message,
        Some(expected.to_owned()),
    );
}

/// Known names that look like `name`, or what a name can be.
fn near(name: &str, known: &BTreeSet<String>) -> String {
    let kind = name.split('.').next().unwrap_or(name);
    let similar: Vec<&str> = known
        .iter()
        .map(String::as_str)
        .filter(|candidate| {
            candidate.split('.').next() == Some(kind)
                || super::words::distance(candidate, name) <= 2
        })
        .take(8)
        .collect();
    if similar.is_empty() {
        "a var, an element of an account, or a capture of an earlier step".to_owned()
    } else {
        super::words::choice(similar.into_iter())
    }
}
