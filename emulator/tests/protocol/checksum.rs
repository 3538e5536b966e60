//! Checksums: known values, combination over parts, and refusals.

use bucketproof::protocol::checksum::{
    Algorithm, Checksum, ChecksumError, Hasher, Kind, Md5, Md5Digest,
};
use proptest::prelude::*;

use super::support::head;

fn checksum(algorithm: Algorithm, bytes: &[u8]) -> Checksum {
    let mut hasher = Hasher::new(algorithm);
    assert_eq!(hasher.algorithm(), algorithm);
    hasher.update(bytes);
    hasher.finalize()
}

/// The check values of the CRC catalogue and of FIPS 180, for `123456789`, in base64.
#[test]
fn check_values() {
    for (algorithm, base64) in [
        (Algorithm::Crc32, "y/Q5Jg=="),
        (Algorithm::Crc32c, "4waSgw=="),
        (Algorithm::Crc64Nvme, "rosUhgp5mIg="),
        (Algorithm::Sha1, "98O8HYCOBHMq32eZZczDTKeuNEE="),
        (
            Algorithm::Sha256,
            "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
        ),
    ] {
        let value = checksum(algorithm, b"123456789");
        assert_eq!(value.base64(), base64, "{}", algorithm.name());
        assert_eq!(value.algorithm(), algorithm);
        assert_eq!(value.as_bytes().len(), algorithm.digest_bytes());
        assert_eq!(Checksum::decode(algorithm, base64), Ok(value));
    }
}

