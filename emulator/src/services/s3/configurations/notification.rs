//! Event notifications. There are no queues, topics and functions here, so that the service's own test of a destination
//! fails for each; whoever tells it to skip that test gets the configuration kept, and no events.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html>

use super::shape::{Field, Shape};
use super::{Configuration, Names};
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::s3::errors;
use crate::services::service::{Call, Needs};

const SKIP: &str = "x-amz-skip-destination-validation";

/// `NotificationConfiguration`.
#[derive(Debug)]
pub struct Notification;

/// A kind of destination.
#[derive(Debug)]
struct Destination {
    element: &'static str,
    arn: &'static str,
    service: &'static str,
    noun: &'static str,
}

const DESTINATIONS: [Destination; 3] = [
    Destination {
        element: "TopicConfiguration",
        arn: "Topic",
        service: "sns",
        noun: "topic",
    },
    Destination {
        element: "QueueConfiguration",
        arn: "Queue",
        service: "sqs",
        noun: "queue",
    },
    Destination {
        element: "CloudFunctionConfiguration",
        arn: "CloudFunction",
        service: "lambda",
        noun: "Lambda",
    },
];

impl Configuration for Notification {
    const NEEDS: &'static [Needs] = &[Needs::Query("notification")];
    const GET: Names = Names {
        operation: "GetBucketNotificationConfiguration",
        action: "s3:GetBucketNotification",
        access_log: "REST.GET.NOTIFICATION",
    };
    const PUT: Names = Names {
        operation: "PutBucketNotificationConfiguration",
        action: "s3:PutBucketNotification",
        access_log: "REST.PUT.NOTIFICATION",
    };
    const STORED: &'static str = "notification";
    const ROOT: &'static str = "NotificationConfiguration";
    const FIELDS: &'static [Field] = &[
        Field::many(
            "TopicConfiguration",
            Shape::Group(&[ID, Field::one("Topic", Shape::Text), EVENTS, FILTER]),
        ),
        Field::many(
            "QueueConfiguration",
            Shape::Group(&[ID, Field::one("Queue", Shape::Text), EVENTS, FILTER]),
        ),
        Field::many(
            "CloudFunctionConfiguration",
            Shape::Group(&[ID, Field::one("CloudFunction", Shape::Text), EVENTS, FILTER]),
        ),
        Field::maybe("EventBridgeConfiguration", Shape::Group(&[])),
    ];

    fn absent(_: &str) -> Result<Element, Failure> {
        Ok(Element::new(Self::ROOT))
    }

    fn check(call: &Call<'_>, mut document: Element) -> Result<Element, Failure> {
        let skip = call.head.header(SKIP) == Some("true");
        for child in &mut document.children {
            let Some(kind) = DESTINATIONS.iter().find(|kind| kind.element == child.name) else {
                continue;
            };
            let arn = child.text_of(kind.arn).unwrap_or_default();
            if arn.split(':').nth(2) != Some(kind.service) || arn.split(':').count() < 6 {
                return Err(errors::notification_arn_malformed(kind.noun, arn));
            }
            if !skip {
                return Err(errors::notification_destination(arn, kind.noun));
            }
            if child.child("Id").is_none() {
                let id = Element {
                    name: "Id".to_owned(),
                    text: call.world.ids.uuid(),
                    children: Vec::new(),
                };
                child.children.insert(0, id);
            }
        }
        Ok(document)
    }
}

const ID: Field = Field::maybe("Id", Shape::Text);
const EVENTS: Field = Field::some("Event", Shape::OneOf(EVENT_TYPES));
const FILTER: Field = Field::maybe(
    "Filter",
    Shape::Group(&[Field::maybe(
        "S3Key",
        Shape::Group(&[Field::many(
            "FilterRule",
            Shape::Group(&[
                Field::one(
                    "Name",
                    Shape::OneOf(&["prefix", "suffix", "Prefix", "Suffix"]),
                ),
                Field::one("Value", Shape::Text),
            ]),
        )]),
    )]),
);

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html>
const EVENT_TYPES: &[&str] = &[
    "s3:ReducedRedundancyLostObject",
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:Put",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:ObjectRestore:Post",
    "s3:ObjectRestore:Completed",
    "s3:Replication:*",
    "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationNotTracked",
    "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationReplicatedAfterThreshold",
    "s3:ObjectRestore:Delete",
    "s3:LifecycleTransition",
    "s3:IntelligentTiering",
    "s3:ObjectAcl:Put",
    "s3:LifecycleExpiration:*",
    "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated",
    "s3:ObjectTagging:*",
    "s3:ObjectTagging:Put",
    "s3:ObjectTagging:Delete",
    "s3:ObjectAnnotation:*",
    "s3:ObjectAnnotation:Put",
    "s3:ObjectAnnotation:Delete",
    "s3:ObjectRetention:Put",
];
