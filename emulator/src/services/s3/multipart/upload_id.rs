//! Upload ids. They order like the uploads of a key began, and can be told from texts that S3 never gave out: so an
//! upload that is over needs no record of its own.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html>

use data_encoding::{BASE32_DNSSEC, BASE64URL_NOPAD};
use sha2::{Digest, Sha256};

use crate::base::Failure;
use crate::services::s3::buckets::BucketView;
use crate::storage::Scan;
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::world::World;

/// Eight bytes in an alphabet that keeps their order.
const ORDER_CHARS: usize = 13;
const DRAWN_BYTES: usize = 24;
const CHECK_BYTES: usize = 12;

/// An id for an upload that begins now.
///
/// # Errors
/// A store that fails.
pub fn new(world: &World, view: &BucketView, key: &str, now_ms: i64) -> Result<String, Failure> {
    let mut order = u64::try_from(now_ms).unwrap_or_default();
    if let Some(last) = last_order(world, view, key)? {
        order = order.max(last.saturating_add(1));
    }
    let drawn: [u8; DRAWN_BYTES] = world.ids.bytes();
    let order = BASE32_DNSSEC.encode(&order.to_be_bytes());
    let check = check(view, key, &order, &drawn);
    Ok(order + &text(&[&drawn[..], &check].concat()))
}

/// Whether the id was given out for this key of this bucket, now or ever. A bucket that was made anew is another one.
pub fn was_given(view: &BucketView, key: &str, upload_id: &str) -> bool {
    let (Some(order), Some(rest)) = (upload_id.get(..ORDER_CHARS), upload_id.get(ORDER_CHARS..))
    else {
        return false;
    };
    if rest.contains('-') {
        return false;
    }
    match BASE64URL_NOPAD.decode(rest.replace('.', "-").as_bytes()) {
        Ok(bytes) if bytes.len() == DRAWN_BYTES + CHECK_BYTES => {
            bytes[DRAWN_BYTES..] == check(view, key, order, &bytes[..DRAWN_BYTES])
        }
        _ => false,
    }
}

/// Dots instead of hyphens, as S3's ids have them.
fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes).replace('-', ".")
}

fn check(view: &BucketView, key: &str, order: &str, drawn: &[u8]) -> [u8; CHECK_BYTES] {
    let bucket = &view.record;
    let mut hasher = Sha256::new();
    for part in [
        bucket.name.as_bytes(),
        &bucket.created_ms.to_be_bytes(),
        key.as_bytes(),
        order.as_bytes(),
        drawn,
    ] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    let mut check = [0; CHECK_BYTES];
    check.copy_from_slice(&digest[..CHECK_BYTES]);
    check
}

/// Where the key's last upload in progress stands: several may begin in the same millisecond.
fn last_order(world: &World, view: &BucketView, key: &str) -> Result<Option<u64>, Failure> {
    let prefix = KeyPrefix::uploads_of(&view.record.name, key);
    let page = world.metadata.scan(Scan::prefix(&prefix, 1).reversed())?;
    let Some((stored_key, _)) = page.first() else {
        return Ok(None);
    };
    let Ok(Key::Upload { upload_id, .. }) = Key::decode(stored_key) else {
        return Ok(None);
    };
    let order = upload_id.get(..ORDER_CHARS).unwrap_or_default();
    let bytes = BASE32_DNSSEC.decode(order.as_bytes()).unwrap_or_default();
    Ok(bytes.try_into().ok().map(u64::from_be_bytes))
}
