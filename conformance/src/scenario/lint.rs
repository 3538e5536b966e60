//! What a single value cannot tell: names, actors, and steps that refer to each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Scenario,
    action::Action,
    problem::Position,
    reader::{At, Context, Mention, Scope},
    step::{Step, Turns},
    topology::Element,
};
use crate::platforms::SIMULATORS;

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
    let mut walk = Walk {
        scenario,
        cx,
        known,
        actors,
        steps: BTreeMap::new(),
    };
    // A step that could not be read would make every later capture look unknown.
    if steps_sound {
        for (index, step) in scenario.steps.iter().enumerate() {
            walk.step(index, step);
        }
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
                super::reader::choice(&mut simulators),
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
    let known = super::reader::choice(actors.iter().map(String::as_str));
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
                            super::reader::choice(keys.iter().copied())
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
                || super::reader::distance(candidate, name) <= 2
        })
        .take(8)
        .collect();
    if similar.is_empty() {
        "a var, an element of an account, or a capture of an earlier step".to_owned()
    } else {
        super::reader::choice(similar.into_iter())
    }
}

/// The walk through the steps with what is known at each.
struct Walk<'a> {
    scenario: &'a Scenario,
    cx: &'a Context,
    known: BTreeSet<String>,
    actors: BTreeSet<String>,
    steps: BTreeMap<String, Position>,
}

impl Walk<'_> {
    fn step(&mut self, index: usize, step: &Step) {
        if index == 0 {
            self.known.extend(
                self.scenario
                    .platforms
                    .iter()
                    .map(|platform| format!("platform.{}.url", platform.key)),
            );
        }
        if self.steps.contains_key(&step.name.value) {
            let message = format!("a step named `{}` exists already", step.name.value);
            self.cx
                .problems
                .add_expected(step.name.at, message, "a name of its own");
        }
        self.actor(step);
        self.mentions(index, step);
        self.references(step);
        self.body(step);
        self.learn(step);
        self.steps.insert(step.name.value.clone(), step.at);
    }

    fn actor(&self, step: &Step) {
        match &step.actor {
            Some(actor) if !self.actors.contains(&actor.value) => {
                unknown_actor(actor, &self.actors, self.cx)
            }
            Some(actor) => self.actor_mentions(actor),
            None if needs_actor(&step.action) => {
                let known = super::reader::choice(self.actors.iter().map(String::as_str));
                let message = format!(
                    "`{}` is signed, but the step has no `as`",
                    step.action.word()
                );
                self.cx
                    .problems
                    .add_expected(step.at, message, format!("`as` with {known}"));
            }
            None => {}
        }
    }

    /// A hand-made actor can only be used after the captures it is made of.
    fn actor_mentions(&self, actor: &At<String>) {
        let number = self
            .scenario
            .actors
            .iter()
            .position(|made| made.key == actor.value);
        for mention in self.cx.mentions.borrow().iter() {
            if matches!(mention.scope, Scope::Actor(index) if Some(index) == number)
                && !self.known.contains(&mention.name)
            {
                let message = format!(
                    "the actor `{}` needs `${{{}}}`, which no earlier step captures",
                    actor.value, mention.name
                );
                self.cx.problems.add(actor.at, message);
            }
        }
    }

    fn mentions(&self, index: usize, step: &Step) {
        let turn_names: &[&str] = match step.turns {
            Turns::Once => &[],
            Turns::Repeat(_) => &["n", "n6"],
            Turns::ForEach(_) => &["n", "n6", "each"],
        };
        for mention in self
            .cx
            .mentions
            .borrow()
            .iter()
            .filter(|mention| mention.scope == Scope::Step(index))
        {
            if !self.known.contains(&mention.name) && !turn_names.contains(&mention.name.as_str()) {
                unknown_name(mention, &near(&mention.name, &self.known), self.cx);
            }
        }
    }

    /// Names of earlier steps.
    fn references(&self, step: &Step) {
        let since = match &step.action {
            Action::Events(events) => events.filter.since.as_ref(),
            _ => None,
        };
        for reference in step.expect.same_body_as.iter().chain(since) {
            if !self.steps.contains_key(&reference.value) {
                let earlier = if self.steps.is_empty() {
                    "a step above this one".to_owned()
                } else {
                    super::reader::choice(self.steps.keys().map(String::as_str))
                };
                let message = format!("no earlier step is named `{}`", reference.value);
                self.cx
                    .problems
                    .add_expected(reference.at, message, earlier);
            }
        }
    }

    fn body(&self, step: &Step) {
        let takes_body = match &step.action {
            Action::Aws(call) => call.operation.takes_body,
            Action::Http(_) | Action::Multipart(_) => true,
            _ => false,
        };
        if step.body.is_some() && !takes_body {
            let message = format!("`{}` sends no body", step.action.word());
            self.cx.problems.add_expected(step.at, message, "no `body`");
        }
        let is_sts = matches!(&step.action, Action::Aws(call) if call.operation.service == super::action::Service::Sts);
        if let Some(session) = &step.session
            && !is_sts
        {
            self.cx.problems.add_expected(
                session.at,
                "`session` has no meaning for this action",
                "an `sts` operation",
            );
        }
    }

    fn learn(&mut self, step: &Step) {
        for (name, at, _) in &step.captures.entries {
            if !super::template::is_name(name) || name.contains('.') {
                self.cx.problems.add_expected(
                    *at,
                    format!("`{name}` is not a name"),
                    "letters, digits, `_` and `-`",
                );
            }
            self.known.insert(name.clone());
        }
        if let Some(session) = &step.session {
            let known_session = self
                .known
                .contains(&format!("session.{}.arn", session.value));
            if !self.actors.insert(session.value.clone()) && !known_session {
                let message = format!("the actor `{}` exists already", session.value);
                self.cx
                    .problems
                    .add_expected(session.at, message, "a name of its own");
            }
            for part in ["access_key_id", "secret_access_key", "session_token", "arn"] {
                self.known
                    .insert(format!("session.{}.{part}", session.value));
            }
        }
    }
}

fn needs_actor(action: &Action) -> bool {
    match action {
        Action::Aws(call) => !call.operation.unsigned,
        Action::Presign(_) | Action::Multipart(_) | Action::Load(_) => true,
        _ => false,
    }
}
