//! Multipart uploads: an object in up to 10,000 parts, put together without copying a byte.
//!
//! An upload in progress is one record, each of its parts a record and a blob. Completing it writes the object's
//! record, which names the upload, and removes the upload's; the parts' records stay, under their positions.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

pub mod assemble;
pub mod listing;
pub mod manifest;
pub mod parts;
pub mod upload_id;

use bytes::Bytes;

use super::buckets::BucketView;
use super::write::{self, Creates};
use super::{context_keys, errors};
use crate::auth::authorize::Ask;
use crate::base::{Failure, arn};
use crate::protocol::checksum::{Algorithm, Kind};
use crate::protocol::request::Head;
use crate::protocol::xml::Writer;
use crate::services::s3::owner;
use crate::services::service::Call;
use crate::storage::key_layout::Key;
use crate::storage::records::{self, UploadRecord};

/// An upload in progress, with the bytes that it was read from.
#[derive(Debug)]
pub struct Upload {
    /// Under which key it stands.
    pub key: Vec<u8>,
    /// As read.
    pub bytes: Bytes,
    /// Decoded.
    pub record: UploadRecord,
}

impl Upload {
    /// The checksum algorithm that was chosen for it.
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.record
            .checksum_algorithm
            .as_deref()
            .and_then(Algorithm::parse)
    }

    /// What its checksum covers, when one was chosen.
    pub fn kind(&self) -> Option<Kind> {
        self.record.checksum_kind.as_deref().and_then(Kind::parse)
    }
}

/// The `uploadId` parameter.
pub fn upload_id(head: &Head) -> String {
    head.query.get("uploadId").unwrap_or_default().to_owned()
}

/// The `partNumber` parameter.
///
/// # Errors
/// Anything but a number from 1 to 10,000.
pub fn part_number(head: &Head) -> Result<u32, Failure> {
    let text = head.query.get("partNumber").unwrap_or_default();
    let number = text
        .parse()
        .ok()
        .filter(|number| (1..=super::MAX_PARTS as u32).contains(number));
    number.ok_or_else(|| errors::invalid_part_number(text))
}

/// The upload that a request names; `None` when it is over. An id that was never given out for the key is refused at
/// once, for anybody; whether another one is still in progress is only told to those who have the permission.
///
/// # Errors
/// `NoSuchUpload`, or a store that fails.
pub fn known(
    call: &Call<'_>,
    view: &BucketView,
    upload_id: &str,
) -> Result<Option<Upload>, Failure> {
    let (bucket, object_key) = (view.record.name.as_str(), call.target.key.as_str());
    if !upload_id::was_given(view, object_key, upload_id) {
        return Err(errors::no_such_upload(upload_id));
    }
    let key = Key::upload(bucket, object_key, upload_id).encode();
    let Some(bytes) = call.world.metadata.get(&key)? else {
        return Ok(None);
    };
    let record = records::decode(&bytes)?;
    Ok(Some(Upload { key, bytes, record }))
}

/// The upload that a request names, which must be in progress.
///
/// # Errors
/// `NoSuchUpload`, or a store that fails.
pub fn in_progress(call: &Call<'_>, view: &BucketView, upload_id: &str) -> Result<Upload, Failure> {
    known(call, view, upload_id)?.ok_or_else(|| errors::no_such_upload(upload_id))
}

/// `s3:PutObject` for a step of an upload. The encryption that the upload was begun with counts as if the step's
/// request named it.
///
/// # Errors
/// As [`known`].
pub fn step_ask(
    call: &Call<'_>,
    view: &BucketView,
    upload_id: &str,
    creates: Creates,
) -> Result<Ask, Failure> {
    const FROM_CREATION: [(&str, &str); 2] = [
        ("x-amz-server-side-encryption", context_keys::SSE),
        (
            "x-amz-server-side-encryption-aws-kms-key-id",
            context_keys::SSE_KMS_KEY,
        ),
    ];
    let upload = known(call, view, upload_id)?;
    let mut ask = write::put_ask(call, view, creates)?;
    if let Some(Upload { record, .. }) = upload {
        for ((header, name), value) in FROM_CREATION
            .into_iter()
            .zip([record.asked_encryption, record.asked_kms_key])
        {
            if !call.head.headers.contains_key(header) {
                ask = ask.key_if(name, value);
            }
        }
    }
    Ok(ask)
}

/// A part's request cannot choose the encryption: that was done when the upload began.
///
/// # Errors
/// `InvalidArgument`.
pub fn refuse_creation_headers(head: &Head) -> Result<(), Failure> {
    const HEADERS: [&str; 2] = [
        "x-amz-server-side-encryption",
        "x-amz-server-side-encryption-aws-kms-key-id",
    ];
    let found = HEADERS
        .into_iter()
        .find_map(|header| head.header(header).map(|value| (header, value)));
    match found {
        Some((header, value)) => Err(errors::header_of_create_only(header, value)),
        None => Ok(()),
    }
}

/// Who began an upload and who will own the object.
pub fn write_people(xml: &mut Writer, upload: &UploadRecord) {
    // An account shows its canonical id, everybody else an ARN and a name.
    let initiator = upload.initiator.as_str();
    match arn::account(initiator).filter(|account| arn::root(account) == initiator) {
        Some(account) => owner::write(xml, "Initiator", account),
        None => {
            let name = initiator.rsplit(['/', ':']).next().unwrap_or_default();
            xml.open("Initiator");
            xml.text_element("ID", initiator);
            xml.text_element("DisplayName", name);
            xml.close();
        }
    }
    owner::write(xml, "Owner", &upload.owner);
}
