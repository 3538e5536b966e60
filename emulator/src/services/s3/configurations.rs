//! Bucket configurations that are checked, kept and given back, as S3 does with them; nothing is executed by them here
//! except what is said at each.
//!
//! Each is one file that says how its document looks and what else S3 checks.

pub mod accelerate;
pub mod analytics;
pub mod intelligent_tiering;
pub mod inventory;
pub mod listed;
pub mod logging;
pub mod metrics;
pub mod notification;
pub mod request_payment;
pub mod shape;
pub mod website;

use super::{document, errors};
use crate::base::Failure;
use crate::protocol::xml::{Element, S3_NAMESPACE, Writer, read_tree};
use crate::services::service::{Call, Needs};
use crate::storage::records;
use shape::Field;

/// Configurations are far smaller.
const MAX_BYTES: usize = 256 * 1024;

/// How one operation on a configuration is called.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    /// AWS's operation name.
    pub operation: &'static str,
    /// Its IAM action.
    pub action: &'static str,
    /// As in the server access log.
    pub access_log: &'static str,
}

/// A configuration that a bucket has once.
pub trait Configuration: std::fmt::Debug + Send + Sync + 'static {
    /// The query parameter that selects it.
    const NEEDS: &'static [Needs];
    /// Reading.
    const GET: Names;
    /// Replacing.
    const PUT: Names;
    /// Under which name it is stored.
    const STORED: &'static str;
    /// Root element.
    const ROOT: &'static str;
    /// What stands in it.
    const FIELDS: &'static [Field];

    /// What a bucket that never got one has.
    ///
    /// # Errors
    /// S3's words for "none".
    fn absent(bucket: &str) -> Result<Element, Failure>;

    /// What S3 checks beyond the document's shape; may complete the document.
    ///
    /// # Errors
    /// The first fault.
    fn check(call: &Call<'_>, document: Element) -> Result<Element, Failure>;
}

/// A configuration that can be removed.
pub trait Removable: Configuration {
    /// Removing.
    const DELETE: Names;
}

/// Reads a document and puts it into the order in which S3 gives it back.
///
/// # Errors
/// `MalformedXML`, and whatever is wrong with the body.
pub async fn receive(call: &Call<'_>, root: &str, fields: &[Field]) -> Result<Element, Failure> {
    let bytes = document::bytes(call, MAX_BYTES).await?;
    let tree = read_tree(&bytes, root).map_err(|_| errors::malformed_xml())?;
    shape::arrange(&tree, fields).ok_or_else(errors::malformed_xml)
}

/// The stored document.
///
/// # Errors
/// A store that fails.
pub fn stored(call: &Call<'_>, name: &str) -> Result<Option<Element>, Failure> {
    let key = super::buckets::configuration_key(&call.target.bucket, name);
    let stored = call.world.metadata.get(&key)?;
    Ok(stored.map(|bytes| records::decode(&bytes)).transpose()?)
}

/// Writes a document.
pub fn shown(document: &Element, root: &'static str, fields: &[Field]) -> String {
    let mut xml = Writer::new();
    xml.open_in(root, S3_NAMESPACE);
    shape::write(&mut xml, document, fields);
    xml.finish()
}
