//! Request metrics. They are not published here.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_MetricsConfiguration.html>

use super::Names;
use super::listed::{Listed, one_condition};
use super::shape::{Field, Shape, TAG};
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::service::Needs;

/// `MetricsConfiguration`.
#[derive(Debug)]
pub struct Metrics;

impl Listed for Metrics {
    const ONE: &'static [Needs] = &[Needs::Query("metrics"), Needs::Query("id")];
    const ALL: &'static [Needs] = &[Needs::Query("metrics")];
    const GET: Names = Names {
        operation: "GetBucketMetricsConfiguration",
        action: "s3:GetMetricsConfiguration",
        access_log: "REST.GET.METRICS",
    };
    const PUT: Names = Names {
        operation: "PutBucketMetricsConfiguration",
        action: "s3:PutMetricsConfiguration",
        access_log: "REST.PUT.METRICS",
    };
    const DELETE: Names = Names {
        operation: "DeleteBucketMetricsConfiguration",
        action: "s3:PutMetricsConfiguration",
        access_log: "REST.DELETE.METRICS",
    };
    const LIST: Names = Names {
        operation: "ListBucketMetricsConfigurations",
        action: "s3:GetMetricsConfiguration",
        access_log: "REST.GET.METRICS",
    };
    const STORED: &'static str = "metrics";
    const ROOT: &'static str = "MetricsConfiguration";
    const LIST_ROOT: &'static str = "ListMetricsConfigurationsResult";
    const FIELDS: &'static [Field] = &[
        Field::one("Id", Shape::Text),
        Field::maybe(
            "Filter",
            Shape::Group(&[
                Field::maybe("Prefix", Shape::Text),
                Field::maybe("Tag", TAG),
                Field::maybe("AccessPointArn", Shape::Text),
                Field::maybe(
                    "And",
                    Shape::Group(&[
                        Field::maybe("Prefix", Shape::Text),
                        Field::many("Tag", TAG),
                        Field::maybe("AccessPointArn", Shape::Text),
                    ]),
                ),
            ]),
        ),
    ];

    fn check(document: &Element) -> Result<(), Failure> {
        one_condition(document)
    }
}
