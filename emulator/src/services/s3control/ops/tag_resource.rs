//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_TagResource.html>

use http::StatusCode;
use serde::Deserialize;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::PointArn;
use crate::services::s3::document;
use crate::services::s3control::points;
use crate::services::s3control::tags::{self, Tags};
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase, refuse};

/// TagResource.
#[derive(Debug)]
pub struct TagResource;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "Tags")]
    tags: Tags,
}

impl Operation for TagResource {
    const ROW: Row = Row::path(
        Service::S3Control,
        "TagResource",
        Route::Path("POST", "/v20180820/tags/{resourceArn+}"),
        "s3:TagResource",
        erase::<Self>(),
    );
    type Input = PointArn;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<PointArn, Failure> {
        tags::arn(call)
    }

    fn asks(_: &Call<'_>, _: &PointArn) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "the tags are condition keys and stand in the body: asked once that is read",
        ))
    }

    async fn run(call: &Call<'_>, _permit: Permit, arn: PointArn) -> Result<(), Failure> {
        let sent: Document = document::xml(call, "TagResourceRequest").await?;
        let tags = sent.tags.checked()?;
        if let Asks::Each(asks) = points::asks(call, &arn)? {
            let asks: Vec<_> = asks
                .into_iter()
                .map(|ask| tags::requested(ask, &tags))
                .collect();
            call.authority
                .permit(&asks)
                .map_err(|refusal| refuse(call.row.service, &refusal))?;
        }
        tags::add(call, &arn, &tags).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
