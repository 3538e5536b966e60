//! Starting and stopping a stack from Rust.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::background;
use crate::base::Ids;
use crate::http::server::Server;
use crate::stack::Stack;
use crate::storage::blobs::{BlobError, MemoryLimits};
use crate::storage::{BlobStore, MemoryMetadata, Metadata, SledMetadata, StorageError};
use crate::world::{Accounts, Enforcement, Settings, World};

/// Bodies up to this size stay in memory when there is no data directory.
const IN_MEMORY_OBJECT_MAX_BYTES: u64 = 128 * 1024 * 1024;
/// Bodies in memory take at most so much; what comes beyond goes to temporary files.
const IN_MEMORY_TOTAL_MAX_BYTES: u64 = 1024 * 1024 * 1024;

/// Why a stack did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on `{address}`")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The records cannot be opened.
    #[error("cannot open the data directory")]
    Storage(#[from] StorageError),
    /// The bodies cannot be opened.
    #[error("cannot open the data directory")]
    Blobs(#[from] BlobError),
    /// The system gives no randomness.
    #[error("the system gives no randomness for keys")]
    Randomness(#[from] rand::rngs::SysError),
}

/// How to start a stack.
#[derive(Debug, Clone)]
pub struct Builder {
    listen: SocketAddr,
    data_dir: Option<PathBuf>,
    seed: Option<u64>,
    settings: Settings,
    policy_coverage: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data_dir: None,
            seed: None,
            settings: Settings::default(),
            policy_coverage: false,
        }
    }
}

impl Builder {
    /// Where to listen; port 0 finds a free one. Default: a free port on loopback.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Keeps everything in a folder, so that it is there after a restart. Default: memory.
    #[must_use]
    pub fn data_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data_dir = Some(folder.into());
        self
    }

    /// Makes identifiers, keys and dice repeat themselves. Only for tests: such keys can be guessed.
    #[must_use]
    pub fn seed_number(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Which accounts exist.
    #[must_use]
    pub fn accounts(mut self, accounts: Accounts) -> Self {
        self.settings.accounts = accounts;
        self
    }

    /// What becomes of calls that are not allowed. Default: they are refused.
    #[must_use]
    pub fn enforcement(mut self, enforcement: Enforcement) -> Self {
        self.settings.enforcement = enforcement;
        self
    }

    /// Counts from the start what is asked of the policies: see `GET /_bucketproof/coverage`. Default: nothing is counted.
    #[must_use]
    pub fn policy_coverage(mut self, on: bool) -> Self {
        self.policy_coverage = on;
        self
    }

    /// Starts.
    ///
    /// # Errors
    /// An address or a data directory that cannot be used.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let ids = match self.seed {
            Some(seed) => Ids::from_number(seed),
            None => Ids::from_system()?,
        };
        let (metadata, blobs): (Arc<dyn Metadata>, BlobStore) = match &self.data_dir {
            Some(folder) => {
                let metadata = SledMetadata::open(&folder.join("metadata"))?;
                (Arc::new(metadata), BlobStore::files(&folder.join("blobs"))?)
            }
            None => (
                Arc::new(MemoryMetadata::default()),
                BlobStore::memory(memory_limits()),
            ),
        };
        let stack = Stack::new(World::new(metadata, blobs, ids, self.settings));
        stack.world.coverage.switch(self.policy_coverage);
        background::orphans::sweep(&stack.world)?;
        let server = Server::bind(self.listen)
            .await
            .map_err(|source| StartError::Listen {
                address: self.listen,
                source,
            })?;
        let address = server.address();
        let (stop, stopping) = watch::channel(false);
        tokio::spawn(background::follow_clock(
            Arc::clone(&stack),
            stopping.clone(),
        ));
        let serving = tokio::spawn(server.serve(Arc::clone(&stack), stopping));
        Ok(Emulator {
            stack,
            address,
            stop,
            serving: Some(serving),
        })
    }
}

fn memory_limits() -> MemoryLimits {
    MemoryLimits {
        in_memory_object_max_bytes: IN_MEMORY_OBJECT_MAX_BYTES,
        in_memory_total_max_bytes: IN_MEMORY_TOTAL_MAX_BYTES,
    }
}

/// A running stack. Dropping it stops it.
#[derive(Debug)]
pub struct Emulator {
    stack: Arc<Stack>,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: Option<JoinHandle<()>>,
}

impl Emulator {
    /// Starts a stack in memory on a free port of loopback.
    ///
    /// # Errors
    /// See [`Builder::start`].
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Starts with settings of your own.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The endpoint URL: `http://127.0.0.1:PORT`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bound address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The stack's inside: clock, faults, events.
    pub fn stack(&self) -> &Arc<Stack> {
        &self.stack
    }

    /// Stops: open requests may finish, then everything is on disk.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        if let Some(serving) = self.serving.take() {
            let _ = serving.await;
        }
        let _ = self.stack.world.metadata.flush().await;
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}
