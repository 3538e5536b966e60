//! Records as bytes: small, stable, and never misread.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bucketproof::storage::blobs::BlobId;
use bucketproof::storage::records::{
    Body, BucketRecord, Checksum, DefaultRetention, Encryption, FORMAT, LockConfiguration,
    LockMode, LockPeriod, ObjectLock, ObjectRecord, PartRecord, RecordError, Retention,
    SystemHeaders, UploadRecord, Versioning, decode, encode,
};
use bucketproof::storage::{Commit, CommitError, MemoryMetadata, Metadata, StorageError};
use bucketproof_policy::{Grant, Grantee, Permission};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The bytes of a record as they are on people's disks: they must be written and read for ever.
fn stored<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: &str, record: &T) {
    let bytes = [&[FORMAT], json.trim_end().as_bytes()].concat();
    assert_eq!(decode::<T>(&Bytes::from(bytes.clone())).unwrap(), *record);
    assert_eq!(
        encode(record).escape_ascii().to_string(),
        bytes.escape_ascii().to_string()
    );
}

fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn blob() -> BlobId {
    BlobId::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef)
}

fn typical_object() -> ObjectRecord {
    ObjectRecord {
        version_id: Some(
            "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo".to_owned(),
        ),
        sequence: 17,
        size: 4096,
        etag: "d41d8cd98f00b204e9800998ecf8427e".to_owned(),
        last_modified_ms: 1_735_689_600_000,
        body: Body::Single { blob: blob() },
        headers: SystemHeaders {
            content_type: Some("application/octet-stream".to_owned()),
            ..SystemHeaders::default()
        },
        owner: "111122223333".to_owned(),
        ..ObjectRecord::default()
    }
}

fn rich_object() -> ObjectRecord {
    ObjectRecord {
        version_id: None,
        sequence: u64::MAX,
        delete_marker: true,
        size: 1 << 40,
        etag: "9b2cf535f27731c974343645a3985328-2".to_owned(),
        last_modified_ms: -1,
        storage_class: "GLACIER".to_owned(),
        body: Body::Parts {
            upload_id: "upload".to_owned(),
            part_count: 2,
        },
        checksum: Some(Checksum {
            algorithm: "CRC32C".to_owned(),
            value: "yZRlqg==-2".to_owned(),
            kind: "COMPOSITE".to_owned(),
        }),
        user_metadata: texts(&[("a", "1"), ("b", "ü\0\"")]),
        headers: SystemHeaders {
            content_type: Some("text/plain".to_owned()),
            content_encoding: Some("gzip".to_owned()),
            content_disposition: Some("inline".to_owned()),
            content_language: Some("de".to_owned()),
            cache_control: Some("no-cache".to_owned()),
            expires: Some("0".to_owned()),
            website_redirect: Some("/there".to_owned()),
        },
        encryption: Encryption {
            mode: "aws:kms".to_owned(),
            kms_key_arn: Some("arn:aws:kms:eu-central-1:111122223333:key/k".to_owned()),
            bucket_key: true,
            ..Encryption::default()
        },
        owner: "111122223333".to_owned(),
        acl: Some(vec![
            Grant::full_control("111122223333"),
            Grant::new(Grantee::AllUsers, Permission::ReadAcp),
        ]),
        tags: texts(&[("stage", "test")]),
        parts_count: Some(2),
        ..ObjectRecord::default()
    }
}

fn locked_object() -> ObjectRecord {
    ObjectRecord {
        sequence: 1,
        owner: "111122223333".to_owned(),
        lock: ObjectLock {
            retention: Some(Retention {
                mode: LockMode::Compliance,
                until_ms: 1_735_689_600_000,
            }),
            legal_hold: Some(false),
        },
        ..ObjectRecord::default()
    }
}

