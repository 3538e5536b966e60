//! `PublicAccessBlockConfiguration` in XML: of buckets, accounts and access points.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html>

use serde::Deserialize;

use super::PublicAccessBlock;
use crate::protocol::xml::Writer;

/// The element's name.
pub const ELEMENT: &str = "PublicAccessBlockConfiguration";

/// The four settings as sent: what is left out is off.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "BlockPublicAcls")]
    block_public_acls: Option<bool>,
    #[serde(rename = "IgnorePublicAcls")]
    ignore_public_acls: Option<bool>,
    #[serde(rename = "BlockPublicPolicy")]
    block_public_policy: Option<bool>,
    #[serde(rename = "RestrictPublicBuckets")]
    restrict_public_buckets: Option<bool>,
}

impl Document {
    /// Whether no setting is named.
    pub fn is_empty(&self) -> bool {
        self.sent().iter().all(Option::is_none)
    }

    /// The settings.
    pub fn settings(&self) -> PublicAccessBlock {
        let [acls, ignored, policy, restricted] =
            self.sent().map(|setting| setting.unwrap_or(false));
        PublicAccessBlock {
            block_public_acls: acls,
            ignore_public_acls: ignored,
            block_public_policy: policy,
            restrict_public_buckets: restricted,
        }
    }

    fn sent(&self) -> [Option<bool>; 4] {
        [
            self.block_public_acls,
            self.ignore_public_acls,
            self.block_public_policy,
            self.restrict_public_buckets,
        ]
    }
}

/// Writes the settings into the element that is open.
pub fn write(xml: &mut Writer, settings: PublicAccessBlock) {
    for (name, setting) in [
        ("BlockPublicAcls", settings.block_public_acls),
        ("IgnorePublicAcls", settings.ignore_public_acls),
        ("BlockPublicPolicy", settings.block_public_policy),
        ("RestrictPublicBuckets", settings.restrict_public_buckets),
    ] {
        xml.text_element(name, setting.to_string());
    }
}
