use bucketproof_policy::CoverageReport;
use serde_json::{Map, Value, json};

use crate::client::{Answer, Speaker, content::Content, http::RawError, http::RawRequest};

/// The stack's control API, under `/_bucketproof/`.
#[derive(Clone, Debug)]
pub struct Control {
    speaker: Speaker,
}

/// A control call failed.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// The request could not be sent.
    #[error(transparent)]
    Request(#[from] RawError),
    /// It was refused, or no answer came.
    #[error("`{call}` answered {answer}")]
    Refused {
        /// Method and path.
        call: String,
        /// Status and text.
        answer: String,
    },
}

/// A page of the record of requests.
#[derive(Clone, Debug, Default)]
pub struct EventPage {
    /// The requests, oldest first, as the stack describes them.
    pub events: Vec<Value>,
    /// What to ask after for the next page.
    pub next: u64,
}

/// A fault rule as the control API takes it.
#[derive(Clone, Debug)]
pub struct FaultRule(pub Map<String, Value>);

/// A token to mint.
#[derive(Clone, Debug, Default)]
pub struct TokenRequest {
    /// `iss`; empty for the preset's.
    pub issuer: String,
    /// The platform whose tokens it looks like.
    pub preset: Option<String>,
    /// All further claims.
    pub claims: Map<String, Value>,
    /// Claims that are left out.
    pub omit: Vec<String>,
    /// What it is signed with.
    pub algorithm: Option<String>,
    /// In which way it is bad.
    pub bad: Option<String>,
}

impl Control {
    /// For the stack that `speaker` speaks to.
    pub fn new(speaker: &Speaker) -> Self {
        Self {
            speaker: speaker.clone(),
        }
    }

    async fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, ControlError> {
        let request = RawRequest {
            method: method.to_owned(),
            url: format!("{}/_bucketproof/{path}", self.speaker.endpoint()),
            headers: body
                .iter()
                .map(|_| ("content-type".to_owned(), "application/json".to_owned()))
                .collect(),
            body: body.map_or_else(Content::empty, |body| {
                Content::Bytes(body.to_string().into())
            }),
        };
        let answer = self.speaker.raw().send(&request).await?;
        if answer.broken.is_some() || answer.status.is_none_or(|status| status >= 300) {
            let refused = ControlError::Refused {
                call: format!("{method} /_bucketproof/{path}"),
                answer: refusal(&answer),
            };
            return Err(refused);
        }
        Ok(answer.fields)
    }

    /// Removes everything that the stack holds.
    ///
    /// # Errors
    /// [`ControlError`], as all calls here.
    pub async fn reset(&self) -> Result<(), ControlError> {
        self.call("POST", "reset", None).await.map(|_| ())
    }

    /// The record of requests after number `after`.
    pub async fn events(&self, after: u64) -> Result<EventPage, ControlError> {
        let page = self
            .call("GET", &format!("events?after={after}"), None)
            .await?;
        let next = page.get("next").and_then(Value::as_u64).unwrap_or(after);
        let events = page
            .get("events")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        Ok(EventPage { events, next })
    }

    /// What was decided for a request, last decision last; empty when the stack does not remember.
    pub async fn decisions(&self, request_id: &str) -> Result<Vec<Value>, ControlError> {
        match self
            .call("GET", &format!("decisions/{request_id}"), None)
            .await
        {
            Ok(answer) => Ok(answer
                .get("decisions")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default()),
            Err(ControlError::Refused { answer, .. }) if answer.starts_with("404") => {
                Ok(Vec::new())
            }
            Err(error) => Err(error),
        }
    }

    /// Starts or stops counting what is asked of the policies.
    pub async fn switch_policy_coverage(&self, on: bool) -> Result<(), ControlError> {
        let body = json!({ "on": on });
        self.call("POST", "coverage", Some(body)).await.map(|_| ())
    }

    /// What was asked of the policies since the stack was emptied.
    pub async fn policy_coverage(&self) -> Result<Option<CoverageReport>, ControlError> {
        let answer = self.call("GET", "coverage", None).await?;
        match serde_json::from_value(answer) {
            Ok(report) => Ok(Some(report)),
            Err(error) => Err(ControlError::Refused {
                call: "GET /_bucketproof/coverage".to_owned(),
                answer: format!("what is no coverage report: {error}"),
            }),
        }
    }

    /// Installs a fault rule; gives its id.
    pub async fn add_fault(&self, rule: FaultRule) -> Result<String, ControlError> {
        let answer = self
            .call("POST", "faults", Some(Value::Object(rule.0)))
            .await?;
        Ok(text(&answer, "id"))
    }

    /// Removes a fault rule, or all of them.
    pub async fn remove_fault(&self, id: Option<&str>) -> Result<(), ControlError> {
        let path = id.map_or_else(|| "faults".to_owned(), |id| format!("faults/{id}"));
        self.call("DELETE", &path, None).await.map(|_| ())
    }

    /// Seconds by which the stack's clock is ahead of the machine's; 0 when it shows real time.
    pub async fn clock_offset_seconds(&self) -> Result<i64, ControlError> {
        let clock = self.call("GET", "clock", None).await?;
        Ok(clock
            .get("offset_seconds")
            .and_then(Value::as_i64)
            .unwrap_or(0))
    }

    /// Moves the stack's clock forward; gives the new offset.
    pub async fn advance_clock(&self, seconds: i64) -> Result<i64, ControlError> {
        self.call("POST", "clock", Some(json!({ "advance_seconds": seconds })))
            .await?;
        self.clock_offset_seconds().await
    }

    /// Mints a web identity token.
    pub async fn token(&self, request: &TokenRequest) -> Result<String, ControlError> {
        let mut body = Map::new();
        body.insert("claims".to_owned(), request.claims.clone().into());
        body.insert("omit".to_owned(), request.omit.clone().into());
        let issuer = (!request.issuer.is_empty()).then_some(&request.issuer);
        for (name, value) in [
            ("issuer", issuer),
            ("preset", request.preset.as_ref()),
            ("alg", request.algorithm.as_ref()),
            ("bad", request.bad.as_ref()),
        ] {
            if let Some(value) = value {
                body.insert(name.to_owned(), value.clone().into());
            }
        }
        let answer = self.call("POST", "oidc/tokens", Some(body.into())).await?;
        Ok(text(&answer, "token"))
    }
}

fn text(answer: &Value, member: &str) -> String {
    match answer.get(member) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

fn refusal(answer: &Answer) -> String {
    match (&answer.broken, answer.status) {
        (Some(why), _) => format!("nothing: {why}"),
        (None, status) => {
            let text = answer.body.text();
            format!("{} `{}`", status.unwrap_or(0), text.trim())
        }
    }
}
