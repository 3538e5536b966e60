//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html>

use crate::auth::authorize::Permit;
use crate::base::{Failure, Timestamp, time_format};
use crate::services::reply::Reply;
use crate::services::s3::addressed::{self, Addressed};
use crate::services::s3::attributes::Selection;
use crate::services::s3::{encryption, errors, objects, read};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::{ObjectRecord, PartRecord};

/// GetObjectAttributes.
#[derive(Debug)]
pub struct GetObjectAttributes;

/// Which attributes, of what.
#[derive(Debug)]
pub struct Input {
    version: Addressed,
    selection: Selection,
}

/// The version, and its parts if they are listed.
#[derive(Debug)]
pub struct Output {
    record: ObjectRecord,
    parts: Vec<PartRecord>,
    selection: Selection,
}

impl Operation for GetObjectAttributes {
    const ROW: Row = Row::rest(
        "GetObjectAttributes",
        Route::Rest(
            "GET",
            Shape::Object,
            &[
                Needs::Query("attributes"),
                Needs::Header("x-amz-object-attributes"),
            ],
        ),
        "s3:GetObjectAttributes",
        "REST.GET.OBJECT_ATTRIBUTES",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        Ok(Input {
            version: Addressed::read(call.head)?,
            selection: Selection::read(call.head)?,
        })
    }

    /// Unlike the other reads, this one shows the object's tags to no policy.
    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let (view, version) = (call.target.view()?, &input.version);
        Ok(Asks::Each(vec![
            version.ask(call, view, "s3:GetObject", "s3:GetObjectVersion")?,
            version.ask(
                call,
                view,
                Self::ROW.action,
                "s3:GetObjectVersionAttributes",
            )?,
        ]))
    }

    async fn run(call: &Call<'_>, _permit: Permit, mut input: Input) -> Result<Output, Failure> {
        let view = call.target.view()?;
        for _ in 0..objects::ATTEMPTS {
            let record = input.version.readable(call, view)?;
            read::conditions(call, &record)?;
            read::refuse_customer_key(call)?;
            encryption::for_read(call, view, &call.target.key, &record.encryption)?;
            let mut parts = Vec::new();
            if input.selection.lists_parts(&record) {
                parts = objects::parts_of(call.world, &record)?;
                // Fewer parts than there were: the object was overwritten or removed in between.
                if parts.len() != record.parts_count.unwrap_or_default() as usize {
                    continue;
                }
            }
            return Ok(Output {
                record,
                parts,
                selection: input.selection,
            });
        }
        Err(errors::internal())
    }

    fn reply(call: &Call<'_>, output: Output) -> Result<Reply, Failure> {
        let Output { record, parts, .. } = &output;
        let modified = Timestamp::from_millis(record.last_modified_ms);
        let reply = Reply::xml(output.selection.document(record, parts))
            .named("last-modified", time_format::http_date(modified));
        Ok(addressed::write_version(reply, call.target.view()?, record))
    }
}
