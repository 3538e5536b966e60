//! Users and roles for tests, written straight into the directory.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::collections::BTreeMap;

use bucketproof::Emulator;
use bucketproof::auth::directory::DirectoryCommit;
use bucketproof::auth::directory::records::{AccessKeyRecord, RoleRecord, UserRecord};
use bucketproof::base::Secret;
use bucketproof::storage::Commit;

use crate::support::Client;

/// A user with one inline policy, and its client.
pub async fn user(emulator: &Emulator, account: &str, name: &str, policy: Option<&str>) -> Client {
    let world = &emulator.stack().world;
    let key = AccessKeyRecord {
        access_key_id: world.ids.unique_id("AKIA"),
        secret: Secret::new(world.ids.secret_access_key()),
        account: account.to_owned(),
        user_name: name.to_owned(),
        user_id: world.ids.unique_id("AIDA"),
        active: true,
        created: world.clock.now(),
    };
    let user = UserRecord {
        user_id: key.user_id.clone(),
        name: name.to_owned(),
        path: "/".to_owned(),
        account: account.to_owned(),
        created: key.created,
        inline: inline(policy),
        attached: Vec::new(),
        boundary: None,
        tags: BTreeMap::new(),
        access_keys: vec![key.access_key_id.clone()],
        groups: Vec::new(),
        login: None,
    };
    let commit = Commit::new().create(&user).access_key(&key);
    world.commit_authority(commit).await.unwrap();
    Client::new(emulator, &key.access_key_id, key.secret.expose())
}

/// A role with a trust policy and one inline policy.
pub async fn role(
    emulator: &Emulator,
    account: &str,
    name: &str,
    trust: &str,
    policy: Option<&str>,
) -> RoleRecord {
    let world = &emulator.stack().world;
    let role = RoleRecord {
        role_id: world.ids.unique_id("AROA"),
        name: name.to_owned(),
        path: "/".to_owned(),
        account: account.to_owned(),
        created: world.clock.now(),
        trust: trust.to_owned(),
        description: None,
        max_session_seconds: 3600,
        inline: inline(policy),
        attached: Vec::new(),
        boundary: None,
        tags: BTreeMap::new(),
    };
    replace_role(emulator, &role).await;
    role
}

/// Writes a role as it is.
pub async fn replace_role(emulator: &Emulator, role: &RoleRecord) {
    let world = &emulator.stack().world;
    let commit = Commit::new().replace(role);
    world.commit_authority(commit).await.unwrap();
}

fn inline(policy: Option<&str>) -> BTreeMap<String, String> {
    policy
        .map(|text| ("inline".to_owned(), text.to_owned()))
        .into_iter()
        .collect()
}

/// An identity policy that allows one action on one resource.
pub fn allow(action: &str, resource: &str) -> String {
    serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Action": action, "Resource": resource }]
    })
    .to_string()
}
