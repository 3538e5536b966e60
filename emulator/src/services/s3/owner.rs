//! Canonical user ids, and how owners stand in XML.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html>

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::protocol::xml::Writer;

/// The namespace of S3's XML.
pub const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// The canonical user id of an account: 64 hex digits, the same for the same account everywhere.
pub fn canonical_id(account: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("canonical user of {account}")))
}

/// `<Owner><ID>…</ID></Owner>`. Since November 2025 S3 gives no `DisplayName`.
pub fn write(xml: &mut Writer, element: &'static str, account: &str) {
    xml.open(element);
    xml.text_element("ID", canonical_id(account));
    xml.close();
}
