use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime},
};

use aws_credential_types::Credentials as SdkCredentials;
use aws_sdk_s3::config::{
    RequestChecksumCalculation, ResponseChecksumValidation, StalledStreamProtectionConfig,
    retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::{Credentials, Recorder};
use crate::{
    scenario::step::{Retry, RetryMode},
    stopwatch,
};

/// Makes clients for one stack. They share connections and follow the stack's clock.
#[derive(Clone, Debug)]
pub struct Speaker {
    endpoint: String,
    http: SharedHttpClient,
    raw: super::http::RawClient,
    clock: StackClock,
}

/// What a client is like.
#[derive(Clone, Debug)]
pub struct ClientOptions {
    /// Who signs; nobody when absent.
    pub credentials: Option<Credentials>,
    /// Region.
    pub region: String,
    /// Retries.
    pub retry: Retry,
    /// Whether checksums are only sent where AWS requires them.
    pub checksums_when_required: bool,
}

impl ClientOptions {
    /// Without retries, in us-east-1.
    pub fn new(credentials: Option<Credentials>) -> Self {
        Self {
            credentials,
            region: "us-east-1".to_owned(),
            retry: Retry {
                mode: RetryMode::Off,
                attempts: 1,
            },
            checksums_when_required: false,
        }
    }
}

impl Speaker {
    /// For the stack at `endpoint`, a URL without a slash at its end.
    pub fn new(endpoint: &str) -> Self {
        Self {
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            http: aws_smithy_http_client::Builder::new().build_http(),
            raw: super::http::RawClient::new(),
            clock: StackClock::default(),
        }
    }

    /// The stack's URL.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The client for raw requests.
    pub fn raw(&self) -> &super::http::RawClient {
        &self.raw
    }

    /// Follows a move of the stack's clock: seconds by which it is ahead of the machine's.
    pub fn set_clock_offset(&self, seconds: i64) {
        self.clock.0.store(seconds, Ordering::Relaxed);
    }

    /// The stack's time, in seconds since 1970.
    pub fn now_seconds(&self) -> i64 {
        stopwatch::wall_seconds() + self.clock.0.load(Ordering::Relaxed)
    }

    /// Clients for these options; `recorder` sees what goes over the wire.
    pub fn clients(&self, options: &ClientOptions, recorder: Option<&Recorder>) -> Clients {
        Clients {
            speaker: self.clone(),
            options: options.clone(),
            recorder: recorder.cloned(),
        }
    }
}

/// Makes the SDK's clients when they are needed.
#[derive(Clone, Debug)]
pub struct Clients {
    speaker: Speaker,
    options: ClientOptions,
    recorder: Option<Recorder>,
}

/// The settings that all services share.
macro_rules! configure {
    ($clients:ident, $krate:ident) => {{
        let Clients {
            speaker,
            options,
            recorder,
        } = $clients;
        let mut config = $krate::Config::builder()
            .behavior_version($krate::config::BehaviorVersion::latest())
            .region($krate::config::Region::new(options.region.clone()))
            .endpoint_url(&speaker.endpoint)
            .http_client(speaker.http.clone())
            .time_source(speaker.clock.clone())
            .retry_config(retry(options.retry))
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(CONNECT_TIMEOUT)
                    .build(),
            )
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        config = match &options.credentials {
            Some(credentials) => config.credentials_provider(credentials.to_sdk()),
            None => config.allow_no_auth(),
        };
        if let Some(recorder) = recorder {
            config = config.interceptor(recorder.clone());
        }
        config
    }};
}

impl Clients {
    /// Amazon S3, path style.
    pub fn s3(&self) -> aws_sdk_s3::Client {
        let (calculation, validation) = if self.options.checksums_when_required {
            (
                RequestChecksumCalculation::WhenRequired,
                ResponseChecksumValidation::WhenRequired,
            )
        } else {
            (
                RequestChecksumCalculation::WhenSupported,
                ResponseChecksumValidation::WhenSupported,
            )
        };
        let config = configure!(self, aws_sdk_s3)
            .force_path_style(true)
            .request_checksum_calculation(calculation)
            .response_checksum_validation(validation);
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// AWS STS.
    pub fn sts(&self) -> aws_sdk_sts::Client {
        aws_sdk_sts::Client::from_conf(configure!(self, aws_sdk_sts).build())
    }

    /// AWS IAM.
    pub fn iam(&self) -> aws_sdk_iam::Client {
        aws_sdk_iam::Client::from_conf(configure!(self, aws_sdk_iam).build())
    }

    /// AWS KMS.
    pub fn kms(&self) -> aws_sdk_kms::Client {
        aws_sdk_kms::Client::from_conf(configure!(self, aws_sdk_kms).build())
    }
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

fn retry(retry: Retry) -> RetryConfig {
    match retry.mode {
        RetryMode::Off => RetryConfig::disabled(),
        RetryMode::Standard => RetryConfig::standard().with_max_attempts(retry.attempts),
        RetryMode::Adaptive => RetryConfig::adaptive().with_max_attempts(retry.attempts),
    }
}

impl Credentials {
    fn to_sdk(&self) -> SdkCredentials {
        SdkCredentials::new(
            self.access_key_id.clone(),
            self.secret_access_key.clone(),
            self.session_token.clone(),
            None,
            "scenario",
        )
    }
}

/// The stack's clock as the SDK's time source.
#[derive(Clone, Debug, Default)]
struct StackClock(Arc<AtomicI64>);

impl TimeSource for StackClock {
    fn now(&self) -> SystemTime {
        let wall = stopwatch::wall_time();
        let offset = self.0.load(Ordering::Relaxed);
        let distance = Duration::from_secs(offset.unsigned_abs());
        if offset < 0 {
            wall.checked_sub(distance)
        } else {
            wall.checked_add(distance)
        }
        .unwrap_or(wall)
    }
}
