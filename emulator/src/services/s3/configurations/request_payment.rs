//! Who pays for requests. Nobody does here, but where the requester is to pay, he must say that he knows.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html>

use super::shape::{Field, Shape};
use super::{Configuration, Names};
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::service::{Call, Needs};

/// `RequestPaymentConfiguration`.
#[derive(Debug)]
pub struct RequestPayment;

impl Configuration for RequestPayment {
    const NEEDS: &'static [Needs] = &[Needs::Query("requestPayment")];
    const GET: Names = Names {
        operation: "GetBucketRequestPayment",
        action: "s3:GetBucketRequestPayment",
        access_log: "REST.GET.REQUEST_PAYMENT",
    };
    const PUT: Names = Names {
        operation: "PutBucketRequestPayment",
        action: "s3:PutBucketRequestPayment",
        access_log: "REST.PUT.REQUEST_PAYMENT",
    };
    const STORED: &'static str = "request-payment";
    const ROOT: &'static str = "RequestPaymentConfiguration";
    const FIELDS: &'static [Field] = &[Field::one(
        "Payer",
        Shape::OneOf(&["BucketOwner", "Requester"]),
    )];

    fn absent(_: &str) -> Result<Element, Failure> {
        Ok(Element::new(Self::ROOT).with("Payer", "BucketOwner"))
    }

    fn check(_: &Call<'_>, document: Element) -> Result<Element, Failure> {
        Ok(document)
    }
}

/// Whether the requester pays, according to a stored document.
pub fn requester_pays(document: &Element) -> bool {
    document.text_of("Payer") == Some("Requester")
}
