//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListTagsForResource.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::{PointArn, store};
use crate::services::s3control::{self, errors, points, tags};
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};

/// ListTagsForResource.
#[derive(Debug)]
pub struct ListTagsForResource;

impl Operation for ListTagsForResource {
    const ROW: Row = Row::path(
        Service::S3Control,
        "ListTagsForResource",
        Route::Path("GET", "/v20180820/tags/{resourceArn+}"),
        "s3:ListTagsForResource",
        erase::<Self>(),
    );
    type Input = PointArn;
    /// The tags, by key.
    type Output = Vec<(String, String)>;

    fn parse(call: &Call<'_>) -> Result<PointArn, Failure> {
        tags::arn(call)
    }

    fn asks(call: &Call<'_>, arn: &PointArn) -> Result<Asks, Failure> {
        points::asks(call, arn)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        arn: PointArn,
    ) -> Result<Vec<(String, String)>, Failure> {
        let record = store::find(call.world, &arn)?.ok_or_else(errors::no_such_resource)?;
        Ok(record.tags)
    }

    fn reply(_: &Call<'_>, tags: Vec<(String, String)>) -> Result<Reply, Failure> {
        Ok(s3control::document("ListTagsForResourceResult", |xml| {
            xml.open("Tags");
            for (key, value) in &tags {
                xml.open("Tag");
                xml.text_element("Key", key);
                xml.text_element("Value", value);
                xml.close();
            }
            xml.close();
        }))
    }
}
