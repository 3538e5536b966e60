//! Access points, and calls that do not go through them.

use super::{Failure, invalid_request, method_not_allowed};
use crate::services::service::{Route, Row, Shape};

/// No access point of that name.
pub fn no_such_access_point(name: &str) -> Failure {
    Failure::new(
        404,
        "NoSuchAccessPoint",
        "The specified accesspoint does not exist",
    )
    .with("AccessPointName", name)
}

/// An operation that access points do not have.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html>
pub fn not_through_access_points(row: &Row) -> Failure {
    let (method, kind) = match row.route {
        Route::Rest(method, Shape::Object, _) => (method, "OBJECT"),
        Route::Rest(method, ..) => (method, "BUCKET"),
        _ => ("", "BUCKET"),
    };
    method_not_allowed(method, kind)
}

/// Signature Version 2 where only Version 4 is taken.
pub fn signature_version_4_only() -> Failure {
    invalid_request(
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    )
}

/// A public access point policy where Block Public Access forbids them.
pub fn public_access_point_policy_blocked(caller: &str, point: &str) -> Failure {
    Failure::new(
        403,
        "AccessDenied",
        format!(
            "User: {caller} is not authorized to perform: s3:PutAccessPointPolicy on resource: \"{point}\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."
        ),
    )
}

/// A bucket that access points lead to.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList>
pub fn bucket_has_access_points() -> Failure {
    Failure::new(
        400,
        "BucketHasAccessPointsAttached",
        "The bucket that you're trying to delete has access points attached. Delete your access points and try again.",
    )
}
