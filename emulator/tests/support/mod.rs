//! A raw HTTP client that signs like an SDK and shows the answer's bytes: for what an SDK cannot send or hides.

#![allow(dead_code, reason = "every test file uses its own part")]
#![allow(
    clippy::disallowed_methods,
    reason = "a client signs with the machine's time"
)]

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use bucketproof::Emulator;
use bucketproof::base::{Timestamp, time_format};
use bucketproof::protocol::sigv4::{SigningKey, canonical};
use bucketproof::protocol::{Head, uri};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use http_body_util::{BodyExt, Full};
use sha2::{Digest, Sha256};

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Response {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).expect("the body is UTF-8")
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("the header is ASCII"))
    }

    /// The text of the first XML element of that name.
    pub fn element(&self, name: &str) -> Option<String> {
        let text = self.text();
        let start = text.find(&format!("<{name}>"))? + name.len() + 2;
        let end = text[start..].find(&format!("</{name}>"))? + start;
        Some(text[start..end].to_owned())
    }

    /// The AWS error code.
    pub fn code(&self) -> Option<String> {
        self.element("Code")
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// Fails the test unless the status is the expected one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        self
    }

    /// Fails the test unless status and error code are the expected ones.
    #[track_caller]
    pub fn expect_error(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.code().as_deref(), Some(code), "{}", answer.text());
        answer
    }
}

/// Credentials and an endpoint.
#[derive(Debug, Clone)]
pub struct Client {
    pub endpoint: String,
    pub access_key_id: String,
    pub secret: String,
    pub token: Option<String>,
    pub region: String,
}

impl Client {
    pub fn new(emulator: &Emulator, access_key_id: &str, secret: &str) -> Self {
        Self {
            endpoint: emulator.endpoint(),
            access_key_id: access_key_id.to_owned(),
            secret: secret.to_owned(),
            token: None,
            region: "us-east-1".to_owned(),
        }
    }

    /// The root user of account 000000000000.
    pub fn root(emulator: &Emulator) -> Self {
        Self::new(emulator, "test", "test")
    }

    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    pub fn in_region(mut self, region: &str) -> Self {
        self.region = region.to_owned();
        self
    }

    /// An S3 request, signed; `path_and_query` is sent as it is.
    pub async fn send(
        &self,
        method: &str,
        path_and_query: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Response {
        self.signed("s3", method, path_and_query, headers, body.into())
            .await
    }

    /// A call of STS or IAM by the Query protocol.
    pub async fn query(&self, service: &str, parameters: &[(&str, &str)]) -> Response {
        let body = form(service, parameters);
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.signed(service, "POST", "/", &headers, body.into())
            .await
    }

    /// A call of STS or IAM without a signature.
    pub async fn query_unsigned(&self, service: &str, parameters: &[(&str, &str)]) -> Response {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.unsigned("POST", "/", &headers, form(service, parameters))
            .await
    }

    /// A call of KMS: `target` without its prefix.
    pub async fn json(&self, target: &str, members: &serde_json::Value) -> Response {
        let target = format!("TrentService.{target}");
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", &*target),
        ];
        self.signed("kms", "POST", "/", &headers, members.to_string().into())
            .await
    }