#[test]
fn names() {
    for algorithm in Algorithm::ALL {
        assert_eq!(
            Algorithm::parse(&algorithm.name().to_lowercase()),
            Some(algorithm)
        );
        assert_eq!(
            Algorithm::from_header(&algorithm.header().to_uppercase()),
            Some(algorithm)
        );
        let suffix = algorithm.name().to_lowercase();
        assert_eq!(algorithm.header(), format!("x-amz-checksum-{suffix}"));
        assert_eq!(algorithm.element(), format!("Checksum{}", algorithm.name()));
    }
    assert_eq!(Algorithm::parse("MD5"), None);
    assert_eq!(Algorithm::from_header("x-amz-checksum-type"), None);
    for kind in [Kind::FullObject, Kind::Composite] {
        assert_eq!(Kind::parse(kind.name()), Some(kind));
    }
    assert_eq!(Kind::parse("FULL"), None);
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html>
#[test]
fn kinds_by_algorithm() {
    for (algorithm, full, composite, default) in [
        (Algorithm::Crc32, true, true, Kind::Composite),
        (Algorithm::Crc32c, true, true, Kind::Composite),
        (Algorithm::Crc64Nvme, true, false, Kind::FullObject),
        (Algorithm::Sha1, false, true, Kind::Composite),
        (Algorithm::Sha256, false, true, Kind::Composite),
    ] {
        assert_eq!(algorithm.supports(Kind::FullObject), full);
        assert_eq!(algorithm.supports(Kind::Composite), composite);
        assert_eq!(algorithm.default_kind(), default);
    }
}

#[test]
fn invalid_values() {
    let algorithm = Algorithm::Crc32;
    for value in [
        "",
        "y/Q5Jg",
        "y/Q5Jg=",
        "not base64",
        "4waSg4wa",
        "y/Q5Jg==-2",
    ] {
        let invalid = ChecksumError::InvalidValue {
            algorithm,
            value: value.to_owned(),
        };
        assert_eq!(Checksum::decode(algorithm, value), Err(invalid));
    }
    for value in ["y/Q5Jg==", "y/Q5Jg==-", "y/Q5Jg==-x", "AA==-2"] {
        let invalid = ChecksumError::InvalidValue {
            algorithm,
            value: value.to_owned(),
        };
        assert_eq!(Checksum::decode_composite(algorithm, value), Err(invalid));
    }
    assert_eq!(Checksum::from_digest(algorithm, &[0; 5]), None);
}

#[test]
fn values_in_headers() {
    let of = |headers: &[(&str, &str)]| Checksum::from_headers(&head("PUT", "/", headers).headers);
    assert_eq!(of(&[("x-amz-checksum-type", "FULL_OBJECT")]), Ok(None));
    let good = ("x-amz-checksum-crc32", " y/Q5Jg== ");
    assert_eq!(
        of(&[good]),
        Ok(Some(checksum(Algorithm::Crc32, b"123456789")))
    );
    let other = ("x-amz-checksum-sha256", "x");
    assert_eq!(of(&[good, other]), Err(ChecksumError::MultipleTypes));
    assert_eq!(of(&[good, good]), Err(ChecksumError::MultipleTypes));
    assert!(matches!(
        of(&[other]),
        Err(ChecksumError::InvalidValue { .. })
    ));
}

#[test]
fn composite_values() {
    let parts = [b"12345".as_slice(), b"6789"].map(|part| checksum(Algorithm::Sha256, part));
    let composite = Checksum::composite(Algorithm::Sha256, parts).unwrap();
    let digests: Vec<u8> = parts
        .iter()
        .flat_map(|part| part.as_bytes().to_vec())
        .collect();
    assert_eq!(composite.checksum, checksum(Algorithm::Sha256, &digests));
    let text = composite.to_string();
    assert_eq!(text, format!("{}-2", composite.checksum.base64()));
    assert_eq!(
        Checksum::decode_composite(Algorithm::Sha256, &text),
        Ok((composite.checksum, 2))
    );
}

#[test]
fn what_cannot_be_put_together() {
    let (crc, nvme) = (Algorithm::Crc32, Algorithm::Crc64Nvme);
    let part = checksum(crc, b"x");
    assert_eq!(
        Checksum::composite(nvme, []),
        Err(ChecksumError::UnsupportedKind {
            algorithm: nvme,
            kind: Kind::Composite
        })
    );
    assert_eq!(
        Checksum::full_object(Algorithm::Sha1, []),
        Err(ChecksumError::UnsupportedKind {
            algorithm: Algorithm::Sha1,
            kind: Kind::FullObject
        })
    );
    let mixed = Err(ChecksumError::MixedAlgorithms);
    assert_eq!(Checksum::full_object(nvme, [(part, 1)]), mixed);
    assert_eq!(
        Checksum::composite(Algorithm::Sha1, [part]),
        Err(ChecksumError::MixedAlgorithms)
    );
    assert_eq!(Checksum::full_object(crc, []), Ok(checksum(crc, b"")));
}

#[test]
fn md5_in_both_notations() {
    let digest = Md5::digest(b"123456789");
    assert_eq!(digest.hex(), "25f9e794323b453885f5181f1b624d0b");
    assert_eq!(digest.base64(), "JfnnlDI7RTiF9RgfG2JNCw==");
    assert_eq!(Md5Digest::decode("JfnnlDI7RTiF9RgfG2JNCw=="), Some(digest));
    let mut hasher = Md5::new();
    hasher.update(b"1234");
    hasher.update(b"56789");
    assert_eq!(hasher.finalize(), digest);
    for value in [
        "",
        "JfnnlDI7RTiF9RgfG2JN",
        "25f9e794323b453885f5181f1b624d0b",
        "!",
    ] {
        assert_eq!(Md5Digest::decode(value), None, "{value}");
    }
}

proptest! {
    /// Combining the parts' CRCs gives the CRC of the whole.
    #[test]
    fn full_object_is_the_whole(
        parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..2_000), 0..6),
    ) {
        for algorithm in [Algorithm::Crc32, Algorithm::Crc32c, Algorithm::Crc64Nvme] {
            let combined = Checksum::full_object(
                algorithm,
                parts.iter().map(|part| (checksum(algorithm, part), part.len() as u64)),
            );
            prop_assert_eq!(combined, Ok(checksum(algorithm, &parts.concat())));
        }
    }

    /// However the bytes come, the checksum is the same.
    #[test]
    fn updates_may_be_split(bytes in prop::collection::vec(any::<u8>(), 0..5_000), at in 0_usize..5_000) {
        for algorithm in Algorithm::ALL {
            let mut hasher = Hasher::new(algorithm);
            let (front, back) = bytes.split_at(at.min(bytes.len()));
            hasher.update(front);
            hasher.update(back);
            prop_assert_eq!(hasher.finalize(), checksum(algorithm, &bytes));
        }
    }
}
