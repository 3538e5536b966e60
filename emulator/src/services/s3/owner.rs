//! Canonical user ids, and how owners stand in XML.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html>

use bucketproof_policy::ANONYMOUS;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::base::arn;
use crate::protocol::xml::Writer;

/// The namespace of S3's XML.
pub const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// The canonical user id that S3 gives to objects of unsigned callers.
const ANONYMOUS_ID: &str = "65a011a29cdf8ec533ec3d1ccaae921c";
/// The canonical user id that the canned ACL `aws-exec-read` grants to: Amazon EC2 fetching images. No account here.
pub const EC2_IMAGES_ID: &str = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

/// Bytes of a canonical id that tell nothing; the others carry the account under a mask.
const DIGEST_BYTES: usize = 24;

/// The canonical user id of an account: 64 hex digits, the same for the same account everywhere. What is no account
/// here (see [`EC2_IMAGES_ID`]) is its own id.
pub fn canonical_id(account: &str) -> String {
    if account == ANONYMOUS {
        return ANONYMOUS_ID.to_owned();
    }
    if !arn::is_account_id(account) {
        return account.to_owned();
    }
    let digest = Sha256::digest(format!("canonical user of {account}"));
    let number: u64 = account.parse().unwrap_or_default();
    let mut id = [0; 32];
    id[..DIGEST_BYTES].copy_from_slice(&digest[..DIGEST_BYTES]);
    id[DIGEST_BYTES..].copy_from_slice(&(number ^ mask(&digest[..DIGEST_BYTES])).to_be_bytes());
    HEXLOWER.encode(&id)
}

/// Whose canonical user id this is; `None` when S3 never gave it out.
pub fn account_of(id: &str) -> Option<String> {
    match id {
        ANONYMOUS_ID => return Some(ANONYMOUS.to_owned()),
        EC2_IMAGES_ID => return Some(EC2_IMAGES_ID.to_owned()),
        _ => {}
    }
    let bytes = HEXLOWER.decode(id.as_bytes()).ok()?;
    let (digest, number) = bytes.split_at_checked(DIGEST_BYTES)?;
    let number = u64::from_be_bytes(number.try_into().ok()?) ^ mask(digest);
    let account = format!("{number:012}");
    (arn::is_account_id(&account) && canonical_id(&account) == id).then_some(account)
}

/// Hides the account from the eye, not from anybody who wants to know it.
fn mask(digest: &[u8]) -> u64 {
    let fold = |mask: u64, byte: &u8| mask.rotate_left(8) ^ u64::from(*byte);
    digest.iter().fold(0, fold)
}

/// `<Owner><ID>…</ID></Owner>`. Since November 2025 S3 gives no `DisplayName`.
pub fn write(xml: &mut Writer, element: &'static str, account: &str) {
    xml.open(element);
    xml.text_element("ID", canonical_id(account));
    xml.close();
}

#[cfg(test)]
mod tests;
