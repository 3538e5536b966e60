//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetAccessPoint.html>

use std::sync::Arc;

use crate::auth::authorize::Permit;
use crate::base::{Failure, time_format};
use crate::services::reply::Reply;
use crate::services::s3::access_points::{Point, PointArn};
use crate::services::s3::public_access::document;
use crate::services::s3control::{self, points};
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};

/// GetAccessPoint.
#[derive(Debug)]
pub struct GetAccessPoint;

/// The kinds of endpoints, and their hosts before the region.
const ENDPOINTS: [(&str, &str); 4] = [
    ("ipv4", "s3-accesspoint"),
    ("fips", "s3-accesspoint-fips"),
    ("fips_dualstack", "s3-accesspoint-fips.dualstack"),
    ("dualstack", "s3-accesspoint.dualstack"),
];

impl Operation for GetAccessPoint {
    const ROW: Row = Row::path(
        Service::S3Control,
        "GetAccessPoint",
        Route::Path("GET", "/v20180820/accesspoint/{name}"),
        "s3:GetAccessPoint",
        erase::<Self>(),
    );
    type Input = PointArn;
    type Output = Arc<Point>;

    fn parse(call: &Call<'_>) -> Result<PointArn, Failure> {
        points::arn(call)
    }

    fn asks(call: &Call<'_>, arn: &PointArn) -> Result<Asks, Failure> {
        points::asks(call, arn)
    }

    async fn run(call: &Call<'_>, _permit: Permit, arn: PointArn) -> Result<Arc<Point>, Failure> {
        points::point(call, &arn)
    }

    fn reply(_: &Call<'_>, point: Arc<Point>) -> Result<Reply, Failure> {
        let record = &point.record;
        Ok(s3control::document("GetAccessPointResult", |xml| {
            xml.text_element("Name", &record.name);
            xml.text_element("Bucket", &record.bucket);
            points::write_origin(xml, record);
            xml.open(document::ELEMENT);
            document::write(xml, record.public_access);
            xml.close();
            xml.text_element("CreationDate", time_format::iso_seconds(record.created));
            xml.text_element("Alias", &record.alias);
            xml.text_element("AccessPointArn", point.arn.to_string());
            xml.open("Endpoints");
            for (kind, host) in ENDPOINTS {
                xml.open("entry");
                xml.text_element("key", kind);
                xml.text_element("value", format!("{host}.{}.amazonaws.com", record.region));
                xml.close();
            }
            xml.close();
            xml.text_element("BucketAccountId", &record.bucket_account);
        }))
    }
}
