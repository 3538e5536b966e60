//! Where scenarios run: a fresh stack in this process, or a server that is already there.

mod control;
mod in_process;

pub use control::{Control, ControlError, EventPage, FaultRule, TokenRequest};
pub use in_process::InProcess;

use crate::client::Speaker;

/// A stack to run one scenario against.
#[derive(Debug)]
pub struct Stack {
    /// The way to it.
    pub speaker: Speaker,
    /// Its control API.
    pub control: Control,
    own: Option<InProcess>,
}

/// A stack cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// One in this process did not start.
    #[error("the stack did not start: {0}")]
    Start(String),
    /// One elsewhere does not answer as a stack does.
    #[error("`{endpoint}` cannot be used: {source}")]
    Endpoint {
        /// Its URL.
        endpoint: String,
        /// What went wrong.
        source: ControlError,
    },
}

impl Stack {
    /// Starts a fresh one in this process.
    ///
    /// # Errors
    /// [`TargetError::Start`].
    pub async fn start() -> Result<Self, TargetError> {
        let own = InProcess::start().await?;
        let speaker = Speaker::new(&own.endpoint());
        Ok(Self {
            control: Control::new(&speaker),
            speaker,
            own: Some(own),
        })
    }

    /// Empties and uses the one at `endpoint`, a URL.
    ///
    /// # Errors
    /// [`TargetError::Endpoint`].
    pub async fn at(endpoint: &str) -> Result<Self, TargetError> {
        let speaker = Speaker::new(endpoint);
        let control = Control::new(&speaker);
        let unusable = |source| TargetError::Endpoint {
            endpoint: endpoint.to_owned(),
            source,
        };
        control.reset().await.map_err(unusable)?;
        let offset = control.clock_offset_seconds().await.map_err(unusable)?;
        speaker.set_clock_offset(offset);
        Ok(Self {
            speaker,
            control,
            own: None,
        })
    }

    /// Ends it, if it was started here.
    pub async fn stop(self) {
        if let Some(own) = self.own {
            own.stop().await;
        }
    }
}
