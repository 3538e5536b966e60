//! What is kept of an access point.

use serde::{Deserialize, Serialize};

use super::PointArn;
use crate::base::Timestamp;
use crate::services::s3::public_access::PublicAccessBlock;

/// An access point. Nothing of it can be changed, but its tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPointRecord {
    /// Its name.
    pub name: String,
    /// Where it is: the bucket's region.
    pub region: String,
    /// Whose it is.
    pub account: String,
    /// Its other name, which calls on objects take for a bucket's.
    pub alias: String,
    /// The bucket behind it.
    pub bucket: String,
    /// Whose bucket that is.
    pub bucket_account: String,
    /// The only VPC that it answers; `None` when it answers the internet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// Its Block Public Access.
    pub public_access: PublicAccessBlock,
    /// When it was made.
    pub created: Timestamp,
    /// Tags, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<(String, String)>,
}

impl AccessPointRecord {
    /// Its ARN.
    pub fn arn(&self) -> PointArn {
        PointArn::new(&self.region, &self.account, &self.name)
    }

    /// The value of `s3:AccessPointNetworkOrigin` and of the element `NetworkOrigin`.
    pub fn network_origin(&self) -> &'static str {
        match self.vpc_id {
            None => "Internet",
            Some(_) => "VPC",
        }
    }
}
