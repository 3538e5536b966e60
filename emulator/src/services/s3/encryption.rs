//! Server-side encryption: which mode an object gets, and what KMS is asked on the caller's behalf.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html>

mod context;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::buckets::BucketView;
use super::errors;
use crate::auth::authenticate::SignatureVersion;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::kms::keys::{self, KeyFault, KmsKey};
use crate::services::reply::Reply;
use crate::services::service::Call;
use crate::storage::records::Encryption;

const SSE_S3: &str = "AES256";
const SSE_KMS: &str = "aws:kms";
const SSE_HEADER: &str = "x-amz-server-side-encryption";
const KEY_HEADER: &str = "x-amz-server-side-encryption-aws-kms-key-id";
const BUCKET_KEY_HEADER: &str = "x-amz-server-side-encryption-bucket-key-enabled";

/// A bucket's default encryption. Every bucket has one.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketEncryption {
    /// `AES256` or `aws:kms`.
    pub algorithm: String,
    /// Key id, ARN or alias as it was put; the AWS managed key when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// Whether an S3 Bucket Key is used.
    #[serde(default)]
    pub bucket_key: bool,
}

impl Default for BucketEncryption {
    fn default() -> Self {
        Self {
            algorithm: SSE_S3.to_owned(),
            kms_key_id: None,
            bucket_key: false,
        }
    }
}

/// What a write asks for, before the bucket's default fills the gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    algorithm: Option<String>,
    kms_key_id: Option<String>,
    bucket_key: Option<bool>,
    context: BTreeMap<String, String>,
}

impl Wanted {
    /// Reads the encryption headers.
    ///
    /// # Errors
    /// An unknown mode, or a key without the mode that uses it.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        let algorithm = head.header(SSE_HEADER);
        let kms_key_id = head.header(KEY_HEADER);
        match algorithm {
            None | Some(SSE_S3)
                if kms_key_id.is_some() || head.headers.contains_key(context::HEADER) =>
            {
                return Err(errors::kms_key_without_mode());
            }
            None | Some(SSE_S3 | SSE_KMS) => {}
            Some("aws:kms:dsse") => {
                return Err(errors::not_implemented(
                    "dual-layer encryption (aws:kms:dsse) is not done",
                ));
            }
            Some(other) => return Err(errors::invalid_encryption(other)),
        }
        Ok(Self {
            algorithm: algorithm.map(str::to_owned),
            kms_key_id: kms_key_id.map(str::to_owned),
            bucket_key: head
                .header(BUCKET_KEY_HEADER)
                .map(|text| text.eq_ignore_ascii_case("true")),
            context: context::read(head)?,
        })
    }
}

/// Decides the mode of a new object and asks KMS for the caller: a data key must be allowed.
///
/// # Errors
/// A key that cannot be used, or that the caller may not use.
pub async fn for_write(
    call: &Call<'_>,
    view: &BucketView,
    object_key: &str,
    wanted: &Wanted,
) -> Result<Encryption, Failure> {
    let algorithm = wanted
        .algorithm
        .as_deref()
        .unwrap_or(&view.encryption.algorithm);
    if algorithm == SSE_S3 {
        return Ok(Encryption::default());
    }
    needs_sigv4(call)?;
    let by_default = wanted.algorithm.is_none();
    let default_key = view
        .encryption
        .kms_key_id
        .as_deref()
        .filter(|_| by_default || wanted.kms_key_id.is_none());
    let key_id = wanted.kms_key_id.as_deref().or(default_key);
    let bucket_key = wanted
        .bucket_key
        .unwrap_or(by_default && view.encryption.bucket_key);
    let account = call.authority.identity().account.as_str();
    let region = view.record.region.as_str();
    let key = match key_id {
        Some(key_id) => {
            keys::resolve(call.world, account, region, key_id).map_err(|fault| of_key(&fault))?
        }
        None => keys::managed_s3_key(call.world, &view.record.account, region)
            .await
            .map_err(|fault| of_key(&fault))?,
    };
    let encryption = Encryption {
        mode: SSE_KMS.to_owned(),
        kms_key_arn: Some(key.arn()),
        bucket_key,
        context: wanted.context.clone(),
    };
    ask(
        call,
        view,
        object_key,
        &encryption,
        &key,
        "kms:GenerateDataKey",
    )?;
    key.usable(call.now).map_err(|fault| of_key(&fault))?;
    Ok(encryption)
}

/// Asks KMS for the caller of a read, or of a later step of a multipart upload: the data key must be decrypted.
///
/// # Errors
/// A key that cannot be used, or that the caller may not use.
pub fn for_read(
    call: &Call<'_>,
    view: &BucketView,
    object_key: &str,
    encryption: &Encryption,
) -> Result<(), Failure> {
    let Some(key_arn) = encryption.kms_key_arn.as_deref() else {
        return Ok(());
    };
    needs_sigv4(call)?;
    let account = call.authority.identity().account.as_str();
    let key = keys::resolve(call.world, account, &view.record.region, key_arn)
        .map_err(|fault| of_key(&fault))?;
    // A caller without permission does not learn the key's state.
    ask(call, view, object_key, encryption, &key, "kms:Decrypt")?;
    key.usable(call.now).map_err(|fault| of_key(&fault))
}

/// S3 is a second request, to KMS, with the caller's identity.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>
fn ask(
    call: &Call<'_>,
    view: &BucketView,
    object_key: &str,
    encryption: &Encryption,
    key: &KmsKey,
    action: &'static str,
) -> Result<(), Failure> {
    let via = format!("s3.{}.amazonaws.com", view.record.region);
    let context = context::pairs(encryption, &view.record.name, object_key);
    let ask = keys::ask(
        key,
        action,
        &via,
        &call.authority.identity().account,
        &context,
    );
    call.authority
        .forwarded()
        .permit(&[ask])
        .map(|_| ())
        .map_err(|refusal| errors::refused_by_kms(&refusal))
}

/// KMS takes no anonymous callers and no old signatures.
fn needs_sigv4(call: &Call<'_>) -> Result<(), Failure> {
    match call.signed.map(|signed| signed.version) {
        Some(SignatureVersion::V4) => Ok(()),
        _ => Err(errors::kms_needs_sigv4()),
    }
}

/// KMS's refusals as S3 passes them on: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.
fn of_key(fault: &KeyFault) -> Failure {
    let code = match fault {
        KeyFault::InvalidKeyId(_)
        | KeyFault::NoSuchKey(_)
        | KeyFault::NoSuchAlias(_)
        | KeyFault::WrongRegion(_)
        | KeyFault::InvalidArn(_) => "NotFoundException",
        KeyFault::Disabled(_) => "DisabledException",
        KeyFault::PendingDeletion(_) => "KMSInvalidStateException",
        KeyFault::Storage(_) => return errors::internal(),
    };
    errors::kms(code, fault.to_string())
}

/// The headers that say how an object is encrypted.
pub fn write(reply: Reply, encryption: &Encryption) -> Reply {
    let reply = reply
        .named(SSE_HEADER, &encryption.mode)
        .maybe(KEY_HEADER, encryption.kms_key_arn.as_deref());
    if encryption.bucket_key {
        reply.named(BUCKET_KEY_HEADER, "true")
    } else {
        reply
    }
}

/// As [`write()`], for the answers that also tell the context: those to whoever chose it.
pub fn write_chosen(reply: Reply, encryption: &Encryption) -> Reply {
    write(reply, encryption).maybe(context::HEADER, context::shown(encryption))
}

/// Whether the entity tag is the MD5 of the body.
pub fn etag_is_md5(encryption: &Encryption) -> bool {
    encryption.mode == SSE_S3
}
