//! A bucket of one account, callers of others.

use bucketproof::Emulator;
use bucketproof::services::s3::owner::canonical_id;
use serde_json::json;

use crate::support::{Client, Response};

pub const OWNER: &str = "111122223333";
pub const OTHER: &str = "444455556666";
pub const THIRD: &str = "777788889999";
pub const ALL_USERS: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
pub const AUTHENTICATED: &str = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
pub const LOG_DELIVERY: &str = "http://acs.amazonaws.com/groups/s3/LogDelivery";

/// The bucket `media` of [`OWNER`], with the root users of the three accounts.
pub struct House {
    pub emulator: Emulator,
    pub owner: Client,
    pub other: Client,
    pub third: Client,
}

impl House {
    /// A bucket with an ownership, and without Block Public Access.
    pub async fn with(ownership: &str) -> Self {
        let emulator = Emulator::start().await.unwrap();
        let root = |account| Client::new(&emulator, account, "test");
        let (owner, other, third) = (root(OWNER), root(OTHER), root(THIRD));
        owner
            .send(
                "PUT",
                "/media",
                &[("x-amz-object-ownership", ownership)],
                "",
            )
            .await
            .expect(200);
        owner
            .send("DELETE", "/media?publicAccessBlock", &[], "")
            .await
            .expect(204);
        Self {
            emulator,
            owner,
            other,
            third,
        }
    }

    /// Lets another account put objects by the bucket's policy.
    pub async fn let_write(&self, account: &str) {
        let policy = json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": {"AWS": account}, "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::media/*",
        }});
        self.owner
            .send("PUT", "/media?policy", &[], policy.to_string())
            .await
            .expect(204);
    }

    /// Replaces the ACL of the bucket (`/media`) or of an object.
    pub async fn set_acl(&self, by: &Client, path: &str, acl: &str) -> Response {
        by.send("PUT", &format!("{path}?acl"), &[("x-amz-acl", acl)], "")
            .await
    }
}

pub fn id(account: &str) -> String {
    canonical_id(account)
}

/// An ACL as a client sends it: grants as `(grantee, permission)`, where a grantee is a URI or an account.
pub fn document(owner: &str, grants: &[(&str, &str)]) -> String {
    let grant = |(grantee, permission): &(&str, &str)| {
        let (kind, inner) = if grantee.starts_with("http") {
            ("Group", format!("<URI>{grantee}</URI>"))
        } else {
            ("CanonicalUser", format!("<ID>{}</ID>", id(grantee)))
        };
        format!(
            r#"<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="{kind}">{inner}</Grantee><Permission>{permission}</Permission></Grant>"#
        )
    };
    let grants: String = grants.iter().map(grant).collect();
    format!(
        r#"<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>{}</ID></Owner><AccessControlList>{grants}</AccessControlList></AccessControlPolicy>"#,
        id(owner)
    )
}

/// The grants of an answer: `GRANTEE PERMISSION`, with accounts and the last part of group URIs.
pub fn grants(answer: &Response) -> Vec<String> {
    let text = answer.text();
    let part = |grant: &str, name: &str| {
        let start = grant.find(&format!("<{name}>"))? + name.len() + 2;
        Some(grant[start..].split('<').next().unwrap().to_owned())
    };
    text.split("<Grant>")
        .skip(1)
        .map(|grant| {
            let grantee = match (part(grant, "URI"), part(grant, "ID")) {
                (Some(uri), _) => uri.rsplit('/').next().unwrap().to_owned(),
                (None, Some(found)) => [OWNER, OTHER, THIRD, "anonymous"]
                    .into_iter()
                    .find(|account| id(account) == found)
                    .map_or(found, str::to_owned),
                (None, None) => panic!("a grant without grantee: {grant}"),
            };
            format!("{grantee} {}", part(grant, "Permission").unwrap())
        })
        .collect()
}

/// The owner of an answer.
pub fn owner_of(answer: &Response) -> String {
    let text = answer.element("Owner").unwrap();
    let id = text.replace("<ID>", "").replace("</ID>", "");
    bucketproof::services::s3::owner::account_of(&id).unwrap_or(id)
}

/// The message of an error, with its quotes.
pub fn message(answer: &Response) -> String {
    answer.element("Message").unwrap().replace("&quot;", "\"")
}
