//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::{Failure, arn};
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::listing::{answer, parameters, token};
use crate::services::s3::{bucket_name, errors, owner};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase};
use crate::storage::Scan;
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, BucketRecord};

const MAX_BUCKETS: i32 = 10_000;
/// Buckets of all accounts are read in such steps.
const STEP: usize = 1_000;

/// ListBuckets.
#[derive(Debug)]
pub struct ListBuckets;

/// Which buckets are listed.
#[derive(Debug)]
pub struct Input {
    /// Requests without any parameter get everything.
    limit: Option<usize>,
    after: Option<String>,
    prefix: Option<String>,
    region: Option<String>,
}

/// A page of buckets.
#[derive(Debug)]
pub struct Output {
    buckets: Vec<BucketRecord>,
    truncated: bool,
    input: Input,
}

impl Operation for ListBuckets {
    const ROW: Row = Row::rest(
        "ListBuckets",
        Route::Rest("GET", Shape::Service, &[]),
        "s3:ListAllMyBuckets",
        "REST.GET.SERVICE",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let query = &call.head.query;
        let max_buckets = parameters::integer(query, "max-buckets", MAX_BUCKETS)?;
        if !(1..=MAX_BUCKETS).contains(&max_buckets) {
            return Err(errors::max_buckets_out_of_range(max_buckets));
        }
        let after = query.get("continuation-token").map(|sent| {
            token::decode(&scope(call), sent).ok_or_else(errors::incorrect_continuation_token)
        });
        let region = query.get("bucket-region");
        if let Some(region) = region
            && !bucket_name::is_region(region)
        {
            return Err(errors::invalid_bucket_region(region));
        }
        let paged = [
            "max-buckets",
            "continuation-token",
            "prefix",
            "bucket-region",
        ]
        .iter()
        .any(|name| query.has(name));
        Ok(Input {
            limit: paged.then(|| usize::try_from(max_buckets).unwrap_or_default()),
            after: after.transpose()?,
            prefix: query.get("prefix").map(str::to_owned),
            region: region.map(str::to_owned),
        })
    }

    fn asks(_: &Call<'_>, _: &Input) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Output, Failure> {
        let account = &call.authority.identity().account;
        let all = KeyPrefix::buckets();
        let mut last = input
            .after
            .as_deref()
            .map(|name| Key::bucket(name).encode());
        let mut buckets: Vec<BucketRecord> = Vec::new();
        loop {
            let scan = Scan::prefix(&all, STEP);
            let step = call.world.metadata.scan(match &last {
                Some(last) => scan.after(last),
                None => scan,
            })?;
            for (_, value) in &step {
                let bucket: BucketRecord = records::decode(value)?;
                if bucket.account != *account || !input.shows(&bucket) {
                    continue;
                }
                if input.limit == Some(buckets.len()) {
                    return Ok(Output {
                        buckets,
                        truncated: true,
                        input,
                    });
                }
                buckets.push(bucket);
            }
            match step.last() {
                Some((key, _)) if step.len() == STEP => last = Some(key.to_vec()),
                _ => {
                    return Ok(Output {
                        buckets,
                        truncated: false,
                        input,
                    });
                }
            }
        }
    }

    fn reply(call: &Call<'_>, page: Output) -> Result<Reply, Failure> {
        let mut xml = Writer::new();
        xml.open_in("ListAllMyBucketsResult", owner::NAMESPACE);
        owner::write(&mut xml, "Owner", &call.authority.identity().account);
        xml.open("Buckets");
        for bucket in &page.buckets {
            xml.open("Bucket");
            xml.text_element("Name", &bucket.name);
            xml.text_element("CreationDate", answer::moment(bucket.created_ms));
            // Only requests with a parameter are told the region.
            let region = page.input.limit.map(|_| bucket.region.as_str());
            xml.optional_element("BucketRegion", region);
            xml.text_element("BucketArn", arn::bucket(&bucket.name));
            xml.close();
        }
        xml.close();
        if let Some(last) = page.buckets.last().filter(|_| page.truncated) {
            xml.text_element("ContinuationToken", token::encode(&scope(call), &last.name));
        }
        xml.optional_element("Prefix", page.input.prefix.as_deref());
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}

impl Input {
    fn shows(&self, bucket: &BucketRecord) -> bool {
        let prefix = self.prefix.as_deref().unwrap_or_default();
        bucket.name.starts_with(prefix)
            && self
                .region
                .as_ref()
                .is_none_or(|region| *region == bucket.region)
    }
}

/// What a token of this listing is a token of.
fn scope(call: &Call<'_>) -> String {
    format!("buckets of {}", call.authority.identity().account)
}
