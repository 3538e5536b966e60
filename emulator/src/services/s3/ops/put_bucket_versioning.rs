//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html>

use http::StatusCode;
use serde::Deserialize;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::{ask, buckets, document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::Versioning;

const MFA_HEADER: &str = "x-amz-mfa";

/// PutBucketVersioning.
#[derive(Debug)]
pub struct PutBucketVersioning;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "Status")]
    status: Option<String>,
    #[serde(rename = "MfaDelete")]
    mfa_delete: Option<String>,
}

impl Operation for PutBucketVersioning {
    const ROW: Row = Row::rest(
        "PutBucketVersioning",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("versioning")]),
        "s3:PutBucketVersioning",
        "REST.PUT.VERSIONING",
        erase::<Self>(),
    );
    type Input = ();
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(), Failure> {
        if call.head.headers.contains_key(MFA_HEADER) {
            return Err(errors::header_not_implemented(MFA_HEADER));
        }
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        let document: Document = document::xml(call, "VersioningConfiguration").await?;
        let versioning = wanted(&document)?;
        buckets::try_change_record(call.world, &call.target.bucket, |record| {
            if record.object_lock.is_some() && versioning != Versioning::Enabled {
                return Err(errors::lock_keeps_versioning());
            }
            record.versioning = versioning;
            Ok(())
        })
        .await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}

fn wanted(document: &Document) -> Result<Versioning, Failure> {
    match document.mfa_delete.as_deref() {
        None | Some("Disabled") => {}
        Some("Enabled") => {
            return Err(errors::not_implemented(
                "MfaDelete: there are no MFA devices to ask",
            ));
        }
        Some(_) => return Err(errors::malformed_xml()),
    }
    match document.status.as_deref() {
        None => Err(errors::versioning_without_status()),
        Some("Enabled") => Ok(Versioning::Enabled),
        Some("Suspended") => Ok(Versioning::Suspended),
        Some(_) => Err(errors::malformed_xml()),
    }
}
