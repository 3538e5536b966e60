//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_UntagResource.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::PointArn;
use crate::services::s3control::{points, tags};
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};

/// UntagResource.
#[derive(Debug)]
pub struct UntagResource;

/// The access point, and the keys of the tags that go.
#[derive(Debug)]
pub struct Input {
    arn: PointArn,
    keys: Vec<String>,
}

impl Operation for UntagResource {
    const ROW: Row = Row::path(
        Service::S3Control,
        "UntagResource",
        Route::Path("DELETE", "/v20180820/tags/{resourceArn+}"),
        "s3:UntagResource",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let sent = call.head.query.iter();
        let keys = sent.filter(|(name, _)| *name == "tagKeys");
        Ok(Input {
            arn: tags::arn(call)?,
            keys: keys.map(|(_, key)| key.to_owned()).collect(),
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let asks = points::asks(call, &input.arn)?;
        Ok(match asks {
            Asks::Each(asks) => Asks::Each(
                asks.into_iter()
                    .map(|ask| ask.key("aws:TagKeys", input.keys.clone()))
                    .collect(),
            ),
            exempt @ Asks::Exempt(_) => exempt,
        })
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(), Failure> {
        tags::change(call, &input.arn, |record| {
            record.tags.retain(|(name, _)| !input.keys.contains(name));
            Ok(())
        })
        .await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
