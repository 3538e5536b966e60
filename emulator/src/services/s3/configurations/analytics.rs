//! Storage class analysis. Nothing is analysed here.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AnalyticsConfiguration.html>

use super::Names;
use super::listed::{Listed, one_condition};
use super::shape::{Field, Shape, TAG};
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::service::Needs;

/// `AnalyticsConfiguration`.
#[derive(Debug)]
pub struct Analytics;

impl Listed for Analytics {
    const ONE: &'static [Needs] = &[Needs::Query("analytics"), Needs::Query("id")];
    const ALL: &'static [Needs] = &[Needs::Query("analytics")];
    const GET: Names = Names {
        operation: "GetBucketAnalyticsConfiguration",
        action: "s3:GetAnalyticsConfiguration",
        access_log: "REST.GET.ANALYTICS",
    };
    const PUT: Names = Names {
        operation: "PutBucketAnalyticsConfiguration",
        action: "s3:PutAnalyticsConfiguration",
        access_log: "REST.PUT.ANALYTICS",
    };
    const DELETE: Names = Names {
        operation: "DeleteBucketAnalyticsConfiguration",
        action: "s3:PutAnalyticsConfiguration",
        access_log: "REST.DELETE.ANALYTICS",
    };
    const LIST: Names = Names {
        operation: "ListBucketAnalyticsConfigurations",
        action: "s3:GetAnalyticsConfiguration",
        access_log: "REST.GET.ANALYTICS",
    };
    const STORED: &'static str = "analytics";
    const ROOT: &'static str = "AnalyticsConfiguration";
    const LIST_ROOT: &'static str = "ListBucketAnalyticsConfigurationResult";
    const FIELDS: &'static [Field] = &[
        Field::one("Id", Shape::Text),
        Field::maybe(
            "Filter",
            Shape::Group(&[
                Field::maybe("Prefix", Shape::Text),
                Field::maybe("Tag", TAG),
                Field::maybe(
                    "And",
                    Shape::Group(&[Field::maybe("Prefix", Shape::Text), Field::many("Tag", TAG)]),
                ),
            ]),
        ),
        Field::one(
            "StorageClassAnalysis",
            Shape::Group(&[Field::maybe("DataExport", Shape::Group(EXPORT))]),
        ),
    ];

    fn check(document: &Element) -> Result<(), Failure> {
        one_condition(document)
    }
}

const EXPORT: &[Field] = &[
    Field::one("OutputSchemaVersion", Shape::OneOf(&["V_1"])),
    Field::one(
        "Destination",
        Shape::Group(&[Field::one(
            "S3BucketDestination",
            Shape::Group(&[
                Field::one("Format", Shape::OneOf(&["CSV"])),
                Field::maybe("BucketAccountId", Shape::Text),
                Field::one("Bucket", Shape::Text),
                Field::maybe("Prefix", Shape::Text),
            ]),
        )]),
    ),
];
