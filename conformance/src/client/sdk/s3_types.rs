//! Structures and words in the members of S3 operations.

use super::macros::{structures, words};

structures! {
    aws_sdk_s3;
    plain AbortIncompleteMultipartUpload {
        "DaysAfterInitiation": set_days_after_initiation
    }
    plain AccessControlPolicy {
        "Grants": set_grants, "Owner": set_owner
    }
    plain BlockedEncryptionTypes {
        "EncryptionType": set_encryption_type
    }
    plain BucketInfo {
        "DataRedundancy": set_data_redundancy, "Type": set_type
    }
    tries BucketLifecycleConfiguration {
        "Rules": set_rules
    }
    plain BucketLoggingStatus {
        "LoggingEnabled": set_logging_enabled
    }
    tries CorsConfiguration {
        "CORSRules": set_cors_rules
    }
    tries CorsRule {
        "ID": set_id, "AllowedHeaders": set_allowed_headers, "AllowedMethods": set_allowed_methods,
        "AllowedOrigins": set_allowed_origins, "ExposeHeaders": set_expose_headers,
        "MaxAgeSeconds": set_max_age_seconds
    }
    plain CsvInput {
        "FileHeaderInfo": set_file_header_info, "Comments": set_comments,
        "QuoteEscapeCharacter": set_quote_escape_character, "RecordDelimiter": set_record_delimiter,
        "FieldDelimiter": set_field_delimiter, "QuoteCharacter": set_quote_character,
        "AllowQuotedRecordDelimiter": set_allow_quoted_record_delimiter
    }
    plain CsvOutput {
        "QuoteFields": set_quote_fields, "QuoteEscapeCharacter": set_quote_escape_character,
        "RecordDelimiter": set_record_delimiter, "FieldDelimiter": set_field_delimiter,
        "QuoteCharacter": set_quote_character
    }
    plain CompletedMultipartUpload {
        "Parts": set_parts
    }
    plain CompletedPart {
        "ETag": set_e_tag, "ChecksumCRC32": set_checksum_crc32, "ChecksumCRC32C": set_checksum_crc32_c,
        "ChecksumCRC64NVME": set_checksum_crc64_nvme, "ChecksumSHA1": set_checksum_sha1,
        "ChecksumSHA256": set_checksum_sha256, "ChecksumSHA512": set_checksum_sha512,
        "ChecksumMD5": set_checksum_md5, "ChecksumXXHASH64": set_checksum_xxhash64,
        "ChecksumXXHASH3": set_checksum_xxhash3, "ChecksumXXHASH128": set_checksum_xxhash128,
        "PartNumber": set_part_number
    }
    plain CreateBucketConfiguration {
        "LocationConstraint": set_location_constraint, "Location": set_location, "Bucket": set_bucket,
        "Tags": set_tags
    }
    plain DefaultRetention {
        "Mode": set_mode, "Days": set_days, "Years": set_years, "DefaultEventHold": set_default_event_hold
    }
    tries Delete {
        "Objects": set_objects, "Quiet": set_quiet
    }
    tries Encryption {
        "EncryptionType": set_encryption_type, "KMSKeyId": set_kms_key_id, "KMSContext": set_kms_context
    }
    plain EventBridgeConfiguration {

    }
    plain EventHoldDuration {
        "Days": set_days, "Years": set_years
    }
    plain FilterRule {
        "Name": set_name, "Value": set_value
    }
    tries GlacierJobParameters {
        "Tier": set_tier
    }
    plain Grant {
        "Grantee": set_grantee, "Permission": set_permission
    }
    tries Grantee {
        "DisplayName": set_display_name, "EmailAddress": set_email_address, "ID": set_id, "URI": set_uri,
        "Type": set_type
    }
    plain InputSerialization {
        "CSV": set_csv, "CompressionType": set_compression_type, "JSON": set_json, "Parquet": set_parquet
    }
    plain IntelligentTieringAndOperator {
        "Prefix": set_prefix, "Tags": set_tags
    }
    tries IntelligentTieringConfiguration {
        "Id": set_id, "Filter": set_filter, "Status": set_status, "Tierings": set_tierings
    }
    plain IntelligentTieringFilter {
        "Prefix": set_prefix, "Tag": set_tag, "And": set_and
    }
    plain JsonInput {
        "Type": set_type
    }
    plain JsonOutput {
        "RecordDelimiter": set_record_delimiter
    }
    tries LambdaFunctionConfiguration {
        "Id": set_id, "LambdaFunctionArn": set_lambda_function_arn, "Events": set_events, "Filter": set_filter
    }
    plain LifecycleExpiration {
        "Date": set_date, "Days": set_days, "ExpiredObjectDeleteMarker": set_expired_object_delete_marker
    }
    tries LifecycleRule {
        "Expiration": set_expiration, "ID": set_id, "Prefix": set_prefix, "Filter": set_filter,
        "Status": set_status, "Transitions": set_transitions,
        "NoncurrentVersionExpiration": set_noncurrent_version_expiration,
        "AbortIncompleteMultipartUpload": set_abort_incomplete_multipart_upload
    }
    plain LifecycleRuleAndOperator {
        "Prefix": set_prefix, "Tags": set_tags, "ObjectSizeGreaterThan": set_object_size_greater_than,
        "ObjectSizeLessThan": set_object_size_less_than
    }
    plain LifecycleRuleFilter {
        "Prefix": set_prefix, "Tag": set_tag, "ObjectSizeGreaterThan": set_object_size_greater_than,
        "ObjectSizeLessThan": set_object_size_less_than, "And": set_and
    }
    plain LocationInfo {
        "Type": set_type, "Name": set_name
    }
    tries LoggingEnabled {
        "TargetBucket": set_target_bucket, "TargetGrants": set_target_grants,
        "TargetPrefix": set_target_prefix, "TargetObjectKeyFormat": set_target_object_key_format
    }
    plain MetadataEntry {
        "Name": set_name, "Value": set_value
    }
    plain NoncurrentVersionExpiration {
        "NoncurrentDays": set_noncurrent_days, "NewerNoncurrentVersions": set_newer_noncurrent_versions
    }
    plain NoncurrentVersionTransition {
        "NoncurrentDays": set_noncurrent_days, "StorageClass": set_storage_class,
        "NewerNoncurrentVersions": set_newer_noncurrent_versions
    }
    plain NotificationConfiguration {
        "TopicConfigurations": set_topic_configurations, "QueueConfigurations": set_queue_configurations,
        "EventBridgeConfiguration": set_event_bridge_configuration
    }
    plain NotificationConfigurationFilter {
        "Key": set_key
    }
    tries ObjectIdentifier {
        "Key": set_key, "VersionId": set_version_id, "ETag": set_e_tag,
        "LastModifiedTime": set_last_modified_time, "Size": set_size
    }
    plain ObjectLockConfiguration {
        "ObjectLockEnabled": set_object_lock_enabled, "Rule": set_rule
    }
    plain ObjectLockLegalHold {
        "Status": set_status
    }
    plain ObjectLockRetention {
        "Mode": set_mode, "RetainUntilDate": set_retain_until_date, "EventHold": set_event_hold,
        "EventHoldDuration": set_event_hold_duration
    }
    plain ObjectLockRule {
        "DefaultRetention": set_default_retention
    }
    plain OutputLocation {
        "S3": set_s3
    }
    plain OutputSerialization {
        "CSV": set_csv, "JSON": set_json
    }
    plain Owner {
        "DisplayName": set_display_name, "ID": set_id
    }
    tries OwnershipControls {
        "Rules": set_rules
    }
    tries OwnershipControlsRule {
        "ObjectOwnership": set_object_ownership
    }
    plain ParquetInput {

    }
    plain PartitionedPrefix {
        "PartitionDateSource": set_partition_date_source
    }
    plain PublicAccessBlockConfiguration {
        "BlockPublicAcls": set_block_public_acls, "IgnorePublicAcls": set_ignore_public_acls,
        "BlockPublicPolicy": set_block_public_policy, "RestrictPublicBuckets": set_restrict_public_buckets
    }
    tries QueueConfiguration {
        "Id": set_id, "QueueArn": set_queue_arn, "Events": set_events, "Filter": set_filter
    }
    tries RequestPaymentConfiguration {
        "Payer": set_payer
    }
    plain RestoreRequest {
        "Days": set_days, "GlacierJobParameters": set_glacier_job_parameters, "Type": set_type,
        "Tier": set_tier, "Description": set_description, "SelectParameters": set_select_parameters,
        "OutputLocation": set_output_location
    }
    plain S3KeyFilter {
        "FilterRules": set_filter_rules
    }
    tries S3Location {
        "BucketName": set_bucket_name, "Prefix": set_prefix, "Encryption": set_encryption,
        "CannedACL": set_canned_acl, "AccessControlList": set_access_control_list, "Tagging": set_tagging,
        "UserMetadata": set_user_metadata, "StorageClass": set_storage_class
    }
    tries SelectParameters {
        "InputSerialization": set_input_serialization, "ExpressionType": set_expression_type,
        "Expression": set_expression, "OutputSerialization": set_output_serialization
    }
    tries ServerSideEncryptionByDefault {
        "SSEAlgorithm": set_sse_algorithm, "KMSMasterKeyID": set_kms_master_key_id
    }
    tries ServerSideEncryptionConfiguration {
        "Rules": set_rules
    }
    plain ServerSideEncryptionRule {
        "ApplyServerSideEncryptionByDefault": set_apply_server_side_encryption_by_default,
        "BucketKeyEnabled": set_bucket_key_enabled, "BlockedEncryptionTypes": set_blocked_encryption_types
    }
    plain SimplePrefix {

    }
    tries Tag {
        "Key": set_key, "Value": set_value
    }
    tries Tagging {
        "TagSet": set_tag_set
    }
    plain TargetGrant {
        "Grantee": set_grantee, "Permission": set_permission
    }
    plain TargetObjectKeyFormat {
        "SimplePrefix": set_simple_prefix, "PartitionedPrefix": set_partitioned_prefix
    }
    tries Tiering {
        "Days": set_days, "AccessTier": set_access_tier
    }
    tries TopicConfiguration {
        "Id": set_id, "TopicArn": set_topic_arn, "Events": set_events, "Filter": set_filter
    }
    plain Transition {
        "Date": set_date, "Days": set_days, "StorageClass": set_storage_class
    }
    plain VersioningConfiguration {
        "MFADelete": set_mfa_delete, "Status": set_status
    }
}

words! {
    aws_sdk_s3;
    AnnotationDirective, BucketCannedAcl, BucketLocationConstraint, BucketLogsPermission, BucketNamespace,
    BucketType, BucketVersioningStatus, ChecksumAlgorithm, ChecksumMode, ChecksumType, CompressionType,
    DataRedundancy, EncodingType, EncryptionType, Event, ExpirationStatus, ExpressionType, FileHeaderInfo,
    FilterRuleName, IntelligentTieringAccessTier, IntelligentTieringStatus, JsonType, LocationType, MfaDelete,
    MetadataDirective, ObjectAttributes, ObjectCannedAcl, ObjectLockEnabled, ObjectLockEventHold,
    ObjectLockLegalHoldStatus, ObjectLockMode, ObjectLockRetentionMode, ObjectOwnership,
    OptionalObjectAttributes, PartitionDateSource, Payer, Permission, QuoteFields, RequestPayer,
    RestoreRequestType, ServerSideEncryption, StorageClass, TaggingDirective, Tier, TransitionStorageClass,
    Type
}
