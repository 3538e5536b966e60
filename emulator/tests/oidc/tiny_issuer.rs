//! An issuer on loopback that answers whatever it is told to.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;
use hyper::service::service_fn;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

type Answers = Arc<Mutex<HashMap<String, (u16, String)>>>;

/// Stops when it is dropped.
pub struct TinyIssuer {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    answers: Answers,
    asked: Arc<Mutex<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl TinyIssuer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let answers = Answers::default();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let serving = tokio::spawn(serve(listener, Arc::clone(&answers), Arc::clone(&asked)));
        Self {
            url,
            answers,
            asked,
            serving,
        }
    }

    /// What a path answers from now on.
    pub fn answer(&self, path: &str, status: u16, body: impl ToString) {
        let body = body.to_string();
        let mut answers = self.answers.lock().unwrap();
        answers.insert(path.to_owned(), (status, body));
    }

    /// Publishes a key set in the usual places.
    pub fn publish(&self, keys: &Value) {
        let configuration =
            serde_json::json!({ "issuer": self.url, "jwks_uri": format!("{}/keys", self.url) });
        self.answer("/.well-known/openid-configuration", 200, configuration);
        self.answer("/keys", 200, keys);
    }

    /// How often a path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|asked| *asked == path).count()
    }
}

impl Drop for TinyIssuer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(listener: TcpListener, answers: Answers, asked: Arc<Mutex<Vec<String>>>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            return;
        };
        let (answers, asked) = (Arc::clone(&answers), Arc::clone(&asked));
        let service = service_fn(move |request: http::Request<hyper::body::Incoming>| {
            let path = request.uri().path().to_owned();
            let found = answers.lock().unwrap().get(&path).cloned();
            asked.lock().unwrap().push(path);
            async move {
                let (status, body) = found.unwrap_or((404, String::new()));
                let mut response = Response::new(Full::new(Bytes::from(body)));
                *response.status_mut() = StatusCode::from_u16(status).unwrap();
                Ok::<_, Infallible>(response)
            }
        });
        let io = hyper_util::rt::TokioIo::new(stream);
        let connection = hyper::server::conn::http1::Builder::new().serve_connection(io, service);
        tokio::spawn(connection);
    }
}
