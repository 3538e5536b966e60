//! Server access logs. None are delivered here; S3 delivers them in its own time and promises nothing.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html>

use super::shape::{Field, Shape};
use super::{Configuration, Names};
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::s3::errors;
use crate::services::service::{Call, Needs};

/// `BucketLoggingStatus`.
#[derive(Debug)]
pub struct Logging;

impl Configuration for Logging {
    const NEEDS: &'static [Needs] = &[Needs::Query("logging")];
    const GET: Names = Names {
        operation: "GetBucketLogging",
        action: "s3:GetBucketLogging",
        access_log: "REST.GET.LOGGING_STATUS",
    };
    const PUT: Names = Names {
        operation: "PutBucketLogging",
        action: "s3:PutBucketLogging",
        access_log: "REST.PUT.LOGGING_STATUS",
    };
    const STORED: &'static str = "logging";
    const ROOT: &'static str = "BucketLoggingStatus";
    const FIELDS: &'static [Field] = &[Field::maybe(
        "LoggingEnabled",
        Shape::Group(&[
            Field::one("TargetBucket", Shape::Text),
            Field::one("TargetPrefix", Shape::Text),
            Field::maybe("TargetGrants", Shape::Group(GRANTS)),
            Field::maybe("TargetObjectKeyFormat", Shape::Group(KEY_FORMATS)),
        ]),
    )];

    fn absent(_: &str) -> Result<Element, Failure> {
        Ok(Element::new(Self::ROOT))
    }

    fn check(call: &Call<'_>, document: Element) -> Result<Element, Failure> {
        let Some(enabled) = document.child("LoggingEnabled") else {
            return Ok(document);
        };
        if let Some(format) = enabled.child("TargetObjectKeyFormat")
            && format.children.len() != 1
        {
            return Err(errors::malformed_xml());
        }
        if enabled.child("TargetGrants").is_some() {
            return Err(errors::not_implemented(
                "TargetGrants: logs are not delivered, so nobody can be given any",
            ));
        }
        let name = enabled.text_of("TargetBucket").unwrap_or_default();
        let source = &call.target.view()?.record;
        let target = call.buckets.view(call.world, name)?;
        let target = target.ok_or_else(|| errors::no_logging_target(name))?;
        if target.record.account != source.account {
            return Err(errors::foreign_logging_target(name));
        }
        if target.record.region != source.region {
            return Err(errors::logging_across_regions(
                &source.region,
                &target.record.region,
            ));
        }
        Ok(document)
    }
}

const GRANTS: &[Field] = &[Field::many(
    "Grant",
    Shape::Group(&[
        Field::maybe("Grantee", Shape::Group(GRANTEE)),
        Field::maybe(
            "Permission",
            Shape::OneOf(&["FULL_CONTROL", "READ", "WRITE"]),
        ),
    ]),
)];

const GRANTEE: &[Field] = &[
    Field::maybe("DisplayName", Shape::Text),
    Field::maybe("EmailAddress", Shape::Text),
    Field::maybe("ID", Shape::Text),
    Field::maybe("URI", Shape::Text),
];

const KEY_FORMATS: &[Field] = &[
    Field::maybe("SimplePrefix", Shape::Group(&[])),
    Field::maybe(
        "PartitionedPrefix",
        Shape::Group(&[Field::maybe(
            "PartitionDateSource",
            Shape::OneOf(&["EventTime", "DeliveryTime"]),
        )]),
    ),
];
