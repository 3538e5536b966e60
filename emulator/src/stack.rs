//! One stack: a world and the caches of the services over it.

use std::sync::Arc;

use crate::auth::Auth;
use crate::services::oidc::Oidc;
use crate::services::s3::buckets::Buckets;
use crate::world::World;

/// Everything that a request handler needs, shared by all connections.
#[derive(Debug)]
pub struct Stack {
    /// State.
    pub world: World,
    /// Keyring.
    pub auth: Auth,
    /// Bucket views.
    pub buckets: Buckets,
    /// Token issuers and verifiers.
    pub oidc: Oidc,
}

impl Stack {
    /// A stack over a world.
    pub fn new(world: World) -> Arc<Self> {
        Arc::new(Self {
            world,
            auth: Auth::default(),
            buckets: Buckets::default(),
            oidc: Oidc::default(),
        })
    }
}
