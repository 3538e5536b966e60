//! What access points can be called.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html>

/// What aliases end in; no name may.
pub const ALIAS_SUFFIX: &str = "-s3alias";
/// The most access points of an account in a region.
pub const MAX_IN_REGION: usize = 10_000;

/// How much of the name an alias begins with, and how many random characters follow: an alias has at most 63.
const ALIAS_NAME_BYTES: usize = 20;
const ALIAS_RANDOM_BYTES: usize = 34;

/// Whether an access point can have this name.
pub fn is_name(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = name.as_bytes();
    (3..=50).contains(&bytes.len())
        && bytes.iter().all(|byte| inner(*byte) || *byte == b'-')
        && bytes.first().copied().is_some_and(inner)
        && bytes.last().copied().is_some_and(inner)
        && !name.ends_with(ALIAS_SUFFIX)
}

/// The alias of an access point: as long and as random as those of S3, and a legal bucket name.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html#access-points-alias>
pub fn alias(name: &str, random: &[u8; 22]) -> String {
    let start = name.get(..ALIAS_NAME_BYTES).unwrap_or(name);
    let random = data_encoding::BASE32_NOPAD.encode(random).to_lowercase();
    let random = random.get(..ALIAS_RANDOM_BYTES).unwrap_or(&random);
    format!("{}-{random}{ALIAS_SUFFIX}", start.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_user_guide() {
        for good in ["abc", "my-point", "0-9", &"a".repeat(50)] {
            assert!(is_name(good), "{good}");
        }
        for bad in [
            "ab",
            "-abc",
            "abc-",
            "Abc",
            "a_b",
            "a.b",
            "a b",
            "abc-s3alias",
            &"a".repeat(51),
        ] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn aliases_are_bucket_names() {
        let long = alias(&"a-".repeat(25)[..49], &[7; 22]);
        assert!(long.len() <= 63 && long.ends_with(ALIAS_SUFFIX), "{long}");
        assert!(!long.contains("--"), "{long}");
        let short = alias("abc", &[255; 22]);
        assert_eq!(short.len(), 3 + 1 + 34 + 8);
    }
}
