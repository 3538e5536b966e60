//! The rows of IAM.

use super::errors;
use crate::base::Failure;
use crate::protocol::query_form::Form;
use crate::services::service::Row;

/// The API version.
pub const VERSION: &str = "2010-05-08";

/// Every operation that is done here.
pub static TABLE: &[Row] = &[];

/// Operations that are knowingly not done, with the reason.
pub static NOT_YET: &[(&str, &str)] = &[];

/// The row of an action.
///
/// # Errors
/// An unknown action, or one that is knowingly not done.
pub fn locate(action: &str, form: &Form) -> Result<&'static Row, Failure> {
    if let Some(row) = TABLE.iter().find(|row| row.name == action) {
        return Ok(row);
    }
    match NOT_YET.iter().find(|(name, _)| *name == action) {
        Some((name, why)) => Err(errors::not_implemented(name, why)),
        None => {
            let version = form.get("Version").unwrap_or(VERSION);
            Err(crate::services::sts::errors::invalid_action(
                action, version,
            ))
        }
    }
}
