//! Creative Force's check of a delivery option: does what a delivery does and says which setting is wrong.
//!
//! `GET /delivery-options/{name}/status` assumes the role, lists, looks for the target, writes a probe with the chosen
//! encryption and looks at it. Each step that is refused tells the setting by the code of AWS's answer. The probe stays:
//! no policy of the guide lets it be deleted.

use std::{collections::BTreeMap, sync::Arc};

use aws_sdk_s3::types::ServerSideEncryption;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::{
    Answering, CallError, PlatformError, PlatformSettings, Simulator, json_answer,
    role::{self, Assume},
};
use crate::client::{ClientOptions, Credentials, Speaker};

/// The simulator.
#[derive(Debug)]
pub struct CreativeForce {
    stack: Speaker,
    credentials: Credentials,
    options: BTreeMap<String, DeliveryOption>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    delivery_options: BTreeMap<String, DeliveryOption>,
}

/// What the customer enters on the screen of a delivery option.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeliveryOption {
    role_arn: String,
    external_id: String,
    bucket: String,
    region: String,
    /// ARN of the KMS key for "AWS KMS Encryption"; "AWS S3 Encryption" when absent.
    kms_arn: Option<String>,
    #[serde(default)]
    prefix: String,
}

/// Makes one from the scenario's settings.
///
/// # Errors
/// [`PlatformError::Settings`].
pub fn build(wanted: PlatformSettings) -> Result<Arc<dyn Simulator>, PlatformError> {
    let settings: Settings = serde_json::from_value(wanted.settings)
        .map_err(|error| PlatformError::Settings(error.to_string()))?;
    let credentials = wanted.credentials.ok_or_else(|| {
        PlatformError::Settings("`as` must name the actor that assumes the roles".to_owned())
    })?;
    Ok(Arc::new(CreativeForce {
        stack: wanted.stack,
        credentials,
        options: settings.delivery_options,
    }))
}

impl Simulator for CreativeForce {
    fn answer(&self, request: Request<Bytes>) -> Answering<'_> {
        Box::pin(async move {
            let segments: Vec<&str> = request
                .uri()
                .path()
                .split('/')
                .filter(|segment| !segment.is_empty())
                .collect();
            let option = match (request.method(), segments.as_slice()) {
                (&Method::GET, ["delivery-options", name, "status"]) => self.options.get(*name),
                _ => None,
            };
            match option {
                Some(option) => status(self.check(option).await),
                None => json_answer(
                    StatusCode::NOT_FOUND,
                    &json!({ "error": "there is no such delivery option" }),
                ),
            }
        })
    }
}

fn status(checked: Result<(), CallError>) -> Response<Bytes> {
    let value = match checked {
        Ok(()) => json!({ "status": "ok" }),
        Err(error) => json!({
            "status": "failed",
            "setting": setting(&error),
            "call": error.call,
            "code": error.code,
            "message": error.message,
        }),
    };
    json_answer(StatusCode::OK, &value)
}

/// The setting that the refusal points to.
fn setting(error: &CallError) -> &'static str {
    match (error.call, error.code.as_str()) {
        ("AssumeRole", "ValidationError") => "external id: not of the allowed form",
        ("AssumeRole", _) => "role: its ARN, its trust relationship or the external id",
        (_, "NoSuchBucket") => "bucket: it does not exist",
        (_, "AuthorizationHeaderMalformed" | "PermanentRedirect") => "region: not the bucket's",
        (_, code) if code.starts_with("KMS.") => "encryption: the KMS key cannot be used",
        (_, "AccessDenied") if error.message.contains("kms:") => {
            "role policy: no permission for the KMS key"
        }
        (_, "AccessDenied") if error.message.contains("explicit deny") => {
            "bucket policy: denies the request"
        }
        ("ListObjectsV2", "AccessDenied") => "role policy: s3:ListBucket",
        ("PutObject", "AccessDenied") => "role policy: s3:PutObject",
        ("HeadObject", "403") => "role policy: s3:GetObject",
        _ => "unknown",
    }
}

/// The name of the object that the check writes.
const PROBE: &str = ".creative-force-check";

impl CreativeForce {
    async fn check(&self, option: &DeliveryOption) -> Result<(), CallError> {
        let mut as_vendor = ClientOptions::new(Some(self.credentials.clone()));
        as_vendor.region.clone_from(&option.region);
        let wanted = Assume {
            role_arn: &option.role_arn,
            external_id: &option.external_id,
            session_name: "delivery-check",
        };
        let session = role::assume(&self.stack, &as_vendor, wanted).await?;
        let mut as_role = ClientOptions::new(Some(session.credentials));
        as_role.region.clone_from(&option.region);
        let s3 = self.stack.clients(&as_role, None).s3();
        let list = s3
            .list_objects_v2()
            .bucket(&option.bucket)
            .prefix(&option.prefix)
            .max_keys(1)
            .send()
            .await;
        list.map_err(|error| CallError::of("ListObjectsV2", &error))?;
        let key = format!("{}{PROBE}", option.prefix);
        absent_or_readable(head(&s3, &option.bucket, &key).await)?;
        probe(&s3, option, &key).await?;
        head(&s3, &option.bucket, &key).await
    }
}

async fn head(s3: &aws_sdk_s3::Client, bucket: &str, key: &str) -> Result<(), CallError> {
    let answer = s3.head_object().bucket(bucket).key(key).send().await;
    answer
        .map(|_| ())
        .map_err(|error| CallError::of("HeadObject", &error))
}

/// A missing target is what a delivery hopes for.
fn absent_or_readable(head: Result<(), CallError>) -> Result<(), CallError> {
    match head {
        Err(error) if error.code == "404" => Ok(()),
        other => other,
    }
}

async fn probe(
    s3: &aws_sdk_s3::Client,
    option: &DeliveryOption,
    key: &str,
) -> Result<(), CallError> {
    let put = s3
        .put_object()
        .bucket(&option.bucket)
        .key(key)
        .body(Bytes::from_static(b"probe").into());
    let put = match &option.kms_arn {
        Some(arn) => put
            .server_side_encryption(ServerSideEncryption::AwsKms)
            .ssekms_key_id(arn),
        None => put.server_side_encryption(ServerSideEncryption::Aes256),
    };
    put.send()
        .await
        .map(|_| ())
        .map_err(|error| CallError::of("PutObject", &error))
}
