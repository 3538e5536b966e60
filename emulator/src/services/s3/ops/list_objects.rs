//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::listing::objects::{self, Item, Page};
use crate::services::s3::listing::parameters::{self, Parameters};
use crate::services::s3::listing::{Begin, answer};
use crate::services::s3::{bucket_region, errors, owner};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape};

/// ListObjects.
#[derive(Debug)]
pub struct ListObjects;

/// What is listed from where.
#[derive(Debug)]
pub struct Input {
    parameters: Parameters,
    marker: String,
}

impl Operation for ListObjects {
    const ROW: Row = Row::rest(
        "ListObjects",
        // Every `list-type` but `2` is this one, as S3 has it.
        Route::Rest("GET", Shape::Bucket, &[]),
        "s3:ListBucket",
        "REST.GET.BUCKET",
        bucket_region::shown::<Self>(),
    );
    type Input = Input;
    type Output = (Input, Page);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let query = &call.head.query;
        let max_keys = parameters::max_keys(query)?;
        for name in ["continuation-token", "start-after"] {
            if query.has(name) {
                return Err(errors::only_for_list_type_2(name));
            }
        }
        Ok(Input {
            parameters: Parameters::read(call.head, max_keys, || Ok(()))?,
            marker: query.get("marker").unwrap_or_default().to_owned(),
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
        let begin = match input.marker.as_str() {
            "" => Begin::Start,
            marker => Begin::After(marker),
        };
        let page = objects::page(
            &*call.world.metadata,
            &call.target.bucket,
            input.parameters.selection(),
            begin,
            input.parameters.limit(),
        )?;
        Ok((input, page))
    }

    fn reply(call: &Call<'_>, (input, page): (Input, Page)) -> Result<Reply, Failure> {
        let view = call.target.view()?;
        let parameters = &input.parameters;
        let mut xml = Writer::new();
        xml.open_in("ListBucketResult", owner::NAMESPACE);
        xml.text_element("Name", &call.target.bucket);
        xml.text_element("Prefix", parameters.shown(&parameters.prefix));
        xml.text_element("Marker", parameters.shown(&input.marker));
        // Without a delimiter the last key is the next marker, and S3 leaves it to the client to see that.
        if page.truncated && !parameters.delimiter.is_empty() {
            let last = page.items.last().map(|item| parameters.shown(item.name()));
            xml.optional_element("NextMarker", last);
        }
        xml.text_element("MaxKeys", parameters.max_keys.to_string());
        answer::write_end_of_head(&mut xml, parameters, page.truncated);
        write_items(&mut xml, parameters, &page, |record| {
            Some(answer::owner_of(view, record))
        });
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}

/// The keys, then the common prefixes.
pub(super) fn write_items<'a>(
    xml: &mut Writer,
    parameters: &Parameters,
    page: &'a Page,
    owner_of: impl Fn(&'a crate::storage::records::ObjectRecord) -> Option<&'a str>,
) {
    for item in &page.items {
        let Item::Object(key, record) = item else {
            continue;
        };
        xml.open("Contents");
        xml.text_element("Key", parameters.shown(key));
        xml.text_element("LastModified", answer::moment(record.last_modified_ms));
        answer::write_properties(xml, record, owner_of(record));
        xml.close();
    }
    let prefixes = page.items.iter().filter_map(|item| match item {
        Item::Prefix(prefix) => Some(prefix.as_str()),
        Item::Object(..) => None,
    });
    answer::write_common_prefixes(xml, parameters, prefixes);
}
