//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html>

use crate::auth::authorize::Permit;
use crate::base::{Failure, Timestamp, time_format};
use crate::protocol::xml::{S3_NAMESPACE, Writer};
use crate::services::reply::Reply;
use crate::services::s3::listing::parameters::url_encoded;
use crate::services::s3::listing::{MAX_ITEMS, Selection};
use crate::services::s3::multipart::listing::{self, Marker, Page, page_number};
use crate::services::s3::multipart::{self, upload_id};
use crate::services::s3::{ask, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::UploadRecord;

/// ListMultipartUploads.
#[derive(Debug)]
pub struct ListMultipartUploads;

/// The page that is asked for.
#[derive(Debug)]
pub struct Input {
    prefix: Option<String>,
    delimiter: String,
    marker: Marker,
    limit: usize,
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
        let limit = page_number(query, "max-uploads", MAX_ITEMS)?;
        let encode = match query.get("encoding-type") {
            None => false,
            Some(found) if found.eq_ignore_ascii_case("url") => true,
            Some(other) => return Err(errors::invalid_encoding_type(other)),
        };
        let key = text("key-marker");
        // An upload's id alone says nothing.
        let upload_id = query
            .get("upload-id-marker")
            .filter(|id| !id.is_empty() && !key.is_empty())
            .map(str::to_owned);
        Ok(Input {
            prefix: query.get("prefix").map(str::to_owned),
            delimiter: text("delimiter"),
            marker: Marker { key, upload_id },
            limit: limit.min(MAX_ITEMS),
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
        let marker = &input.marker;
        if let Some(id) = &marker.upload_id
            && !upload_id::was_given(view, &marker.key, id)
        {
            return Err(errors::invalid_upload_id_marker(id));
        }
        let selection = Selection {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: &input.delimiter,
        };
        let metadata = &*call.world.metadata;
        let page = listing::page(metadata, &view.record.name, selection, marker, input.limit)?;
        Ok((input, page))
    }

    fn reply(call: &Call<'_>, (input, page): (Input, Page)) -> Result<Reply, Failure> {
        let shown = |text: &str| {
            if input.encode {
                url_encoded(text)
            } else {
                text.to_owned()
            }
        };
        // S3 names the last upload, so a page that is all groups names none.
        let last = page.uploads.last();
        let mut xml = Writer::new();
        xml.open_in("ListMultipartUploadsResult", S3_NAMESPACE);
        xml.text_element("Bucket", &call.target.bucket);
        xml.text_element("KeyMarker", shown(&input.marker.key));
        xml.text_element(
            "UploadIdMarker",
            input.marker.upload_id.as_deref().unwrap_or_default(),
        );
        xml.text_element(
            "NextKeyMarker",
            last.map_or_else(String::new, |upload| shown(&upload.key)),
        );
        xml.optional_element("Prefix", input.prefix.as_deref().map(shown));
        if !input.delimiter.is_empty() {
            xml.text_element("Delimiter", shown(&input.delimiter));
        }
        xml.text_element(
            "NextUploadIdMarker",
            last.map_or("", |upload| upload.upload_id.as_str()),
        );
        xml.text_element("MaxUploads", input.limit.to_string());
        xml.optional_element("EncodingType", input.encode.then_some("url"));
        xml.text_element("IsTruncated", page.truncated.to_string());
        for upload in &page.uploads {
            write(&mut xml, upload, &shown(&upload.key));
        }
        for prefix in &page.prefixes {
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
