//! Access points as the calls that manage them see them.

use std::sync::Arc;

use super::{account, errors, table};
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::s3::access_points::{AccessPointRecord, Point, PointArn, limits};
use crate::services::s3::buckets::BucketView;
use crate::services::s3::errors as s3_errors;
use crate::services::service::{Asks, Call};

/// The access point that the path names: where the call was signed for, whether it exists or not.
///
/// # Errors
/// `InvalidURI` for what no access point can be called.
pub fn arn(call: &Call<'_>) -> Result<PointArn, Failure> {
    let name = table::path_label(call)?;
    if !limits::is_name(&name) {
        return Err(errors::invalid_name(&name));
    }
    Ok(PointArn::new(call.region, account(call.head)?, &name))
}

/// The access point's permission for the call. One that does not exist has no policy, and is asked for all the same:
/// who may not see it does not learn whether it exists.
///
/// # Errors
/// A store that fails.
pub fn asks(call: &Call<'_>, arn: &PointArn) -> Result<Asks, Failure> {
    let ask = match call.buckets.through(call.world, arn)? {
        Some(view) => via(&view).map(|point| point.managed(call.row.action)),
        None => None,
    };
    let ask = ask.unwrap_or_else(|| {
        let account = arn.account.as_str();
        Ask::new(call.row.action, arn.to_string())
            .owned(account, None)
            .key("aws:ResourceAccount", account)
            .key("s3:ResourceAccount", account)
            .key("s3:DataAccessPointArn", arn.to_string())
            .key("s3:DataAccessPointAccount", account)
    });
    Ok(Asks::one(ask))
}

/// The access point's bucket, seen from there.
///
/// # Errors
/// `NoSuchAccessPoint`.
pub fn view(call: &Call<'_>, arn: &PointArn) -> Result<Arc<BucketView>, Failure> {
    let view = call.buckets.through(call.world, arn)?;
    view.ok_or_else(|| s3_errors::no_such_access_point(&arn.name))
}

/// The access point of a view.
pub fn via(view: &BucketView) -> Option<&Point> {
    view.via.as_deref()
}

/// The access point.
///
/// # Errors
/// `NoSuchAccessPoint`.
pub fn point(call: &Call<'_>, arn: &PointArn) -> Result<Arc<Point>, Failure> {
    let view = view(call, arn)?;
    let point = view.via.clone();
    point.ok_or_else(|| s3_errors::no_such_access_point(&arn.name))
}

/// `NetworkOrigin` and `VpcConfiguration`.
pub fn write_origin(xml: &mut Writer, record: &AccessPointRecord) {
    xml.text_element("NetworkOrigin", record.network_origin());
    if let Some(vpc) = &record.vpc_id {
        xml.open("VpcConfiguration");
        xml.text_element("VpcId", vpc);
        xml.close();
    }
}
