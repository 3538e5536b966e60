//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>

use futures_util::StreamExt;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::{Reply, ReplyBody};
use crate::services::s3::read::{self, ReadInput};
use crate::services::s3::{errors, objects};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase};
use crate::storage::blobs::{BlobError, Lease};

/// GetObject.
#[derive(Debug)]
pub struct GetObject;

impl Operation for GetObject {
    const ROW: Row = Row::rest(
        "GetObject",
        Route::Rest("GET", Shape::Object, &[]),
        "s3:GetObject",
        "REST.GET.OBJECT",
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
        let mut found = input.found();
        for _ in 0..objects::ATTEMPTS {
            let record = input.record(call, view, found)?;
            let answer = read::answer(call, view, &record, input.part_number())?;
            let (start, length) = answer.span;
            let mut reply = answer.reply;
            if length == 0 {
                return Ok(reply);
            }
            if let Some(lease) = objects::pin(call.world, &record)? {
                reply.body = body(&lease, start, length);
                return Ok(reply);
            }
            // Overwritten in between: the new version is read, as if the request had come a moment later.
            found = input.look(call, view)?;
        }
        Err(errors::internal())
    }

    fn reply(_: &Call<'_>, reply: Reply) -> Result<Reply, Failure> {
        Ok(reply)
    }
}

fn body(lease: &Lease, start: u64, length: u64) -> ReplyBody {
    let range = start..start + length;
    if let Some(bytes) = lease.in_memory(range.clone()) {
        return ReplyBody::Full(bytes);
    }
    let pieces = lease
        .read(range)
        .map(|piece| piece.map_err(|error: BlobError| std::io::Error::other(error)));
    ReplyBody::Stream {
        length,
        pieces: Box::pin(pieces),
    }
}
