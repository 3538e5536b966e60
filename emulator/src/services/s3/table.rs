//! The rows of S3, and which one a request is for.

use super::configurations;
use super::errors;
use super::ops::{self, bucket_configuration, listed_configuration};
use super::selectors;
use super::target::Target;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::service::{Needs, Operation, Route, Row, Shape};

/// Every operation that is done here.
pub static TABLE: &[Row] = &[
    ops::abort_multipart_upload::AbortMultipartUpload::ROW,
    ops::complete_multipart_upload::CompleteMultipartUpload::ROW,
    ops::copy_object::CopyObject::ROW,
    ops::create_bucket::CreateBucket::ROW,
    ops::create_multipart_upload::CreateMultipartUpload::ROW,
    ops::delete_bucket::DeleteBucket::ROW,
    ops::delete_bucket_cors::DeleteBucketCors::ROW,
    ops::delete_bucket_encryption::DeleteBucketEncryption::ROW,
    ops::delete_bucket_ownership_controls::DeleteBucketOwnershipControls::ROW,
    ops::delete_bucket_policy::DeleteBucketPolicy::ROW,
    ops::delete_bucket_tagging::DeleteBucketTagging::ROW,
    ops::delete_object::DeleteObject::ROW,
    ops::delete_object_tagging::DeleteObjectTagging::ROW,
    ops::delete_objects::DeleteObjects::ROW,
    ops::delete_public_access_block::DeletePublicAccessBlock::ROW,
    ops::get_bucket_abac::GetBucketAbac::ROW,
    ops::get_bucket_acl::GetBucketAcl::ROW,
    ops::get_bucket_cors::GetBucketCors::ROW,
    ops::get_bucket_encryption::GetBucketEncryption::ROW,
    ops::get_bucket_location::GetBucketLocation::ROW,
    ops::get_bucket_ownership_controls::GetBucketOwnershipControls::ROW,
    ops::get_bucket_policy::GetBucketPolicy::ROW,
    ops::get_bucket_policy_status::GetBucketPolicyStatus::ROW,
    ops::get_bucket_tagging::GetBucketTagging::ROW,
    ops::get_bucket_versioning::GetBucketVersioning::ROW,
    ops::get_object::GetObject::ROW,
    ops::get_object_attributes::GetObjectAttributes::ROW,
    ops::get_object_legal_hold::GetObjectLegalHold::ROW,
    ops::get_object_lock_configuration::GetObjectLockConfiguration::ROW,
    ops::get_object_retention::GetObjectRetention::ROW,
    ops::get_object_tagging::GetObjectTagging::ROW,
    ops::get_object_acl::GetObjectAcl::ROW,
    ops::get_public_access_block::GetPublicAccessBlock::ROW,
    ops::head_bucket::HeadBucket::ROW,
    ops::head_object::HeadObject::ROW,
    ops::list_buckets::ListBuckets::ROW,
    ops::list_multipart_uploads::ListMultipartUploads::ROW,
    ops::list_object_versions::ListObjectVersions::ROW,
    ops::list_objects::ListObjects::ROW,
    ops::list_objects_v2::ListObjectsV2::ROW,
    ops::list_parts::ListParts::ROW,
    ops::preflight::ROW,
    ops::put_bucket_abac::PutBucketAbac::ROW,
    ops::put_bucket_cors::PutBucketCors::ROW,
    ops::put_bucket_encryption::PutBucketEncryption::ROW,
    ops::put_bucket_ownership_controls::PutBucketOwnershipControls::ROW,
    ops::put_bucket_policy::PutBucketPolicy::ROW,
    ops::put_bucket_tagging::PutBucketTagging::ROW,
    ops::put_bucket_versioning::PutBucketVersioning::ROW,
    ops::put_bucket_acl::PutBucketAcl::ROW,
    ops::put_object::PutObject::ROW,
    ops::put_object_acl::PutObjectAcl::ROW,
    ops::put_object_legal_hold::PutObjectLegalHold::ROW,
    ops::put_object_lock_configuration::PutObjectLockConfiguration::ROW,
    ops::put_object_retention::PutObjectRetention::ROW,
    ops::put_object_tagging::PutObjectTagging::ROW,
    ops::put_public_access_block::PutPublicAccessBlock::ROW,
    ops::upload_part::UploadPart::ROW,
    ops::upload_part_copy::UploadPartCopy::ROW,
    bucket_configuration::Get::<configurations::accelerate::Accelerate>::ROW,
    bucket_configuration::Put::<configurations::accelerate::Accelerate>::ROW,
    bucket_configuration::Get::<configurations::logging::Logging>::ROW,
    bucket_configuration::Put::<configurations::logging::Logging>::ROW,
    bucket_configuration::Get::<configurations::notification::Notification>::ROW,
    bucket_configuration::Put::<configurations::notification::Notification>::ROW,
    bucket_configuration::Get::<configurations::request_payment::RequestPayment>::ROW,
    bucket_configuration::Put::<configurations::request_payment::RequestPayment>::ROW,
    bucket_configuration::Get::<configurations::website::Website>::ROW,
    bucket_configuration::Put::<configurations::website::Website>::ROW,
    bucket_configuration::Delete::<configurations::website::Website>::ROW,
    listed_configuration::Get::<configurations::analytics::Analytics>::ROW,
    listed_configuration::Put::<configurations::analytics::Analytics>::ROW,
    listed_configuration::Delete::<configurations::analytics::Analytics>::ROW,
    listed_configuration::List::<configurations::analytics::Analytics>::ROW,
    listed_configuration::Get::<configurations::intelligent_tiering::IntelligentTiering>::ROW,
    listed_configuration::Put::<configurations::intelligent_tiering::IntelligentTiering>::ROW,
    listed_configuration::Delete::<configurations::intelligent_tiering::IntelligentTiering>::ROW,
    listed_configuration::List::<configurations::intelligent_tiering::IntelligentTiering>::ROW,
    listed_configuration::Get::<configurations::inventory::Inventory>::ROW,
    listed_configuration::Put::<configurations::inventory::Inventory>::ROW,
    listed_configuration::Delete::<configurations::inventory::Inventory>::ROW,
    listed_configuration::List::<configurations::inventory::Inventory>::ROW,
    listed_configuration::Get::<configurations::metrics::Metrics>::ROW,
    listed_configuration::Put::<configurations::metrics::Metrics>::ROW,
    listed_configuration::Delete::<configurations::metrics::Metrics>::ROW,
    listed_configuration::List::<configurations::metrics::Metrics>::ROW,
];

