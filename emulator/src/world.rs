//! Everything a request may touch, passed by reference: a thousand worlds in one process never meet.

mod organization;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::base::{Clock, Ids};
use crate::fault::Book;
use crate::observe::{Bus, CoverageLog, DecisionLog};
use crate::storage::{BlobStore, Commit, CommitError, Metadata, Scan};

pub use organization::{Member, Organization};

/// Which account ids exist before anything was made in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Accounts {
    /// Any twelve-digit access key id with secret `test` is the root of that account.
    #[default]
    Any,
    /// Only the account of the root credentials and accounts with stored credentials.
    Seeded,
}

/// What becomes of calls that no policy allows, or that one denies. Signatures and tokens are checked either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Enforcement {
    /// They are refused, as on AWS.
    #[default]
    Enforce,
    /// They go on; that they would have been denied is recorded and said in a header of the answer.
    Audit,
}

impl Enforcement {
    /// Its name on the command line and in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Audit => "audit",
        }
    }
}

/// How a stack was asked to behave. Fixed at its start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which accounts exist.
    pub accounts: Accounts,
    /// The region of requests that name none.
    pub default_region: String,
    /// The account of the root credentials `test`/`test`.
    pub root_account: String,
    /// Whether plain HTTP counts as TLS for policies and encryption headers.
    pub assume_tls: bool,
    /// What becomes of calls that are not allowed.
    pub enforcement: Enforcement,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            accounts: Accounts::Any,
            default_region: "us-east-1".to_owned(),
            root_account: "000000000000".to_owned(),
            assume_tls: true,
            enforcement: Enforcement::Enforce,
        }
    }
}

/// The one state of a stack.
#[derive(Debug)]
pub struct World {
    /// Virtual time.
    pub clock: Clock,
    /// Identifiers and dice.
    pub ids: Ids,
    /// Small records.
    pub metadata: Arc<dyn Metadata>,
    /// Object bodies.
    pub blobs: BlobStore,
    /// Faults on purpose.
    pub faults: Book,
    /// Finished requests.
    pub events: Bus,
    /// Decisions and their evidence.
    pub decisions: DecisionLog,
    /// What an organization puts over its accounts.
    pub organization: Organization,
    /// What was asked of the policies.
    pub coverage: CoverageLog,
    /// How the stack was asked to behave.
    pub settings: Settings,
    authority_generation: AtomicU64,
}

impl World {
    /// A world over the given stores.
    pub fn new(
        metadata: Arc<dyn Metadata>,
        blobs: BlobStore,
        ids: Ids,
        settings: Settings,
    ) -> Self {
        Self {
            clock: Clock::default(),
            ids,
            metadata,
            blobs,
            faults: Book::default(),
            events: Bus::default(),
            decisions: DecisionLog::default(),
            organization: Organization::default(),
            coverage: CoverageLog::default(),
            settings,
            authority_generation: AtomicU64::new(0),
        }
    }

    /// Applies a commit and waits until it survives the end of the process: only then may a caller be told.
    ///
    /// # Errors
    /// An expectation that no longer holds, or a store that fails.
    pub async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        self.metadata.commit(commit)?;
        self.metadata.flush().await.map_err(CommitError::Storage)
    }

    /// As [`World::commit`], for records that say who may do what: cached identities and bucket views are read again.
    ///
    /// # Errors
    /// As [`World::commit`].
    pub async fn commit_authority(&self, commit: Commit) -> Result<(), CommitError> {
        let done = self.metadata.commit(commit);
        self.authority_generation.fetch_add(1, Ordering::AcqRel);
        done?;
        self.metadata.flush().await.map_err(CommitError::Storage)
    }

    /// Grows with every change of users, roles, policies, keys and bucket configurations. New sessions change nothing else.
    pub fn authority_generation(&self) -> u64 {
        self.authority_generation.load(Ordering::Acquire)
    }

    /// Forgets all records, bodies, faults, events, decisions, counts, control policies and moves of the clock.
    ///
    /// # Errors
    /// A store that fails.
    pub async fn reset(&self) -> Result<(), CommitError> {
        loop {
            let page = self
                .metadata
                .scan(Scan::all(1_000))
                .map_err(CommitError::Storage)?;
            if page.is_empty() {
                break;
            }
            let commit = page.into_iter().fold(Commit::new(), |commit, (key, _)| {
                commit.delete(key.to_vec())
            });
            self.commit_authority(commit).await?;
        }
        self.blobs.delete(&self.blobs.ids());
        self.faults.clear();
        self.events.clear();
        self.decisions.clear();
        self.organization.clear();
        self.coverage.clear();
        self.clock.reset();
        Ok(())
    }
}
