//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::acl;
use crate::services::s3::encryption::{self, Wanted};
use crate::services::s3::lock;
use crate::services::s3::objects::{self, Written};
use crate::services::s3::upload::{self, Promises};
use crate::services::s3::write::{self, Creates, WriteHead};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase};
use crate::storage::records::{Body, Checksum, ObjectRecord};

/// PutObject.
#[derive(Debug)]
pub struct PutObject;

/// What the head says.
#[derive(Debug)]
pub struct Input {
    write: WriteHead,
    encryption: Wanted,
    promises: Promises,
}

impl Operation for PutObject {
    const ROW: Row = Row::rest(
        "PutObject",
        Route::Rest("PUT", Shape::Object, &[]),
        "s3:PutObject",
        "REST.PUT.OBJECT",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Written;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        write::refuse_part_parameters(call.head)?;
        Ok(Input {
            write: WriteHead::read(call.head)?,
            encryption: Wanted::read(call.head)?,
            promises: Promises::read(call.head, true)?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        Ok(Asks::Each(write::asks(
            call,
            call.target.view()?,
            &input.write.tags,
            Creates::Object,
        )?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Written, Failure> {
        let view = call.target.view()?;
        let key = call.target.key.as_str();
        write::bucket_rules(call, view)?;
        let new = acl::new_object(call, view, &input.write.acl)?;
        let lock = lock::for_write(call, view, input.write.lock)?;
        lock::require_digest(call.head, &lock, lock::Body::Object)?;
        let encryption = encryption::for_write(call, view, key, &input.encryption).await?;
        let received = upload::receive(call.world, call.body, &input.promises).await?;
        let etag = if encryption::etag_is_md5(&encryption) {
            received.md5.hex()
        } else {
            objects::opaque_etag(call.world)
        };
        let record = ObjectRecord {
            size: received.size,
            etag,
            last_modified_ms: call.now.millis(),
            storage_class: input.write.storage_class,
            body: Body::Single {
                blob: received.blob.id(),
            },
            checksum: Some(Checksum {
                algorithm: input.promises.algorithm().name().to_owned(),
                value: received.checksum.base64(),
                kind: "FULL_OBJECT".to_owned(),
            }),
            user_metadata: input.write.headers.user,
            headers: input.write.headers.system,
            encryption,
            owner: new.owner,
            acl: new.acl,
            tags: input.write.tags,
            lock,
            ..ObjectRecord::default()
        };
        let written = objects::put(call.world, view, key, record, &input.write.condition).await?;
        received.blob.keep();
        Ok(written)
    }

    fn reply(_: &Call<'_>, written: Written) -> Result<Reply, Failure> {
        let record = &written.record;
        let reply = Reply::empty(StatusCode::OK).named("etag", format!("\"{}\"", record.etag));
        let reply = encryption::write_chosen(reply, &record.encryption);
        let reply = crate::services::s3::read::write_checksum(reply, record.checksum.as_ref());
        Ok(if written.versioned {
            reply.named("x-amz-version-id", objects::shown_version(record))
        } else {
            reply
        })
    }
}