/// The row whose requirements all hold; among several the one with most requirements, so that order never matters.
///
/// # Errors
/// Several sub-resources at once, or a method that the resource does not have.
pub fn locate(head: &Head, target: &Target) -> Result<&'static Row, Failure> {
    let shape = match (target.bucket.is_empty(), target.key.is_empty()) {
        (true, _) => Shape::Service,
        (false, true) => Shape::Bucket,
        (false, false) => Shape::Object,
    };
    // A preflight is for a resource with all its sub-resources.
    let selector = match head.method {
        http::Method::OPTIONS => None,
        _ => selectors::selected(head, shape)?,
    };
    let best = TABLE
        .iter()
        .filter(|row| selector.is_none_or(|name| needs_query(&row.route, name)))
        .filter_map(|row| fit(&row.route, head, shape).map(|weight| (weight, row)));
    let best = best.max_by_key(|(weight, _)| *weight);
    let missing = super::not_yet::locate(head, shape, selector);
    match (best, missing) {
        (Some((weight, row)), missing) if missing.is_none_or(|(other, _)| weight >= other) => {
            Ok(row)
        }
        (_, Some((_, entry))) => super::not_yet::row_of(entry),
        _ => Err(errors::method_not_allowed(
            head.method.as_str(),
            resource_type(shape),
        )),
    }
}

fn resource_type(shape: Shape) -> &'static str {
    match shape {
        Shape::Service => "SERVICE",
        Shape::Bucket => "BUCKET",
        Shape::Object | Shape::Any => "OBJECT",
    }
}

/// How many requirements hold, when all of them do.
pub fn fit(route: &Route, head: &Head, shape: Shape) -> Option<usize> {
    let Route::Rest(method, wanted_shape, needs) = route else {
        return None;
    };
    let fits = head.method.as_str() == *method
        && (*wanted_shape == shape || *wanted_shape == Shape::Any)
        && needs.iter().all(|need| holds(need, head));
    fits.then_some(needs.len())
}

fn needs_query(route: &Route, wanted: &str) -> bool {
    let Route::Rest(_, _, needs) = route else {
        return false;
    };
    needs.iter().any(|need| match need {
        Needs::Query(name) | Needs::QueryValue(name, _) => *name == wanted,
        Needs::Header(_) => false,
    })
}

fn holds(need: &Needs, head: &Head) -> bool {
    match need {
        Needs::Query(name) => head.query.has(name),
        Needs::QueryValue(name, value) => head.query.get(name) == Some(value),
        Needs::Header(name) => head.headers.contains_key(*name),
    }
}
