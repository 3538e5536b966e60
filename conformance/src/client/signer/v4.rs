use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use super::{Signable, Signing, encoding};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TIMESTAMP: &[BorrowedFormatItem<'_>] =
    format_description!("[year][month][day]T[hour][minute][second]Z");

/// The headers that sign a request: `x-amz-date`, `x-amz-security-token` and `authorization`.
///
/// `payload_hash` is what `x-amz-content-sha256` says; that header must already be among the signed ones where the
/// service wants it.
pub fn sign_v4(
    request: &Signable<'_>,
    signing: &Signing<'_>,
    payload_hash: &str,
) -> Vec<(String, String)> {
    let timestamp = timestamp(signing.now_seconds);
    let mut added = vec![("x-amz-date".to_owned(), timestamp.clone())];
    if let Some(token) = &signing.credentials.session_token {
        added.push(("x-amz-security-token".to_owned(), token.clone()));
    }
    let mut headers = request.headers.clone();
    headers.extend(added.clone());
    let (canonical_headers, signed_headers) = canonical_headers(headers);
    let canonical = canonical_request(
        request,
        signing.service,
        &request.query,
        &canonical_headers,
        &signed_headers,
        payload_hash,
    );
    let signature = signature(&canonical, &timestamp, signing);
    let scope = scope(&timestamp, signing);
    let key = &signing.credentials.access_key_id;
    added.push((
        "authorization".to_owned(),
        format!("{ALGORITHM} Credential={key}/{scope}, SignedHeaders={signed_headers}, Signature={signature}"),
    ));
    added
}

/// The query of a presigned URL: the request's own parameters, then the `X-Amz-*` ones.
pub fn presign_v4(
    request: &Signable<'_>,
    signing: &Signing<'_>,
    expires_seconds: i64,
) -> Vec<(String, String)> {
    let timestamp = timestamp(signing.now_seconds);
    let scope = scope(&timestamp, signing);
    let (canonical_headers, signed_headers) = canonical_headers(request.headers.clone());
    let mut query = request.query.clone();
    let mut add = |name: &str, value: String| query.push((name.to_owned(), value));
    add("X-Amz-Algorithm", ALGORITHM.to_owned());
    add(
        "X-Amz-Credential",
        format!("{}/{scope}", signing.credentials.access_key_id),
    );
    add("X-Amz-Date", timestamp.clone());
    add("X-Amz-Expires", expires_seconds.to_string());
    add("X-Amz-SignedHeaders", signed_headers.clone());
    if let Some(token) = &signing.credentials.session_token {
        add("X-Amz-Security-Token", token.clone());
    }
    let canonical = canonical_request(
        request,
        signing.service,
        &query,
        &canonical_headers,
        &signed_headers,
        "UNSIGNED-PAYLOAD",
    );
    query.push((
        "X-Amz-Signature".to_owned(),
        signature(&canonical, &timestamp, signing),
    ));
    query
}

fn timestamp(seconds: i64) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    moment.format(TIMESTAMP).unwrap_or_default()
}

fn scope(timestamp: &str, signing: &Signing<'_>) -> String {
    let date = timestamp.get(..8).unwrap_or_default();
    format!("{date}/{}/{}/aws4_request", signing.region, signing.service)
}

/// `name:value` lines and the `;` list of names, sorted; repeated headers are joined.
fn canonical_headers(headers: Vec<(String, String)>) -> (String, String) {
    let mut sorted: Vec<(String, String)> = Vec::new();
    for (name, value) in headers {
        let name = name.to_ascii_lowercase();
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        match sorted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => *values = format!("{values},{value}"),
            None => sorted.push((name, value)),
        }
    }
    sorted.sort();
    let lines = sorted
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let names = sorted
        .into_iter()
        .map(|(name, _)| name)
        .collect::<Vec<_>>()
        .join(";");
    (lines, names)
}

fn canonical_request(
    request: &Signable<'_>,
    service: &str,
    query: &[(String, String)],
    canonical_headers: &str,
    signed_headers: &str,
    payload_hash: &str,
) -> String {
    // S3 signs the path as it is sent; all other services encode it once more.
    let path = if service == "s3" {
        request.path.to_owned()
    } else {
        encoding::encode_path(request.path)
    };
    let mut pairs: Vec<(String, String)> = query
        .iter()
        .map(|(name, value)| (encoding::encode_query(name), encoding::encode_query(value)))
        .collect();
    pairs.sort();
    let query = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&");
    format!(
        "{}\n{path}\n{query}\n{canonical_headers}\n{signed_headers}\n{payload_hash}",
        request.method
    )
}

fn signature(canonical_request: &str, timestamp: &str, signing: &Signing<'_>) -> String {
    let digest = HEXLOWER.encode(&Sha256::digest(canonical_request.as_bytes()));
    let string_to_sign = format!(
        "{ALGORITHM}\n{timestamp}\n{}\n{digest}",
        scope(timestamp, signing)
    );
    let secret = format!("AWS4{}", signing.credentials.secret_access_key);
    let date = hmac(secret.as_bytes(), timestamp.get(..8).unwrap_or_default());
    let region = hmac(&date, signing.region);
    let service = hmac(&region, signing.service);
    let key = hmac(&service, "aws4_request");
    HEXLOWER.encode(&hmac(&key, &string_to_sign))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of any length, so there is no error to meet here.
    Hmac::<Sha256>::new_from_slice(key).map_or_else(
        |_| Vec::new(),
        |mut mac| {
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().to_vec()
        },
    )
}

#[cfg(test)]
mod tests;
