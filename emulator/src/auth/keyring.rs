//! Access keys: the secret that verifies a signature, and the identity behind it.
//!
//! Resolved keys are cached until anything about users, roles, policies, keys or sessions changes.

mod sessions;

use std::sync::{Arc, Mutex};

use bucketproof_policy::{Attached, Principal};

use super::directory::records::{AccessKeyRecord, UserRecord};
use super::directory::{self, managed_policy, policies};
use super::generation_cache::GenerationCache;
use super::identity::{Identity, IdentityPolicies};
use super::last_used::Noted;
use super::stored_document;
use crate::base::{Secret, Timestamp, arn};
use crate::protocol::sigv4::SigningKey;
use crate::storage::StorageError;
use crate::world::{Accounts, World};

/// The secret of every root user out of the box.
const ROOT_SECRET: &str = "test";
/// The access key id of the root user of the stack's own account.
const ROOT_ACCESS_KEY_ID: &str = "test";

/// An access key with everything that is needed to verify and to judge a request.
#[derive(Debug)]
pub struct Credential {
    /// Access key id.
    pub access_key_id: String,
    /// The secret half.
    pub secret: Secret,
    /// Temporary credentials: the token that must come along.
    pub token: Option<Secret>,
    /// Temporary credentials: their end.
    pub expires: Option<Timestamp>,
    /// Whose key it is; `None` when user, role or account are gone.
    pub identity: Option<Arc<Identity>>,
    signing: Mutex<Option<CachedSigningKey>>,
    noted: Noted,
}

#[derive(Debug)]
struct CachedSigningKey {
    date: String,
    region: String,
    service: String,
    key: Arc<SigningKey>,
}

impl Credential {
    fn new(access_key_id: &str, secret: Secret, identity: Option<Identity>) -> Self {
        Self {
            access_key_id: access_key_id.to_owned(),
            secret,
            token: None,
            expires: None,
            identity: identity.map(Arc::new),
            signing: Mutex::new(None),
            noted: Noted::default(),
        }
    }

    /// Notes that the key was used for a call of `service`, signed for `region`.
    pub fn note_use(&self, world: &World, service: &str, region: &str) {
        if let Some(identity) = &self.identity {
            let principal = &identity.principal;
            self.noted
                .note(world, principal, &self.access_key_id, service, region);
        }
    }

    /// The signing key of a credential scope; the last one used is kept.
    pub fn signing_key(&self, date: &str, region: &str, service: &str) -> Arc<SigningKey> {
        let mut cached = self
            .signing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(hit) = cached.as_ref()
            && (hit.date.as_str(), hit.region.as_str(), hit.service.as_str())
                == (date, region, service)
        {
            return Arc::clone(&hit.key);
        }
        let key = Arc::new(SigningKey::derive(
            self.secret.expose(),
            date,
            region,
            service,
        ));
        *cached = Some(CachedSigningKey {
            date: date.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            key: Arc::clone(&key),
        });
        key
    }
}

/// All access keys of a stack.
#[derive(Debug, Default)]
pub struct Keyring {
    cache: GenerationCache<Arc<Credential>>,
}

impl Keyring {
    /// The credential of an access key id; `None` for unknown and inactive ones.
    ///
    /// # Errors
    /// A store that fails, or a stored policy that cannot be read.
    pub fn resolve(
        &self,
        world: &World,
        access_key_id: &str,
    ) -> Result<Option<Arc<Credential>>, StorageError> {
        let generation = world.authority_generation();
        if let Some(hit) = self.cache.get(generation, access_key_id) {
            return Ok(Some(hit));
        }
        let Some(credential) = load(world, access_key_id)? else {
            return Ok(None);
        };
        let credential = Arc::new(credential);
        self.cache
            .keep(generation, access_key_id, Arc::clone(&credential));
        Ok(Some(credential))
    }
}

fn load(world: &World, access_key_id: &str) -> Result<Option<Credential>, StorageError> {
    if access_key_id == ROOT_ACCESS_KEY_ID {
        return Ok(Some(root(access_key_id, &world.settings.root_account)));
    }
    if arn::is_account_id(access_key_id) {
        let known = world.settings.accounts == Accounts::Any
            || directory::account_exists(world, access_key_id)?;
        return Ok(known.then(|| root(access_key_id, access_key_id)));
    }
    if let Some(session) = directory::session(world, access_key_id)? {
        return sessions::credential(world, session).map(Some);
    }
    match directory::access_key(world, access_key_id)? {
        Some(key) if key.active => of_user(world, key),
        _ => Ok(None),
    }
}

fn root(access_key_id: &str, account: &str) -> Credential {
    Credential::new(
        access_key_id,
        Secret::new(ROOT_SECRET),
        Some(Identity::root(account)),
    )
}

fn of_user(world: &World, key: AccessKeyRecord) -> Result<Option<Credential>, StorageError> {
    let user = directory::user(world, &key.account, &key.user_name)?;
    let Some(user) = user.filter(|user| user.user_id == key.user_id) else {
        return Ok(None);
    };
    let identity = user_identity(world, &user)?;
    Ok(Some(Credential::new(
        &key.access_key_id,
        key.secret,
        Some(identity),
    )))
}

fn user_identity(world: &World, user: &UserRecord) -> Result<Identity, StorageError> {
    let user_arn = user.arn();
    let identity = policies::of_user(world, user)?;
    Ok(Identity {
        principal: Arc::new(Principal::User {
            account: user.account.clone(),
            arn: user_arn.clone(),
            id: user.user_id.clone(),
        }),
        account: user.account.clone(),
        userid: user.user_id.clone(),
        username: Some(user.name.clone()),
        principal_type: "User",
        principal_arn: Some(user_arn.clone()),
        arn: user_arn,
        tags: user.tags.clone(),
        session: None,
        policies: IdentityPolicies {
            identity: identity.into_iter().map(Attached::from).collect(),
            boundary: boundary(world, user.boundary.as_deref())?,
            session: None,
        },
    })
}

fn attached<'t>(
    world: &World,
    inline: impl Iterator<Item = (impl AsRef<str> + 't, &'t String)>,
    managed: &[String],
) -> Result<Vec<Attached>, StorageError> {
    let mut policies = Vec::new();
    for (name, text) in inline {
        policies.push(Attached {
            name: name.as_ref().to_owned(),
            document: stored_document(text)?,
        });
    }
    for policy_arn in managed {
        if let Some(text) = managed_policy(world, policy_arn)? {
            policies.push(Attached {
                name: policy_arn.clone(),
                document: stored_document(&text)?,
            });
        }
    }
    Ok(policies)
}

fn boundary(world: &World, policy_arn: Option<&str>) -> Result<Option<Attached>, StorageError> {
    let Some(policy_arn) = policy_arn else {
        return Ok(None);
    };
    let boundary = attached(
        world,
        std::iter::empty::<(&str, &String)>(),
        &[policy_arn.to_owned()],
    )?;
    match boundary.into_iter().next() {
        Some(boundary) => Ok(Some(boundary)),
        // A boundary that is gone allows nothing: leaving it out would open what it closed.
        None => {
            let nothing = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
            Ok(Some(Attached {
                name: policy_arn.to_owned(),
                document: stored_document(nothing)?,
            }))
        }
    }
}
