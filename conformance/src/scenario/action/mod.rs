//! What a step can do; one file per family.

mod aws;
mod events;
mod fault;
mod http;
mod load;
mod multipart;
mod small;

pub use aws::{AwsCall, Service};
pub use events::{EventFilter, Events};
pub use fault::{Effect, Fault};
pub use http::{Http, Payload, Presign, Sign, SignatureVersion, Target};
pub use load::{Load, Thresholds};
pub use multipart::{Finish, Multipart};
pub use small::{BAD_TOKENS, Clock, TOKEN_PRESETS, Token};

use super::{
    reader::{Context, Fields},
    template::Template,
};

/// A step's one action.
#[derive(Clone, Debug)]
pub enum Action {
    /// An AWS operation, sent by the AWS SDK.
    Aws(AwsCall),
    /// A raw request.
    Http(Http),
    /// A presigned URL, made offline.
    Presign(Presign),
    /// An upload in parts.
    Multipart(Multipart),
    /// A web identity token.
    Token(Token),
    /// A fault rule to install.
    Fault(Fault),
    /// The id of a fault rule to remove, or `all`.
    RemoveFault(Template),
    /// A claim on the recorded requests.
    Events(Events),
    /// Many requests, measured.
    Load(Load),
    /// Moves the stack's clock.
    Clock(Clock),
    /// Waits, in milliseconds.
    Wait(u64),
}

/// The keys of a step that are actions.
pub const ACTIONS: [&str; 14] = [
    "s3",
    "sts",
    "iam",
    "kms",
    "http",
    "presign",
    "multipart",
    "token",
    "fault",
    "remove_fault",
    "events",
    "load",
    "clock",
    "wait",
];

impl Action {
    /// The word for reports: the operation, or the kind of action.
    pub fn word(&self) -> &str {
        match self {
            Self::Aws(call) => call.operation.name,
            Self::Http(_) => "http",
            Self::Presign(_) => "presign",
            Self::Multipart(_) => "multipart",
            Self::Token(_) => "token",
            Self::Fault(_) => "fault",
            Self::RemoveFault(_) => "remove_fault",
            Self::Events(_) => "events",
            Self::Load(_) => "load",
            Self::Clock(_) => "clock",
            Self::Wait(_) => "wait",
        }
    }
}

/// Reads the one action of a step.
pub fn read(fields: &mut Fields<'_>, cx: &Context) -> Option<Action> {
    let given: Vec<&str> = ACTIONS
        .into_iter()
        .filter(|action| fields.has(action))
        .collect();
    if given.len() != 1 {
        let which = given
            .iter()
            .map(|action| format!("`{action}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let message = if given.is_empty() {
            "the step has no action".to_owned()
        } else {
            format!("the step has several actions: {which}")
        };
        cx.problems.add_expected(
            fields.place("name"),
            message,
            format!(
                "exactly one of {}",
                super::words::choice(ACTIONS.into_iter())
            ),
        );
    }
    let with = fields.node("with");
    let with_at = fields.place("with");
    let mut members_used = false;
    let mut action = None;
    for service in Service::ALL {
        if let Some(node) = fields.node(service.word()) {
            members_used = true;
            action = aws::read(service, node, with, cx)
                .map(Action::Aws)
                .or(action);
        }
    }
    action = action
        .or(fields.optional("http").map(Action::Http))
        .or(fields.optional("presign").map(Action::Presign))
        .or(fields.optional("token").map(Action::Token))
        .or(fields.optional("fault").map(Action::Fault))
        .or(fields.optional("remove_fault").map(Action::RemoveFault))
        .or(fields.optional("events").map(Action::Events))
        .or(fields.optional("load").map(Action::Load))
        .or(fields.optional("clock").map(Action::Clock))
        .or(fields
            .node("wait")
            .and_then(|node| small::wait(node, cx))
            .map(Action::Wait));
    if let Some(node) = fields.node("multipart") {
        members_used = true;
        action = multipart::read(node, with, cx)
            .map(Action::Multipart)
            .or(action);
    }
    if with.is_some() && !members_used && given.len() == 1 {
        cx.problems.add_expected(
            with_at,
            "`with` has no meaning for this action",
            "`s3`, `sts`, `iam`, `kms` or `multipart` beside it",
        );
    }
    // Every action key was asked for, so that none is also called unknown.
    for action in ACTIONS {
        fields.node(action);
    }
    action
}
