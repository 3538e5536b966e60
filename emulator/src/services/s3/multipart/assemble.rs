//! What a completed upload becomes: which parts, how long, under which entity tag and checksum.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>

use data_encoding::HEXLOWER;

use super::Upload;
use super::manifest::Listed;
use super::parts::StoredPart;
use crate::base::Failure;
use crate::protocol::checksum::{Algorithm, Checksum, ChecksumError, Kind, Md5};
use crate::protocol::request::Head;
use crate::services::s3::{encryption, errors, upload};
use crate::storage::records;

/// Every part but the last one has at least so many bytes.
pub const MIN_PART_BYTES: u64 = 5 * 1024 * 1024;
/// How the texts call the algorithm and type of an upload without one.
const NONE_CHOSEN: &str = "null";

/// An object made of parts.
#[derive(Debug)]
pub struct Assembled {
    /// The parts, first to last.
    pub parts: Vec<StoredPart>,
    /// Length in bytes.
    pub size: u64,
    /// The entity tag; `None` when the object's encryption makes it opaque.
    pub etag: Option<String>,
    /// The checksum.
    pub checksum: records::Checksum,
}

/// Puts the listed parts together.
///
/// # Errors
/// Parts out of order, missing, too small, or with another entity tag or checksum than listed.
pub fn assemble(
    upload: &Upload,
    listed: &[Listed],
    stored: &[StoredPart],
) -> Result<Assembled, Failure> {
    let upload_id = upload.record.upload_id.as_str();
    let ascending = |pair: &[Listed]| pair[0].number < pair[1].number;
    if !listed.windows(2).all(ascending) {
        return Err(errors::invalid_part_order(upload_id));
    }
    let parts: Vec<StoredPart> = listed
        .iter()
        .map(|listed| find(upload, listed, stored))
        .collect::<Result<_, _>>()?;
    if let Some((_, all_but_last)) = parts.split_last()
        && let Some(part) = all_but_last
            .iter()
            .map(|part| &part.record)
            .find(|part| part.size < MIN_PART_BYTES)
    {
        return Err(errors::entity_too_small(part.number, &part.etag, part.size));
    }
    let etag = if encryption::etag_is_md5(&upload.record.encryption) {
        Some(etag(&parts)?)
    } else {
        None
    };
    Ok(Assembled {
        size: parts.iter().map(|part| part.record.size).sum(),
        etag,
        checksum: checksum(upload, &parts)?,
        parts,
    })
}

fn find(upload: &Upload, listed: &Listed, stored: &[StoredPart]) -> Result<StoredPart, Failure> {
    let invalid = || {
        errors::invalid_part(
            &upload.record.upload_id,
            listed.number,
            listed.etag.as_str(),
        )
    };
    let at = stored
        .binary_search_by_key(&listed.number, |part| part.record.number)
        .map_err(|_| invalid())?;
    let part = &stored[at];
    if part.record.etag != listed.etag {
        return Err(invalid());
    }
    match (&listed.checksum, upload.algorithm()) {
        (None, Some(algorithm)) if upload.kind() == Some(Kind::Composite) => {
            let algorithm = algorithm.name().to_ascii_lowercase();
            return Err(errors::completion_checksum_missing(
                &algorithm,
                listed.number,
            ));
        }
        (Some((found, _)), Some(algorithm)) if *found != algorithm => {
            let found = found.name().to_ascii_lowercase();
            return Err(errors::listed_bad_checksum(&found, listed.number));
        }
        (Some((algorithm, value)), _) if kept(part, *algorithm) != Some(value.as_str()) => {
            return Err(invalid());
        }
        _ => {}
    }
    Ok(part.clone())
}

fn kept(part: &StoredPart, algorithm: Algorithm) -> Option<&str> {
    part.record
        .checksums
        .get(algorithm.name())
        .map(String::as_str)
}

/// The MD5 of the parts' MD5s and their number.
fn etag(parts: &[StoredPart]) -> Result<String, Failure> {
    let mut digests = Vec::with_capacity(parts.len() * 16);
    for part in parts {
        let digest = HEXLOWER.decode(part.record.etag.as_bytes());
        digests.extend(digest.map_err(|_| errors::internal())?);
    }
    Ok(format!("{}-{}", Md5::digest(&digests).hex(), parts.len()))
}

