//! The pairs of action and resource that S3's operations ask for.

use std::borrow::Cow;

use super::buckets::BucketView;
use super::tags;
use crate::auth::authorize::Ask;
use crate::base::arn;

/// A bucket-level action.
pub fn bucket(action: impl Into<Cow<'static, str>>, view: &BucketView) -> Ask {
    let ask = Ask::new(action, arn::bucket(&view.record.name));
    through(owned(ask, view), view, None)
}

/// An object-level action.
pub fn object(action: impl Into<Cow<'static, str>>, view: &BucketView, key: &str) -> Ask {
    let ask = Ask::new(action, arn::object(&view.record.name, key));
    through(owned(ask, view), view, Some(key))
}

/// Asks the access point first, when the call came through one.
fn through(ask: Ask, view: &BucketView, key: Option<&str>) -> Ask {
    match &view.via {
        Some(point) => point.before(ask, key),
        None => ask,
    }
}

fn owned(ask: Ask, view: &BucketView) -> Ask {
    let account = view.record.account.as_str();
    let ask = ask
        .owned(account, view.policy.clone())
        .key("aws:ResourceAccount", account)
        .key("s3:ResourceAccount", account);
    tags::of_bucket(ask, view)
}
