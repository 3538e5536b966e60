//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html>

use serde::Deserialize;

use super::delete_object::deletion;
use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::{self, MAX_DOCUMENT_BYTES, S3_NAMESPACE, Writer};
use crate::services::reply::Reply;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::lock::{self, Removal};
use crate::services::s3::objects::{self, Deleted};
use crate::services::s3::{acl, document, errors, upload};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// The most keys of one request.
const MAX_KEYS: usize = 1_000;

/// DeleteObjects.
#[derive(Debug)]
pub struct DeleteObjects;

#[derive(Debug, Deserialize)]
struct Document {
    #[serde(rename = "Quiet", default)]
    quiet: Option<String>,
    #[serde(rename = "Object", default)]
    objects: Vec<Named>,
}

/// A key, or a version of it.
#[derive(Debug, Deserialize)]
struct Named {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "VersionId")]
    version_id: Option<String>,
    #[serde(rename = "ETag")]
    etag: Option<String>,
    #[serde(rename = "LastModifiedTime")]
    last_modified: Option<String>,
    #[serde(rename = "Size")]
    size: Option<String>,
}

/// What became of each key.
#[derive(Debug)]
pub struct Output {
    quiet: bool,
    results: Vec<(Named, Result<Deleted, Failure>)>,
}

impl Operation for DeleteObjects {
    const ROW: Row = Row::rest(
        "DeleteObjects",
        Route::Rest("POST", Shape::Bucket, &[Needs::Query("delete")]),
        "s3:DeleteObject",
        "REST.POST.MULTI_OBJECT_DELETE",
        erase::<Self>(),
    );
    type Input = ();
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<(), Failure> {
        if upload::brings_digest(call.head) {
            Ok(())
        } else {
            Err(errors::digest_required())
        }
    }

    fn asks(_: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "every key of the document is asked for on its own, and refused on its own",
        ))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<Output, Failure> {
        let view = call.target.view()?;
        let body = document::bytes(call, MAX_DOCUMENT_BYTES).await?;
        let document: Document = xml::read(&body, "Delete").map_err(|_| errors::malformed_xml())?;
        check(&document)?;
        let mut results = Vec::with_capacity(document.objects.len());
        for mut named in document.objects {
            named.version_id = named.version_id.filter(|id| !id.is_empty());
            let result = delete(call, view, &named).await;
            results.push((named, result));
        }
        Ok(Output {
            quiet: is_true(document.quiet.as_deref()),
            results,
        })
    }

    fn reply(_: &Call<'_>, output: Output) -> Result<Reply, Failure> {
        let mut xml = Writer::new();
        xml.open_in("DeleteResult", S3_NAMESPACE);
        for (named, result) in &output.results {
            match result {
                Ok(_) if output.quiet => {}
                Ok(deleted) => write_deleted(&mut xml, named, deleted),
                Err(failure) => write_failure(&mut xml, named, failure),
            }
        }
        Ok(Reply::xml(xml.finish()))
    }
}

fn check(document: &Document) -> Result<(), Failure> {
    let keys = &document.objects;
    if keys.is_empty() || keys.len() > MAX_KEYS || keys.iter().any(|named| named.key.is_empty()) {
        return Err(errors::malformed_xml());
    }
    if !matches!(document.quiet.as_deref(), None | Some("true" | "false")) {
        return Err(errors::malformed_xml());
    }
    if keys.iter().any(|named| named.last_modified.is_some()) {
        return Err(errors::not_implemented(
            "LastModifiedTime is a condition of directory buckets",
        ));
    }
    if keys.iter().any(|named| named.size.is_some()) {
        return Err(errors::not_implemented(
            "Size is a condition of directory buckets",
        ));
    }
    Ok(())
}

fn is_true(text: Option<&str>) -> bool {
    text == Some("true")
}

async fn delete(call: &Call<'_>, view: &BucketView, named: &Named) -> Result<Deleted, Failure> {
    let (key, version_id) = (named.key.as_str(), named.version_id.as_deref());
    if key.len() > crate::services::s3::target::MAX_KEY_BYTES {
        return Err(errors::key_too_long(key.len()));
    }
    let if_match = named.etag.as_deref();
    let ask = deletion(view, key, version_id).key_if("s3:if-match", if_match);
    let ask = acl::evidence::of_key(call, ask, view, key)?;
    call.authority
        .permit(&lock::and_bypass(call.head, view, key, ask))
        .map_err(|refusal| errors::refused(&refusal))?;
    match version_id {
        // An id that S3 never gave out is here a version that is not there.
        Some(id) if !objects::is_version_id(id) => Err(errors::no_such_version(key, id)),
        Some(id) => {
            let removal = Removal::by(call);
            objects::delete_version(call.world, view, key, id, if_match, removal).await
        }
        None => objects::delete(call.world, view, key, if_match, call.now.millis()).await,
    }
}

fn write_deleted(xml: &mut Writer, named: &Named, deleted: &Deleted) {
    xml.open("Deleted");
    xml.text_element("Key", &named.key);
    xml.optional_element("VersionId", named.version_id.as_deref());
    if deleted.delete_marker {
        xml.text_element("DeleteMarker", "true");
        xml.optional_element("DeleteMarkerVersionId", deleted.version_id.as_deref());
    }
    xml.close();
}

fn write_failure(xml: &mut Writer, named: &Named, failure: &Failure) {
    xml.open("Error");
    xml.text_element("Key", &named.key);
    xml.optional_element("VersionId", named.version_id.as_deref());
    xml.text_element("Code", failure.code());
    xml.text_element("Message", failure.message());
    xml.close();
}