/// The checksum of the chosen algorithm and type; CRC-64/NVME of the whole object when none was chosen.
fn checksum(upload: &Upload, parts: &[StoredPart]) -> Result<records::Checksum, Failure> {
    let algorithm = upload.algorithm().unwrap_or(Algorithm::Crc64Nvme);
    let kind = upload.kind().unwrap_or(Kind::FullObject);
    let digests: Vec<Checksum> = parts
        .iter()
        .map(|part| {
            let value = kept(part, algorithm).ok_or_else(errors::internal)?;
            Checksum::decode(algorithm, value).map_err(|_| errors::internal())
        })
        .collect::<Result<_, _>>()?;
    let value = match kind {
        Kind::Composite => Checksum::composite(algorithm, digests).map(|whole| whole.to_string()),
        Kind::FullObject => {
            let sized = digests.into_iter().zip(parts);
            let sized = sized.map(|(digest, part)| (digest, part.record.size));
            Checksum::full_object(algorithm, sized).map(|whole| whole.base64())
        }
    };
    Ok(records::Checksum {
        algorithm: algorithm.name().to_owned(),
        value: value.map_err(|_| errors::internal())?,
        kind: kind.name().to_owned(),
    })
}

/// What a completion's headers say about the object that is to come.
#[derive(Debug)]
pub struct Announced {
    kind: Option<Kind>,
    size: Option<u64>,
    checksum: Option<(Algorithm, String)>,
}

impl Announced {
    /// Reads `x-amz-checksum-type`, `x-amz-mp-object-size` and `x-amz-checksum-*`.
    ///
    /// # Errors
    /// Values that cannot be read, or several checksums.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        const TYPE: &str = "x-amz-checksum-type";
        let kind = head
            .header(TYPE)
            .map(|text| Kind::parse(text).ok_or_else(|| errors::invalid_checksum_header(TYPE)));
        let size = head
            .header("x-amz-mp-object-size")
            .map(|text| text.parse().map_err(|_| errors::invalid_object_size(text)));
        let mut checksums = Algorithm::ALL.into_iter().filter_map(|algorithm| {
            let value = head.header(algorithm.header())?;
            Some((algorithm, value.to_owned()))
        });
        let checksum = checksums.next();
        if checksums.next().is_some() {
            return Err(upload::unreadable(&ChecksumError::MultipleTypes));
        }
        Ok(Self {
            kind: kind.transpose()?,
            size: size.transpose()?,
            checksum,
        })
    }

    /// The type must be the upload's; this is checked before the parts are.
    ///
    /// # Errors
    /// `InvalidRequest`.
    pub fn check_kind(&self, upload: &Upload) -> Result<(), Failure> {
        match self.kind {
            Some(kind) if upload.kind() != Some(kind) => {
                let name = upload.kind().map_or(NONE_CHOSEN, Kind::name);
                Err(errors::completion_checksum_type(name))
            }
            _ => Ok(()),
        }
    }

    /// Size and checksum must be those of the object.
    ///
    /// # Errors
    /// `InvalidRequest`, `BadDigest`.
    pub fn check(&self, upload: &Upload, assembled: &Assembled) -> Result<(), Failure> {
        if let Some(size) = self.size
            && size != assembled.size
        {
            return Err(errors::object_size_mismatch(size, assembled.size));
        }
        let Some((algorithm, value)) = &self.checksum else {
            return Ok(());
        };
        let computed = &assembled.checksum;
        let same_algorithm = algorithm.name() == computed.algorithm;
        if upload.algorithm().is_none() && !same_algorithm {
            // S3 does not look at checksums that the upload was not begun for.
            return Ok(());
        }
        // A checksum without a type is of the algorithm's usual one.
        let kind = self.kind.unwrap_or_else(|| algorithm.default_kind());
        let digest = computed.value.split('-').next().unwrap_or_default();
        let same_value = *value == computed.value || value == digest;
        if same_algorithm && kind.name() == computed.kind && same_value {
            return Ok(());
        }
        Err(errors::completion_bad_checksum(
            &computed.algorithm.to_ascii_lowercase(),
        ))
    }
}
