//! What a scenario knows while it runs.

use std::collections::BTreeMap;

use crate::{
    client::{ClientOptions, Credentials, content::Content},
    platforms::Platform,
    scenario::{
        Scenario,
        action::Action,
        body::Body,
        lint::access_key_names,
        problem::Position,
        setup,
        step::Step,
        template::{Names, NoValue, Template},
    },
    target::{ControlError, Stack},
};

/// The scenario, its stack, and everything learned so far.
#[derive(Debug)]
pub struct Stage<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its stack.
    pub stack: &'a Stack,
    /// Values of names.
    pub names: Names,
    /// Credentials by session name.
    pub sessions: BTreeMap<String, Credentials>,
    /// Digests of bodies by step, of those that later steps ask for.
    pub bodies: BTreeMap<String, String>,
    /// Number of the last recorded request before each step that later steps ask for.
    pub marks: BTreeMap<String, u64>,
    /// Number of the last recorded request of the setup.
    pub setup_mark: u64,
    /// The Region of clients when nothing else is said.
    pub default_region: String,
    /// Running simulators; they end with the stage.
    pub platforms: Vec<Platform>,
}

/// Something that is neither the stack's nor the expectation's fault.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A name has no value.
    #[error(transparent)]
    NoValue(#[from] NoValue),
    /// The control API refused.
    #[error(transparent)]
    Control(#[from] ControlError),
    /// The request cannot be sent.
    #[error(transparent)]
    Request(#[from] crate::client::http::RawError),
    /// A value does not fit.
    #[error("{0}")]
    Value(String),
}

impl<'a> Stage<'a> {
    /// Before the setup.
    ///
    /// # Errors
    /// [`Trouble::NoValue`] when a var or a name mentions something unknown.
    pub fn new(scenario: &'a Scenario, stack: &'a Stack) -> Result<Self, Trouble> {
        let names = setup::known_names(scenario, stack.speaker.endpoint())?;
        let default_region = setup::default_region(scenario, &names)?;
        Ok(Self {
            scenario,
            stack,
            names,
            sessions: BTreeMap::new(),
            bodies: BTreeMap::new(),
            marks: BTreeMap::new(),
            setup_mark: 0,
            default_region,
            platforms: Vec::new(),
        })
    }

    /// The credentials of an actor; `None` for `anonymous`.
    ///
    /// # Errors
    /// [`Trouble`] when the actor has no credentials (yet).
    pub fn credentials(&self, actor: &str) -> Result<Option<Credentials>, Trouble> {
        if actor == "anonymous" {
            return Ok(None);
        }
        if let Some(session) = self.sessions.get(actor) {
            return Ok(Some(session.clone()));
        }
        if let Some(made) = self.scenario.actors.iter().find(|made| made.key == actor) {
            return Ok(Some(Credentials {
                access_key_id: made.access_key_id.render(&self.names)?,
                secret_access_key: made.secret_access_key.render(&self.names)?,
                session_token: made
                    .session_token
                    .as_ref()
                    .map(|token| token.render(&self.names))
                    .transpose()?,
            }));
        }
        if let Some(account) = self
            .scenario
            .accounts
            .iter()
            .find(|account| account.key == actor)
        {
            return Ok(Some(Credentials::root(&account.id)));
        }
        let [key, secret] = access_key_names(actor, 1).map(|name| self.names.get(&name).cloned());
        match (key, secret) {
            (Some(access_key_id), Some(secret_access_key)) => Ok(Some(Credentials {
                access_key_id,
                secret_access_key,
                session_token: None,
            })),
            _ => Err(Trouble::Value(format!(
                "the actor `{actor}` has no access key"
            ))),
        }
    }

    /// Who signs a step.
    ///
    /// # Errors
    /// As [`Stage::credentials`].
    pub fn actor(&self, step: &Step) -> Result<Option<Credentials>, Trouble> {
        step.actor
            .as_ref()
            .map_or(Ok(None), |actor| self.credentials(&actor.value))
    }

    /// The Region of a step.
    ///
    /// # Errors
    /// [`Trouble::NoValue`].
    pub fn region(&self, step: &Step, names: &Names) -> Result<String, Trouble> {
        Ok(step.region.as_ref().map_or_else(
            || Ok(self.default_region.clone()),
            |region| region.render(names),
        )?)
    }

    /// The client of a step.
    ///
    /// # Errors
    /// As [`Stage::credentials`].
    pub fn client_options(&self, step: &Step, names: &Names) -> Result<ClientOptions, Trouble> {
        Ok(ClientOptions {
            credentials: self.actor(step)?,
            region: self.region(step, names)?,
            retry: step.retry.unwrap_or(self.scenario.client.retry),
            checksums_when_required: self.scenario.client.checksums_when_required,
        })
    }

    /// Whether a later step wants this step's body.
    pub fn body_is_wanted(&self, step: &str) -> bool {
        self.scenario.steps.iter().any(|later| {
            later
                .expect
                .same_body_as
                .as_ref()
                .is_some_and(|reference| reference.value == step)
        })
    }

    /// Whether a later step looks at the requests since this one.
    pub fn mark_is_wanted(&self, step: &str) -> bool {
        self.scenario.steps.iter().any(|later| match &later.action {
            Action::Events(events) => events
                .filter
                .since
                .as_ref()
                .is_some_and(|since| since.value == step),
            _ => false,
        })
    }
}

/// A body with its names replaced.
///
/// # Errors
/// [`Trouble`] when a name has no value or base64 is wrong.
pub fn content(body: &Body, names: &Names) -> Result<Content, Trouble> {
    Ok(match body {
        Body::Text(text) => Content::Bytes(text.render(names)?.into()),
        Body::File(bytes) => Content::Bytes(bytes.clone()),
        Body::Json(json) => Content::Bytes(json.render(names)?.to_string().into()),
        Body::Base64(text) => {
            let text = text.render(names)?;
            let decoded = data_encoding::BASE64.decode(text.as_bytes());
            Content::Bytes(
                decoded
                    .map_err(|error| Trouble::Value(format!("`{text}` is not base64: {error}")))?
                    .into(),
            )
        }
        Body::RandomBytes { length_bytes, seed } => Content::Random {
            length_bytes: *length_bytes,
            seed: *seed,
        },
        Body::Zeros(length_bytes) => Content::Zeros(*length_bytes),
    })
}

/// Renders what may be absent.
///
/// # Errors
/// [`Trouble::NoValue`].
pub fn optional(template: Option<&Template>, names: &Names) -> Result<Option<String>, Trouble> {
    Ok(template
        .map(|template| template.render(names))
        .transpose()?)
}

/// A trouble and its place.
#[derive(Debug)]
pub struct Placed {
    /// Where.
    pub at: Position,
    /// What.
    pub trouble: String,
}
