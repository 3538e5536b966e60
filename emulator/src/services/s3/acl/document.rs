//! `AccessControlPolicy`: an ACL in XML.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AccessControlPolicy.html>

use bucketproof_policy::{Grant, Grantee, Permission};
use serde::Deserialize;

use super::grantee;
use super::requested::{MAX_GRANTS, Requested};
use crate::base::Failure;
use crate::protocol::xml::{self, Writer};
use crate::services::s3::{document, errors, owner};
use crate::services::service::Call;

/// A hundred grants are far smaller.
const MAX_BYTES: usize = 256 * 1024;
const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

#[derive(Debug, Deserialize)]
struct Document {
    #[serde(rename = "Owner")]
    owner: Option<OwnerElement>,
    #[serde(rename = "AccessControlList")]
    list: Option<List>,
}

#[derive(Debug, Deserialize)]
struct OwnerElement {
    #[serde(rename = "ID", default)]
    id: String,
}

#[derive(Debug, Deserialize)]
struct List {
    #[serde(rename = "Grant", default)]
    grants: Vec<GrantElement>,
}

#[derive(Debug, Deserialize)]
struct GrantElement {
    #[serde(rename = "Grantee")]
    grantee: Option<GranteeElement>,
    #[serde(rename = "Permission")]
    permission: Option<String>,
}

#[derive(Debug, Deserialize)]
struct GranteeElement {
    /// `xsi:type`.
    #[serde(rename = "@type", default)]
    kind: String,
    #[serde(rename = "ID", default)]
    id: String,
    #[serde(rename = "URI", default)]
    uri: String,
}

/// The grants that a request puts, by its head or by its body, on a resource of `owner`.
///
/// # Errors
/// Neither or both of them, and documents that are no ACL of that owner.
pub async fn put(
    call: &Call<'_>,
    requested: &Requested,
    owner: &str,
    bucket_owner: Option<&str>,
) -> Result<Vec<Grant>, Failure> {
    let body = document::bytes(call, MAX_BYTES).await?;
    match (requested.is_some(), body.is_empty()) {
        (false, true) => Err(errors::acl_missing()),
        (true, false) => Err(errors::acl_in_head_and_body()),
        (true, true) => Ok(requested.grants(owner, bucket_owner)),
        (false, false) => read(&body, owner),
    }
}

fn read(body: &[u8], owner: &str) -> Result<Vec<Grant>, Failure> {
    let malformed = errors::malformed_acl;
    let document: Document = xml::read(body, "AccessControlPolicy").map_err(|_| malformed())?;
    let (Some(named), Some(list)) = (document.owner, document.list) else {
        return Err(malformed());
    };
    let named = grantee::by_id(&named.id, "CanonicalUser/ID")?;
    if list.grants.len() > MAX_GRANTS {
        return Err(malformed());
    }
    let grants: Vec<Grant> = list.grants.iter().map(grant).collect::<Result<_, _>>()?;
    // An ACL cannot give the resource away.
    if named != Grantee::Account(owner.to_owned()) {
        return Err(errors::access_denied());
    }
    Ok(grants)
}

fn grant(element: &GrantElement) -> Result<Grant, Failure> {
    let malformed = errors::malformed_acl;
    let permission = element.permission.as_deref().and_then(Permission::parse);
    let permission = permission.ok_or_else(malformed)?;
    let named = element.grantee.as_ref().ok_or_else(malformed)?;
    let grantee = match named.kind.as_str() {
        "CanonicalUser" => grantee::by_id(&named.id, "CanonicalUser/ID")?,
        "Group" => grantee::by_uri(&named.uri, "Group/URI")?,
        "AmazonCustomerByEmail" => return Err(errors::unresolvable_email()),
        _ => return Err(malformed()),
    };
    Ok(Grant::new(grantee, permission))
}

/// An ACL as S3 shows it.
pub fn write(owner: &str, grants: &[Grant]) -> String {
    let mut xml = Writer::new();
    xml.open_in("AccessControlPolicy", owner::NAMESPACE);
    owner::write(&mut xml, "Owner", owner);
    xml.open("AccessControlList");
    for grant in grants {
        xml.open("Grant");
        xml.open("Grantee").attr("xmlns:xsi", SCHEMA_INSTANCE);
        match (grantee::uri(&grant.grantee), &grant.grantee) {
            (None, Grantee::Account(account)) => {
                xml.attr("xsi:type", "CanonicalUser");
                xml.text_element("ID", owner::canonical_id(account));
            }
            (uri, _) => {
                xml.attr("xsi:type", "Group");
                xml.text_element("URI", uri.unwrap_or_default());
            }
        }
        xml.close();
        xml.text_element("Permission", grant.permission.name());
        xml.close();
    }
    xml.close();
    xml.close();
    xml.finish()
}
