//! Raw requests and presigned URLs.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    client::{
        Answer, Credentials,
        content::Content,
        http::RawRequest,
        signer::{self, Signable, Signing},
    },
    run::{
        stage::{Stage, Trouble, content, optional},
        step::Performed,
    },
    scenario::{
        action::{Http, Payload, Presign, Service, SignatureVersion, Target},
        reader::Named,
        step::Step,
        template::{Names, Template},
    },
};

/// A URL taken apart: what is sent as the request line, and what is signed.
struct Address {
    /// `http://host:port`.
    origin: String,
    path: String,
    query: Vec<(String, String)>,
    /// The query as it stood in the URL; kept as it is when nothing is added.
    raw_query: Option<String>,
}

impl Address {
    fn parse(url: &str) -> Self {
        let start = url.find("://").map_or(0, |scheme| scheme + 3);
        let rest = url.get(start..).unwrap_or_default();
        let end = rest
            .find(['/', '?'])
            .map_or(url.len(), |slash| start + slash);
        let (origin, target) = url.split_at(end);
        let (path, raw_query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        let query = raw_query
            .as_deref()
            .map(signer::query_pairs)
            .unwrap_or_default();
        let path = if path.is_empty() { "/" } else { path };
        Self {
            origin: origin.to_owned(),
            path: path.to_owned(),
            query,
            raw_query,
        }
    }

    fn host(&self) -> &str {
        self.origin
            .split_once("://")
            .map_or(self.origin.as_str(), |(_, host)| host)
    }

    fn add(&mut self, pairs: Vec<(String, String)>) {
        for (name, value) in pairs {
            let pair = if value.is_empty() {
                signer::encode_query(&name)
            } else {
                format!(
                    "{}={}",
                    signer::encode_query(&name),
                    signer::encode_query(&value)
                )
            };
            self.raw_query = Some(match self.raw_query.take() {
                Some(query) if !query.is_empty() => format!("{query}&{pair}"),
                _ => pair,
            });
            self.query.push((name, value));
        }
    }

    fn url(&self) -> String {
        match &self.raw_query {
            Some(query) => format!("{}{}?{query}", self.origin, self.path),
            None => format!("{}{}", self.origin, self.path),
        }
    }
}

fn pairs(table: &Named<Template>, names: &Names) -> Result<Vec<(String, String)>, Trouble> {
    let rendered = table
        .entries
        .iter()
        .map(|(name, _, value)| Ok((name.clone(), value.render(names)?)));
    rendered.collect()
}

/// Sends a raw request, signed if the step has an actor.
///
/// # Errors
/// [`Trouble`] when it cannot be built or is not HTTP.
pub async fn http(
    stage: &Stage<'_>,
    step: &Step,
    http: &Http,
    names: &Names,
) -> Result<Performed, Trouble> {
    let url = match &http.target {
        Target::Path(path) => format!("{}{}", stage.stack.speaker.endpoint(), path.render(names)?),
        Target::Url(url) => url.render(names)?,
    };
    let mut address = Address::parse(&url);
    address.add(pairs(&http.query, names)?);
    let body = step
        .body
        .as_ref()
        .map(|body| content(body, names))
        .transpose()?;
    let sent_sha256 = super::sent(stage, step, body.as_ref());
    let body = body.unwrap_or_else(Content::empty);
    let method = http.method.render(names)?;
    let mut headers = pairs(&http.headers, names)?;
    if let Some(credentials) = stage.actor(step)? {
        let region = match optional(http.sign.region.as_ref(), names)? {
            Some(region) => region,
            None => stage.region(step, names)?,
        };
        sign(
            stage,
            http,
            &credentials,
            &region,
            &method,
            &address,
            &body,
            &mut headers,
        );
    }
    headers.extend(pairs(&http.sign.add_after, names)?);
    let request = RawRequest {
        method,
        url: address.url(),
        headers,
        body,
    };
    let mut answer = stage.stack.speaker.raw().send(&request).await?;
    answer.operation = Some("http");
    Ok(Performed {
        answer,
        sent_sha256,
        ..Performed::default()
    })
}

#[allow(
    clippy::too_many_arguments,
    reason = "a signature depends on all of the request"
)]
fn sign(
    stage: &Stage<'_>,
    http: &Http,
    credentials: &Credentials,
    region: &str,
    method: &str,
    address: &Address,
    body: &Content,
    headers: &mut Vec<(String, String)>,
) {
    let has = |headers: &[(String, String)], wanted: &str| {
        headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(wanted))
    };
    let service = http.sign.service;
    let payload_hash = match http.sign.payload {
        Payload::Unsigned => "UNSIGNED-PAYLOAD".to_owned(),
        Payload::Signed => digest(body),
    };
    let is_v4 = http.sign.version == SignatureVersion::V4;
    if is_v4 && service == Service::S3 && !has(headers, "x-amz-content-sha256") {
        headers.push(("x-amz-content-sha256".to_owned(), payload_hash.clone()));
    }
    let stated = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("x-amz-content-sha256"));
    let payload_hash = stated.map_or(payload_hash, |(_, value)| value.clone());
    let mut signed = headers.clone();
    if !has(headers, "host") {
        signed.push(("host".to_owned(), address.host().to_owned()));
    }
    let request = Signable {
        method,
        path: &address.path,
        query: address.query.clone(),
        headers: signed,
    };
    let now_seconds = stage.stack.speaker.now_seconds() + http.sign.skew_seconds;
    let signing = Signing {
        credentials,
        region,
        service: service.word(),
        now_seconds,
    };
    headers.extend(if is_v4 {
        signer::sign_v4(&request, &signing, &payload_hash)
    } else {
        signer::sign_v2(&request, &signing)
    });
}

fn digest(body: &Content) -> String {
    match body {
        Content::Bytes(bytes) => data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)),
        other => other.sha256(),
    }
}

/// Makes a presigned URL; nothing is sent.
///
/// # Errors
/// [`Trouble`] when a name has no value or the actor has no credentials.
pub fn presign(
    stage: &Stage<'_>,
    step: &Step,
    presign: &Presign,
    names: &Names,
) -> Result<Performed, Trouble> {
    let credentials = stage
        .actor(step)?
        .ok_or_else(|| Trouble::Value("`anonymous` has nothing to sign a URL with".to_owned()))?;
    let bucket = signer::encode_path(&presign.bucket.render(names)?);
    let key = optional(presign.key.as_ref(), names)?.map(|key| signer::encode_path(&key));
    let path = key.map_or_else(|| format!("/{bucket}"), |key| format!("/{bucket}/{key}"));
    let mut address = Address::parse(&format!("{}{path}", stage.stack.speaker.endpoint()));
    let mut headers = pairs(&presign.headers, names)?;
    if !headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("host"))
    {
        headers.push(("host".to_owned(), address.host().to_owned()));
    }
    let method = presign.method.render(names)?;
    let region = stage.region(step, names)?;
    let request = Signable {
        method: &method,
        path: &address.path,
        query: pairs(&presign.query, names)?,
        headers,
    };
    let now_seconds = stage.stack.speaker.now_seconds() + presign.skew_seconds;
    let signing = Signing {
        credentials: &credentials,
        region: &region,
        service: "s3",
        now_seconds,
    };
    let query = match presign.version {
        SignatureVersion::V4 => signer::presign_v4(&request, &signing, presign.expires_seconds),
        SignatureVersion::V2 => signer::presign_v2(&request, &signing, presign.expires_seconds),
    };
    address.add(query);
    Ok(Performed {
        answer: Answer::of_fields(json!({ "url": address.url() })),
        ..Performed::default()
    })
}
