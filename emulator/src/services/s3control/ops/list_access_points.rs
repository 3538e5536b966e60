//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListAccessPoints.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::{AccessPointRecord, store};
use crate::services::s3::listing::token;
use crate::services::s3control::{self, account, errors, points};
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};

/// The most access points of one page.
const MAX_RESULTS: usize = 1_000;

/// ListAccessPoints.
#[derive(Debug)]
pub struct ListAccessPoints;

/// What is listed.
#[derive(Debug)]
pub struct Input {
    account: String,
    bucket: Option<String>,
    after: String,
    limit: usize,
}

/// One page.
#[derive(Debug)]
pub struct Output {
    points: Vec<AccessPointRecord>,
    next: Option<String>,
}

impl Operation for ListAccessPoints {
    const ROW: Row = Row::path(
        Service::S3Control,
        "ListAccessPoints",
        Route::Path("GET", "/v20180820/accesspoint"),
        "s3:ListAccessPoints",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let query = &call.head.query;
        let limit = match query.get("maxResults").filter(|text| !text.is_empty()) {
            None => MAX_RESULTS,
            Some(text) => text
                .parse()
                .map_err(|_| errors::invalid_paging("maxResults", text))?,
        };
        let account = account(call.head)?.to_owned();
        let after = match query.get("nextToken") {
            None => String::new(),
            Some(text) => token::decode(&scope(&account), text)
                .ok_or_else(|| errors::invalid_paging("nextToken", text))?,
        };
        Ok(Input {
            account,
            bucket: query.get("bucket").map(str::to_owned),
            after,
            limit: match limit {
                0 => MAX_RESULTS,
                limit => limit.min(MAX_RESULTS),
            },
        })
    }

    fn asks(_: &Call<'_>, _: &Input) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Output, Failure> {
        let mut points = Vec::new();
        let mut after = input.after.clone();
        loop {
            let page = store::list(call.world, &input.account, call.region, &after, MAX_RESULTS)?;
            let Some(last) = page.last() else {
                return Ok(Output { points, next: None });
            };
            after.clone_from(&last.name);
            let of_bucket = |point: &AccessPointRecord| {
                input
                    .bucket
                    .as_ref()
                    .is_none_or(|name| point.bucket == *name)
            };
            points.extend(page.into_iter().filter(of_bucket));
            if points.len() > input.limit {
                points.truncate(input.limit);
                let last = points.last().map(|point| point.name.as_str());
                let next = last.map(|name| token::encode(&scope(&input.account), name));
                return Ok(Output { points, next });
            }
        }
    }

    fn reply(_: &Call<'_>, page: Output) -> Result<Reply, Failure> {
        Ok(s3control::document("ListAccessPointsResult", |xml| {
            xml.open("AccessPointList");
            for record in &page.points {
                xml.open("AccessPoint");
                xml.text_element("Name", &record.name);
                points::write_origin(xml, record);
                xml.text_element("Bucket", &record.bucket);
                xml.text_element("AccessPointArn", record.arn().to_string());
                xml.text_element("Alias", &record.alias);
                xml.text_element("BucketAccountId", &record.bucket_account);
                xml.close();
            }
            xml.close();
            xml.optional_element("NextToken", page.next.as_deref());
        }))
    }
}

/// What a token of this listing is a token of.
fn scope(account: &str) -> String {
    format!("access points of {account}")
}
