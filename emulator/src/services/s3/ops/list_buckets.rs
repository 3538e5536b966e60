//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::{Failure, Timestamp, time_format};
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::owner;
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase};
use crate::storage::Scan;
use crate::storage::key_layout::KeyPrefix;
use crate::storage::records::{self, BucketRecord};

/// ListBuckets.
#[derive(Debug)]
pub struct ListBuckets;

impl Operation for ListBuckets {
    const ROW: Row = Row::rest(
        "ListBuckets",
        Route::Rest("GET", Shape::Service, &[]),
        "s3:ListAllMyBuckets",
        "REST.GET.SERVICE",
        erase::<Self>(),
    );
    type Input = ();
    type Output = Vec<BucketRecord>;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(_: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<Vec<BucketRecord>, Failure> {
        let prefix = KeyPrefix::buckets();
        let account = &call.authority.identity().account;
        let mut own = Vec::new();
        for (_, value) in call
            .world
            .metadata
            .scan(Scan::prefix(&prefix, usize::MAX))?
        {
            let bucket: BucketRecord = records::decode(&value)?;
            if bucket.account == *account {
                own.push(bucket);
            }
        }
        Ok(own)
    }

    fn reply(call: &Call<'_>, buckets: Vec<BucketRecord>) -> Result<Reply, Failure> {
        let mut xml = Writer::new();
        xml.open_in("ListAllMyBucketsResult", owner::NAMESPACE);
        owner::write(&mut xml, "Owner", &call.authority.identity().account);
        xml.open("Buckets");
        for bucket in buckets {
            xml.open("Bucket");
            xml.text_element("Name", &bucket.name);
            xml.text_element(
                "CreationDate",
                &time_format::iso_millis(Timestamp::from_millis(bucket.created_ms)),
            );
            xml.close();
        }
        xml.close();
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}
