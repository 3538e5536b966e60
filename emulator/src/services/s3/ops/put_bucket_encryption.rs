//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html>

use http::StatusCode;
use serde::Deserialize;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::encryption::BucketEncryption;
use crate::services::s3::{ask, document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records;

const SSE_S3: &str = "AES256";
const SSE_KMS: &str = "aws:kms";
const DSSE_KMS: &str = "aws:kms:dsse";

/// PutBucketEncryption.
#[derive(Debug)]
pub struct PutBucketEncryption;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "Rule", default)]
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(rename = "ApplyServerSideEncryptionByDefault")]
    default: Option<ByDefault>,
    #[serde(rename = "BucketKeyEnabled")]
    bucket_key: Option<bool>,
    #[serde(rename = "BlockedEncryptionTypes")]
    blocked: Option<Blocked>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ByDefault {
    #[serde(rename = "SSEAlgorithm")]
    algorithm: String,
    #[serde(rename = "KMSMasterKeyID")]
    kms_key_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Blocked {
    #[serde(rename = "EncryptionType", default)]
    types: Vec<String>,
}

impl Operation for PutBucketEncryption {
    const ROW: Row = Row::rest(
        "PutBucketEncryption",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("encryption")]),
        "s3:PutEncryptionConfiguration",
        "REST.PUT.ENCRYPTION",
        erase::<Self>(),
    );
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        let document: Document = document::xml(call, "ServerSideEncryptionConfiguration").await?;
        let [rule] = document.rules.as_slice() else {
            return Err(errors::malformed_xml());
        };
        let bucket = call.target.bucket.as_str();
        // What a rule leaves out stays: a rule may be there for the blocked types alone.
        let encryption = encryption(rule, &call.target.view()?.encryption)?;
        let commit = buckets::configure(bucket, configuration::ENCRYPTION, Some(&encryption));
        let commit = match blocks_sse_c(rule)? {
            Some(blocked) => commit.put(
                buckets::configuration_key(bucket, configuration::SSE_C_BLOCKED),
                records::encode(&blocked),
            ),
            None => commit,
        };
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}

fn encryption(rule: &Rule, before: &BucketEncryption) -> Result<BucketEncryption, Failure> {
    let Some(default) = &rule.default else {
        return match (rule.bucket_key, &rule.blocked) {
            (None, None) => Err(errors::malformed_xml()),
            (bucket_key, _) => Ok(BucketEncryption {
                bucket_key: bucket_key.unwrap_or(before.bucket_key),
                ..before.clone()
            }),
        };
    };
    match default.algorithm.as_str() {
        SSE_S3 if default.kms_key_id.is_some() => return Err(errors::kms_key_not_applicable()),
        SSE_S3 | SSE_KMS => {}
        DSSE_KMS => {
            return Err(errors::not_implemented(
                "dual-layer encryption (aws:kms:dsse) is not done",
            ));
        }
        _ => return Err(errors::malformed_xml()),
    }
    Ok(BucketEncryption {
        algorithm: default.algorithm.clone(),
        kms_key_id: default.kms_key_id.clone(),
        bucket_key: rule.bucket_key.unwrap_or(false),
    })
}

/// Whether uploads with customer-provided keys are to be refused; `None` when the rule does not say.
fn blocks_sse_c(rule: &Rule) -> Result<Option<bool>, Failure> {
    let Some(blocked) = &rule.blocked else {
        return Ok(None);
    };
    let types: Vec<&str> = blocked.types.iter().map(String::as_str).collect();
    match types[..] {
        ["SSE-C"] => Ok(Some(true)),
        ["NONE"] => Ok(Some(false)),
        _ => Err(errors::malformed_xml()),
    }
}
