//! Multi-factor authentication: no user has a device here, so no code can be right.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html>

use super::errors;
use super::errors::constraints::{Parameter, Violations};
use crate::base::Failure;
use crate::services::service::Call;

const SERIAL_PATTERN: &str = r"[\w+=/:,.@-]*";
const CODE_PATTERN: &str = r"[\d]*";
const CODE_DIGITS: usize = 6;

/// Whether a request shows a device's serial number and a code of it.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    serial_number: bool,
    code: bool,
}

/// Reads `SerialNumber` and `TokenCode`.
pub fn read(call: &Call<'_>, violations: &mut Violations) -> Shown {
    let serial_number = call.form.get("SerialNumber");
    if let Some(serial) = serial_number {
        let shown = Parameter::open("serialNumber", serial);
        violations.length(shown, serial.chars().count(), 9, 256);
        violations.pattern(shown, serial, SERIAL_PATTERN, |c| {
            c.is_ascii_alphanumeric() || "_+=/:,.@-".contains(c)
        });
    }
    let code = call.form.get("TokenCode");
    if let Some(code) = code {
        let shown = Parameter::open("tokenCode", code);
        violations.length(shown, code.chars().count(), CODE_DIGITS, CODE_DIGITS);
        violations.pattern(shown, code, CODE_PATTERN, |c| c.is_ascii_digit());
    }
    Shown {
        serial_number: serial_number.is_some(),
        code: code.is_some(),
    }
}

impl Shown {
    /// Verifies the code, if one is shown.
    ///
    /// # Errors
    /// `AccessDenied`: half of what is needed, or a device that the caller does not have.
    pub fn verify(self) -> Result<(), Failure> {
        match (self.serial_number, self.code) {
            (false, false) => Ok(()),
            (true, true) => Err(errors::mfa_device_unknown()),
            _ => Err(errors::mfa_incomplete()),
        }
    }
}
