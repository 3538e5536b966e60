//! Requests per second and bytes per second of the whole road, as ratios against a floor in the same run.
//!
//! The floor is a bare hyper server that answers the same bytes: no signature, no policy, no storage. The load is the
//! same for both: requests signed beforehand, sent over kept-alive connections of loopback.

mod floor;
mod load;
mod signer;

use std::sync::Arc;
use std::time::Duration;

use bucketproof::Emulator;
use bytes::Bytes;
use load::{Load, Rate};
use md5::{Digest, Md5};

const SMALL: usize = 4 * 1024;
const LARGE: usize = 64 * 1024 * 1024;
const CONNECTIONS_SMALL: usize = 16;
const CONNECTIONS_LARGE: usize = 2;
const WARM_UP: Duration = Duration::from_millis(500);
const MEASURE: Duration = Duration::from_secs(3);
/// Each pair is measured so often, floor and stack in turn; the medians are compared.
const ROUNDS: usize = 3;

/// One line of the report.
struct Line {
    name: &'static str,
    stack: f64,
    floor: f64,
    unit: &'static str,
    asked: f64,
}

fn main() {
    // `cargo bench` passes `--bench`; a filter by name may follow.
    let filter: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return eprintln!("no runtime: {error}"),
    };
    let lines = runtime.block_on(measure(&filter));
    print(&lines);
}

async fn measure(filter: &[String]) -> Vec<Line> {
    let wanted =
        |name: &str| filter.is_empty() || filter.iter().any(|word| name.contains(word.as_str()));
    let Ok(emulator) = Emulator::builder().seed_number(1).start().await else {
        eprintln!("the stack does not start");
        return Vec::new();
    };
    let stack = emulator.address();
    load::once(stack, &signer::request(stack, "PUT", "/bench", &[], b"")).await;
    let small: Arc<[u8]> = vec![b'x'; SMALL].into();
    let large: Arc<[u8]> = vec![b'y'; LARGE].into();
    load::once(
        stack,
        &signer::request(stack, "PUT", "/bench/small", &[], &small),
    )
    .await;
    load::once(
        stack,
        &signer::request(stack, "PUT", "/bench/large", &[], &large),
    )
    .await;
    let floor_small = floor::start(Bytes::copy_from_slice(&small)).await;
    let floor_large = floor::start(Bytes::copy_from_slice(&large)).await;
    let floor_empty = floor::start(Bytes::new()).await;

    let mut lines = Vec::new();
    if wanted("get_4KiB") {
        let get = |address| {
            Load::same(
                CONNECTIONS_SMALL,
                signer::request(address, "GET", "/bench/small", &[], b""),
            )
        };
        let (floor, stack) = pair(|| get(floor_small), floor_small, || get(stack), stack).await;
        lines.push(Line {
            name: "get_4KiB",
            stack: stack.per_second,
            floor: floor.per_second,
            unit: "requests/s",
            asked: 0.25,
        });
    }
    if wanted("put_4KiB") {
        let put = |address| {
            Load::each(CONNECTIONS_SMALL, |connection| {
                signer::request(
                    address,
                    "PUT",
                    &format!("/bench/put-{connection}"),
                    &[],
                    &small,
                )
            })
        };
        let (floor, stack) = pair(|| put(floor_empty), floor_empty, || put(stack), stack).await;
        lines.push(Line {
            name: "put_4KiB",
            stack: stack.per_second,
            floor: floor.per_second,
            unit: "requests/s",
            asked: 0.10,
        });
    }
    if wanted("get_64MiB") {
        let get = |address| {
            Load::same(
                CONNECTIONS_LARGE,
                signer::request(address, "GET", "/bench/large", &[], b""),
            )
        };
        let (floor, stack) = pair(|| get(floor_large), floor_large, || get(stack), stack).await;
        lines.push(Line {
            name: "get_64MiB",
            stack: stack.mib_per_second(LARGE),
            floor: floor.mib_per_second(LARGE),
            unit: "MiB/s",
            asked: 0.5,
        });
    }
    if wanted("put_64MiB") {
        let unsigned = [("x-amz-content-sha256", "UNSIGNED-PAYLOAD")];
        let put = Load::same(
            1,
            signer::request(stack, "PUT", "/bench/large-put", &unsigned, &large),
        );
        let md5 = md5_mib_per_second(&large);
        let rate = load::run(stack, put, WARM_UP, MEASURE).await;
        lines.push(Line {
            name: "put_64MiB_vs_md5",
            stack: rate.mib_per_second(LARGE),
            floor: md5,
            unit: "MiB/s",
            asked: 0.6,
        });
    }
    emulator.stop().await;
    lines
}

async fn pair(
    floor: impl Fn() -> Load,
    floor_address: std::net::SocketAddr,
    stack: impl Fn() -> Load,
    stack_address: std::net::SocketAddr,
) -> (Rate, Rate) {
    let (mut floors, mut stacks) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floors.push(load::run(floor_address, floor(), WARM_UP, MEASURE).await);
        stacks.push(load::run(stack_address, stack(), WARM_UP, MEASURE).await);
    }
    (load::median(floors), load::median(stacks))
}

/// What one core's MD5 does: the entity tag needs it, and nothing can make one stream of it faster.
fn md5_mib_per_second(body: &[u8]) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let watch = load::Watch::start();
        std::hint::black_box(Md5::digest(body));
        best = best.min(watch.seconds());
    }
    body.len() as f64 / (1024.0 * 1024.0) / best
}

fn print(lines: &[Line]) {
    println!(
        "\n{:<18} {:>12} {:>12} {:<11} {:>7} {:>7}",
        "measure", "stack", "floor", "unit", "ratio", "asked"
    );
    for line in lines {
        let ratio = line.stack / line.floor;
        let verdict = if ratio >= line.asked { "" } else { "  below" };
        println!(
            "{:<18} {:>12.0} {:>12.0} {:<11} {ratio:>7.3} {:>7.2}{verdict}",
            line.name, line.stack, line.floor, line.unit, line.asked
        );
    }
}
