//! Rows of the S3 operations on objects and uploads: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html>.

use super::macros::operations;

operations! {
    aws_sdk_s3, s3;
    sends PutObject put_object::PutObjectInput {
        "ACL": set_acl, "Bucket": set_bucket, "CacheControl": set_cache_control,
        "ContentDisposition": set_content_disposition, "ContentEncoding": set_content_encoding,
        "ContentLanguage": set_content_language, "ContentLength": set_content_length,
        "ContentMD5": set_content_md5, "ContentType": set_content_type,
        "ChecksumAlgorithm": set_checksum_algorithm, "ChecksumCRC32": set_checksum_crc32,
        "ChecksumCRC32C": set_checksum_crc32_c, "ChecksumCRC64NVME": set_checksum_crc64_nvme,
        "ChecksumSHA1": set_checksum_sha1, "ChecksumSHA256": set_checksum_sha256,
        "ChecksumSHA512": set_checksum_sha512, "ChecksumMD5": set_checksum_md5,
        "ChecksumXXHASH64": set_checksum_xxhash64, "ChecksumXXHASH3": set_checksum_xxhash3,
        "ChecksumXXHASH128": set_checksum_xxhash128, "Expires": set_expires, "IfMatch": set_if_match,
        "IfNoneMatch": set_if_none_match, "GrantFullControl": set_grant_full_control,
        "GrantRead": set_grant_read, "GrantReadACP": set_grant_read_acp, "GrantWriteACP": set_grant_write_acp,
        "Key": set_key, "WriteOffsetBytes": set_write_offset_bytes, "Metadata": set_metadata,
        "ServerSideEncryption": set_server_side_encryption, "StorageClass": set_storage_class,
        "WebsiteRedirectLocation": set_website_redirect_location,
        "SSECustomerAlgorithm": set_sse_customer_algorithm, "SSECustomerKey": set_sse_customer_key,
        "SSECustomerKeyMD5": set_sse_customer_key_md5, "SSEKMSKeyId": set_ssekms_key_id,
        "SSEKMSEncryptionContext": set_ssekms_encryption_context, "BucketKeyEnabled": set_bucket_key_enabled,
        "RequestPayer": set_request_payer, "Tagging": set_tagging, "ObjectLockMode": set_object_lock_mode,
        "ObjectLockRetainUntilDate": set_object_lock_retain_until_date,
        "ObjectLockLegalHoldStatus": set_object_lock_legal_hold_status,
        "ObjectLockEventHold": set_object_lock_event_hold,
        "ObjectLockEventHoldDurationDays": set_object_lock_event_hold_duration_days,
        "ObjectLockEventHoldDurationYears": set_object_lock_event_hold_duration_years,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    streams GetObject get_object::GetObjectInput {
        "Bucket": set_bucket, "IfMatch": set_if_match, "IfModifiedSince": set_if_modified_since,
        "IfNoneMatch": set_if_none_match, "IfUnmodifiedSince": set_if_unmodified_since, "Key": set_key,
        "Range": set_range, "ResponseCacheControl": set_response_cache_control,
        "ResponseContentDisposition": set_response_content_disposition,
        "ResponseContentEncoding": set_response_content_encoding,
        "ResponseContentLanguage": set_response_content_language,
        "ResponseContentType": set_response_content_type, "ResponseExpires": set_response_expires,
        "VersionId": set_version_id, "SSECustomerAlgorithm": set_sse_customer_algorithm,
        "SSECustomerKey": set_sse_customer_key, "SSECustomerKeyMD5": set_sse_customer_key_md5,
        "RequestPayer": set_request_payer, "PartNumber": set_part_number,
        "ExpectedBucketOwner": set_expected_bucket_owner, "ChecksumMode": set_checksum_mode
    }
    plain HeadObject head_object::HeadObjectInput {
        "Bucket": set_bucket, "IfMatch": set_if_match, "IfModifiedSince": set_if_modified_since,
        "IfNoneMatch": set_if_none_match, "IfUnmodifiedSince": set_if_unmodified_since, "Key": set_key,
        "Range": set_range, "ResponseCacheControl": set_response_cache_control,
        "ResponseContentDisposition": set_response_content_disposition,
        "ResponseContentEncoding": set_response_content_encoding,
        "ResponseContentLanguage": set_response_content_language,
        "ResponseContentType": set_response_content_type, "ResponseExpires": set_response_expires,
        "VersionId": set_version_id, "SSECustomerAlgorithm": set_sse_customer_algorithm,
        "SSECustomerKey": set_sse_customer_key, "SSECustomerKeyMD5": set_sse_customer_key_md5,
        "RequestPayer": set_request_payer, "PartNumber": set_part_number,
        "ExpectedBucketOwner": set_expected_bucket_owner, "ChecksumMode": set_checksum_mode
    }
    plain DeleteObject delete_object::DeleteObjectInput {
        "Bucket": set_bucket, "Key": set_key, "MFA": set_mfa, "VersionId": set_version_id,
        "RequestPayer": set_request_payer, "BypassGovernanceRetention": set_bypass_governance_retention,
        "ExpectedBucketOwner": set_expected_bucket_owner, "IfMatch": set_if_match,
        "IfMatchLastModifiedTime": set_if_match_last_modified_time, "IfMatchSize": set_if_match_size
    }
    plain DeleteObjects delete_objects::DeleteObjectsInput {
        "Bucket": set_bucket, "Delete": set_delete, "MFA": set_mfa, "RequestPayer": set_request_payer,
        "BypassGovernanceRetention": set_bypass_governance_retention,
        "ExpectedBucketOwner": set_expected_bucket_owner, "ChecksumAlgorithm": set_checksum_algorithm
    }
    plain CopyObject copy_object::CopyObjectInput {
        "ACL": set_acl, "Bucket": set_bucket, "CacheControl": set_cache_control,
        "ChecksumAlgorithm": set_checksum_algorithm, "ContentDisposition": set_content_disposition,
        "ContentEncoding": set_content_encoding, "ContentLanguage": set_content_language,
        "ContentType": set_content_type, "CopySource": set_copy_source,
        "CopySourceIfMatch": set_copy_source_if_match,
        "CopySourceIfModifiedSince": set_copy_source_if_modified_since,
        "CopySourceIfNoneMatch": set_copy_source_if_none_match,
        "CopySourceIfUnmodifiedSince": set_copy_source_if_unmodified_since, "Expires": set_expires,
        "GrantFullControl": set_grant_full_control, "GrantRead": set_grant_read,
        "GrantReadACP": set_grant_read_acp, "GrantWriteACP": set_grant_write_acp, "IfMatch": set_if_match,
        "IfNoneMatch": set_if_none_match, "Key": set_key, "Metadata": set_metadata,
        "MetadataDirective": set_metadata_directive, "TaggingDirective": set_tagging_directive,
        "AnnotationDirective": set_annotation_directive, "ServerSideEncryption": set_server_side_encryption,
        "StorageClass": set_storage_class, "WebsiteRedirectLocation": set_website_redirect_location,
        "SSECustomerAlgorithm": set_sse_customer_algorithm, "SSECustomerKey": set_sse_customer_key,
        "SSECustomerKeyMD5": set_sse_customer_key_md5, "SSEKMSKeyId": set_ssekms_key_id,
        "SSEKMSEncryptionContext": set_ssekms_encryption_context, "BucketKeyEnabled": set_bucket_key_enabled,
        "CopySourceSSECustomerAlgorithm": set_copy_source_sse_customer_algorithm,
        "CopySourceSSECustomerKey": set_copy_source_sse_customer_key,
        "CopySourceSSECustomerKeyMD5": set_copy_source_sse_customer_key_md5,
        "RequestPayer": set_request_payer, "Tagging": set_tagging, "ObjectLockMode": set_object_lock_mode,
        "ObjectLockRetainUntilDate": set_object_lock_retain_until_date,
        "ObjectLockLegalHoldStatus": set_object_lock_legal_hold_status,
        "ObjectLockEventHold": set_object_lock_event_hold,
        "ObjectLockEventHoldDurationDays": set_object_lock_event_hold_duration_days,
        "ObjectLockEventHoldDurationYears": set_object_lock_event_hold_duration_years,
        "ExpectedBucketOwner": set_expected_bucket_owner,
        "ExpectedSourceBucketOwner": set_expected_source_bucket_owner
    }
    plain ListObjects list_objects::ListObjectsInput {
        "Bucket": set_bucket, "Delimiter": set_delimiter, "EncodingType": set_encoding_type,
        "Marker": set_marker, "MaxKeys": set_max_keys, "Prefix": set_prefix,
        "RequestPayer": set_request_payer, "ExpectedBucketOwner": set_expected_bucket_owner,
        "OptionalObjectAttributes": set_optional_object_attributes
    }
    plain ListObjectsV2 list_objects_v2::ListObjectsV2Input {
        "Bucket": set_bucket, "Delimiter": set_delimiter, "EncodingType": set_encoding_type,
        "MaxKeys": set_max_keys, "Prefix": set_prefix, "ContinuationToken": set_continuation_token,
        "FetchOwner": set_fetch_owner, "StartAfter": set_start_after, "RequestPayer": set_request_payer,
        "ExpectedBucketOwner": set_expected_bucket_owner,
        "OptionalObjectAttributes": set_optional_object_attributes
    }
    plain ListObjectVersions list_object_versions::ListObjectVersionsInput {
        "Bucket": set_bucket, "Delimiter": set_delimiter, "EncodingType": set_encoding_type,
        "KeyMarker": set_key_marker, "MaxKeys": set_max_keys, "Prefix": set_prefix,
        "VersionIdMarker": set_version_id_marker, "ExpectedBucketOwner": set_expected_bucket_owner,
        "RequestPayer": set_request_payer, "OptionalObjectAttributes": set_optional_object_attributes
    }
    plain GetObjectAttributes get_object_attributes::GetObjectAttributesInput {
        "Bucket": set_bucket, "Key": set_key, "VersionId": set_version_id, "MaxParts": set_max_parts,
        "PartNumberMarker": set_part_number_marker, "SSECustomerAlgorithm": set_sse_customer_algorithm,
        "SSECustomerKey": set_sse_customer_key, "SSECustomerKeyMD5": set_sse_customer_key_md5,
        "RequestPayer": set_request_payer, "ExpectedBucketOwner": set_expected_bucket_owner,
        "ObjectAttributes": set_object_attributes
    }
    plain RestoreObject restore_object::RestoreObjectInput {
        "Bucket": set_bucket, "Key": set_key, "VersionId": set_version_id,
        "RestoreRequest": set_restore_request, "RequestPayer": set_request_payer,
        "ChecksumAlgorithm": set_checksum_algorithm, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetObjectAcl get_object_acl::GetObjectAclInput {
        "Bucket": set_bucket, "Key": set_key, "VersionId": set_version_id, "RequestPayer": set_request_payer,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutObjectAcl put_object_acl::PutObjectAclInput {
        "ACL": set_acl, "AccessControlPolicy": set_access_control_policy, "Bucket": set_bucket,
        "ContentMD5": set_content_md5, "ChecksumAlgorithm": set_checksum_algorithm,
        "GrantFullControl": set_grant_full_control, "GrantRead": set_grant_read,
        "GrantReadACP": set_grant_read_acp, "GrantWrite": set_grant_write,
        "GrantWriteACP": set_grant_write_acp, "Key": set_key, "RequestPayer": set_request_payer,
        "VersionId": set_version_id, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetObjectTagging get_object_tagging::GetObjectTaggingInput {
        "Bucket": set_bucket, "Key": set_key, "VersionId": set_version_id,
        "ExpectedBucketOwner": set_expected_bucket_owner, "RequestPayer": set_request_payer
    }
    plain PutObjectTagging put_object_tagging::PutObjectTaggingInput {
        "Bucket": set_bucket, "Key": set_key, "VersionId": set_version_id, "ContentMD5": set_content_md5,
        "ChecksumAlgorithm": set_checksum_algorithm, "Tagging": set_tagging,
        "ExpectedBucketOwner": set_expected_bucket_owner, "RequestPayer": set_request_payer
    }
    plain DeleteObjectTagging delete_object_tagging::DeleteObjectTaggingInput {
        "Bucket": set_bucket, "Key": set_key, "VersionId": set_version_id,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetObjectLegalHold get_object_legal_hold::GetObjectLegalHoldInput {
        "Bucket": set_bucket, "Key": set_key, "VersionId": set_version_id, "RequestPayer": set_request_payer,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutObjectLegalHold put_object_legal_hold::PutObjectLegalHoldInput {
        "Bucket": set_bucket, "Key": set_key, "LegalHold": set_legal_hold, "RequestPayer": set_request_payer,
        "VersionId": set_version_id, "ContentMD5": set_content_md5,
        "ChecksumAlgorithm": set_checksum_algorithm, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetObjectRetention get_object_retention::GetObjectRetentionInput {
        "Bucket": set_bucket, "Key": set_key, "VersionId": set_version_id, "RequestPayer": set_request_payer,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutObjectRetention put_object_retention::PutObjectRetentionInput {
        "Bucket": set_bucket, "Key": set_key, "Retention": set_retention, "RequestPayer": set_request_payer,
        "VersionId": set_version_id, "BypassGovernanceRetention": set_bypass_governance_retention,
        "ContentMD5": set_content_md5, "ChecksumAlgorithm": set_checksum_algorithm,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain CreateMultipartUpload create_multipart_upload::CreateMultipartUploadInput {
        "ACL": set_acl, "Bucket": set_bucket, "CacheControl": set_cache_control,
        "ContentDisposition": set_content_disposition, "ContentEncoding": set_content_encoding,
        "ContentLanguage": set_content_language, "ContentType": set_content_type, "Expires": set_expires,
        "GrantFullControl": set_grant_full_control, "GrantRead": set_grant_read,
        "GrantReadACP": set_grant_read_acp, "GrantWriteACP": set_grant_write_acp, "Key": set_key,
        "Metadata": set_metadata, "ServerSideEncryption": set_server_side_encryption,
        "StorageClass": set_storage_class, "WebsiteRedirectLocation": set_website_redirect_location,
        "SSECustomerAlgorithm": set_sse_customer_algorithm, "SSECustomerKey": set_sse_customer_key,
        "SSECustomerKeyMD5": set_sse_customer_key_md5, "SSEKMSKeyId": set_ssekms_key_id,
        "SSEKMSEncryptionContext": set_ssekms_encryption_context, "BucketKeyEnabled": set_bucket_key_enabled,
        "RequestPayer": set_request_payer, "Tagging": set_tagging, "ObjectLockMode": set_object_lock_mode,
        "ObjectLockRetainUntilDate": set_object_lock_retain_until_date,
        "ObjectLockLegalHoldStatus": set_object_lock_legal_hold_status,
        "ObjectLockEventHold": set_object_lock_event_hold,
        "ObjectLockEventHoldDurationDays": set_object_lock_event_hold_duration_days,
        "ObjectLockEventHoldDurationYears": set_object_lock_event_hold_duration_years,
        "ExpectedBucketOwner": set_expected_bucket_owner, "ChecksumAlgorithm": set_checksum_algorithm,
        "ChecksumType": set_checksum_type
    }
    sends UploadPart upload_part::UploadPartInput {
        "Bucket": set_bucket, "ContentLength": set_content_length, "ContentMD5": set_content_md5,
        "ChecksumAlgorithm": set_checksum_algorithm, "ChecksumCRC32": set_checksum_crc32,
        "ChecksumCRC32C": set_checksum_crc32_c, "ChecksumCRC64NVME": set_checksum_crc64_nvme,
        "ChecksumSHA1": set_checksum_sha1, "ChecksumSHA256": set_checksum_sha256,
        "ChecksumSHA512": set_checksum_sha512, "ChecksumMD5": set_checksum_md5,
        "ChecksumXXHASH64": set_checksum_xxhash64, "ChecksumXXHASH3": set_checksum_xxhash3,
        "ChecksumXXHASH128": set_checksum_xxhash128, "Key": set_key, "PartNumber": set_part_number,
        "UploadId": set_upload_id, "SSECustomerAlgorithm": set_sse_customer_algorithm,
        "SSECustomerKey": set_sse_customer_key, "SSECustomerKeyMD5": set_sse_customer_key_md5,
        "RequestPayer": set_request_payer, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain UploadPartCopy upload_part_copy::UploadPartCopyInput {
        "Bucket": set_bucket, "CopySource": set_copy_source, "CopySourceIfMatch": set_copy_source_if_match,
        "CopySourceIfModifiedSince": set_copy_source_if_modified_since,
        "CopySourceIfNoneMatch": set_copy_source_if_none_match,
        "CopySourceIfUnmodifiedSince": set_copy_source_if_unmodified_since,
        "CopySourceRange": set_copy_source_range, "Key": set_key, "PartNumber": set_part_number,
        "UploadId": set_upload_id, "SSECustomerAlgorithm": set_sse_customer_algorithm,
        "SSECustomerKey": set_sse_customer_key, "SSECustomerKeyMD5": set_sse_customer_key_md5,
        "CopySourceSSECustomerAlgorithm": set_copy_source_sse_customer_algorithm,
        "CopySourceSSECustomerKey": set_copy_source_sse_customer_key,
        "CopySourceSSECustomerKeyMD5": set_copy_source_sse_customer_key_md5,
        "RequestPayer": set_request_payer, "ExpectedBucketOwner": set_expected_bucket_owner,
        "ExpectedSourceBucketOwner": set_expected_source_bucket_owner
    }
    plain CompleteMultipartUpload complete_multipart_upload::CompleteMultipartUploadInput {
        "Bucket": set_bucket, "Key": set_key, "MultipartUpload": set_multipart_upload,
        "UploadId": set_upload_id, "ChecksumCRC32": set_checksum_crc32,
        "ChecksumCRC32C": set_checksum_crc32_c, "ChecksumCRC64NVME": set_checksum_crc64_nvme,
        "ChecksumSHA1": set_checksum_sha1, "ChecksumSHA256": set_checksum_sha256,
        "ChecksumSHA512": set_checksum_sha512, "ChecksumMD5": set_checksum_md5,
        "ChecksumXXHASH64": set_checksum_xxhash64, "ChecksumXXHASH3": set_checksum_xxhash3,
        "ChecksumXXHASH128": set_checksum_xxhash128, "ChecksumType": set_checksum_type,
        "MpuObjectSize": set_mpu_object_size, "RequestPayer": set_request_payer,
        "ExpectedBucketOwner": set_expected_bucket_owner, "IfMatch": set_if_match,
        "IfNoneMatch": set_if_none_match, "SSECustomerAlgorithm": set_sse_customer_algorithm,
        "SSECustomerKey": set_sse_customer_key, "SSECustomerKeyMD5": set_sse_customer_key_md5
    }
    plain AbortMultipartUpload abort_multipart_upload::AbortMultipartUploadInput {
        "Bucket": set_bucket, "Key": set_key, "UploadId": set_upload_id, "RequestPayer": set_request_payer,
        "ExpectedBucketOwner": set_expected_bucket_owner, "IfMatchInitiatedTime": set_if_match_initiated_time
    }
    plain ListMultipartUploads list_multipart_uploads::ListMultipartUploadsInput {
        "Bucket": set_bucket, "Delimiter": set_delimiter, "EncodingType": set_encoding_type,
        "KeyMarker": set_key_marker, "MaxUploads": set_max_uploads, "Prefix": set_prefix,
        "UploadIdMarker": set_upload_id_marker, "ExpectedBucketOwner": set_expected_bucket_owner,
        "RequestPayer": set_request_payer
    }
    plain ListParts list_parts::ListPartsInput {
        "Bucket": set_bucket, "Key": set_key, "MaxParts": set_max_parts,
        "PartNumberMarker": set_part_number_marker, "UploadId": set_upload_id,
        "RequestPayer": set_request_payer, "ExpectedBucketOwner": set_expected_bucket_owner,
        "SSECustomerAlgorithm": set_sse_customer_algorithm, "SSECustomerKey": set_sse_customer_key,
        "SSECustomerKeyMD5": set_sse_customer_key_md5
    }
}
