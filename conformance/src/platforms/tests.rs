use super::*;
use crate::client::{content::Content, http::RawRequest};

struct Echo;

impl Simulator for Echo {
    fn answer(&self, request: http::Request<Bytes>) -> Answering<'_> {
        Box::pin(async move {
            let text = format!(
                "{} {} {}",
                request.method(),
                request.uri(),
                request.body().len()
            );
            http::Response::new(Bytes::from(text))
        })
    }
}

fn request(url: &str) -> RawRequest {
    RawRequest {
        method: "POST".to_owned(),
        url: format!("{url}/v4/files?x=1"),
        headers: Vec::new(),
        body: Content::Zeros(5),
    }
}

#[tokio::test]
async fn a_simulator_answers_until_it_is_dropped() {
    let platform = serve(Arc::new(Echo)).await.unwrap();
    let url = platform.url().to_owned();
    let speaker = Speaker::new("http://127.0.0.1:1");
    let answer = speaker.raw().send(&request(&url)).await.unwrap();
    assert_eq!(answer.body.text(), "POST /v4/files?x=1 5");
    drop(platform);
    tokio::task::yield_now().await;
    let fresh = Speaker::new("http://127.0.0.1:1");
    assert!(
        fresh
            .raw()
            .send(&request(&url))
            .await
            .unwrap()
            .broken
            .is_some()
    );
}

#[tokio::test]
async fn an_unknown_simulator_is_an_error() {
    let settings = PlatformSettings {
        stack: Speaker::new("http://127.0.0.1:1"),
        credentials: None,
        settings: serde_json::Value::Null,
    };
    let error = start("nobody", settings).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no simulator `nobody`");
}
