//! What Frame.io's back end does in the customer's account: it trades a token for a session of the customer's role,
//! looks at originals, reads ranges, and writes uploads. It never writes anywhere but for an upload.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart, ObjectCannedAcl};
use bytes::Bytes;
use serde_json::{Map, Value};

use super::settings::{Settings, StorageLocation};
use crate::{
    client::{ClientOptions, Credentials, Speaker},
    platforms::{CallError, Link, role, role::RoleSession},
    scenario::step::{Retry, RetryMode},
    target::{Control, TokenRequest},
};

/// Storage Connect works in this Region only.
const REGION: &str = "us-east-1";
/// The name that the customer's records show.
const SESSION_NAME: &str = "frameio";
/// A session is renewed so many seconds before it ends.
const RENEW_BEFORE_SECONDS: i64 = 60;
/// How long links for browsers last, in seconds.
const LINK_SECONDS: i64 = 3600;
/// Attempts of each call: transient faults of S3 are retried.
const ATTEMPTS: u32 = 3;

/// The back end.
#[derive(Debug)]
pub struct BackEnd {
    stack: Speaker,
    control: Control,
    issuer: String,
    account_id: String,
    signs_private_acl: bool,
    sessions: Mutex<BTreeMap<String, RoleSession>>,
}

/// What the head of an original says.
#[derive(Clone, Debug)]
pub struct Head {
    /// Size in bytes.
    pub size_bytes: u64,
    /// Content type.
    pub media_type: Option<String>,
    /// Server-side encryption.
    pub encryption: Option<String>,
}

/// A part that arrived.
#[derive(Clone, Debug)]
pub struct Part {
    number: i32,
    etag: String,
    /// Size in bytes.
    pub size_bytes: u64,
}

impl BackEnd {
    /// For the account of the settings.
    pub fn new(stack: Speaker, settings: &Settings) -> Self {
        Self {
            control: Control::new(&stack),
            stack,
            issuer: settings.issuer.clone(),
            account_id: settings.account_id.clone(),
            signs_private_acl: settings.signs_private_acl,
            sessions: Mutex::default(),
        }
    }

    /// A session of the customer's role: the one at hand, or a new one for a token of the account.
    async fn session(&self, role_arn: &str) -> Result<Credentials, CallError> {
        let now_seconds = self.stack.now_seconds();
        let kept = self
            .sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(role_arn)
            .cloned();
        if let Some(session) =
            kept.filter(|session| session.ends_seconds - RENEW_BEFORE_SECONDS > now_seconds)
        {
            return Ok(session.credentials);
        }
        let mut claims = Map::new();
        claims.insert("sub".to_owned(), Value::from(self.account_id.as_str()));
        claims.insert("aud".to_owned(), Value::from(self.issuer.as_str()));
        let wanted = TokenRequest {
            issuer: self.issuer.clone(),
            claims,
            ..TokenRequest::default()
        };
        let token = self
            .control
            .token(&wanted)
            .await
            .map_err(|error| CallError::unreachable("AssumeRoleWithWebIdentity", &error))?;
        let session = role::assume_with_token(&self.stack, role_arn, SESSION_NAME, &token).await?;
        let credentials = session.credentials.clone();
        self.sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(role_arn.to_owned(), session);
        Ok(credentials)
    }

    async fn s3(&self, at: &StorageLocation) -> Result<aws_sdk_s3::Client, CallError> {
        let mut options = ClientOptions::new(Some(self.session(&at.role_arn).await?));
        options.region = REGION.to_owned();
        options.retry = Retry {
            mode: RetryMode::Standard,
            attempts: ATTEMPTS,
        };
        Ok(self.stack.clients(&options, None).s3())
    }

    /// The head of an original. A refused HEAD has no body, so a refusal is asked for again as a GET of one byte,
    /// whose answer says why.
    pub async fn head(&self, at: &StorageLocation, key: &str) -> Result<Head, CallError> {
        let answer = self
            .s3(at)
            .await?
            .head_object()
            .bucket(&at.bucket)
            .key(key)
            .send()
            .await;
        match answer {
            Ok(head) => Ok(Head {
                size_bytes: head
                    .content_length()
                    .and_then(|length| u64::try_from(length).ok())
                    .unwrap_or(0),
                media_type: head.content_type().map(str::to_owned),
                encryption: head
                    .server_side_encryption()
                    .map(|algorithm| algorithm.as_str().to_owned()),
            }),
            Err(refused) => {
                let told = self.range(at, key, 0, 0).await.err();
                Err(told.unwrap_or_else(|| CallError::of("HeadObject", &refused)))
            }
        }
    }

