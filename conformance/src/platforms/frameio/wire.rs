//! The JSON of the public API.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::files::File;
use crate::platforms::json_answer;

/// What every request body is wrapped in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Enveloped<T> {
    data: T,
}

/// Import of a file that lies in connected storage.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportFile {
    /// The name to show.
    pub name: String,
    /// The object's key.
    pub key: String,
    /// The account's UUID, or something that begins with it.
    pub storage_location: String,
}

/// Upload from a client.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalUpload {
    /// The name to show.
    pub name: String,
    /// Size in bytes.
    pub file_size: u64,
}

/// A request body that is not what the call takes.
pub fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Box<Response<Bytes>>> {
    serde_json::from_slice::<Enveloped<T>>(body)
        .map(|enveloped| enveloped.data)
        .map_err(|error| {
            Box::new(refusal(
                StatusCode::UNPROCESSABLE_ENTITY,
                &error.to_string(),
                "/data",
            ))
        })
}

/// A refusal in the vendor's shape.
pub fn refusal(status: StatusCode, detail: &str, pointer: &str) -> Response<Bytes> {
    let title = status.canonical_reason().unwrap_or("Error");
    let error = json!({ "detail": detail, "title": title, "source": { "pointer": pointer } });
    json_answer(status, &json!({ "errors": [error] }))
}

/// A file without its links.
pub fn file_json(file: &File, view_base: &str) -> Value {
    json!({
        "id": file.id,
        "type": "file",
        "name": file.name,
        "status": file.status.word(),
        "file_size": file.size_bytes,
        "media_type": file.media_type,
        "parent_id": file.folder,
        "project_id": file.folder,
        "view_url": format!("{view_base}/view/{}", file.id),
        "created_at": moment(file.created_seconds),
        "updated_at": moment(file.updated_seconds),
    })
}

/// A link of `media_links`.
pub fn link_json(url: &str) -> Value {
    json!({ "download_url": url, "inline_url": url })
}

/// RFC 3339.
pub fn moment(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .format(&Rfc3339)
        .unwrap_or_default()
}
