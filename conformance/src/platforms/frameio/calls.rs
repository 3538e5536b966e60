//! The calls, one function each.

use bytes::Bytes;
use http::{Request, Response, StatusCode, header::HOST};
use serde_json::{Map, Value, json};

use super::{
    Account,
    diagnosis::Diagnosis,
    files::{File, Status, Upload},
    settings::StorageLocation,
    wire::{self, ImportFile, LocalUpload, file_json, link_json, moment},
    work,
};
use crate::platforms::{body_answer, empty_answer, json_answer};

/// A call that was carried out.
pub struct Done {
    /// Its answer.
    pub response: Response<Bytes>,
    /// A file whose original is to be registered now.
    pub register: Option<String>,
}

/// A call's answer, or the refusal of it.
pub type Called = Result<Done, Box<Response<Bytes>>>;

fn done(status: StatusCode, data: &Value) -> Called {
    Ok(Done {
        response: json_answer(status, &json!({ "data": data })),
        register: None,
    })
}

fn not_found(what: &str) -> Box<Response<Bytes>> {
    Box::new(wire::refusal(
        StatusCode::NOT_FOUND,
        &format!("the {what} does not exist"),
        "/path",
    ))
}

fn wrong(detail: &str, pointer: &str) -> Box<Response<Bytes>> {
    Box::new(wire::refusal(
        StatusCode::UNPROCESSABLE_ENTITY,
        detail,
        pointer,
    ))
}

fn folder_exists(account: &Account, folder: &str) -> Result<(), Box<Response<Bytes>>> {
    let known = account.settings.folders.iter().any(|known| known == folder);
    known.then_some(()).ok_or_else(|| not_found("folder"))
}

fn file(account: &Account, id: &str) -> Result<File, Box<Response<Bytes>>> {
    account.files.get(id).ok_or_else(|| not_found("file"))
}

/// Where this simulator answers, for links to itself.
fn own_base(request: &Request<Bytes>) -> String {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("127.0.0.1");
    format!("http://{host}")
}

fn new_file(account: &Account, folder: &str, name: String, location: &str, key: String) -> File {
    let now_seconds = account.stack.now_seconds();
    File {
        id: account.files.new_id(),
        folder: folder.to_owned(),
        name,
        location: location.to_owned(),
        key,
        status: Status::Created,
        size_bytes: None,
        media_type: None,
        created_seconds: now_seconds,
        updated_seconds: now_seconds,
        proxy: None,
        diagnosis: None,
        upload: None,
    }
}

/// Import file: makes a file that points to an object, and looks at the object afterwards.
pub fn import(account: &Account, folder: &str, request: &Request<Bytes>) -> Called {
    folder_exists(account, folder)?;
    let wanted: ImportFile = wire::read(request.body())?;
    let Some(location) = account
        .settings
        .storage_locations
        .get(&wanted.storage_location)
    else {
        return Err(wrong(
            "the storage location is not connected",
            "/data/storage_location",
        ));
    };
    if !wanted.key.starts_with(&location.prefix) || wanted.key.is_empty() {
        return Err(wrong(
            "the key lies outside the prefix of the storage location",
            "/data/key",
        ));
    }
    let file = new_file(
        account,
        folder,
        wanted.name,
        &wanted.storage_location,
        wanted.key,
    );
    account.files.add(file.clone());
    let data = file_json(&file, &own_base(request));
    Ok(Done {
        response: json_answer(StatusCode::ACCEPTED, &json!({ "data": data })),
        register: Some(file.id),
    })
}

/// Local upload: begins an upload into the primary bucket and hands out a link for each part.
pub async fn local_upload(account: &Account, folder: &str, request: &Request<Bytes>) -> Called {
    folder_exists(account, folder)?;
    let wanted: LocalUpload = wire::read(request.body())?;
    let Some(primary) = account.settings.primary() else {
        return Err(wrong("the account has no primary storage", "/data"));
    };
    if wanted.file_size == 0 {
        return Err(wrong("the size must be at least 1", "/data/file_size"));
    }
    let location = account.settings.account_id.clone();
    let mut file = new_file(account, folder, wanted.name, &location, String::new());
    file.key = format!("{}{}/{}", primary.prefix, file.id, file.name);
    let begun = account
        .back_end
        .begin_upload(primary, &file.key, "application/octet-stream")
        .await;
    let upload_id = begun.map_err(|error| storage_refused(&Diagnosis::of(&error)))?;
    let urls = part_links(account, primary, &file.key, &upload_id, wanted.file_size).await?;
    file.upload = Some(Upload {
        id: upload_id,
        size_bytes: wanted.file_size,
    });
    let mut data = file_json(&file, &own_base(request));
    account.files.add(file);
    if let Some(members) = data.as_object_mut() {
        members.insert("upload_urls".to_owned(), urls);
    }
    done(StatusCode::CREATED, &data)
}

