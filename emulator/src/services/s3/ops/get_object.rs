//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>

use futures_util::StreamExt;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::{Reply, ReplyBody};
use crate::services::s3::objects;
use crate::services::s3::read::{self, ReadInput};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase};
use crate::storage::blobs::{BlobError, Lease};
use crate::storage::records::ObjectRecord;

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
        Ok(Asks::one(input.ask(call, call.target.view()?)?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: ReadInput) -> Result<Reply, Failure> {
        let view = call.target.view()?;
        let (record, part) = input.record(call, view)?;
        let answer = read::answer(call, view, &record, part)?;
        let (start, length) = answer.span;
        let mut reply = answer.reply;
        if length > 0 {
            reply.body = body(&pin(call, &record)?, start, length);
        }
        Ok(reply)
    }

    fn reply(_: &Call<'_>, reply: Reply) -> Result<Reply, Failure> {
        Ok(reply)
    }
}

/// Holds the bodies, so that an overwrite during the answer does not take them away.
fn pin(call: &Call<'_>, record: &ObjectRecord) -> Result<Lease, Failure> {
    Ok(call
        .world
        .blobs
        .open(&objects::blobs(call.world, record)?)?)
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