    /// The bytes from `first` to `last`, both included.
    pub async fn range(
        &self,
        at: &StorageLocation,
        key: &str,
        first: u64,
        last: u64,
    ) -> Result<Bytes, CallError> {
        let call = "GetObject";
        let s3 = self.s3(at).await?;
        let wanted = s3
            .get_object()
            .bucket(&at.bucket)
            .key(key)
            .range(format!("bytes={first}-{last}"));
        let answer = wanted
            .send()
            .await
            .map_err(|error| CallError::of(call, &error))?;
        let body = answer
            .body
            .collect()
            .await
            .map_err(|error| CallError::unreachable(call, &error))?;
        Ok(body.into_bytes())
    }

    /// A link to an original for a browser.
    pub async fn link(&self, at: &StorageLocation, key: &str) -> Result<String, CallError> {
        let credentials = self.session(&at.role_arn).await?;
        let link = Link {
            method: "GET",
            region: REGION,
            bucket: &at.bucket,
            key,
            query: Vec::new(),
            headers: Vec::new(),
            expires_seconds: LINK_SECONDS,
        };
        Ok(link.sign(&self.stack, &credentials))
    }

    /// Begins an upload in parts.
    pub async fn begin_upload(
        &self,
        at: &StorageLocation,
        key: &str,
        media_type: &str,
    ) -> Result<String, CallError> {
        let call = "CreateMultipartUpload";
        let s3 = self.s3(at).await?;
        let mut wanted = s3
            .create_multipart_upload()
            .bucket(&at.bucket)
            .key(key)
            .content_type(media_type);
        if self.signs_private_acl {
            wanted = wanted.acl(ObjectCannedAcl::Private);
        }
        let answer = wanted
            .send()
            .await
            .map_err(|error| CallError::of(call, &error))?;
        answer
            .upload_id
            .ok_or_else(|| CallError::unreachable(call, &"the answer holds no upload id"))
    }

    /// A link for one part of an upload.
    pub async fn part_link(
        &self,
        at: &StorageLocation,
        key: &str,
        upload_id: &str,
        number: u64,
    ) -> Result<String, CallError> {
        let credentials = self.session(&at.role_arn).await?;
        let query = [
            ("partNumber", number.to_string()),
            ("uploadId", upload_id.to_owned()),
        ];
        let acl = self
            .signs_private_acl
            .then(|| ("x-amz-acl".to_owned(), "private".to_owned()));
        let link = Link {
            method: "PUT",
            region: REGION,
            bucket: &at.bucket,
            key,
            query: query.map(|(name, value)| (name.to_owned(), value)).into(),
            headers: acl.into_iter().collect(),
            expires_seconds: LINK_SECONDS,
        };
        Ok(link.sign(&self.stack, &credentials))
    }

    /// The parts that arrived; at most the first thousand.
    pub async fn parts(
        &self,
        at: &StorageLocation,
        key: &str,
        upload_id: &str,
    ) -> Result<Vec<Part>, CallError> {
        let wanted = self
            .s3(at)
            .await?
            .list_parts()
            .bucket(&at.bucket)
            .key(key)
            .upload_id(upload_id);
        let answer = wanted
            .send()
            .await
            .map_err(|error| CallError::of("ListParts", &error))?;
        let parts = answer.parts().iter().filter_map(|part| {
            Some(Part {
                number: part.part_number()?,
                etag: part.e_tag()?.to_owned(),
                size_bytes: u64::try_from(part.size()?).ok()?,
            })
        });
        Ok(parts.collect())
    }

    /// Completes an upload of these parts.
    pub async fn complete(
        &self,
        at: &StorageLocation,
        key: &str,
        upload_id: &str,
        parts: &[Part],
    ) -> Result<(), CallError> {
        let completed = parts
            .iter()
            .map(|part| {
                CompletedPart::builder()
                    .part_number(part.number)
                    .e_tag(&part.etag)
                    .build()
            })
            .collect();
        let manifest = CompletedMultipartUpload::builder()
            .set_parts(Some(completed))
            .build();
        let s3 = self.s3(at).await?;
        let wanted = s3
            .complete_multipart_upload()
            .bucket(&at.bucket)
            .key(key)
            .upload_id(upload_id);
        let answer = wanted.multipart_upload(manifest).send().await;
        answer
            .map(|_| ())
            .map_err(|error| CallError::of("CompleteMultipartUpload", &error))
    }
}