#[test]
fn stored_records_stay_readable() {
    stored(
        include_str!("records/object_typical.json"),
        &typical_object(),
    );
    stored(include_str!("records/object_rich.json"), &rich_object());
    stored(include_str!("records/object_locked.json"), &locked_object());
    let bucket = BucketRecord {
        name: "media".to_owned(),
        account: "111122223333".to_owned(),
        region: "eu-central-1".to_owned(),
        created_ms: 1_735_689_600_000,
        versioning: Versioning::Suspended,
        object_ownership: "BucketOwnerEnforced".to_owned(),
        ..BucketRecord::default()
    };
    stored(include_str!("records/bucket.json"), &bucket);
    let locked = BucketRecord {
        versioning: Versioning::Enabled,
        object_lock: Some(LockConfiguration {
            default: Some(DefaultRetention {
                mode: LockMode::Governance,
                period: LockPeriod::Days(30),
            }),
        }),
        ..bucket
    };
    stored(include_str!("records/bucket_locked.json"), &locked);
    let upload = UploadRecord {
        upload_id: "u".to_owned(),
        bucket: "media".to_owned(),
        key: "a/b".to_owned(),
        initiated_ms: 1_735_689_600_000,
        initiator: "arn:aws:iam::111122223333:user/ann".to_owned(),
        owner: "111122223333".to_owned(),
        checksum_algorithm: Some("SHA256".to_owned()),
        checksum_kind: Some("COMPOSITE".to_owned()),
        ..UploadRecord::default()
    };
    stored(include_str!("records/upload.json"), &upload);
    let part = PartRecord {
        number: 7,
        size: 5 << 20,
        etag: "e".to_owned(),
        last_modified_ms: 1_735_689_600_000,
        blob: blob(),
        checksums: texts(&[("SHA256", "s")]),
    };
    stored(include_str!("records/part.json"), &part);
}

#[test]
fn a_typical_object_is_small() {
    let bytes = encode(&typical_object()).len();
    assert!(bytes < 350, "{bytes} bytes");
}

#[test]
fn unreadable_values_say_why() {
    let read = |bytes: &[u8]| decode::<BucketRecord>(&Bytes::copy_from_slice(bytes)).unwrap_err();
    assert!(matches!(read(b""), RecordError::Empty));
    assert!(matches!(read(b"\0reason"), RecordError::Unwritable));
    assert!(matches!(read(b"\x01{"), RecordError::Json(_)));
    assert!(matches!(read(b"\x01{}"), RecordError::Json(_)));
    assert!(matches!(read(b"\x01null trailing"), RecordError::Json(_)));
    let newer = read(&[FORMAT + 1, b'{', b'}']);
    assert_eq!(
        newer.to_string(),
        "the record has format 2, this release reads up to 1"
    );
    assert!(decode::<BlobId>(&Bytes::from_static(b"\x01\"0123\"")).is_err());
}

#[test]
fn fields_of_a_later_release_are_passed_over() {
    let json = br#"{"sequence":1,"last_modified_ms":2,"owner":"o","from_the_future":[1,2]}"#;
    let record: ObjectRecord = decode(&[&[FORMAT][..], json].concat().into()).unwrap();
    assert_eq!(
        (record.sequence, record.storage_class.as_str()),
        (1, "STANDARD")
    );
    assert_eq!(record.encryption, Encryption::default());
}

#[test]
fn a_record_that_json_cannot_express_is_refused_by_the_store() {
    let record = BTreeMap::from([((1, 2), 3)]);
    let store = MemoryMetadata::new();
    let error = store
        .commit(Commit::new().put("k", encode(&record)))
        .unwrap_err();
    assert!(
        matches!(error, CommitError::Storage(StorageError::Unwritable { .. })),
        "{error}"
    );
    assert_eq!(store.get(b"k").unwrap(), None);
}

#[test]
fn blob_ids_are_32_lower_case_digits() {
    let id = blob();
    assert_eq!(id.to_string(), "0123456789abcdef0123456789abcdef");
    assert_eq!(id.to_string().parse::<BlobId>(), Ok(id));
    assert_eq!(BlobId::from_u128(1).to_string().len(), 32);
    for text in [
        "",
        "0123",
        "+123456789abcdef0123456789abcdef",
        "0123456789ABCDEF0123456789abcdef",
        "0123456789abcdef0123456789abcdef0",
    ] {
        assert!(text.parse::<BlobId>().is_err(), "{text}");
    }
}
