//! The names of access points.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html>

use std::fmt;

use crate::base::arn;

/// `arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PointArn {
    /// Where it is.
    pub region: String,
    /// Whose it is.
    pub account: String,
    /// Its name, unique in account and region.
    pub name: String,
}

impl PointArn {
    /// Reads an ARN that names an access point and nothing behind it.
    pub fn parse(text: &str) -> Option<Self> {
        match Self::parse_with_key(text)? {
            (point, None) => Some(point),
            (_, Some(_)) => None,
        }
    }

    /// Reads an ARN of an access point or of an object in it: `…:accesspoint/NAME/object/KEY`.
    pub fn parse_with_key(text: &str) -> Option<(Self, Option<&str>)> {
        let mut fields = text.splitn(6, ':');
        if (fields.next(), fields.next(), fields.next()) != (Some("arn"), Some("aws"), Some("s3")) {
            return None;
        }
        let (region, account) = (fields.next()?, fields.next()?);
        let resource = fields.next()?.strip_prefix("accesspoint/")?;
        let (name, key) = match resource.split_once('/') {
            Some((name, rest)) => (name, Some(rest.strip_prefix("object/")?)),
            None => (resource, None),
        };
        let whole = !region.is_empty() && arn::is_account_id(account) && !name.is_empty();
        whole.then(|| (Self::new(region, account, name), key))
    }

    /// A name from its parts.
    pub fn new(region: &str, account: &str, name: &str) -> Self {
        Self {
            region: region.to_owned(),
            account: account.to_owned(),
            name: name.to_owned(),
        }
    }

    /// `…:accesspoint/NAME/object/KEY`: how policies name an object behind the access point; the key is decoded.
    pub fn object(&self, key: &str) -> String {
        format!("{self}/object/{key}")
    }
}

impl fmt::Display for PointArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            region,
            account,
            name,
        } = self;
        write!(f, "arn:aws:s3:{region}:{account}:accesspoint/{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_comes_back_as_it_was() {
        let text = "arn:aws:s3:eu-west-1:111122223333:accesspoint/uploads";
        let point = PointArn::parse(text).unwrap();
        assert_eq!(point.to_string(), text);
        assert_eq!(point.object("a//b"), format!("{text}/object/a//b"));
        let object = point.object("a//b");
        let (same, key) = PointArn::parse_with_key(&object).unwrap();
        assert_eq!((same, key), (point, Some("a//b")));
    }

    #[test]
    fn other_arns_are_none() {
        for text in [
            "arn:aws:s3:::bucket",
            "arn:aws:s3:eu-west-1:1111:accesspoint/uploads",
            "arn:aws:s3::111122223333:accesspoint/uploads",
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/",
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/uploads/other/key",
            "arn:aws:s3-outposts:eu-west-1:111122223333:accesspoint/uploads",
        ] {
            assert_eq!(PointArn::parse_with_key(text), None, "{text}");
        }
    }
}
