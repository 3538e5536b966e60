//! Bucket configurations that S3 does not accept. Texts as recorded from the service, unless marked.

use super::{Failure, invalid_argument, invalid_request, no_such_configuration};

/// No configuration of that id.
pub fn no_such_listed_configuration() -> Failure {
    Failure::new(
        404,
        "NoSuchConfiguration",
        "The specified configuration does not exist.",
    )
}

/// A thousand configurations are there already.
pub fn too_many_configurations() -> Failure {
    Failure::new(
        400,
        "TooManyConfigurations",
        "You are attempting to create a new configuration but have already reached the 1,000-configuration limit.",
    )
}

/// Accelerated endpoints have no room for dots.
pub fn acceleration_and_dots() -> Failure {
    invalid_request(
        "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names",
    )
}

/// Logs for a bucket that is not there; the text is unconfirmed.
pub fn no_logging_target(bucket: &str) -> Failure {
    Failure::new(
        400,
        "InvalidTargetBucketForLogging",
        "The target bucket for logging does not exist",
    )
    .with("TargetBucket", bucket)
}

/// Logs for somebody else's bucket; the text is unconfirmed.
pub fn foreign_logging_target(bucket: &str) -> Failure {
    Failure::new(
        400,
        "InvalidTargetBucketForLogging",
        "The owner for the bucket to be logged and the target bucket must be the same",
    )
    .with("TargetBucket", bucket)
}

/// Logs for a bucket elsewhere. The code is the service's own spelling; the classic region shows only the target.
pub fn logging_across_regions(source: &str, target: &str) -> Failure {
    let failure = Failure::new(
        403,
        "CrossLocationLoggingProhibitted",
        "Cross S3 location logging not allowed. ",
    );
    let failure = if source == "us-east-1" {
        failure
    } else {
        failure.with("SourceBucketLocation", source)
    };
    failure.with("TargetBucketLocation", target)
}

/// No web site.
pub fn no_such_website(bucket: &str) -> Failure {
    no_such_configuration(
        "NoSuchWebsiteConfiguration",
        "The specified bucket does not have a website configuration",
        bucket,
    )
}

/// An index page that is no file's name.
pub fn website_index_malformed(found: &str) -> Failure {
    invalid_argument(
        "The IndexDocument Suffix is not well formed",
        "IndexDocument",
        found,
    )
}

/// A redirect of everything, and more.
pub fn website_redirect_and_more() -> Failure {
    invalid_argument(
        "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
        "RedirectAllRequestsTo",
        "not null",
    )
}

/// Neither a redirect nor an index page.
pub fn website_without_index() -> Failure {
    invalid_argument(
        "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
        "IndexDocument",
        "null",
    )
}

/// Neither `http` nor `https`.
pub fn website_protocol() -> Failure {
    invalid_request(
        "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.",
    )
}

/// Both a whole key and a prefix.
pub fn website_two_replacements() -> Failure {
    invalid_request("You can only define ReplaceKeyPrefix or ReplaceKey but not both.")
}

/// A condition without a condition.
pub fn website_empty_condition() -> Failure {
    invalid_request(
        "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
    )
}

/// A destination of events that is not there; the texts of the values are unconfirmed.
pub fn notification_destination(arn: &str, noun: &'static str) -> Failure {
    Failure::new(
        400,
        "InvalidArgument",
        "Unable to validate the following destination configurations",
    )
    .with("ArgumentName", arn)
    .with(
        "ArgumentValue",
        format!("The destination {noun} does not exist"),
    )
}

/// A destination of events that is none of its kind; the texts are unconfirmed.
pub fn notification_arn_malformed(noun: &'static str, found: &str) -> Failure {
    invalid_argument("The ARN could not be parsed", noun, found)
}

/// Inventories for something that is no bucket; the text is unconfirmed.
pub fn inventory_destination() -> Failure {
    Failure::new(400, "InvalidS3DestinationBucket", "Invalid bucket ARN.")
}

/// A tier that begins too early or too late; the text is unconfirmed.
pub fn tiering_days(tier: &str, found: &str) -> Failure {
    invalid_argument(
        format!("Days is not in the range that {tier} allows"),
        "Days",
        found,
    )
}
