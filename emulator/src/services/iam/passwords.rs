//! Console passwords: looked at when they are set, and kept nowhere.

use crate::auth::directory::records::{PasswordPolicy, UserRecord};
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::iam::{account, errors, show};
use crate::services::service::Call;

/// What IAM wants of a password where the account says nothing: eight characters of three kinds.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html>
const DEFAULT_MIN: usize = 8;
const DEFAULT_KINDS: usize = 3;
/// The symbols that count as such.
const SYMBOLS: &str = "!@#$%^&*()_+-=[]{}|'";

/// Whether the account takes a password.
///
/// # Errors
/// A password that breaks its rules, or a store that fails.
pub fn check(call: &Call<'_>, password: &str) -> Result<(), Failure> {
    let taken = match account::of(call)?.passwords {
        Some(policy) => holds(&policy, password),
        None => {
            let kinds = kinds(password).into_iter().filter(|kind| *kind).count();
            password.chars().count() >= DEFAULT_MIN && kinds >= DEFAULT_KINDS
        }
    };
    if taken {
        Ok(())
    } else {
        Err(errors::password_policy_violation())
    }
}

/// Whether it has upper case, lower case, digits, symbols.
fn kinds(password: &str) -> [bool; 4] {
    [
        password.contains(|c: char| c.is_ascii_uppercase()),
        password.contains(|c: char| c.is_ascii_lowercase()),
        password.contains(|c: char| c.is_ascii_digit()),
        password.contains(|c: char| SYMBOLS.contains(c)),
    ]
}

fn holds(policy: &PasswordPolicy, password: &str) -> bool {
    let wanted = [
        policy.require_uppercase,
        policy.require_lowercase,
        policy.require_numbers,
        policy.require_symbols,
    ];
    let has = kinds(password);
    let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    length >= policy.minimum_length && wanted.iter().zip(has).all(|(wanted, has)| !wanted || has)
}

/// Writes the login profile of a user who has one.
pub fn write(xml: &mut Writer, user: &UserRecord) {
    if let Some(login) = &user.login {
        xml.open("LoginProfile");
        xml.text_element("UserName", &user.name);
        show::date(xml, "CreateDate", login.created);
        xml.text_element("PasswordResetRequired", login.reset_required.to_string());
        xml.close();
    }
}

#[cfg(test)]
mod tests {
    use super::kinds;

    #[test]
    fn kinds_are_told_apart() {
        assert_eq!(kinds("aB1_"), [true; 4]);
        assert_eq!(kinds("abc"), [false, true, false, false]);
        assert_eq!(kinds("12~"), [false, false, true, false]);
    }
}
