//! Which bucket and key a request addresses, by path or by host.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>

use std::sync::Arc;

use super::access_points::address::Named;
use super::buckets::BucketView;
use super::errors;
use crate::base::Failure;
use crate::protocol::uri;

/// Longest key in bytes.
pub const MAX_KEY_BYTES: usize = 1024;

/// The addressed bucket and key.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// Bucket name; empty when the service itself is addressed.
    pub bucket: String,
    /// Decoded key, never normalised; empty when the bucket itself is addressed.
    pub key: String,
    /// Whether the bucket stood in the Host header.
    pub virtual_host: bool,
    /// The bucket's record and configurations, for operations on an existing bucket.
    pub view: Option<Arc<BucketView>>,
    /// The access point that the request names without doubt; taken away once it is found.
    pub named_point: Option<Named>,
    /// Whether an access point's alias stood in the bucket's place.
    pub by_alias: bool,
}

impl Target {
    /// Reads host and raw path.
    ///
    /// # Errors
    /// A path that is not percent-encoded UTF-8, or a key that is too long.
    pub fn locate(host: Option<&str>, raw_path: &str) -> Result<Self, Failure> {
        let path = raw_path
            .strip_prefix('/')
            .ok_or_else(|| errors::invalid_uri(raw_path))?;
        let host = host.map(without_port);
        let mut named_point = host.and_then(Named::in_host);
        let (bucket, raw_key, virtual_host) = match host.and_then(bucket_of_host) {
            _ if named_point.is_some() => (String::new(), path, true),
            Some(bucket) => (bucket.to_owned(), path, true),
            None => {
                let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
                let bucket = uri::decode(bucket).map_err(|_| errors::invalid_uri(raw_path))?;
                match Named::in_path(&bucket, key) {
                    Some((point, key)) => {
                        named_point = Some(point);
                        (String::new(), key, false)
                    }
                    None => (bucket, key, false),
                }
            }
        };
        let key = uri::decode(raw_key).map_err(|_| errors::invalid_uri(raw_path))?;
        if key.len() > MAX_KEY_BYTES {
            return Err(errors::key_too_long(key.len()));
        }
        Ok(Self {
            bucket,
            key,
            virtual_host,
            view: None,
            named_point,
            by_alias: false,
        })
    }

    /// The bucket's view. Operations whose row addresses an existing bucket always have one.
    ///
    /// # Errors
    /// There is none: the bucket does not exist.
    pub fn view(&self) -> Result<&Arc<BucketView>, Failure> {
        self.view
            .as_ref()
            .ok_or_else(|| errors::no_such_bucket(&self.bucket))
    }
}

/// The bucket in `bucket.s3.REGION.amazonaws.com`, `bucket.s3.amazonaws.com`, `bucket.s3-REGION.amazonaws.com`,
/// `bucket.s3.localhost`, `bucket.localhost`, and before an IPv4 address.
fn bucket_of_host(name: &str) -> Option<&str> {
    if let Some(bucket) = before_address(name) {
        return Some(bucket);
    }
    if let Some(rest) = name.strip_suffix(".localhost") {
        let bucket = if rest == "s3" {
            ""
        } else {
            rest.strip_suffix(".s3").unwrap_or(rest)
        };
        return (!bucket.is_empty()).then_some(bucket);
    }
    let rest = name.strip_suffix(".amazonaws.com")?;
    // The service label is the last one that begins with `s3`: bucket names may have dots and begin with `s3` too.
    let labels: Vec<&str> = rest.split('.').collect();
    let service = labels
        .iter()
        .rposition(|label| *label == "s3" || label.starts_with("s3-"))?;
    let bucket_bytes: usize = labels[..service].iter().map(|label| label.len() + 1).sum();
    bucket_bytes
        .checked_sub(1)
        .map(|end| &rest[..end])
        .filter(|bucket| !bucket.is_empty())
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The bucket in `bucket.127.0.0.1`: SDKs put it there as they would before any other endpoint.
fn before_address(name: &str) -> Option<&str> {
    let (third, _) = name.rmatch_indices('.').nth(3)?;
    let (bucket, address) = (&name[..third], &name[third + 1..]);
    let is_address = address.parse::<std::net::Ipv4Addr>().is_ok();
    (is_address && !bucket.is_empty()).then_some(bucket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_stand_in_hosts_as_documented() {
        let cases = [
            ("photos.localhost:4566", Some("photos")),
            ("photos.s3.localhost", Some("photos")),
            ("s3.localhost", None),
            ("localhost:4566", None),
            ("127.0.0.1:4566", None),
            ("photos.127.0.0.1:4566", Some("photos")),
            ("my.photos.127.0.0.1", Some("my.photos")),
            ("photos.s3.eu-west-1.amazonaws.com", Some("photos")),
            ("my.photos.s3.amazonaws.com", Some("my.photos")),
            ("photos.s3-eu-west-1.amazonaws.com", Some("photos")),
            ("s3.eu-west-1.amazonaws.com", None),
            ("s3.amazonaws.com", None),
            ("[::1]:4566", None),
        ];
        for (host, bucket) in cases {
            assert_eq!(bucket_of_host(without_port(host)), bucket, "{host}");
        }
    }

    #[test]
    fn keys_are_decoded_and_never_normalised() {
        let target = Target::locate(None, "/photos/a//b/../%2F%C3%A9").unwrap();
        assert_eq!(
            (target.bucket.as_str(), target.key.as_str()),
            ("photos", "a//b/..//é")
        );
        assert!(Target::locate(None, "/photos/%FF").is_err());
        assert_eq!(Target::locate(None, "/photos/").unwrap().key, "");
    }
}
