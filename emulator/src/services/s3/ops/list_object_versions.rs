//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::listing::answer;
use crate::services::s3::listing::parameters::{self, Parameters};
use crate::services::s3::listing::versions::{self, FromVersion, Item, Page, shown_version};
use crate::services::s3::{errors, owner};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::ObjectRecord;

const VERSION_ID_LENGTH: usize = 32;

/// ListObjectVersions.
#[derive(Debug)]
pub struct ListObjectVersions;

/// What is listed from where.
#[derive(Debug)]
pub struct Input {
    parameters: Parameters,
    key_marker: String,
    version_id_marker: Option<String>,
}

impl Operation for ListObjectVersions {
    const ROW: Row = Row::rest(
        "ListObjectVersions",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("versions")]),
        "s3:ListBucketVersions",
        "REST.GET.BUCKETVERSIONS",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = (Input, Page);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let query = &call.head.query;
        let max_keys = parameters::max_keys(query)?;
        let version_id_marker = version_id_marker(call.head)?;
        Ok(Input {
            parameters: Parameters::read(call.head, max_keys, || Ok(()))?,
            key_marker: query.get("key-marker").unwrap_or_default().to_owned(),
            version_id_marker,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        let max_keys = input.parameters.max_keys;
        Ok(Asks::one(parameters::permission(
            Self::ROW.action,
            view,
            call.head,
            max_keys,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(Input, Page), Failure> {
        let begin = match (input.key_marker.as_str(), &input.version_id_marker) {
            ("", _) => FromVersion::Start,
            (key, None) => FromVersion::AfterKey(key),
            (key, Some(version_id)) => FromVersion::AfterVersion(key, version_id),
        };
        let page = versions::page(
            &*call.world.metadata,
            &call.target.bucket,
            input.parameters.selection(),
            begin,
            input.parameters.limit(),
        )?;
        Ok((input, page))
    }

    fn reply(call: &Call<'_>, (input, page): (Input, Page)) -> Result<Reply, Failure> {
        let parameters = &input.parameters;
        let mut xml = Writer::new();
        xml.open_in("ListVersionsResult", owner::NAMESPACE);
        xml.text_element("Name", &call.target.bucket);
        xml.text_element("Prefix", parameters.shown(&parameters.prefix));
        xml.text_element("KeyMarker", parameters.shown(&input.key_marker));
        let version_id_marker = input.version_id_marker.as_deref();
        xml.text_element("VersionIdMarker", version_id_marker.unwrap_or_default());
        match page.items.last().filter(|_| page.truncated) {
            Some(Item::Version { key, record, .. }) => {
                xml.text_element("NextKeyMarker", parameters.shown(key));
                xml.text_element("NextVersionIdMarker", shown_version(record));
            }
            Some(Item::Prefix(prefix)) => {
                xml.text_element("NextKeyMarker", parameters.shown(prefix));
            }
            None => {}
        }
        xml.text_element("MaxKeys", parameters.max_keys.to_string());
        answer::write_end_of_head(&mut xml, parameters, page.truncated);
        write_items(&mut xml, parameters, &page, call.target.view()?);
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}

/// The checks of the marker, in S3's order.
fn version_id_marker(head: &Head) -> Result<Option<String>, Failure> {
    let Some(marker) = head.query.get("version-id-marker") else {
        return Ok(None);
    };
    if head.query.get("key-marker").unwrap_or_default().is_empty() {
        return Err(errors::version_without_key_marker(marker));
    }
    if marker.is_empty() {
        return Err(errors::empty_version_marker());
    }
    if !is_version_id(marker) {
        return Err(errors::invalid_version_marker(marker));
    }
    Ok(Some(marker.to_owned()))
}

/// Whether a text has the shape of the ids that are given out here.
fn is_version_id(text: &str) -> bool {
    text == versions::NULL_VERSION
        || (text.len() == VERSION_ID_LENGTH
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_')))
}

/// Versions and delete markers as they come, then the common prefixes.
fn write_items(xml: &mut Writer, parameters: &Parameters, page: &Page, view: &BucketView) {
    for item in &page.items {
        if let Item::Version {
            key,
            record,
            latest,
        } = item
        {
            write_version(xml, &parameters.shown(key), record, *latest, view);
        }
    }
    let prefixes = page.items.iter().filter_map(|item| match item {
        Item::Prefix(prefix) => Some(prefix.as_str()),
        Item::Version { .. } => None,
    });
    answer::write_common_prefixes(xml, parameters, prefixes);
}

fn write_version(
    xml: &mut Writer,
    key: &str,
    record: &ObjectRecord,
    latest: bool,
    view: &BucketView,
) {
    xml.open(if record.delete_marker {
        "DeleteMarker"
    } else {
        "Version"
    });
    xml.text_element("Key", key);
    xml.text_element("VersionId", shown_version(record));
    xml.text_element("IsLatest", if latest { "true" } else { "false" });
    xml.text_element("LastModified", answer::moment(record.last_modified_ms));
    let owner = answer::owner_of(view, record);
    if record.delete_marker {
        owner::write(xml, "Owner", owner);
    } else {
        answer::write_properties(xml, record, Some(owner));
    }
    xml.close();
}
