use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use aws_sdk_s3::{
    Client,
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::task::JoinSet;

use super::LoadFigures;
use crate::{
    client::{Clients, content::Content},
    run::Miss,
    scenario::{
        action::Load,
        template::{Names, NoValue},
    },
    stopwatch::Stopwatch,
};

/// Writes the working set, then runs the mix and compares the figures with the thresholds.
///
/// # Errors
/// [`NoValue`] when the bucket or the prefix mentions a name without a value.
pub async fn drive(
    load: &Load,
    clients: &Clients,
    names: &Names,
) -> Result<(LoadFigures, Vec<Miss>), NoValue> {
    let plan = Arc::new(Plan {
        client: clients.s3(),
        bucket: load.bucket.render(names)?,
        prefix: load.prefix.render(names)?,
        sizes_bytes: load.sizes_bytes.clone(),
        keys: load.keys,
        seed: load.seed,
        mix: load.mix.clone(),
        requests: load.requests,
        duration: load.duration_seconds.map(Duration::from_secs),
        begun: AtomicU64::new(0),
        watch: Stopwatch::start(),
    });
    let mut figures = workers(load.concurrency, &plan, write_working_set).await;
    if figures.errors() > 0 {
        let why = figures.first_error.take().unwrap_or_default();
        let miss = Miss::new(load.at, "the working set", "can be written", why);
        return Ok((figures, vec![miss]));
    }
    let plan = Arc::new(plan.again());
    let mut figures = workers(load.concurrency, &plan, run_mix).await;
    figures.duration = plan.watch.elapsed();
    let misses = thresholds(load, &figures);
    Ok((figures, misses))
}

struct Plan {
    client: Client,
    bucket: String,
    prefix: String,
    sizes_bytes: Vec<u64>,
    keys: u64,
    seed: u64,
    mix: Vec<(&'static str, u32)>,
    requests: Option<u64>,
    duration: Option<Duration>,
    begun: AtomicU64,
    watch: Stopwatch,
}

impl Plan {
    fn again(&self) -> Self {
        Self {
            client: self.client.clone(),
            bucket: self.bucket.clone(),
            prefix: self.prefix.clone(),
            sizes_bytes: self.sizes_bytes.clone(),
            mix: self.mix.clone(),
            begun: AtomicU64::new(0),
            watch: Stopwatch::start(),
            ..*self
        }
    }

    fn key(&self, number: u64) -> String {
        format!("{}{number:06}", self.prefix)
    }

    fn size(&self, rng: &mut StdRng) -> u64 {
        let index = rng.random_range(0..self.sizes_bytes.len().max(1));
        self.sizes_bytes.get(index).copied().unwrap_or(0)
    }

    fn operation(&self, rng: &mut StdRng) -> &'static str {
        let total: u32 = self.mix.iter().map(|(_, weight)| weight).sum();
        let mut ticket = rng.random_range(0..total.max(1));
        for (operation, weight) in &self.mix {
            if ticket < *weight {
                return operation;
            }
            ticket -= weight;
        }
        self.mix
            .first()
            .map_or("GetObject", |(operation, _)| operation)
    }

    fn goes_on(&self, number: u64) -> bool {
        match (self.requests, self.duration) {
            (Some(requests), _) => number < requests,
            (None, Some(duration)) => self.watch.elapsed() < duration,
            (None, None) => false,
        }
    }

    fn deletes(&self) -> bool {
        self.mix
            .iter()
            .any(|(operation, weight)| *operation == "DeleteObject" && *weight > 0)
    }
}

async fn workers<F>(
    concurrency: u32,
    plan: &Arc<Plan>,
    work: fn(Arc<Plan>, u64) -> F,
) -> LoadFigures
where
    F: Future<Output = LoadFigures> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for number in 0..u64::from(concurrency) {
        tasks.spawn(work(plan.clone(), number));
    }
    let mut figures = LoadFigures::default();
    for measured in tasks.join_all().await {
        figures.merge(measured);
    }
    figures
}

async fn write_working_set(plan: Arc<Plan>, worker: u64) -> LoadFigures {
    let mut figures = LoadFigures::default();
    let mut rng = StdRng::seed_from_u64(plan.seed ^ (worker << 32));
    loop {
        let number = plan.begun.fetch_add(1, Ordering::Relaxed);
        if number >= plan.keys {
            return figures;
        }
        request(
            &plan,
            "PutObject",
            number,
            plan.size(&mut rng),
            &mut figures,
        )
        .await;
    }
}

async fn run_mix(plan: Arc<Plan>, worker: u64) -> LoadFigures {
    let mut figures = LoadFigures::default();
    let mut rng = StdRng::seed_from_u64(plan.seed.wrapping_add(1) ^ (worker << 32));
    loop {
        let number = plan.begun.fetch_add(1, Ordering::Relaxed);
        if !plan.goes_on(number) {
            return figures;
        }
        let operation = plan.operation(&mut rng);
        let key = rng.random_range(0..plan.keys.max(1));
        let size = plan.size(&mut rng);
        request(&plan, operation, key, size, &mut figures).await;
    }
}

