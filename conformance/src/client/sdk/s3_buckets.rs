//! Rows of the S3 operations on buckets: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html>.

use super::macros::operations;

operations! {
    aws_sdk_s3, s3;
    plain ListBuckets list_buckets::ListBucketsInput {
        "MaxBuckets": set_max_buckets, "ContinuationToken": set_continuation_token, "Prefix": set_prefix,
        "BucketRegion": set_bucket_region
    }
    plain CreateBucket create_bucket::CreateBucketInput {
        "ACL": set_acl, "Bucket": set_bucket, "CreateBucketConfiguration": set_create_bucket_configuration,
        "GrantFullControl": set_grant_full_control, "GrantRead": set_grant_read,
        "GrantReadACP": set_grant_read_acp, "GrantWrite": set_grant_write,
        "GrantWriteACP": set_grant_write_acp,
        "ObjectLockEnabledForBucket": set_object_lock_enabled_for_bucket,
        "ObjectOwnership": set_object_ownership, "BucketNamespace": set_bucket_namespace
    }
    plain DeleteBucket delete_bucket::DeleteBucketInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain HeadBucket head_bucket::HeadBucketInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketLocation get_bucket_location::GetBucketLocationInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketVersioning get_bucket_versioning::GetBucketVersioningInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketVersioning put_bucket_versioning::PutBucketVersioningInput {
        "Bucket": set_bucket, "ContentMD5": set_content_md5, "ChecksumAlgorithm": set_checksum_algorithm,
        "MFA": set_mfa, "VersioningConfiguration": set_versioning_configuration,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketPolicy get_bucket_policy::GetBucketPolicyInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketPolicy put_bucket_policy::PutBucketPolicyInput {
        "Bucket": set_bucket, "ContentMD5": set_content_md5, "ChecksumAlgorithm": set_checksum_algorithm,
        "ConfirmRemoveSelfBucketAccess": set_confirm_remove_self_bucket_access, "Policy": set_policy,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain DeleteBucketPolicy delete_bucket_policy::DeleteBucketPolicyInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketPolicyStatus get_bucket_policy_status::GetBucketPolicyStatusInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketCors get_bucket_cors::GetBucketCorsInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketCors put_bucket_cors::PutBucketCorsInput {
        "Bucket": set_bucket, "CORSConfiguration": set_cors_configuration, "ContentMD5": set_content_md5,
        "ChecksumAlgorithm": set_checksum_algorithm, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain DeleteBucketCors delete_bucket_cors::DeleteBucketCorsInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketEncryption get_bucket_encryption::GetBucketEncryptionInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketEncryption put_bucket_encryption::PutBucketEncryptionInput {
        "Bucket": set_bucket, "ContentMD5": set_content_md5, "ChecksumAlgorithm": set_checksum_algorithm,
        "ServerSideEncryptionConfiguration": set_server_side_encryption_configuration,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain DeleteBucketEncryption delete_bucket_encryption::DeleteBucketEncryptionInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketLifecycleConfiguration get_bucket_lifecycle_configuration::GetBucketLifecycleConfigurationInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketLifecycleConfiguration put_bucket_lifecycle_configuration::PutBucketLifecycleConfigurationInput {
        "Bucket": set_bucket, "ChecksumAlgorithm": set_checksum_algorithm,
        "LifecycleConfiguration": set_lifecycle_configuration,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain DeleteBucketLifecycle delete_bucket_lifecycle::DeleteBucketLifecycleInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketOwnershipControls get_bucket_ownership_controls::GetBucketOwnershipControlsInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketOwnershipControls put_bucket_ownership_controls::PutBucketOwnershipControlsInput {
        "Bucket": set_bucket, "ContentMD5": set_content_md5, "ExpectedBucketOwner": set_expected_bucket_owner,
        "OwnershipControls": set_ownership_controls, "ChecksumAlgorithm": set_checksum_algorithm
    }
    plain DeleteBucketOwnershipControls delete_bucket_ownership_controls::DeleteBucketOwnershipControlsInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetPublicAccessBlock get_public_access_block::GetPublicAccessBlockInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutPublicAccessBlock put_public_access_block::PutPublicAccessBlockInput {
        "Bucket": set_bucket, "ContentMD5": set_content_md5, "ChecksumAlgorithm": set_checksum_algorithm,
        "PublicAccessBlockConfiguration": set_public_access_block_configuration,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain DeletePublicAccessBlock delete_public_access_block::DeletePublicAccessBlockInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketAcl get_bucket_acl::GetBucketAclInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketAcl put_bucket_acl::PutBucketAclInput {
        "ACL": set_acl, "AccessControlPolicy": set_access_control_policy, "Bucket": set_bucket,
        "ContentMD5": set_content_md5, "ChecksumAlgorithm": set_checksum_algorithm,
        "GrantFullControl": set_grant_full_control, "GrantRead": set_grant_read,
        "GrantReadACP": set_grant_read_acp, "GrantWrite": set_grant_write,
        "GrantWriteACP": set_grant_write_acp, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketTagging get_bucket_tagging::GetBucketTaggingInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketTagging put_bucket_tagging::PutBucketTaggingInput {
        "Bucket": set_bucket, "ContentMD5": set_content_md5, "ChecksumAlgorithm": set_checksum_algorithm,
        "Tagging": set_tagging, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain DeleteBucketTagging delete_bucket_tagging::DeleteBucketTaggingInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketLogging get_bucket_logging::GetBucketLoggingInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketLogging put_bucket_logging::PutBucketLoggingInput {
        "Bucket": set_bucket, "BucketLoggingStatus": set_bucket_logging_status, "ContentMD5": set_content_md5,
        "ChecksumAlgorithm": set_checksum_algorithm, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketNotificationConfiguration get_bucket_notification_configuration::GetBucketNotificationConfigurationInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketNotificationConfiguration put_bucket_notification_configuration::PutBucketNotificationConfigurationInput {
        "Bucket": set_bucket, "NotificationConfiguration": set_notification_configuration,
        "ExpectedBucketOwner": set_expected_bucket_owner,
        "SkipDestinationValidation": set_skip_destination_validation
    }
    plain GetObjectLockConfiguration get_object_lock_configuration::GetObjectLockConfigurationInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutObjectLockConfiguration put_object_lock_configuration::PutObjectLockConfigurationInput {
        "Bucket": set_bucket, "ObjectLockConfiguration": set_object_lock_configuration,
        "RequestPayer": set_request_payer, "Token": set_token, "ContentMD5": set_content_md5,
        "ChecksumAlgorithm": set_checksum_algorithm, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketIntelligentTieringConfiguration get_bucket_intelligent_tiering_configuration::GetBucketIntelligentTieringConfigurationInput {
        "Bucket": set_bucket, "Id": set_id, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketIntelligentTieringConfiguration put_bucket_intelligent_tiering_configuration::PutBucketIntelligentTieringConfigurationInput {
        "Bucket": set_bucket, "Id": set_id, "ExpectedBucketOwner": set_expected_bucket_owner,
        "IntelligentTieringConfiguration": set_intelligent_tiering_configuration
    }
    plain DeleteBucketIntelligentTieringConfiguration delete_bucket_intelligent_tiering_configuration::DeleteBucketIntelligentTieringConfigurationInput {
        "Bucket": set_bucket, "Id": set_id, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain ListBucketIntelligentTieringConfigurations list_bucket_intelligent_tiering_configurations::ListBucketIntelligentTieringConfigurationsInput {
        "Bucket": set_bucket, "ContinuationToken": set_continuation_token,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain GetBucketRequestPayment get_bucket_request_payment::GetBucketRequestPaymentInput {
        "Bucket": set_bucket, "ExpectedBucketOwner": set_expected_bucket_owner
    }
    plain PutBucketRequestPayment put_bucket_request_payment::PutBucketRequestPaymentInput {
        "Bucket": set_bucket, "ContentMD5": set_content_md5, "ChecksumAlgorithm": set_checksum_algorithm,
        "RequestPaymentConfiguration": set_request_payment_configuration,
        "ExpectedBucketOwner": set_expected_bucket_owner
    }
}
