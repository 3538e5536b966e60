//! The rows of KMS.

use super::errors;
use crate::base::Failure;
use crate::services::service::Row;

/// Every operation that is done here.
pub static TABLE: &[Row] = &[];

/// Operations that are knowingly not done, with the reason.
pub static NOT_YET: &[(&str, &str)] = &[];

/// The row of an operation named in `X-Amz-Target`.
///
/// # Errors
/// An unknown operation, or one that is knowingly not done.
pub fn locate(name: &str) -> Result<&'static Row, Failure> {
    if let Some(row) = TABLE.iter().find(|row| row.name == name) {
        return Ok(row);
    }
    match NOT_YET.iter().find(|(known, _)| *known == name) {
        Some((known, why)) => Err(crate::services::sts::errors::not_implemented(known, why)),
        None => Err(errors::unknown_operation(name)),
    }
}
