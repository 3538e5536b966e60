//! Amazon S3 Control: access points, and the Block Public Access of a whole account.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html>. SDKs put the account's id before
//! the endpoint's host and into a header; the header counts.

pub mod errors;
pub mod not_yet;
pub mod ops;
pub mod points;
pub mod table;
pub mod tags;

use http::StatusCode;

use crate::auth::authenticate::Authenticated;
use crate::base::{Failure, arn};
use crate::protocol::request::Head;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3;

/// The namespace of S3 Control's XML.
pub const NAMESPACE: &str = "http://awss3control.amazonaws.com/doc/2018-08-20/";
/// What every path begins with. A bucket can have this name: see [`is_for`].
pub const PATH_PREFIX: &str = "/v20180820/";
/// Names the account.
pub const ACCOUNT_HEADER: &str = "x-amz-account-id";
/// Names an Outpost, in the calls that are for one.
const OUTPOST_HEADER: &str = "x-amz-outpost-id";

/// Whether a request is for S3 Control: its path alone could be that of an object.
pub fn is_for(head: &Head) -> bool {
    let in_host = |host: &str| {
        let mut labels = host.split('.');
        labels.clone().next().is_some_and(arn::is_account_id)
            || labels.any(|label| label.starts_with("s3-control"))
    };
    head.path.starts_with(PATH_PREFIX)
        && (head.headers.contains_key(ACCOUNT_HEADER)
            || head.headers.contains_key(OUTPOST_HEADER)
            || head.host().is_some_and(in_host))
}

/// What every call must fulfil before anybody is asked for permission: it is signed, and about the caller's own account.
///
/// # Errors
/// `AccessDenied`, or `InvalidRequest` without an account.
pub fn preconditions(head: &Head, caller: &Authenticated) -> Result<(), Failure> {
    if caller.identity.is_anonymous() {
        return Err(s3::errors::access_denied());
    }
    let account = account(head)?;
    if account == caller.identity.account {
        Ok(())
    } else {
        Err(s3::errors::access_denied())
    }
}

/// The account that a call is about.
///
/// # Errors
/// `InvalidRequest`: no account is named.
pub fn account(head: &Head) -> Result<&str, Failure> {
    head.header(ACCOUNT_HEADER)
        .ok_or_else(|| errors::missing_header(ACCOUNT_HEADER))
}

/// A document in S3 Control's namespace; its members are written by `members`.
pub fn document(root: &'static str, members: impl FnOnce(&mut Writer)) -> Reply {
    let mut xml = Writer::new();
    xml.open_in(root, NAMESPACE);
    members(&mut xml);
    Reply::xml(xml.finish())
}

/// How S3 Control says no: S3's error inside an `ErrorResponse`.
pub fn failure(failure: &Failure, request_id: &str, host_id: &str) -> Reply {
    let status =
        StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut xml = Writer::new();
    xml.open("ErrorResponse");
    xml.open("Error");
    xml.text_element("Code", failure.code());
    xml.text_element("Message", failure.message());
    for (name, value) in failure.details() {
        xml.text_element(*name, value);
    }
    xml.close();
    xml.text_element("RequestId", request_id);
    xml.text_element("HostId", host_id);
    Reply::full(status, "application/xml", xml.finish())
}
