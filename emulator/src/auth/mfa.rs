//! One-time passwords of virtual MFA devices: RFC 6238 with SHA-1, six digits and steps of thirty seconds, by the world's
//! clock.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html>

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::directory;
use super::directory::records::{MfaDeviceRecord, UserRecord};
use crate::base::{Secret, Timestamp, arn};
use crate::storage::StorageError;
use crate::world::World;

/// Seconds for which a code is shown.
pub const STEP_SECONDS: i64 = 30;
/// Steps by which a device's clock may be wrong.
const DRIFT: i64 = 1;
/// Steps in which two codes that follow each other may begin when a device is enabled.
const ENABLING: std::ops::RangeInclusive<i64> = -2..=1;

/// The code that a device with this seed (base 32) shows at a moment.
pub fn code(seed: &Secret, at: Timestamp) -> Option<String> {
    code_of_step(seed, at.seconds().div_euclid(STEP_SECONDS))
}

fn code_of_step(seed: &Secret, step: i64) -> Option<String> {
    let key = BASE32_NOPAD.decode(seed.expose().as_bytes()).ok()?;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0x0f);
    let bytes: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(bytes) & 0x7fff_ffff;
    Some(format!("{:06}", number % 1_000_000))
}

/// Whether two codes follow each other and are of now.
pub fn follow(seed: &Secret, first: &str, second: &str, now: Timestamp) -> bool {
    let step = now.seconds().div_euclid(STEP_SECONDS);
    ENABLING.into_iter().any(|drift| {
        let shown = |step| code_of_step(seed, step);
        shown(step + drift).as_deref() == Some(first)
            && shown(step + drift + 1).as_deref() == Some(second)
    })
}

/// Whether a user's device shows this code now. `serial` is the ARN of a virtual device; one that is not there, not
/// enabled or somebody else's shows nothing.
///
/// # Errors
/// A store that fails.
pub fn verify(
    world: &World,
    user: &UserRecord,
    serial: &str,
    given: &str,
    now: Timestamp,
) -> Result<bool, StorageError> {
    let Some(device) = device(world, serial)? else {
        return Ok(false);
    };
    let step = now.seconds().div_euclid(STEP_SECONDS);
    let shown = |drift| code_of_step(&device.seed, step + drift);
    Ok(device.user.as_deref() == Some(&user.user_id)
        && (-DRIFT..=DRIFT).any(|drift| shown(drift).as_deref() == Some(given)))
}

/// The device of a serial number.
///
/// # Errors
/// A store that fails.
pub fn device(world: &World, serial: &str) -> Result<Option<MfaDeviceRecord>, StorageError> {
    let Some(account) = arn::account(serial) else {
        return Ok(None);
    };
    let name = serial.rsplit('/').next().unwrap_or_default();
    let found: Option<MfaDeviceRecord> = directory::get(world, account, name)?;
    Ok(found.filter(|device| device.arn() == serial))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let seed = Secret::new(BASE32_NOPAD.encode(b"12345678901234567890"));
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let shown = code(&seed, Timestamp::from_seconds(seconds));
            assert_eq!(shown.as_deref(), Some(expected), "{seconds}");
        }
    }

    #[test]
    fn two_codes_have_to_follow_each_other() {
        let seed = Secret::new("JBSWY3DPEHPK3PXP");
        let now = Timestamp::from_seconds(1_700_000_000);
        let at = |steps: i64| code(&seed, now.plus_seconds(steps * STEP_SECONDS)).unwrap();
        assert!(follow(&seed, &at(0), &at(1), now));
        assert!(follow(&seed, &at(-1), &at(0), now));
        assert!(!follow(&seed, &at(1), &at(0), now));
        assert!(!follow(&seed, &at(0), &at(0), now));
        assert!(!follow(&seed, &at(-10), &at(-9), now));
    }
}
