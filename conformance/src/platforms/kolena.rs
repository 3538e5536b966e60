//! Kolena's link maker: finds the integration for a locator, assumes its role and signs a link for the browser.
//!
//! The application's own interface is not public; this one is as small as the story needs.
//! `POST /links` with `{ "locator": "s3://bucket/key", "version_id": "..." }` answers `{ "url", "integration" }`.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::{
    Answering, CallError, Link, PlatformError, PlatformSettings, Simulator, json_answer,
    role::{self, Assume},
};
use crate::client::{ClientOptions, Credentials, Speaker};

/// The simulator.
#[derive(Debug)]
pub struct Kolena {
    stack: Speaker,
    credentials: Credentials,
    settings: Settings,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    integrations: Vec<Integration>,
    #[serde(default = "link_seconds")]
    link_seconds: i64,
}

fn link_seconds() -> i64 {
    3600
}

/// An Amazon S3 integration of the organization.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Integration {
    name: String,
    role_arn: String,
    external_id: String,
    region: String,
    /// The one bucket it serves; all permitted ones when absent.
    bucket: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    locator: String,
    version_id: Option<String>,
}

/// Makes one from the scenario's settings.
///
/// # Errors
/// [`PlatformError::Settings`].
pub fn build(wanted: PlatformSettings) -> Result<Arc<dyn Simulator>, PlatformError> {
    let settings = serde_json::from_value(wanted.settings)
        .map_err(|error| PlatformError::Settings(error.to_string()))?;
    let credentials = wanted.credentials.ok_or_else(|| {
        PlatformError::Settings("`as` must name the actor that assumes the roles".to_owned())
    })?;
    Ok(Arc::new(Kolena {
        stack: wanted.stack,
        credentials,
        settings,
    }))
}

impl Simulator for Kolena {
    fn answer(&self, request: Request<Bytes>) -> Answering<'_> {
        Box::pin(async move {
            if request.method() != Method::POST || request.uri().path() != "/links" {
                return refusal(StatusCode::NOT_FOUND, "there is no such endpoint");
            }
            match serde_json::from_slice(request.body()) {
                Ok(wanted) => self.link(&wanted).await,
                Err(error) => refusal(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
            }
        })
    }
}

fn refusal(status: StatusCode, error: &str) -> Response<Bytes> {
    json_answer(status, &json!({ "error": error }))
}

/// Bucket and key of `s3://bucket/key`.
fn split(locator: &str) -> Option<(&str, &str)> {
    let (bucket, key) = locator.strip_prefix("s3://")?.split_once('/')?;
    (!bucket.is_empty() && !key.is_empty()).then_some((bucket, key))
}

impl Kolena {
    /// The integration that is scoped to the bucket, or else the one for all.
    fn integration(&self, bucket: &str) -> Option<&Integration> {
        let all = &self.settings.integrations;
        let scoped = all
            .iter()
            .find(|integration| integration.bucket.as_deref() == Some(bucket));
        scoped.or_else(|| all.iter().find(|integration| integration.bucket.is_none()))
    }

    async fn link(&self, wanted: &Wanted) -> Response<Bytes> {
        let Some((bucket, key)) = split(&wanted.locator) else {
            return refusal(
                StatusCode::UNPROCESSABLE_ENTITY,
                "the locator is not of the form s3://bucket/key",
            );
        };
        let Some(integration) = self.integration(bucket) else {
            return refusal(StatusCode::NOT_FOUND, "no integration covers the locator");
        };
        match self
            .sign(integration, bucket, key, wanted.version_id.as_ref())
            .await
        {
            Ok(url) => json_answer(
                StatusCode::OK,
                &json!({ "url": url, "integration": integration.name }),
            ),
            Err(error) => {
                let value = json!({ "error": error.message, "code": error.code, "integration": integration.name });
                json_answer(StatusCode::BAD_GATEWAY, &value)
            }
        }
    }

    async fn sign(
        &self,
        integration: &Integration,
        bucket: &str,
        key: &str,
        version_id: Option<&String>,
    ) -> Result<String, CallError> {
        let mut options = ClientOptions::new(Some(self.credentials.clone()));
        options.region.clone_from(&integration.region);
        let wanted = Assume {
            role_arn: &integration.role_arn,
            external_id: &integration.external_id,
            session_name: "kolena",
        };
        let session = role::assume(&self.stack, &options, wanted).await?;
        let link = Link {
            method: "GET",
            region: &integration.region,
            bucket,
            key,
            query: version_id
                .iter()
                .map(|id| ("versionId".to_owned(), (*id).clone()))
                .collect(),
            headers: Vec::new(),
            expires_seconds: self.settings.link_seconds,
        };
        Ok(link.sign(&self.stack, &session.credentials))
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_locator_is_a_bucket_and_a_key() {
        assert_eq!(split("s3://b/k/x.png"), Some(("b", "k/x.png")));
        for bad in ["s3://b", "s3://b/", "s3:///k", "gs://b/k", "b/k"] {
            assert_eq!(split(bad), None, "{bad}");
        }
    }
}
