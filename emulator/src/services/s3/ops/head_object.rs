//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::read::{self, ReadInput};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase};

/// HeadObject.
#[derive(Debug)]
pub struct HeadObject;

impl Operation for HeadObject {
    const ROW: Row = Row::rest(
        "HeadObject",
        Route::Rest("HEAD", Shape::Object, &[]),
        "s3:GetObject",
        "REST.HEAD.OBJECT",
        erase::<Self>(),
    );
    type Input = ReadInput;
    type Output = Reply;

    fn parse(call: &Call<'_>) -> Result<ReadInput, Failure> {
        ReadInput::read(call)
    }

    fn asks(call: &Call<'_>, input: &ReadInput) -> Result<Asks, Failure> {
        input.asks(call, call.target.view()?)
    }

    async fn run(call: &Call<'_>, _permit: Permit, mut input: ReadInput) -> Result<Reply, Failure> {
        let view = call.target.view()?;
        let found = input.found();
        let record = input.record(call, view, found)?;
        Ok(read::answer(call, view, &record, input.part_number())?.reply)
    }

    fn reply(_: &Call<'_>, reply: Reply) -> Result<Reply, Failure> {
        Ok(reply)
    }
}