async fn request(
    plan: &Plan,
    operation: &'static str,
    key: u64,
    size: u64,
    figures: &mut LoadFigures,
) {
    let watch = Stopwatch::start();
    let result = send(plan, operation, plan.key(key), size).await;
    let micros = u64::try_from(watch.elapsed().as_micros()).unwrap_or(u64::MAX);
    let entry = figures.operations.entry(operation).or_default();
    entry.latencies.add(micros);
    match result {
        Ok(bytes) => entry.bytes += bytes,
        Err(why) => {
            entry.errors += 1;
            figures
                .first_error
                .get_or_insert(format!("{operation}: {why}"));
        }
    }
}

/// Sends one request; gives the body bytes that went either way.
async fn send(plan: &Plan, operation: &str, key: String, size: u64) -> Result<u64, String> {
    let (client, bucket) = (&plan.client, &plan.bucket);
    match operation {
        "PutObject" => {
            let body = Content::Random {
                length_bytes: size,
                seed: plan.seed ^ size,
            };
            // Small bodies go as one piece, as most clients send them.
            let body = if size <= IN_ONE_PIECE_BYTES {
                Content::Bytes(body.part(0, size))
            } else {
                body
            };
            let put = client
                .put_object()
                .bucket(bucket)
                .key(key)
                .body(body.to_sdk())
                .send()
                .await;
            put.map(|_| size).map_err(|error| text(&error))
        }
        "GetObject" => match client.get_object().bucket(bucket).key(key).send().await {
            Ok(got) => drain(got.body).await,
            Err(error) => missing_is_fine(plan, &error),
        },
        "HeadObject" => match client.head_object().bucket(bucket).key(key).send().await {
            Ok(_) => Ok(0),
            Err(error) => missing_is_fine(plan, &error),
        },
        "ListObjectsV2" => {
            let listed = client
                .list_objects_v2()
                .bucket(bucket)
                .prefix(&plan.prefix)
                .send()
                .await;
            listed.map(|_| 0).map_err(|error| text(&error))
        }
        _ => {
            let deleted = client.delete_object().bucket(bucket).key(key).send().await;
            deleted.map(|_| 0).map_err(|error| text(&error))
        }
    }
}

const IN_ONE_PIECE_BYTES: u64 = 256 * 1024;

async fn drain(mut body: aws_sdk_s3::primitives::ByteStream) -> Result<u64, String> {
    let mut bytes = 0;
    loop {
        match body.try_next().await {
            Ok(Some(chunk)) => bytes += chunk.len() as u64,
            Ok(None) => return Ok(bytes),
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// A key may have been deleted by the mix itself.
fn missing_is_fine<E>(plan: &Plan, error: &SdkError<E>) -> Result<u64, String>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let missing = error
        .raw_response()
        .is_some_and(|response| response.status().as_u16() == 404);
    if missing && plan.deletes() {
        Ok(0)
    } else {
        Err(text(error))
    }
}

fn text<E>(error: &SdkError<E>) -> String
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match (error.code(), error.message()) {
        (Some(code), message) => format!("{code} ({})", message.unwrap_or_default()),
        (None, _) => DisplayErrorContext(error).to_string(),
    }
}

fn thresholds(load: &Load, figures: &LoadFigures) -> Vec<Miss> {
    let all = figures.all();
    let milliseconds = |quantile| all.quantile_micros(quantile) as f64 / 1000.0;
    let wanted = &load.thresholds;
    let at_most = [
        ("p50_ms", wanted.max_p50_ms, milliseconds(0.5)),
        ("p99_ms", wanted.max_p99_ms, milliseconds(0.99)),
    ];
    let at_least = [
        (
            "requests_per_second",
            wanted.min_requests_per_second,
            figures.requests_per_second(),
        ),
        (
            "mib_per_second",
            wanted.min_mib_per_second,
            figures.mib_per_second(),
        ),
    ];
    let mut misses = Vec::new();
    let mut miss = |what: &str, expected: String, got: String| {
        misses.push(Miss {
            threshold: true,
            ..Miss::new(load.at, what, expected, got)
        });
    };
    for (what, limit, got) in at_most {
        if let Some(limit) = limit.filter(|limit| got > *limit) {
            miss(what, format!("at most `{limit}`"), format!("`{got:.2}`"));
        }
    }
    for (what, limit, got) in at_least {
        if let Some(limit) = limit.filter(|limit| got < *limit) {
            miss(what, format!("at least `{limit}`"), format!("`{got:.2}`"));
        }
    }
    if figures.errors() > wanted.max_errors {
        let first = figures.first_error.as_deref().unwrap_or("unknown");
        miss(
            "errors",
            format!("at most `{}`", wanted.max_errors),
            format!("`{}`, the first {first}", figures.errors()),
        );
    }
    misses
}
