//! The frame, word by word.

use super::*;

#[test]
fn one_violation() {
    let mut violations = Violations::new();
    violations.length(Parameter::open("roleSessionName", "a"), 1, 2, 64);
    assert_eq!(
        violations.message().as_deref(),
        Some(
            "1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2"
        )
    );
}

#[test]
fn two_violations_are_joined() {
    let mut violations = Violations::new();
    violations.missing("roleArn");
    violations.range("durationSeconds", 43_201, 900, 43_200);
    assert_eq!(
        violations.message().as_deref(),
        Some(
            "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200"
        )
    );
}

#[test]
fn sensitive_values_are_not_repeated() {
    let mut violations = Violations::new();
    violations.length(Parameter::sensitive("webIdentityToken"), 3, 4, 20_000);
    assert_eq!(
        violations.message().as_deref(),
        Some(
            "1 validation error detected: Value at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal to 4"
        )
    );
}

#[test]
fn patterns_and_sets() {
    let mut violations = Violations::new();
    violations.pattern(
        Parameter::open("roleSessionName", "a b"),
        "a b",
        r"[\w+=,.@-]*",
        is_name_character,
    );
    assert_eq!(
        violations.message().as_deref(),
        Some(
            r"1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*"
        )
    );
    let mut violations = Violations::new();
    violations.one_of(
        Parameter::open("keySpec", "DES"),
        "DES",
        &["AES_256", "AES_128"],
    );
    assert_eq!(
        violations.message().as_deref(),
        Some(
            "1 validation error detected: Value 'DES' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]"
        )
    );
    assert_eq!(Violations::new().message(), None);
}
