//! Archive tiers of INTELLIGENT_TIERING. Objects do not move between tiers here.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_IntelligentTieringConfiguration.html>

use super::Names;
use super::listed::{Listed, one_condition};
use super::shape::{Field, Shape, TAG};
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::s3::errors;
use crate::services::service::Needs;

/// `IntelligentTieringConfiguration`.
#[derive(Debug)]
pub struct IntelligentTiering;

impl Listed for IntelligentTiering {
    const ONE: &'static [Needs] = &[Needs::Query("intelligent-tiering"), Needs::Query("id")];
    const ALL: &'static [Needs] = &[Needs::Query("intelligent-tiering")];
    const GET: Names = Names {
        operation: "GetBucketIntelligentTieringConfiguration",
        action: "s3:GetIntelligentTieringConfiguration",
        access_log: "REST.GET.INTELLIGENT_TIERING",
    };
    const PUT: Names = Names {
        operation: "PutBucketIntelligentTieringConfiguration",
        action: "s3:PutIntelligentTieringConfiguration",
        access_log: "REST.PUT.INTELLIGENT_TIERING",
    };
    const DELETE: Names = Names {
        operation: "DeleteBucketIntelligentTieringConfiguration",
        action: "s3:PutIntelligentTieringConfiguration",
        access_log: "REST.DELETE.INTELLIGENT_TIERING",
    };
    const LIST: Names = Names {
        operation: "ListBucketIntelligentTieringConfigurations",
        action: "s3:GetIntelligentTieringConfiguration",
        access_log: "REST.GET.INTELLIGENT_TIERING",
    };
    const STORED: &'static str = "intelligent-tiering";
    const ROOT: &'static str = "IntelligentTieringConfiguration";
    const LIST_ROOT: &'static str = "ListBucketIntelligentTieringConfigurationsOutput";
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
        Field::one("Status", Shape::OneOf(&["Enabled", "Disabled"])),
        Field::some(
            "Tiering",
            Shape::Group(&[
                Field::one("Days", Shape::Number),
                Field::one("AccessTier", Shape::OneOf(&[ARCHIVE, DEEP_ARCHIVE])),
            ]),
        ),
    ];

    fn check(document: &Element) -> Result<(), Failure> {
        one_condition(document)?;
        document.all("Tiering").try_for_each(check_days)
    }
}

const ARCHIVE: &str = "ARCHIVE_ACCESS";
const DEEP_ARCHIVE: &str = "DEEP_ARCHIVE_ACCESS";
const MAX_DAYS: i64 = 730;

fn check_days(tiering: &Element) -> Result<(), Failure> {
    let tier = tiering.text_of("AccessTier").unwrap_or_default();
    let days = tiering.text_of("Days").unwrap_or_default();
    let min = if tier == DEEP_ARCHIVE { 180 } else { 90 };
    match days.parse() {
        Ok(number) if (min..=MAX_DAYS).contains(&number) => Ok(()),
        _ => Err(errors::tiering_days(tier, days)),
    }
}
