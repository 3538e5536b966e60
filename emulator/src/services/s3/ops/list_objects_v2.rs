//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>

use super::list_objects::write_items;
use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::listing::objects::{self, Page};
use crate::services::s3::listing::parameters::{self, Parameters};
use crate::services::s3::listing::{Begin, answer, token};
use crate::services::s3::{bucket_region, errors, owner};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape};

/// ListObjectsV2.
#[derive(Debug)]
pub struct ListObjectsV2;

/// What is listed from where.
#[derive(Debug)]
pub struct Input {
    parameters: Parameters,
    continuation: Option<Continuation>,
    start_after: Option<String>,
    fetch_owner: bool,
}

#[derive(Debug)]
struct Continuation {
    token: String,
    after: String,
}

impl Operation for ListObjectsV2 {
    const ROW: Row = Row::rest(
        "ListObjectsV2",
        Route::Rest("GET", Shape::Bucket, &[Needs::QueryValue("list-type", "2")]),
        "s3:ListBucket",
        "REST.GET.BUCKET",
        bucket_region::shown::<Self>(),
    );
    type Input = Input;
    type Output = (Input, Page);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let query = &call.head.query;
        let max_keys = parameters::max_keys(query)?;
        if query.has("marker") {
            return Err(errors::marker_with_list_type_2());
        }
        let mut continuation = None;
        let parameters = Parameters::read(call.head, max_keys, || {
            let Some(sent) = query.get("continuation-token") else {
                return Ok(());
            };
            let after = token::decode(&call.target.bucket, sent)
                .ok_or_else(errors::incorrect_continuation_token)?;
            let token = sent.to_owned();
            continuation = Some(Continuation { token, after });
            Ok(())
        })?;
        Ok(Input {
            parameters,
            continuation,
            start_after: query.get("start-after").map(str::to_owned),
            fetch_owner: match query.get("fetch-owner").unwrap_or_default() {
                "" | "false" => false,
                "true" => true,
                other => return Err(errors::invalid_fetch_owner(other)),
            },
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
        // `start-after` is for the first page only.
        let begin = match (&input.continuation, input.start_after.as_deref()) {
            (Some(continuation), _) => Begin::After(&continuation.after),
            (None, Some(after)) if !after.is_empty() => Begin::After(after),
            _ => Begin::Start,
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
        let bucket = &call.target.bucket;
        let parameters = &input.parameters;
        let mut xml = Writer::new();
        xml.open_in("ListBucketResult", owner::NAMESPACE);
        xml.text_element("Name", bucket);
        xml.text_element("Prefix", parameters.shown(&parameters.prefix));
        match (&input.continuation, &input.start_after) {
            (Some(continuation), _) => {
                xml.text_element("ContinuationToken", &continuation.token);
            }
            (None, Some(after)) => {
                xml.text_element("StartAfter", parameters.shown(after));
            }
            (None, None) => {}
        }
        if page.truncated {
            let last = page.items.last();
            let next = last.map(|item| token::encode(bucket, item.name()));
            xml.optional_element("NextContinuationToken", next);
        }
        xml.text_element("KeyCount", page.items.len().to_string());
        xml.text_element("MaxKeys", parameters.max_keys.to_string());
        answer::write_end_of_head(&mut xml, parameters, page.truncated);
        write_items(&mut xml, parameters, &page, |record| {
            input.fetch_owner.then(|| answer::owner_of(view, record))
        });
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}
