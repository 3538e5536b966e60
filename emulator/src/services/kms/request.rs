//! What the operations of KMS read from a request and ask for.

use serde_json::{Value, json};

use super::errors;
use super::keys::{self, Cryptographic, KeyFault, KmsKey, Name};
use super::record::{KeyRecord, KeyState};
use crate::auth::authorize::Ask;
use crate::base::{Failure, Timestamp};
use crate::services::reply::Reply;
use crate::services::service::Call;
use crate::services::sts::errors::constraints::{Parameter, Violations};

const MAX_KEY_NAME_CHARACTERS: usize = 2048;
/// Longest encryption context, as JSON. <https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html>
const MAX_CONTEXT_BYTES: usize = 8192;

/// An encryption context: names and values.
pub type EncryptionContext = Vec<(String, String)>;

/// Reads the member that names the key: id, ARN or alias.
///
/// # Errors
/// A missing, empty or overlong name.
pub fn key_name(call: &Call<'_>) -> Result<String, Failure> {
    named(call, "KeyId", "keyId")
}

/// Reads a required member that names a key.
///
/// # Errors
/// A missing, empty or overlong name.
pub fn named(call: &Call<'_>, member: &str, at: &str) -> Result<String, Failure> {
    optional_name(call, member, at)?.ok_or_else(|| {
        let mut violations = Violations::new();
        violations.missing(at);
        errors::validation(violations.message().unwrap_or_default())
    })
}

/// Reads a member that may name a key.
///
/// # Errors
/// An empty or overlong name.
pub fn optional_name(call: &Call<'_>, member: &str, at: &str) -> Result<Option<String>, Failure> {
    let name = string(call, member)?;
    if let Some(name) = name {
        let mut violations = Violations::new();
        violations.length(
            Parameter::open(at, name),
            name.chars().count(),
            1,
            MAX_KEY_NAME_CHARACTERS,
        );
        errors::constraints(&violations)?;
    }
    Ok(name.map(str::to_owned))
}

/// Reads a text member.
///
/// # Errors
/// `SerializationException`.
pub fn string<'c>(call: &'c Call<'_>, member: &str) -> Result<Option<&'c str>, Failure> {
    call.json
        .string(member)
        .map_err(|error| errors::malformed(&error))
}

/// Reads a whole number.
///
/// # Errors
/// `SerializationException`.
pub fn integer(call: &Call<'_>, member: &str) -> Result<Option<i64>, Failure> {
    call.json
        .integer(member)
        .map_err(|error| errors::malformed(&error))
}

/// Reads a switch; off when it is not there.
///
/// # Errors
/// `SerializationException`.
pub fn switch(call: &Call<'_>, member: &str) -> Result<bool, Failure> {
    let read = call.json.boolean(member);
    Ok(read
        .map_err(|error| errors::malformed(&error))?
        .unwrap_or_default())
}

/// Reads required bytes of limited length.
///
/// # Errors
/// Bytes that are not there, or too many.
pub fn blob(call: &Call<'_>, member: &str, at: &str, max_bytes: usize) -> Result<Vec<u8>, Failure> {
    let read = call.json.blob(member);
    let bytes = read.map_err(|error| errors::malformed(&error))?;
    let mut violations = Violations::new();
    match &bytes {
        None => violations.missing(at),
        Some(bytes) => violations.length(Parameter::sensitive(at), bytes.len(), 1, max_bytes),
    }
    errors::constraints(&violations)?;
    Ok(bytes.unwrap_or_default())
}

/// Reads an encryption context.
///
/// # Errors
/// `SerializationException`, or one that is too long.
pub fn encryption_context(call: &Call<'_>, member: &str) -> Result<EncryptionContext, Failure> {
    let read = call.json.string_map(member);
    let pairs = read.map_err(|error| errors::malformed(&error))?;
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let context: EncryptionContext = pairs.unwrap_or_default().into_iter().map(owned).collect();
    let length: usize = context.iter().map(|(n, v)| n.len() + v.len() + 6).sum();
    if length > MAX_CONTEXT_BYTES {
        return Err(errors::validation(format!(
            "EncryptionContext size must be less than {MAX_CONTEXT_BYTES}"
        )));
    }
    Ok(context)
}

/// Only symmetric encryption is done here: any other algorithm does not fit the key.
///
/// # Errors
/// `ValidationException` for unknown algorithms, `InvalidKeyUsageException` for those of other keys.
pub fn symmetric_algorithm(call: &Call<'_>, member: &str, at: &str) -> Result<(), Failure> {
    const KNOWN: [&str; 4] = [
        "SYMMETRIC_DEFAULT",
        "RSAES_OAEP_SHA_1",
        "RSAES_OAEP_SHA_256",
        "SM2PKE",
    ];
    let Some(algorithm) = string(call, member)? else {
        return Ok(());
    };
    let mut violations = Violations::new();
    violations.one_of(Parameter::open(at, algorithm), algorithm, &KNOWN);
    errors::constraints(&violations)?;
    if algorithm == "SYMMETRIC_DEFAULT" {
        Ok(())
    } else {
        Err(errors::incompatible_algorithm(algorithm))
    }
}

