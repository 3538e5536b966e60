//! Names that a bucket can have.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>

use super::errors;
use crate::base::Failure;

const FORBIDDEN_PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const FORBIDDEN_SUFFIXES: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// Refuses names that S3 refuses.
///
/// # Errors
/// `InvalidBucketName`.
pub fn check(name: &str) -> Result<(), Failure> {
    if is_valid(name) {
        Ok(())
    } else {
        Err(errors::invalid_bucket_name(name))
    }
}

fn is_valid(name: &str) -> bool {
    let edge = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let bytes = name.as_bytes();
    (3..=63).contains(&bytes.len())
        && edge(bytes.first())
        && edge(bytes.last())
        && bytes
            .iter()
            .all(|byte| edge(Some(byte)) || matches!(byte, b'.' | b'-'))
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err()
        && !FORBIDDEN_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
        && !FORBIDDEN_SUFFIXES
            .iter()
            .any(|suffix| name.ends_with(suffix))
}

/// Whether a text looks like an AWS region: `eu-west-1`, `us-gov-east-1`, `ap-southeast-5`.
pub fn is_region(text: &str) -> bool {
    let mut words = text.split('-');
    let area = words
        .next()
        .is_some_and(|word| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    let number = text
        .rsplit('-')
        .next()
        .is_some_and(|word| word.parse::<u8>().is_ok());
    let count = text.split('-').count();
    area && number
        && (3..=4).contains(&count)
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_the_user_guide() {
        for good in ["abc", "a.b-c", "0bucket9", "photos.2026"] {
            assert!(is_valid(good), "{good}");
        }
        let long = "a".repeat(64);
        for bad in [
            "ab",
            "Abc",
            "a_b",
            "-abc",
            "abc-",
            "a..b",
            "192.168.5.4",
            "xn--abc",
            "abc--x-s3",
            &long,
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
        assert!(is_region("eu-west-1") && is_region("us-gov-east-1"));
        assert!(!is_region("bar") && !is_region("aws-global") && !is_region("us-east"));
    }
}
