//! Does what a step says; one file per family of actions.

pub mod aws;
mod control;
mod events;
mod multipart;
mod raw;

use super::{
    stage::{Stage, Trouble, content},
    step::Performed,
};
use crate::{
    load,
    scenario::{action::Action, step::Step, template::Names},
};

/// One turn of a step.
///
/// # Errors
/// [`Trouble`] when the step cannot be done at all. A refusal or a broken connection is an answer.
pub async fn perform(stage: &Stage<'_>, step: &Step, names: &Names) -> Result<Performed, Trouble> {
    match &step.action {
        Action::Aws(call) => {
            let options = stage.client_options(step, names)?;
            let body = step
                .body
                .as_ref()
                .map(|body| content(body, names))
                .transpose()?;
            let sent_sha256 = sent(stage, step, body.as_ref());
            let answer =
                aws::call(stage, call.operation, &call.with, &options, names, body).await?;
            Ok(Performed {
                answer,
                sent_sha256,
                ..Performed::default()
            })
        }
        Action::Http(http) => raw::http(stage, step, http, names).await,
        Action::Presign(presign) => raw::presign(stage, step, presign, names),
        Action::Multipart(multipart) => multipart::upload(stage, step, multipart, names).await,
        Action::Token(token) => control::token(stage, token, names).await,
        Action::Fault(fault) => control::fault(stage, fault, names).await,
        Action::RemoveFault(id) => control::remove_fault(stage, id, names).await,
        Action::Clock(clock) => control::clock(stage, clock, names).await,
        Action::Wait(milliseconds) => {
            tokio::time::sleep(std::time::Duration::from_millis(*milliseconds)).await;
            Ok(Performed::default())
        }
        Action::Events(events) => events::look(stage, events, names).await,
        Action::Load(wanted) => {
            let options = stage.client_options(step, names)?;
            let clients = stage.stack.speaker.clients(&options, None);
            let (figures, misses) = load::drive(wanted, &clients, names).await?;
            Ok(Performed {
                load: Some(figures),
                misses,
                ..Performed::default()
            })
        }
    }
}

/// The digest of what a step sends, if a later step asks for it.
fn sent(
    stage: &Stage<'_>,
    step: &Step,
    body: Option<&crate::client::content::Content>,
) -> Option<String> {
    if stage.body_is_wanted(&step.name.value) {
        body.map(|body| body.sha256())
    } else {
        None
    }
}
