//! Continuation tokens: where the next page begins, in a form that nobody should read.
//!
//! A token holds the name of the last item, so it means the same after any number of writes. It begins with a check over
//! what is listed and that name: a token that was altered, or that is of another listing, is refused as S3 refuses it.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

const CHECK_BYTES: usize = 9;

/// The token for the page behind an item. `scope` says what is listed.
pub fn encode(scope: &str, name: &str) -> String {
    let mut bytes = check(scope, name).to_vec();
    bytes.extend(mask(scope, name.as_bytes()));
    BASE64.encode(&bytes)
}

/// The name of the item that a token ends behind; `None` when it is no token of this listing.
pub fn decode(scope: &str, token: &str) -> Option<String> {
    let bytes = BASE64.decode(token.as_bytes()).ok()?;
    let (found, masked) = bytes.split_first_chunk::<CHECK_BYTES>()?;
    let name = String::from_utf8(mask(scope, masked).collect()).ok()?;
    (check(scope, &name) == *found).then_some(name)
}

fn check(scope: &str, name: &str) -> [u8; CHECK_BYTES] {
    let digest = Sha256::new()
        .chain_update(scope)
        .chain_update([0])
        .chain_update(name)
        .finalize();
    let mut check = [0; CHECK_BYTES];
    check.copy_from_slice(&digest[..CHECK_BYTES]);
    check
}

/// Makes names unreadable, and readable again. It hides nothing from anyone who wants to know.
fn mask(scope: &str, bytes: &[u8]) -> impl Iterator<Item = u8> {
    let pad: [u8; 32] = Sha256::digest(scope).into();
    bytes
        .iter()
        .zip(pad.into_iter().cycle())
        .map(|(byte, pad)| byte ^ pad)
}
