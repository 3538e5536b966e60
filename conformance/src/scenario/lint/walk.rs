use std::collections::{BTreeMap, BTreeSet};

use super::{near, unknown_actor, unknown_name};
use crate::scenario::{
    Scenario,
    action::{self, Action},
    problem::Position,
    reader::{At, Context, Scope},
    step::{Step, Turns},
    template, words,
};

/// The walk through the steps with what is known at each.
pub struct Walk<'a> {
    scenario: &'a Scenario,
    cx: &'a Context,
    known: BTreeSet<String>,
    actors: BTreeSet<String>,
    steps: BTreeMap<String, Position>,
}

impl<'a> Walk<'a> {
    /// With what is known before the first step.
    pub fn new(
        scenario: &'a Scenario,
        cx: &'a Context,
        known: BTreeSet<String>,
        actors: BTreeSet<String>,
    ) -> Self {
        Self {
            scenario,
            cx,
            known,
            actors,
            steps: BTreeMap::new(),
        }
    }

    /// Notes every mistake in the steps.
    pub fn steps(&mut self) {
        for (index, step) in self.scenario.steps.iter().enumerate() {
            self.step(index, step);
        }
    }

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
                let known = words::choice(self.actors.iter().map(String::as_str));
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
                    words::choice(self.steps.keys().map(String::as_str))
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
        let is_sts = matches!(&step.action, Action::Aws(call) if call.operation.service == action::Service::Sts);
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
            if !template::is_name(name) || name.contains('.') {
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
