//! Version ids, which can be told from texts that S3 never gave out.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html>

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use super::NULL_VERSION;
use crate::base::Failure;
use crate::services::s3::errors;
use crate::world::World;

const DRAWN_BYTES: usize = 20;
const CHECK_BYTES: usize = 4;

/// A new version's id: 32 characters, the last of which follow from the first.
pub(super) fn new_version_id(world: &World) -> String {
    let drawn: [u8; DRAWN_BYTES] = world.ids.bytes();
    let bytes = [&drawn[..], &check(&drawn)].concat();
    BASE64URL_NOPAD.encode(&bytes).replace('-', ".")
}

/// Whether an id was given out, now or ever, or is that of the null version.
pub fn is_version_id(text: &str) -> bool {
    if text == NULL_VERSION {
        return true;
    }
    if text.contains('-') {
        return false;
    }
    match BASE64URL_NOPAD.decode(text.replace('.', "-").as_bytes()) {
        Ok(bytes) if bytes.len() == DRAWN_BYTES + CHECK_BYTES => {
            bytes[DRAWN_BYTES..] == check(&bytes[..DRAWN_BYTES])
        }
        _ => false,
    }
}

/// Refuses ids that cannot be a version's.
///
/// # Errors
/// `InvalidArgument`.
pub fn check_version_id(text: &str) -> Result<(), Failure> {
    if text.is_empty() {
        return Err(errors::empty_version_id());
    }
    if is_version_id(text) {
        Ok(())
    } else {
        Err(errors::invalid_version_id(text))
    }
}

fn check(drawn: &[u8]) -> [u8; CHECK_BYTES] {
    let digest = Sha256::digest(drawn);
    let mut check = [0; CHECK_BYTES];
    check.copy_from_slice(&digest[..CHECK_BYTES]);
    check
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Ids;
    use crate::storage::blobs::MemoryLimits;
    use crate::storage::{BlobStore, MemoryMetadata};
    use crate::world::Settings;
    use std::sync::Arc;

    #[test]
    fn ids_are_recognised_and_altered_ones_are_not() {
        let world = World::new(
            Arc::new(MemoryMetadata::new()),
            BlobStore::memory(MemoryLimits::default()),
            Ids::from_number(1),
            Settings::default(),
        );
        for _ in 0..100 {
            let id = new_version_id(&world);
            assert_eq!(id.len(), 32);
            assert!(is_version_id(&id), "{id}");
            assert!(!is_version_id(&format!("{}ABCD", &id[..28])), "{id}");
            assert!(!is_version_id(&id[1..]));
        }
        assert!(is_version_id("null"));
        for odd in ["", "-", "Null", "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD", "ü"] {
            assert!(!is_version_id(odd), "{odd}");
        }
    }
}
