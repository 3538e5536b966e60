//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html>

use crate::auth::authorize::Permit;
use crate::base::{Failure, Timestamp, time_format};
use crate::protocol::uri;
use crate::protocol::xml::{S3_NAMESPACE, Writer};
use crate::services::reply::Reply;
use crate::services::s3::multipart::listing::{self, Page, Question, page_number};
use crate::services::s3::multipart::{self, upload_id};
use crate::services::s3::{ask, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::UploadRecord;

/// The most uploads on one page.
const MAX_PAGE: u32 = 1_000;

/// ListMultipartUploads.
#[derive(Debug)]
pub struct ListMultipartUploads;

/// The page that is asked for.
#[derive(Debug)]
pub struct Input {
    question: Question,
    has_prefix: bool,
    encode: bool,
}

impl Operation for ListMultipartUploads {
    const ROW: Row = Row::rest(
        "ListMultipartUploads",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("uploads")]),
        "s3:ListBucketMultipartUploads",
        "REST.GET.UPLOADS",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = (Input, Page);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let query = &call.head.query;
        let text = |name: &str| query.get(name).unwrap_or_default().to_owned();
        let encode = match query.get("encoding-type") {
            None => false,
            Some("url") => true,
            Some(other) => return Err(errors::invalid_encoding_type(other)),
        };
        let limit = page_number(call.head, "max-uploads")?.unwrap_or(MAX_PAGE);
        let key_marker = text("key-marker");
        // An upload's id alone says nothing.
        let upload_id_marker = query
            .get("upload-id-marker")
            .filter(|id| !id.is_empty() && !key_marker.is_empty())
            .map(str::to_owned);
        Ok(Input {
            question: Question {
                prefix: text("prefix"),
                delimiter: text("delimiter"),
                key_marker,
                upload_id_marker,
                limit: limit.min(MAX_PAGE) as usize,
            },
            has_prefix: query.has("prefix"),
            encode,
        })
    }

    fn asks(call: &Call<'_>, _: &Input) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(Input, Page), Failure> {
        let view = call.target.view()?;
        let question = &input.question;
        if let Some(id) = &question.upload_id_marker
            && !upload_id::was_given(view, &question.key_marker, id)
        {
            return Err(errors::invalid_upload_id_marker(id));
        }
        let page = listing::page(call.world, &view.record.name, question)?;
        Ok((input, page))
    }

    fn reply(call: &Call<'_>, (input, page): (Input, Page)) -> Result<Reply, Failure> {
        let question = &input.question;
        let shown = |text: &str| encoded(text, input.encode);
        // S3 names the last upload, so a page that is all groups names none.
        let last = page.uploads.last();
        let mut xml = Writer::new();
        xml.open_in("ListMultipartUploadsResult", S3_NAMESPACE);
        xml.text_element("Bucket", &call.target.bucket);
        xml.text_element("KeyMarker", shown(&question.key_marker));
        xml.text_element(
            "UploadIdMarker",
            question.upload_id_marker.as_deref().unwrap_or_default(),
        );
        xml.text_element(
            "NextKeyMarker",
            last.map_or_else(String::new, |upload| shown(&upload.key)),
        );
        if input.has_prefix {
            xml.text_element("Prefix", shown(&question.prefix));
        }
        if !question.delimiter.is_empty() {
            xml.text_element("Delimiter", shown(&question.delimiter));
        }
        xml.text_element(
            "NextUploadIdMarker",
            last.map_or("", |upload| upload.upload_id.as_str()),
        );
        xml.text_element("MaxUploads", question.limit.to_string());
        xml.optional_element("EncodingType", input.encode.then_some("url"));
        xml.text_element("IsTruncated", page.truncated.to_string());
        for upload in &page.uploads {
            write(&mut xml, upload, &shown(&upload.key));
        }
        for prefix in &page.common_prefixes {
            xml.open("CommonPrefixes");
            xml.text_element("Prefix", shown(prefix));
            xml.close();
        }
        Ok(Reply::xml(xml.finish()))
    }
}

fn write(xml: &mut Writer, upload: &UploadRecord, key: &str) {
    let initiated = Timestamp::from_millis(upload.initiated_ms);
    xml.open("Upload");
    xml.text_element("Key", key);
    xml.text_element("UploadId", &upload.upload_id);
    multipart::write_people(xml, upload);
    xml.text_element("StorageClass", &upload.storage_class);
    xml.text_element("Initiated", time_format::iso_millis(initiated));
    xml.optional_element("ChecksumAlgorithm", upload.checksum_algorithm.as_deref());
    xml.optional_element("ChecksumType", upload.checksum_kind.as_deref());
    xml.close();
}

/// `encoding-type=url`: a space becomes `+`, a slash stays.
fn encoded(text: &str, encode: bool) -> String {
    if encode {
        uri::encode_path(text).replace("%20", "+")
    } else {
        text.to_owned()
    }
}