async fn part_links(
    account: &Account,
    primary: &StorageLocation,
    key: &str,
    upload_id: &str,
    size_bytes: u64,
) -> Result<Value, Box<Response<Bytes>>> {
    let part_bytes = account.settings.part_bytes;
    let mut urls = Vec::new();
    for number in 1..=size_bytes.div_ceil(part_bytes) {
        let link = account
            .back_end
            .part_link(primary, key, upload_id, number)
            .await;
        let url = link.map_err(|error| storage_refused(&Diagnosis::of(&error)))?;
        let size = part_bytes.min(size_bytes - (number - 1) * part_bytes);
        urls.push(json!({ "size": size, "url": url }));
    }
    Ok(urls.into())
}

/// The customer's storage refused what the call needs.
fn storage_refused(diagnosis: &Diagnosis) -> Box<Response<Bytes>> {
    let detail = format!(
        "the connected storage refused {} with {}: {}",
        diagnosis.call, diagnosis.code, diagnosis.advice
    );
    Box::new(wire::refusal(StatusCode::FORBIDDEN, &detail, "/data"))
}

/// List folder.
pub fn list(account: &Account, folder: &str, request: &Request<Bytes>) -> Called {
    folder_exists(account, folder)?;
    let base = own_base(request);
    let files: Vec<Value> = account
        .files
        .in_folder(folder)
        .iter()
        .map(|file| file_json(file, &base))
        .collect();
    done(StatusCode::OK, &files.into())
}

/// Show file, with the links that `include` asks for.
pub async fn show(account: &Account, id: &str, request: &Request<Bytes>) -> Called {
    let file = file(account, id)?;
    let base = own_base(request);
    let mut links = Map::new();
    for wanted in included(request.uri().query().unwrap_or_default()) {
        let link = match wanted.as_str() {
            "original" => original_link(account, &file).await?,
            "thumbnail" | "video_h264_180" | "efficient" | "high_quality" => match file.proxy {
                Some(_) => link_json(&format!("{base}/proxies/{}", file.id)),
                None => Value::Null,
            },
            other => {
                return Err(wrong(
                    &format!("there is no link `{other}`"),
                    "/query/include",
                ));
            }
        };
        links.insert(wanted, link);
    }
    let mut data = file_json(&file, &base);
    if let (Some(members), false) = (data.as_object_mut(), links.is_empty()) {
        members.insert("media_links".to_owned(), links.into());
    }
    done(StatusCode::OK, &data)
}

fn included(query: &str) -> Vec<String> {
    let pairs = crate::client::signer::query_pairs(query);
    let lists = pairs
        .iter()
        .filter(|(name, _)| name == "include")
        .map(|(_, value)| value.as_str());
    lists
        .flat_map(|list| list.split(','))
        .filter_map(|name| name.strip_prefix("media_links."))
        .map(str::to_owned)
        .collect()
}

async fn original_link(account: &Account, file: &File) -> Result<Value, Box<Response<Bytes>>> {
    let Some(location) = account.settings.storage_locations.get(&file.location) else {
        return Ok(Value::Null);
    };
    if file.status == Status::Created {
        return Ok(Value::Null);
    }
    let link = account.back_end.link(location, &file.key).await;
    link.map(|url| link_json(&url))
        .map_err(|error| storage_refused(&Diagnosis::of(&error)))
}

/// Status of an upload. A local upload whose parts have all arrived is completed now.
pub async fn status(account: &Account, id: &str) -> Called {
    let mut file = file(account, id)?;
    let mut register = None;
    match work::follow_upload(account, &file).await {
        Ok(true) => register = Some(id.to_owned()),
        Ok(false) => {}
        Err(error) => account.change(id, |file| file.diagnosis = Some(Diagnosis::of(&error))),
    }
    file = account.files.get(id).unwrap_or(file);
    let complete = file.status != Status::Created;
    let data = json!({
        "id": file.id,
        "filetype": file.media_type,
        "upload_complete": complete,
        "upload_failed": file.diagnosis.is_some() && !complete,
        "uploaded_at": moment(file.created_seconds),
        "upload_completed_at": complete.then(|| moment(file.updated_seconds)),
    });
    let response = json_answer(StatusCode::OK, &json!({ "data": data }));
    Ok(Done { response, register })
}

/// Delete file: the asset and its proxy. The original is the customer's and is not touched.
pub fn delete(account: &Account, id: &str) -> Called {
    account.files.remove(id).ok_or_else(|| not_found("file"))?;
    Ok(Done {
        response: empty_answer(StatusCode::NO_CONTENT),
        register: None,
    })
}

/// The proxy of a file, from this side.
pub fn proxy(account: &Account, id: &str) -> Response<Bytes> {
    match account.files.get(id).and_then(|file| file.proxy) {
        Some(proxy) => body_answer(StatusCode::OK, "text/plain", proxy),
        None => *not_found("proxy"),
    }
}

/// Why a file got stuck; the simulator's own call.
pub fn diagnosis(account: &Account, id: &str) -> Response<Bytes> {
    match account.files.get(id) {
        Some(file) => json_answer(StatusCode::OK, &json!({ "data": file.diagnosis })),
        None => *not_found("file"),
    }
}
