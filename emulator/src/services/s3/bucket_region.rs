//! The header that tells a client where a bucket is, also when it may not see more.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html>

use crate::services::service::{Call, Operation, Run, erase};

const HEADER: &str = "x-amz-bucket-region";

/// The road of an operation whose answer and whose refusal both name the bucket's region.
pub const fn shown<O: Operation>() -> Run {
    |call| {
        Box::pin(async move {
            let done = erase::<O>()(call).await;
            let Some(region) = region(call) else {
                return done;
            };
            done.map(|reply| reply.named(HEADER, region))
                .map_err(|failure| failure.header(HEADER, region))
        })
    }
}

fn region<'a>(call: &'a Call<'_>) -> Option<&'a str> {
    let view = call.target.view.as_ref()?;
    Some(view.record.region.as_str())
}
