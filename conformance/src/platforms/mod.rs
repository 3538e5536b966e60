//! Simulators of vendors' platforms: each answers HTTP as the vendor's public API does and speaks to the stack as the
//! vendor's back end would. Scenarios start them with `[platform.NAME]` and talk to them at `${platform.NAME.url}`.

mod call_error;
mod creative_force;
mod frameio;
mod json_answer;
mod kolena;
mod link;
mod role;

use std::{convert::Infallible, fmt, future::Future, io, pin::Pin, sync::Arc};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinHandle};

use self::{
    call_error::CallError,
    json_answer::{body_answer, empty_answer, json_answer},
    link::Link,
};
use crate::client::{Credentials, Speaker};

/// What a simulator is made of.
#[derive(Clone, Debug)]
pub struct PlatformSettings {
    /// The way to the stack: clients, raw requests, its URL and its time.
    pub stack: Speaker,
    /// The credentials of the vendor's back end, if it has any of its own.
    pub credentials: Option<Credentials>,
    /// The `settings` table of the scenario; each simulator says what it takes.
    pub settings: serde_json::Value,
}

/// A simulator could not be started.
#[derive(Debug, thiserror::Error)]
pub enum PlatformError {
    /// No simulator of this name.
    #[error("there is no simulator `{name}`")]
    Unknown {
        /// The name.
        name: String,
    },
    /// The settings are not what the simulator takes.
    #[error("the settings of the simulator are wrong: {0}")]
    Settings(String),
    /// It cannot listen.
    #[error("the simulator cannot listen: {0}")]
    Listen(#[from] io::Error),
}

/// An answer under way.
pub type Answering<'a> = Pin<Box<dyn Future<Output = http::Response<Bytes>> + Send + 'a>>;

/// A vendor's platform.
pub trait Simulator: Send + Sync + 'static {
    /// Answers one request, whose body is already there.
    fn answer(&self, request: http::Request<Bytes>) -> Answering<'_>;
}

/// Makes a simulator from its settings.
pub type Build = fn(PlatformSettings) -> Result<Arc<dyn Simulator>, PlatformError>;

/// The simulators by name.
pub const SIMULATORS: &[(&str, Build)] = &[
    ("creative_force", creative_force::build),
    ("frameio", frameio::build),
    ("kolena", kolena::build),
];

/// A running simulator; it ends when this is dropped.
pub struct Platform {
    url: String,
    server: JoinHandle<()>,
}

impl Platform {
    /// Base URL, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Platform({})", self.url)
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Starts the simulator `name` on a free port of this machine.
///
/// # Errors
/// [`PlatformError`] when there is no such simulator, when it refuses its settings or cannot listen.
pub async fn start(name: &str, settings: PlatformSettings) -> Result<Platform, PlatformError> {
    let build = SIMULATORS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, build)| build)
        .ok_or_else(|| PlatformError::Unknown {
            name: name.to_owned(),
        })?;
    serve(build(settings)?).await
}

/// The largest request body, in bytes.
const MAX_REQUEST_BYTES: usize = 64 * 1024 * 1024;

/// Puts a simulator behind HTTP.
async fn serve(simulator: Arc<dyn Simulator>) -> Result<Platform, PlatformError> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let server = tokio::spawn(async move {
        let mut connections = tokio::task::JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let simulator = simulator.clone();
            let service = service_fn(move |request| answer(simulator.clone(), request));
            connections.spawn(async move {
                // A client that goes away in the middle is its own business.
                let _ = http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
            while connections.try_join_next().is_some() {}
        }
    });
    Ok(Platform { url, server })
}

async fn answer(
    simulator: Arc<dyn Simulator>,
    request: http::Request<Incoming>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let response = match Limited::new(body, MAX_REQUEST_BYTES).collect().await {
        Ok(body) => {
            simulator
                .answer(http::Request::from_parts(head, body.to_bytes()))
                .await
        }
        Err(_) => {
            let mut refused = http::Response::new(Bytes::new());
            *refused.status_mut() = http::StatusCode::PAYLOAD_TOO_LARGE;
            refused
        }
    };
    Ok(response.map(Full::new))
}

#[cfg(test)]
mod tests;
