//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::multipart::{self, parts};
use crate::services::s3::{MAX_PARTS, ask};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::{Commit, CommitError};

/// AbortMultipartUpload.
#[derive(Debug)]
pub struct AbortMultipartUpload;

impl Operation for AbortMultipartUpload {
    const ROW: Row = Row::rest(
        "AbortMultipartUpload",
        Route::Rest("DELETE", Shape::Object, &[Needs::Query("uploadId")]),
        "s3:AbortMultipartUpload",
        "REST.DELETE.UPLOAD",
        erase::<Self>(),
    );
    /// The upload's id.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        Ok(multipart::upload_id(call.head))
    }

    fn asks(call: &Call<'_>, upload_id: &String) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        multipart::known(call, view, upload_id)?;
        Ok(Asks::one(ask::object(
            Self::ROW.action,
            view,
            &call.target.key,
        )))
    }

    /// Aborting again, or after the completion, changes nothing and succeeds.
    async fn run(call: &Call<'_>, _permit: Permit, upload_id: String) -> Result<(), Failure> {
        let view = call.target.view()?;
        let Some(upload) = multipart::known(call, view, &upload_id)? else {
            return Ok(());
        };
        let parts = parts::stored(call.world, &upload_id, 0, MAX_PARTS)?;
        let blobs: Vec<_> = parts.iter().map(|part| part.record.blob).collect();
        let commit = Commit::new()
            .expect_present(upload.key.clone())
            .delete(upload.key);
        let commit = parts
            .into_iter()
            .fold(commit, |commit, part| commit.delete(part.key));
        match call.world.commit(commit).await {
            Ok(()) => {}
            // Completed or aborted by somebody else; the parts are theirs.
            Err(CommitError::Conflict { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        call.world.blobs.delete(&blobs);
        // A part may have come between the look and the commit; from now on none can.
        parts::remove(call.world, &upload_id, 0).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