/// Members that would change what the call means, and are not done.
///
/// # Errors
/// `NotImplemented` with the member's name.
pub fn refuse(call: &Call<'_>, members: &[(&str, &str)]) -> Result<(), Failure> {
    for (member, why) in members {
        let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
        if call.json.get(member).is_some_and(|value| !empty(value)) {
            return Err(errors::not_implemented(member, why));
        }
    }
    Ok(())
}

/// Grants and enclaves: members of the cryptographic operations that are not done.
pub const NO_GRANTS_NO_ENCLAVES: &[(&str, &str)] = &[
    ("GrantTokens", "keys have no grants here, only policies"),
    ("Recipient", "there are no Nitro enclaves here"),
    (
        "DryRunModifiers",
        "a dry run always looks at the whole request",
    ),
];

/// Finds the key that a name means to the caller. Other accounts' keys that do not exist look like forbidden ones.
///
/// # Errors
/// See [`errors::key_fault`].
pub fn find(call: &Call<'_>, name: &str) -> Result<KmsKey, Failure> {
    let account = &call.authority.identity().account;
    keys::resolve(call.world, account, call.region, name).map_err(|fault| {
        let hidden = matches!(fault, KeyFault::NoSuchKey(_) | KeyFault::NoSuchAlias(_));
        match Name::parse(account, call.region, name) {
            Ok(parsed) if hidden && parsed.account() != account => {
                errors::unreachable(&call.authority.identity().arn, call.row.action)
            }
            _ => errors::key_fault(fault),
        }
    })
}

/// As [`find`], for operations that do not reach into other accounts.
///
/// # Errors
/// As [`find`].
pub fn find_own(call: &Call<'_>, name: &str) -> Result<KmsKey, Failure> {
    let key = find(call, name)?;
    let identity = call.authority.identity();
    if key.record.account != identity.account {
        return Err(errors::unreachable(&identity.arn, call.row.action));
    }
    Ok(key)
}

/// The permission of this call on a key; `name` is what the request called it.
///
/// # Errors
/// A store that fails.
pub fn ask(call: &Call<'_>, key: &KmsKey, name: &str) -> Result<Ask, Failure> {
    ask_action(call, call.row.action, key, name)
}

/// A permission on a key for any action.
///
/// # Errors
/// A store that fails.
pub fn ask_action(
    call: &Call<'_>,
    action: &'static str,
    key: &KmsKey,
    name: &str,
) -> Result<Ask, Failure> {
    let record = &key.record;
    let aliases: Vec<String> = keys::aliases(call.world, &record.account, &record.region)
        .map_err(|_| errors::internal())?
        .into_iter()
        .filter(|alias| alias.key_id == record.id)
        .map(|alias| alias.name)
        .collect();
    let by_alias = name
        .rfind("alias/")
        .and_then(|start| name.get(start..))
        .filter(|_| !name.contains(":key/"));
    let ask = keys::on_key(key, action, &call.authority.identity().account)
        .key_if("kms:RequestAlias", by_alias);
    Ok(if aliases.is_empty() {
        ask
    } else {
        ask.key("kms:ResourceAliases", aliases)
    })
}

/// A permission on a key for a cryptographic operation.
///
/// # Errors
/// A store that fails.
pub fn ask_cryptographic(
    call: &Call<'_>,
    key: &KmsKey,
    name: &str,
    context: &[(String, String)],
) -> Result<Ask, Failure> {
    Ok(ask(call, key, name)?.with_encryption_context(context))
}

/// Keys that wait for their deletion are not changed.
///
/// # Errors
/// `KMSInvalidStateException`.
pub fn not_pending(key: &KeyRecord, now: Timestamp) -> Result<(), Failure> {
    match key.state(now) {
        KeyState::Enabled | KeyState::Disabled => Ok(()),
        KeyState::PendingDeletion => Err(errors::key_fault(KeyFault::PendingDeletion(key.arn()))),
        KeyState::Gone => Err(errors::key_fault(KeyFault::NoSuchKey(key.arn()))),
    }
}

/// Keys that encrypt are enabled, and a dry run ends here.
///
/// # Errors
/// The key's state, or `DryRunOperationException`.
pub fn ready(call: &Call<'_>, keys: &[&KmsKey]) -> Result<(), Failure> {
    for key in keys {
        key.usable(call.now).map_err(errors::key_fault)?;
    }
    if switch(call, "DryRun")? {
        return Err(errors::dry_run());
    }
    Ok(())
}

/// 200 with a JSON object.
pub fn reply(value: &Value) -> Reply {
    Reply::full(
        http::StatusCode::OK,
        "application/x-amz-json-1.1",
        value.to_string(),
    )
}

/// 200 without a result.
pub fn acknowledged() -> Reply {
    Reply::empty(http::StatusCode::OK).named("content-type", "application/x-amz-json-1.1")
}

/// A moment as JSON 1.1 writes it: seconds with a fraction.
pub fn timestamp(at: Timestamp) -> Value {
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit 53 bits"
    )]
    let seconds = at.millis() as f64 / 1000.0;
    json!(seconds)
}
