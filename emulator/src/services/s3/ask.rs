//! The pairs of action and resource that S3's operations ask for.

use std::borrow::Cow;

use super::buckets::BucketView;
use crate::auth::authorize::Ask;
use crate::base::arn;

/// A bucket-level action.
pub fn bucket(action: impl Into<Cow<'static, str>>, view: &BucketView) -> Ask {
    let mut ask = Ask::new(action, arn::bucket(&view.record.name));
    ask.acl.clone_from(&view.acl);
    owned(ask, view)
}

/// An object-level action.
pub fn object(action: impl Into<Cow<'static, str>>, view: &BucketView, key: &str) -> Ask {
    let ask = Ask::new(action, arn::object(&view.record.name, key));
    owned(ask, view)
}

fn owned(ask: Ask, view: &BucketView) -> Ask {
    let account = view.record.account.as_str();
    ask.owned(account, view.policy.clone())
        .key("aws:ResourceAccount", account)
        .key("s3:ResourceAccount", account)
}
