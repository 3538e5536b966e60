//! How a request says that it goes through an access point: by a host, by an alias, or by an ARN in the bucket's place.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html>

use std::sync::Arc;

use super::{PointArn, limits, store};
use crate::base::{Failure, arn};
use crate::protocol::request::Head;
use crate::services::s3::buckets::{BucketView, Buckets};
use crate::services::s3::target::Target;
use crate::services::s3::{bucket_name, errors};
use crate::world::World;

/// The host labels of S3's endpoints for access points.
const ENDPOINTS: [&str; 2] = ["s3-accesspoint", "s3-accesspoint-fips"];

/// An access point as a request names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Whose it is.
    pub account: String,
    /// Its name.
    pub name: String,
    /// Where it is, when the request says so; otherwise where it was signed for.
    pub region: Option<String>,
}

impl Named {
    /// `NAME-ACCOUNT.s3-accesspoint.REGION.amazonaws.com`, with `dualstack` before the region or without, and the same
    /// before any other domain, with a region or without.
    pub fn in_host(name: &str) -> Option<Self> {
        let mut labels = name.split('.');
        let first = labels.next()?;
        labels.next().filter(|label| ENDPOINTS.contains(label))?;
        let region = labels
            .find(|label| *label != "dualstack")
            .filter(|label| bucket_name::is_region(label));
        let point = Self::in_label(first)?;
        Some(Self {
            region: region.map(str::to_owned),
            ..point
        })
    }

    /// `NAME-ACCOUNT`: what SDKs put before a custom endpoint. A bucket can have this name as well.
    pub fn in_label(label: &str) -> Option<Self> {
        let (name, account) = label.rsplit_once('-')?;
        let fits = arn::is_account_id(account) && limits::is_name(name);
        fits.then(|| Self {
            account: account.to_owned(),
            name: name.to_owned(),
            region: None,
        })
    }

    /// An ARN in the bucket's place of a path, its own slash encoded or not: the access point, and what follows it.
    pub fn in_path<'p>(bucket: &str, rest: &'p str) -> Option<(Self, &'p str)> {
        if !bucket.starts_with("arn:") {
            return None;
        }
        if let Some(point) = PointArn::parse(bucket) {
            return Some((point.into(), rest));
        }
        let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let point = PointArn::parse(&format!("{bucket}/{name}"))?;
        Some((point.into(), rest))
    }

    fn arn(&self, head: &Head, world: &World) -> PointArn {
        let region = self.region.as_deref();
        let region = region
            .or_else(|| signed_region(head))
            .unwrap_or(&world.settings.default_region);
        PointArn::new(region, &self.account, &self.name)
    }
}

impl From<PointArn> for Named {
    fn from(arn: PointArn) -> Self {
        Self {
            account: arn.account,
            name: arn.name,
            region: Some(arn.region),
        }
    }
}

/// The region in the credential scope, unverified: it only chooses among access points of one name.
fn signed_region(head: &Head) -> Option<&str> {
    let credential = match head.header("authorization") {
        Some(header) => header.split_once("Credential=")?.1,
        None => head.query.get("X-Amz-Credential")?,
    };
    credential.split('/').nth(2)
}

/// Finds the bucket that a request addresses, by its own name or through an access point, and puts it into the target.
///
/// # Errors
/// `NoSuchAccessPoint`, or a store that fails. A bucket that does not exist is no error yet: one may be made.
pub fn resolve(
    world: &World,
    buckets: &Buckets,
    head: &Head,
    target: &mut Target,
) -> Result<(), Failure> {
    if let Some(named) = target.named_point.take() {
        let arn = named.arn(head, world);
        let view = buckets.through(world, &arn)?;
        let view = view.ok_or_else(|| errors::no_such_access_point(&arn.name))?;
        adopt(target, view);
        return Ok(());
    }
    if target.bucket.is_empty() {
        return Ok(());
    }
    if let Some(view) = find(world, buckets, &target.bucket)? {
        target.by_alias = target.bucket.ends_with(limits::ALIAS_SUFFIX);
        adopt(target, view);
    } else if target.virtual_host
        && let Some(named) = Named::in_label(&target.bucket)
        && let Some(view) = buckets.through(world, &named.arn(head, world))?
    {
        adopt(target, view);
    }
    Ok(())
}

/// The bucket of that name, or behind the access point of that alias or ARN.
///
/// # Errors
/// `NoSuchAccessPoint` for an ARN of none, or a store that fails.
pub fn find(
    world: &World,
    buckets: &Buckets,
    name: &str,
) -> Result<Option<Arc<BucketView>>, Failure> {
    let point = if name.ends_with(limits::ALIAS_SUFFIX) {
        store::by_alias(world, name)?
    } else {
        PointArn::parse(name)
    };
    match point {
        None => Ok(buckets.view(world, name)?),
        Some(arn) => match buckets.through(world, &arn)? {
            None => Err(errors::no_such_access_point(&arn.name)),
            view => Ok(view),
        },
    }
}

/// From here on the call is about the bucket; that it came through an access point is known to the view.
fn adopt(target: &mut Target, view: Arc<BucketView>) {
    target.bucket.clone_from(&view.record.name);
    target.view = Some(view);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(region: Option<&str>) -> Option<Named> {
        Some(Named {
            account: "111122223333".to_owned(),
            name: "my-point".to_owned(),
            region: region.map(str::to_owned),
        })
    }

    #[test]
    fn hosts_name_access_points_as_documented() {
        let cases = [
            ("s3-accesspoint.eu-west-1.amazonaws.com", Some("eu-west-1")),
            (
                "s3-accesspoint.dualstack.eu-west-1.amazonaws.com",
                Some("eu-west-1"),
            ),
            (
                "s3-accesspoint-fips.us-east-1.amazonaws.com",
                Some("us-east-1"),
            ),
            ("s3-accesspoint.eu-west-1.localhost", Some("eu-west-1")),
            ("s3-accesspoint.localhost", None),
        ];
        for (rest, region) in cases {
            let host = format!("my-point-111122223333.{rest}");
            assert_eq!(Named::in_host(&host), named(region), "{host}");
        }
        for host in [
            "my-point.s3-accesspoint.eu-west-1.amazonaws.com",
            "my-point-111122223333.s3.eu-west-1.amazonaws.com",
            "my-point-111122223333.localhost",
            "s3-accesspoint.eu-west-1.amazonaws.com",
        ] {
            assert_eq!(Named::in_host(host), None, "{host}");
        }
    }

    #[test]
    fn arns_stand_in_the_buckets_place() {
        let arn = "arn:aws:s3:eu-west-1:111122223333:accesspoint";
        let point = named(Some("eu-west-1")).unwrap();
        let whole = format!("{arn}/my-point");
        assert_eq!(Named::in_path(&whole, "a/b"), Some((point.clone(), "a/b")));
        assert_eq!(
            Named::in_path(arn, "my-point/a/b"),
            Some((point.clone(), "a/b"))
        );
        assert_eq!(Named::in_path(arn, "my-point"), Some((point, "")));
        assert_eq!(Named::in_path("arn:aws:s3:::bucket", "my-point"), None);
        assert_eq!(Named::in_path("bucket", "my-point"), None);
    }
}
