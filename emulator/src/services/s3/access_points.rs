//! Access points: named ways to one bucket, each with a policy, a network origin and a Block Public Access of its own.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points.html>

pub mod address;
pub mod arn;
pub mod ask;
pub mod limits;
pub mod operations;
pub mod policy;
pub mod record;
pub mod store;

use bucketproof_policy::Attached;

use super::public_access::PublicAccessBlock;
pub use address::resolve;
pub use arn::PointArn;
pub use record::AccessPointRecord;

/// An access point and what decides about requests through it.
#[derive(Debug, Clone)]
pub struct Point {
    /// The access point.
    pub record: AccessPointRecord,
    /// Its name.
    pub arn: PointArn,
    /// Its policy as it was put.
    pub policy_text: Option<String>,
    /// Its policy as it is evaluated for calls that manage it.
    pub policy: Option<Attached>,
    /// Its policy as it is evaluated for calls through it: with what follows from its network origin.
    pub data_policy: Option<Attached>,
    /// Its own settings and those of its account.
    pub public_access: PublicAccessBlock,
}
