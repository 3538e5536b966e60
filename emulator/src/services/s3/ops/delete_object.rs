//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html>

use http::StatusCode;

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::lock::{self, Removal};
use crate::services::s3::objects::{self, Deleted};
use crate::services::s3::{acl, ask, errors};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase};

/// Conditions that only directory buckets have.
const DIRECTORY_CONDITIONS: [&str; 2] =
    ["x-amz-if-match-last-modified-time", "x-amz-if-match-size"];

/// DeleteObject.
#[derive(Debug)]
pub struct DeleteObject;

/// What is to be deleted.
#[derive(Debug)]
pub struct Input {
    version_id: Option<String>,
    if_match: Option<String>,
}

impl Operation for DeleteObject {
    const ROW: Row = Row::rest(
        "DeleteObject",
        Route::Rest("DELETE", Shape::Object, &[]),
        "s3:DeleteObject",
        "REST.DELETE.OBJECT",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Deleted;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        if let Some(header) = DIRECTORY_CONDITIONS
            .iter()
            .find(|header| call.head.headers.contains_key(**header))
        {
            return Err(errors::header_not_implemented(header));
        }
        let version_id = call.head.query.get("versionId").map(str::to_owned);
        if let Some(id) = &version_id {
            objects::check_version_id(id)?;
        }
        Ok(Input {
            version_id,
            if_match: call.head.header("if-match").map(str::to_owned),
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let (view, key) = (call.target.view()?, call.target.key.as_str());
        let ask = deletion(view, key, input.version_id.as_deref())
            .key_if("s3:if-match", input.if_match.as_deref());
        let ask = acl::evidence::of_key(call, ask, view, key)?;
        Ok(Asks::Each(lock::and_bypass(call.head, view, key, ask)))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Deleted, Failure> {
        let (view, key) = (call.target.view()?, call.target.key.as_str());
        let if_match = input.if_match.as_deref();
        match &input.version_id {
            Some(id) => {
                let removal = Removal::by(call);
                objects::delete_version(call.world, view, key, id, if_match, removal).await
            }
            None => objects::delete(call.world, view, key, if_match, call.now.millis()).await,
        }
    }

    fn reply(_: &Call<'_>, deleted: Deleted) -> Result<Reply, Failure> {
        let reply = Reply::empty(StatusCode::NO_CONTENT)
            .maybe("x-amz-version-id", deleted.version_id.as_deref());
        Ok(if deleted.delete_marker {
            reply.named("x-amz-delete-marker", "true")
        } else {
            reply
        })
    }
}

/// The pair that a deletion needs: removing a version for good is an action of its own.
pub fn deletion(view: &BucketView, key: &str, version_id: Option<&str>) -> Ask {
    match version_id {
        Some(id) => ask::object("s3:DeleteObjectVersion", view, key).key("s3:VersionId", id),
        None => ask::object("s3:DeleteObject", view, key),
    }
}
