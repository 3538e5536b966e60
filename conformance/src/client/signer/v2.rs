//! Signature Version 2: <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use super::{Signable, Signing};

/// The query parameters that are part of the resource.
const SUB_RESOURCES: [&str; 24] = [
    "acl",
    "cors",
    "delete",
    "lifecycle",
    "location",
    "logging",
    "notification",
    "partNumber",
    "policy",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
];

const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// The headers that sign a request: `date`, `x-amz-security-token` and `authorization`.
pub fn sign_v2(request: &Signable<'_>, signing: &Signing<'_>) -> Vec<(String, String)> {
    let moment = OffsetDateTime::from_unix_timestamp(signing.now_seconds)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let date = moment.format(HTTP_DATE).unwrap_or_default();
    let mut added = vec![("date".to_owned(), date.clone())];
    if let Some(token) = &signing.credentials.session_token {
        added.push(("x-amz-security-token".to_owned(), token.clone()));
    }
    let mut headers = request.headers.clone();
    headers.extend(added.clone());
    let signature = signature(request, &headers, &request.query, &date, signing);
    added.push((
        "authorization".to_owned(),
        format!("AWS {}:{signature}", signing.credentials.access_key_id),
    ));
    added
}

/// The query of a presigned URL: the request's own parameters, then `AWSAccessKeyId`, `Expires` and `Signature`.
pub fn presign_v2(
    request: &Signable<'_>,
    signing: &Signing<'_>,
    expires_seconds: i64,
) -> Vec<(String, String)> {
    let expires = (signing.now_seconds + expires_seconds).to_string();
    let mut query = request.query.clone();
    let mut headers = request.headers.clone();
    if let Some(token) = &signing.credentials.session_token {
        query.push(("x-amz-security-token".to_owned(), token.clone()));
        headers.push(("x-amz-security-token".to_owned(), token.clone()));
    }
    let signature = signature(request, &headers, &request.query, &expires, signing);
    query.push((
        "AWSAccessKeyId".to_owned(),
        signing.credentials.access_key_id.clone(),
    ));
    query.push(("Expires".to_owned(), expires));
    query.push(("Signature".to_owned(), signature));
    query
}

fn signature(
    request: &Signable<'_>,
    headers: &[(String, String)],
    query: &[(String, String)],
    date_or_expires: &str,
    signing: &Signing<'_>,
) -> String {
    let header = |wanted: &str| {
        headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map_or("", |(_, value)| value.as_str())
    };
    let mut amz: Vec<(String, &str)> = headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .filter(|(name, _)| name.starts_with("x-amz-"))
        .collect();
    amz.sort();
    let amz: String = amz
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let string_to_sign = format!(
        "{}\n{}\n{}\n{date_or_expires}\n{amz}{}",
        request.method,
        header("content-md5"),
        header("content-type"),
        resource(request.path, query),
    );
    Hmac::<Sha1>::new_from_slice(signing.credentials.secret_access_key.as_bytes()).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(string_to_sign.as_bytes());
            BASE64.encode(&mac.finalize().into_bytes())
        },
    )
}

fn resource(path: &str, query: &[(String, String)]) -> String {
    let mut parts: Vec<String> = query
        .iter()
        .filter(|(name, _)| SUB_RESOURCES.contains(&name.as_str()))
        .map(|(name, value)| {
            if value.is_empty() {
                name.clone()
            } else {
                format!("{name}={value}")
            }
        })
        .collect();
    parts.sort();
    if parts.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", parts.join("&"))
    }
}

#[cfg(test)]
mod tests;
