//! Whom a call through an access point asks: the access point and, behind it, the bucket. Both must allow.
//!
//! Both are asked for the same action under the same condition keys, and each answers by the ordinary rules between its
//! account and the caller's:
//!
//! | the caller's account owns | the access point allows by | the bucket allows by |
//! |---|---|---|
//! | both | identity policy or access point policy | identity policy or bucket policy |
//! | the access point | identity policy or access point policy | identity policy and bucket policy |
//! | the bucket | identity policy and access point policy | identity policy or bucket policy |
//! | neither | identity policy and access point policy | identity policy and bucket policy |
//!
//! The first question is about `arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME` or `…/NAME/object/KEY`, the second about
//! `arn:aws:s3:::BUCKET` or `…/KEY`, so that an identity policy which names the bucket alone is not enough, and neither
//! is one which names the access point alone while the bucket policy says nothing. A bucket that leaves the decision to
//! its access points allows `*` where `s3:DataAccessPointAccount` is an account that it trusts. An explicit Deny on
//! either side is the end.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html>

use super::Point;
use crate::auth::authorize::Ask;

impl Point {
    /// Puts the access point before a question to its bucket. `key` is the object's, for actions on objects.
    pub fn before(&self, bucket: Ask, key: Option<&str>) -> Ask {
        let resource = key.map_or_else(|| self.arn.to_string(), |key| self.arn.object(key));
        let account = self.record.account.as_str();
        self.keys(Ask::new(bucket.action.clone(), resource))
            .owned(account, self.data_policy.clone())
            .key("aws:ResourceAccount", account)
            .key("s3:ResourceAccount", account)
            .behind(bucket)
    }

    /// A question about the access point itself, for the calls that manage it.
    pub fn managed(&self, action: &'static str) -> Ask {
        let account = self.record.account.as_str();
        self.keys(Ask::new(action, self.arn.to_string()))
            .owned(account, self.policy.clone())
            .key("aws:ResourceAccount", account)
            .key("s3:ResourceAccount", account)
    }

    /// The condition keys of calls through access points.
    fn keys(&self, ask: Ask) -> Ask {
        let tags = self.record.tags.iter();
        let ask = ask
            .key("s3:DataAccessPointArn", self.arn.to_string())
            .key("s3:DataAccessPointAccount", self.record.account.as_str())
            .key("s3:AccessPointNetworkOrigin", self.record.network_origin());
        tags.fold(ask, |ask, (name, value)| {
            ask.key(format!("s3:AccessPointTag/{name}"), value.as_str())
        })
    }
}
