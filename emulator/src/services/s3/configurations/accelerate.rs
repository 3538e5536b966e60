//! Transfer acceleration. There are no accelerated endpoints here.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html>

use super::shape::{Field, Shape};
use super::{Configuration, Names};
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::s3::errors;
use crate::services::service::{Call, Needs};

/// `AccelerateConfiguration`.
#[derive(Debug)]
pub struct Accelerate;

impl Configuration for Accelerate {
    const NEEDS: &'static [Needs] = &[Needs::Query("accelerate")];
    const GET: Names = Names {
        operation: "GetBucketAccelerateConfiguration",
        action: "s3:GetAccelerateConfiguration",
        access_log: "REST.GET.ACCELERATE",
    };
    const PUT: Names = Names {
        operation: "PutBucketAccelerateConfiguration",
        action: "s3:PutAccelerateConfiguration",
        access_log: "REST.PUT.ACCELERATE",
    };
    const STORED: &'static str = "accelerate";
    const ROOT: &'static str = "AccelerateConfiguration";
    const FIELDS: &'static [Field] = &[Field::maybe(
        "Status",
        Shape::OneOf(&["Enabled", "Suspended"]),
    )];

    fn absent(_: &str) -> Result<Element, Failure> {
        Ok(Element::new(Self::ROOT))
    }

    fn check(call: &Call<'_>, document: Element) -> Result<Element, Failure> {
        if call.target.bucket.contains('.') {
            return Err(errors::acceleration_and_dots());
        }
        if document.child("Status").is_none() {
            return Err(errors::malformed_xml());
        }
        Ok(document)
    }
}
