//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::checksum::{Algorithm, Kind};
use crate::protocol::request::Head;
use crate::protocol::xml::{S3_NAMESPACE, Writer};
use crate::services::reply::Reply;
use crate::services::s3::encryption::{self, Wanted};
use crate::services::s3::multipart::upload_id;
use crate::services::s3::write::{self, Creates, WriteHead};
use crate::services::s3::{acl, errors, lock, objects};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::Commit;
use crate::storage::key_layout::Key;
use crate::storage::records::{self, UploadRecord};

const ALGORITHM: &str = "x-amz-checksum-algorithm";
const TYPE: &str = "x-amz-checksum-type";

/// CreateMultipartUpload.
#[derive(Debug)]
pub struct CreateMultipartUpload;

/// What the head says.
#[derive(Debug)]
pub struct Input {
    write: WriteHead,
    encryption: Wanted,
    checksum: Option<(Algorithm, Kind)>,
}

impl Operation for CreateMultipartUpload {
    const ROW: Row = Row::rest(
        "CreateMultipartUpload",
        Route::Rest("POST", Shape::Object, &[Needs::Query("uploads")]),
        "s3:PutObject",
        "REST.POST.UPLOADS",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = UploadRecord;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        Ok(Input {
            write: WriteHead::read(call.head)?,
            encryption: Wanted::read(call.head)?,
            checksum: checksum(call.head)?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        Ok(Asks::Each(write::asks(
            call,
            view,
            &input.write.tags,
            Creates::Upload,
        )?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<UploadRecord, Failure> {
        let (view, key) = (call.target.view()?, call.target.key.as_str());
        let identity = call.authority.identity();
        if identity.is_anonymous() {
            return Err(errors::anonymous_upload());
        }
        write::bucket_rules(call, view)?;
        let new = acl::new_object(call, view, &input.write.acl)?;
        // The bucket's default is that of the completion.
        lock::for_write(call, view, input.write.lock)?;
        let encryption = encryption::for_write(call, view, key, &input.encryption).await?;
        let bucket = view.record.name.as_str();
        let current = objects::current(call.world, bucket, key)?;
        let text = |name: &str| call.head.header(name).map(str::to_owned);
        let record = UploadRecord {
            upload_id: upload_id::new(call.world, view, key, call.now.millis())?,
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            initiated_ms: call.now.millis(),
            initiator: identity.arn.clone(),
            owner: new.owner,
            acl: new.acl,
            storage_class: input.write.storage_class,
            user_metadata: input.write.headers.user,
            headers: input.write.headers.system,
            encryption,
            tags: input.write.tags,
            lock: input.write.lock,
            checksum_algorithm: input
                .checksum
                .map(|(algorithm, _)| algorithm.name().to_owned()),
            checksum_kind: input.checksum.map(|(_, kind)| kind.name().to_owned()),
            began_over: current.map(|stored| objects::identity(&stored.record)),
            asked_encryption: text("x-amz-server-side-encryption"),
            asked_kms_key: text("x-amz-server-side-encryption-aws-kms-key-id"),
        };
        let stored_key = Key::upload(bucket, key, record.upload_id.as_str()).encode();
        let commit = Commit::new()
            .expect_present(Key::bucket(bucket).encode())
            .expect_absent(stored_key.clone())
            .put(stored_key, records::encode(&record));
        call.world.commit(commit).await?;
        Ok(record)
    }

    fn reply(_: &Call<'_>, upload: UploadRecord) -> Result<Reply, Failure> {
        let mut xml = Writer::new();
        xml.open_in("InitiateMultipartUploadResult", S3_NAMESPACE);
        xml.text_element("Bucket", &upload.bucket);
        xml.text_element("Key", &upload.key);
        xml.text_element("UploadId", &upload.upload_id);
        let reply = encryption::write_chosen(Reply::xml(xml.finish()), &upload.encryption);
        Ok(reply
            .maybe(ALGORITHM, upload.checksum_algorithm.as_deref())
            .maybe(TYPE, upload.checksum_kind.as_deref()))
    }
}

/// The checksum that the object will have, and what it will cover.
fn checksum(head: &Head) -> Result<Option<(Algorithm, Kind)>, Failure> {
    let kind = match head.header(TYPE) {
        None => None,
        Some(text) => Some(Kind::parse(text).ok_or_else(|| errors::invalid_checksum_header(TYPE))?),
    };
    let Some(name) = head.header(ALGORITHM) else {
        return match kind {
            None => Ok(None),
            Some(_) => Err(errors::checksum_type_without_algorithm()),
        };
    };
    let algorithm = Algorithm::parse(name).ok_or_else(errors::unknown_checksum_algorithm)?;
    let kind = kind.unwrap_or_else(|| algorithm.default_kind());
    if !algorithm.supports(kind) {
        let name = algorithm.name().to_ascii_lowercase();
        return Err(errors::checksum_type_not_allowed(kind.name(), &name));
    }
    Ok(Some((algorithm, kind)))
}
