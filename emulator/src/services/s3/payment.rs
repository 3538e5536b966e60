//! Buckets whose requesters pay: everybody but the owner must say that he knows.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html>

use super::buckets::BucketView;
use super::errors;
use super::target::Target;
use crate::auth::Identity;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::reply::Reply;

const PAYER: &str = "x-amz-request-payer";
const REQUESTER: &str = "requester";

/// Whether the requester is charged for the request.
///
/// # Errors
/// `AccessDenied` for requesters who do not say that they pay, and for anonymous ones.
pub fn charged(head: &Head, target: &Target, identity: &Identity) -> Result<bool, Failure> {
    match &target.view {
        Some(view) => charged_by(head, view, identity),
        None => Ok(false),
    }
}

/// As [`charged`], for a bucket that the request reads beside its target: the source of a copy.
///
/// # Errors
/// As [`charged`].
pub fn charged_by(head: &Head, view: &BucketView, identity: &Identity) -> Result<bool, Failure> {
    if !view.requester_pays {
        return Ok(false);
    }
    if identity.account == view.record.account {
        return Ok(false);
    }
    // A link carries it as a parameter.
    let payer = head.header(PAYER).or_else(|| head.query.get(PAYER));
    if identity.is_anonymous() || payer != Some(REQUESTER) {
        return Err(errors::access_denied());
    }
    Ok(true)
}

/// Tells the requester that he is charged.
pub fn note(reply: Reply, charged: bool) -> Reply {
    if charged {
        reply.named("x-amz-request-charged", REQUESTER)
    } else {
        reply
    }
}
