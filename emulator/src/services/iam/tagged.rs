//! The three tagging operations that users, roles, policies, instance profiles, MFA devices and identity providers all
//! have.

use std::collections::BTreeMap;

use crate::auth::directory::records::{
    InstanceProfileRecord, MfaDeviceRecord, PolicyRecord, ProviderRecord, RoleRecord, UserRecord,
};
use crate::services::iam::owner::{Named, named};
use crate::services::iam::subject::Subject;

/// An entity that is tagged by calls of its own.
pub trait Tagged: Subject {
    /// `TagUser`, …
    const TAG: Named;
    /// `UntagUser`, …
    const UNTAG: Named;
    /// `ListUserTags`, …
    const LIST_TAGS: Named;
    /// Tags.
    fn tags(&self) -> &BTreeMap<String, String>;
    /// Tags, to be changed.
    fn tags_mut(&mut self) -> &mut BTreeMap<String, String>;
    /// Whether shorter keys are listed before longer ones, as AWS does for policies.
    const SHORT_KEYS_FIRST: bool = false;
}

macro_rules! tagged {
    ($record:ty, $word:literal $(, $($more:tt)*)?) => {
        impl Tagged for $record {
            const TAG: Named = named!(concat!("Tag", $word));
            const UNTAG: Named = named!(concat!("Untag", $word));
            const LIST_TAGS: Named = named!(concat!("List", $word, "Tags"));
            $($($more)*)?
            fn tags(&self) -> &BTreeMap<String, String> {
                &self.tags
            }
            fn tags_mut(&mut self) -> &mut BTreeMap<String, String> {
                &mut self.tags
            }
        }
    };
}

tagged!(UserRecord, "User");
tagged!(RoleRecord, "Role");
tagged!(PolicyRecord, "Policy", const SHORT_KEYS_FIRST: bool = true;);
tagged!(MfaDeviceRecord, "MFADevice");
tagged!(InstanceProfileRecord, "InstanceProfile");
tagged!(ProviderRecord, "OpenIDConnectProvider");

/// Sets a tag; where keys are told apart without case, the last spelling counts.
pub fn set<E: Tagged>(entity: &mut E, key: &str, value: &str) {
    remove(entity, key);
    entity.tags_mut().insert(key.to_owned(), value.to_owned());
}

/// Removes a tag, if it is there.
pub fn remove<E: Tagged>(entity: &mut E, key: &str) {
    if E::FOLDS_TAG_CASE {
        let key = key.to_lowercase();
        entity
            .tags_mut()
            .retain(|kept, _| kept.to_lowercase() != key);
    } else {
        entity.tags_mut().remove(key);
    }
}

/// The tags in the order in which AWS lists them.
pub fn ordered<E: Tagged>(tags: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let mut tags: Vec<(String, String)> = tags
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if E::SHORT_KEYS_FIRST {
        tags.sort_by_key(|(key, _)| key.len());
    }
    tags
}
