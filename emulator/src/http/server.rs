//! Accepts connections until told to stop.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::pipeline;
use super::socket::{CutSwitch, Socket};
use crate::stack::Stack;

/// A client must send a request's head within this time.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// How long open requests may take to finish once the server stops.
const DRAIN_TIME: Duration = Duration::from_secs(5);
/// The longest pause after an accept that failed, for example for lack of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// A bound listener that is not yet serving.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Binds the address; port 0 finds a free one.
    ///
    /// # Errors
    /// What the operating system says, for example that the address is in use.
    pub async fn bind(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// The bound address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` says true; then lets open requests finish for a few seconds.
    pub async fn serve(self, stack: Arc<Stack>, mut stop: watch::Receiver<bool>) {
        let mut connections = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = stopped(&mut stop) => break,
            };
            while connections.try_join_next().is_some() {}
            match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(connection(Arc::clone(&stack), stream, peer, stop.clone()));
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            }
        }
        drop(self.listener);
        let _ = tokio::time::timeout(DRAIN_TIME, async {
            while connections.join_next().await.is_some() {}
        })
        .await;
    }
}

/// Waits for the word to stop, or for the one who could say it to be gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn connection(
    stack: Arc<Stack>,
    stream: TcpStream,
    peer: SocketAddr,
    mut stop: watch::Receiver<bool>,
) {
    // Small answers must not wait for more to send.
    let _ = stream.set_nodelay(true);
    let cut = CutSwitch::default();
    let socket = TokioIo::new(Socket::new(stream, cut.clone()));
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (stack, cut) = (Arc::clone(&stack), cut.clone());
        async move { Ok::<_, Infallible>(pipeline::handle(stack, request, peer.ip(), cut).await) }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .auto_date_header(false)
        .serve_connection(socket, service);
    let mut serving = std::pin::pin!(serving);
    // A connection's error is its client's business: it went away, or sent no HTTP.
    tokio::select! {
        _ = serving.as_mut() => {}
        () = stopped(&mut stop) => {
            serving.as_mut().graceful_shutdown();
            let _ = serving.await;
        }
    }
}
