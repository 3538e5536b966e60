//! The same load for floor and stack: requests as bytes, over kept-alive connections, answers read whole.

#![allow(
    clippy::disallowed_methods,
    reason = "a measurement needs the machine's time"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One request for each connection, sent again and again.
pub struct Load {
    requests: Vec<Arc<[u8]>>,
}

impl Load {
    /// The same request on every connection.
    pub fn same(connections: usize, request: Vec<u8>) -> Self {
        let request: Arc<[u8]> = request.into();
        Self {
            requests: vec![request; connections],
        }
    }

    /// A request of its own for each connection.
    pub fn each(connections: usize, request: impl Fn(usize) -> Vec<u8>) -> Self {
        Self {
            requests: (0..connections)
                .map(|connection| request(connection).into())
                .collect(),
        }
    }
}

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Answers per second.
    pub per_second: f64,
}

impl Rate {
    /// Body throughput.
    pub fn mib_per_second(self, body_bytes: usize) -> f64 {
        self.per_second * body_bytes as f64 / (1024.0 * 1024.0)
    }
}

/// A stopwatch.
pub struct Watch(Instant);

impl Watch {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// The middle one.
pub fn median(mut rates: Vec<Rate>) -> Rate {
    rates.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    rates[rates.len() / 2]
}

/// Sends one request and fails loudly when it is not answered with 200.
pub async fn once(address: SocketAddr, request: &[u8]) {
    let mut connection = Connection::open(address).await;
    connection.exchange(request).await;
}

/// Keeps all connections busy, first to warm up, then to measure.
pub async fn run(address: SocketAddr, load: Load, warm_up: Duration, measure: Duration) -> Rate {
    let start = Instant::now();
    let (from, until) = (start + warm_up, start + warm_up + measure);
    let tasks: Vec<_> = load
        .requests
        .into_iter()
        .map(|request| {
            tokio::spawn(async move {
                let mut connection = Connection::open(address).await;
                let mut answers = 0_u64;
                let mut last = from;
                loop {
                    connection.exchange(&request).await;
                    let now = Instant::now();
                    if now >= from {
                        answers += 1;
                        last = now;
                    }
                    if now >= until {
                        return answers as f64 / (last - from).as_secs_f64().max(f64::EPSILON);
                    }
                }
            })
        })
        .collect();
    let mut per_second = 0.0;
    for task in tasks {
        per_second += task.await.expect("a load task ends normally");
    }
    Rate { per_second }
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server accepts");
        stream
            .set_nodelay(true)
            .expect("loopback takes TCP_NODELAY");
        Self {
            stream,
            buffer: vec![0; 1024 * 1024],
        }
    }

    async fn exchange(&mut self, request: &[u8]) {
        self.stream
            .write_all(request)
            .await
            .expect("the server reads");
        let mut have = 0;
        let (head_end, length) = loop {
            have += self.read(have).await;
            let head = &self.buffer[..have];
            if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
                break (end + 4, content_length(&head[..end]));
            }
        };
        let mut left = (head_end + length).saturating_sub(have);
        while left > 0 {
            left = left.saturating_sub(self.read(0).await);
        }
    }

    async fn read(&mut self, at: usize) -> usize {
        let count = self
            .stream
            .read(&mut self.buffer[at..])
            .await
            .expect("the server answers");
        assert!(count > 0, "the server closed the connection");
        count
    }
}

fn content_length(head: &[u8]) -> usize {
    let head = std::str::from_utf8(head).expect("a head is text");
    assert!(
        head.starts_with("HTTP/1.1 200"),
        "not answered with 200: {head}"
    );
    let line = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())
            .flatten()
    });
    line.unwrap_or(0)
}
