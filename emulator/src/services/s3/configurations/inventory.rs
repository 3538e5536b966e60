//! Inventories. None are written here.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_InventoryConfiguration.html>

use super::Names;
use super::listed::Listed;
use super::shape::{Field, Shape};
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::s3::errors;
use crate::services::service::Needs;

/// `InventoryConfiguration`.
#[derive(Debug)]
pub struct Inventory;

impl Listed for Inventory {
    const ONE: &'static [Needs] = &[Needs::Query("inventory"), Needs::Query("id")];
    const ALL: &'static [Needs] = &[Needs::Query("inventory")];
    const GET: Names = Names {
        operation: "GetBucketInventoryConfiguration",
        action: "s3:GetInventoryConfiguration",
        access_log: "REST.GET.INVENTORY",
    };
    const PUT: Names = Names {
        operation: "PutBucketInventoryConfiguration",
        action: "s3:PutInventoryConfiguration",
        access_log: "REST.PUT.INVENTORY",
    };
    const DELETE: Names = Names {
        operation: "DeleteBucketInventoryConfiguration",
        action: "s3:PutInventoryConfiguration",
        access_log: "REST.DELETE.INVENTORY",
    };
    const LIST: Names = Names {
        operation: "ListBucketInventoryConfigurations",
        action: "s3:GetInventoryConfiguration",
        access_log: "REST.GET.INVENTORY",
    };
    const STORED: &'static str = "inventory";
    const ROOT: &'static str = "InventoryConfiguration";
    const LIST_ROOT: &'static str = "ListInventoryConfigurationsResult";
    const FIELDS: &'static [Field] = &[
        Field::one("Id", Shape::Text),
        Field::one("IsEnabled", Shape::OneOf(&["true", "false"])),
        Field::one(
            "Destination",
            Shape::Group(&[Field::one("S3BucketDestination", Shape::Group(DESTINATION))]),
        ),
        Field::one(
            "Schedule",
            Shape::Group(&[Field::one("Frequency", Shape::OneOf(&["Daily", "Weekly"]))]),
        ),
        Field::maybe("Filter", Shape::Group(&[Field::one("Prefix", Shape::Text)])),
        Field::one("IncludedObjectVersions", Shape::OneOf(&["All", "Current"])),
        Field::maybe(
            "OptionalFields",
            Shape::Group(&[Field::many("Field", Shape::OneOf(OPTIONAL_FIELDS))]),
        ),
    ];

    fn check(document: &Element) -> Result<(), Failure> {
        let bucket = document
            .child("Destination")
            .and_then(|destination| destination.child("S3BucketDestination"))
            .and_then(|destination| destination.text_of("Bucket"));
        match bucket.and_then(|arn| arn.strip_prefix("arn:aws:s3:::")) {
            Some(name) if !name.is_empty() => Ok(()),
            _ => Err(errors::inventory_destination()),
        }
    }
}

const DESTINATION: &[Field] = &[
    Field::maybe("AccountId", Shape::Text),
    Field::one("Bucket", Shape::Text),
    Field::one("Format", Shape::OneOf(&["CSV", "ORC", "Parquet"])),
    Field::maybe("Prefix", Shape::Text),
    Field::maybe(
        "Encryption",
        Shape::Group(&[
            Field::maybe("SSE-S3", Shape::Group(&[])),
            Field::maybe("SSE-KMS", Shape::Group(&[Field::one("KeyId", Shape::Text)])),
        ]),
    ),
];

const OPTIONAL_FIELDS: &[&str] = &[
    "Size",
    "LastModifiedDate",
    "StorageClass",
    "ETag",
    "IsMultipartUploaded",
    "ReplicationStatus",
    "EncryptionStatus",
    "ObjectLockRetainUntilDate",
    "ObjectLockMode",
    "ObjectLockLegalHoldStatus",
    "ObjectLockEventHoldStatus",
    "ObjectLockEventHoldDuration",
    "IntelligentTieringAccessTier",
    "BucketKeyStatus",
    "ChecksumAlgorithm",
    "ObjectAccessControlList",
    "ObjectOwner",
    "LifecycleExpirationDate",
    "IntelligentTieringReferenceDate",
];