    /// A request without a signature.
    pub async fn unsigned(
        &self,
        method: &str,
        path_and_query: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Response {
        let headers = self.header_map(headers);
        self.exchange(method, path_and_query, headers, body.into())
            .await
    }

    /// A call of the control API.
    pub async fn control(&self, method: &str, path: &str, body: &serde_json::Value) -> Response {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.unsigned(method, &format!("/_bucketproof/{path}"), &[], body)
            .await
    }

    /// A URL's path and query, presigned by Signature Version 4. `path` is encoded already.
    pub fn presign(
        &self,
        method: &str,
        path: &str,
        parameters: &[(&str, &str)],
        expires_seconds: u32,
    ) -> String {
        let date = time_format::basic(wall_now());
        let scope = format!("{}/{}/s3/aws4_request", &date[..8], self.region);
        let credential = format!("{}/{scope}", self.access_key_id);
        let expires = expires_seconds.to_string();
        let mut query = String::new();
        let mut add = |name: &str, value: &str| {
            let _ = write!(
                query,
                "&{}={}",
                uri::encode_query(name),
                uri::encode_query(value)
            );
        };
        for (name, value) in parameters {
            add(name, value);
        }
        add("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        add("X-Amz-Credential", &credential);
        add("X-Amz-Date", &date);
        add("X-Amz-Expires", &expires);
        add("X-Amz-SignedHeaders", "host");
        if let Some(token) = &self.token {
            add("X-Amz-Security-Token", token);
        }
        let target = format!("{path}?{}", &query[1..]);
        let head = self.head(method, &target, self.header_map(&[]));
        let canonical = canonical::request(&head, "host", "UNSIGNED-PAYLOAD", true);
        let to_sign = canonical::string_to_sign("AWS4-HMAC-SHA256", &date, &scope, &canonical);
        let key = SigningKey::derive(&self.secret, &date[..8], &self.region, "s3");
        format!(
            "{target}&X-Amz-Signature={}",
            key.sign_hex(to_sign.as_bytes())
        )
    }

    async fn signed(
        &self,
        service: &str,
        method: &str,
        path_and_query: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Response {
        let date = time_format::basic(wall_now());
        let mut headers = self.header_map(headers);
        headers.insert("x-amz-date", HeaderValue::from_str(&date).unwrap());
        if let Some(token) = &self.token {
            headers.insert(
                "x-amz-security-token",
                HeaderValue::from_str(token).unwrap(),
            );
        }
        let payload = match headers.get("x-amz-content-sha256") {
            Some(declared) => declared.to_str().unwrap().to_owned(),
            None => HEXLOWER.encode(&Sha256::digest(&body)),
        };
        if service == "s3" {
            headers.insert(
                "x-amz-content-sha256",
                HeaderValue::from_str(&payload).unwrap(),
            );
        }
        let mut names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let signed_headers = names.join(";");
        let head = self.head(method, path_and_query, headers.clone());
        let canonical = canonical::request(&head, &signed_headers, &payload, service == "s3");
        let scope = format!("{}/{}/{service}/aws4_request", &date[..8], self.region);
        let to_sign = canonical::string_to_sign("AWS4-HMAC-SHA256", &date, &scope, &canonical);
        let key = SigningKey::derive(&self.secret, &date[..8], &self.region, service);
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={signed_headers}, Signature={}",
            self.access_key_id,
            key.sign_hex(to_sign.as_bytes())
        );
        headers.insert(
            "authorization",
            HeaderValue::from_str(&authorization).unwrap(),
        );
        self.exchange(method, path_and_query, headers, body).await
    }

    fn head(&self, method: &str, target: &str, headers: HeaderMap) -> Head {
        let peer = std::net::IpAddr::from([127, 0, 0, 1]);
        Head::new(method.parse().unwrap(), target, headers, peer, false).unwrap()
    }

    fn header_map(&self, headers: &[(&str, &str)]) -> HeaderMap {
        let host = self.endpoint.strip_prefix("http://").unwrap();
        let mut map = HeaderMap::new();
        map.insert("host", HeaderValue::from_str(host).unwrap());
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            // Bytes, not text: keys and metadata may be UTF-8.
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            if name == "host" {
                map.insert(name, value);
            } else {
                map.append(name, value);
            }
        }
        map
    }

    /// Sends a request as it stands, on a connection of its own.
    pub async fn exchange(
        &self,
        method: &str,
        target: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Response {
        let address = self.endpoint.strip_prefix("http://").unwrap();
        let stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let io = hyper_util::rt::TokioIo::new(stream);
        let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.unwrap();
        tokio::spawn(connection);
        let mut request = http::Request::new(Full::new(body));
        *request.method_mut() = method.parse::<Method>().unwrap();
        *request.uri_mut() = target.parse().unwrap();
        *request.headers_mut() = headers;
        let answer = sender.send_request(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Response {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        }
    }
}

fn form(service: &str, parameters: &[(&str, &str)]) -> String {
    let version = if service == "sts" {
        "2011-06-15"
    } else {
        "2010-05-08"
    };
    let mut body = format!("Version={version}");
    for (name, value) in parameters {
        let _ = write!(
            body,
            "&{}={}",
            uri::encode_query(name),
            uri::encode_query(value)
        );
    }
    body
}

/// The machine's time: what clients sign with.
pub fn wall_now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}
