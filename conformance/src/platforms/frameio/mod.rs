//! Frame.io: the calls of its public V4 API that register and show files, over storage that the customer owns.
//!
//! <https://developer.adobe.com/frameio/api/current/>
//!
//! | call | answer |
//! |---|---|
//! | `POST /v4/accounts/{account}/folders/{folder}/files/import` | 202 |
//! | `POST /v4/accounts/{account}/folders/{folder}/files/local_upload` | 201 with `upload_urls` |
//! | `GET /v4/accounts/{account}/folders/{folder}/files` | 200 |
//! | `GET /v4/accounts/{account}/files/{file}?include=media_links.original,...` | 200 |
//! | `GET /v4/accounts/{account}/files/{file}/status` | 200 |
//! | `DELETE /v4/accounts/{account}/files/{file}` | 204 |
//! | `GET /proxies/{file}` | 200, the proxy; no token needed, as with the vendor's signed links |
//! | `GET /simulator/files/{file}/diagnosis` | 200; the simulator's own: why a file got stuck |

mod back_end;
mod calls;
mod diagnosis;
mod files;
mod limits;
mod settings;
mod wire;
mod work;

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header::AUTHORIZATION};
use tokio::task::JoinSet;

use self::{
    back_end::BackEnd,
    files::{File, Files},
    limits::{Group, Limits},
    settings::Settings,
};
use super::{Answering, PlatformError, PlatformSettings, Simulator};
use crate::client::Speaker;

/// The simulator.
#[derive(Debug)]
pub struct FrameIo {
    account: Arc<Account>,
    limits: Limits,
    /// Work that goes on after an answer; it ends with the simulator.
    work: Mutex<JoinSet<()>>,
}

/// One Frame.io account with its files and its way to the customer's storage.
#[derive(Debug)]
pub struct Account {
    settings: Settings,
    files: Files,
    back_end: BackEnd,
    stack: Speaker,
}

impl Account {
    /// Changes a file and notes when.
    fn change(&self, id: &str, change: impl FnOnce(&mut File)) {
        let now_seconds = self.stack.now_seconds();
        self.files.change(id, |file| {
            change(file);
            file.updated_seconds = now_seconds;
        });
    }
}

/// Makes one from the scenario's settings.
///
/// # Errors
/// [`PlatformError::Settings`].
pub fn build(wanted: PlatformSettings) -> Result<Arc<dyn Simulator>, PlatformError> {
    let settings = Settings::read(&wanted.settings)?;
    let account = Account {
        files: Files::default(),
        back_end: BackEnd::new(wanted.stack.clone(), &settings),
        stack: wanted.stack,
        settings,
    };
    let limits = Limits::new(account.settings.rate_limits.clone());
    Ok(Arc::new(FrameIo {
        account: Arc::new(account),
        limits,
        work: Mutex::default(),
    }))
}

impl Simulator for FrameIo {
    fn answer(&self, request: Request<Bytes>) -> Answering<'_> {
        Box::pin(self.route(request))
    }
}

/// A call of the API that was found by its path.
enum Call<'a> {
    Import(&'a str),
    LocalUpload(&'a str),
    List(&'a str),
    Show(&'a str),
    Status(&'a str),
    Delete(&'a str),
}

impl Call<'_> {
    fn group(&self) -> Group {
        match self {
            Self::Import(_) => Group::Import,
            Self::LocalUpload(_) => Group::Upload,
            Self::List(_) => Group::List,
            Self::Show(_) => Group::Show,
            Self::Status(_) => Group::Status,
            Self::Delete(_) => Group::Delete,
        }
    }
}

impl FrameIo {
    async fn route(&self, request: Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path().to_owned();
        let segments: Vec<&str> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .collect();
        match (request.method(), segments.as_slice()) {
            (&Method::GET, ["proxies", file]) => return calls::proxy(&self.account, file),
            (&Method::GET, ["simulator", "files", file, "diagnosis"]) => {
                return calls::diagnosis(&self.account, file);
            }
            _ => {}
        }
        let token = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        if token.and_then(|value| value.strip_prefix("Bearer "))
            != Some(&self.account.settings.api_token)
        {
            return wire::refusal(
                StatusCode::UNAUTHORIZED,
                "a valid bearer token is needed",
                "/headers/authorization",
            );
        }
        let Some(call) = self.find(request.method(), &segments) else {
            return wire::refusal(StatusCode::NOT_FOUND, "there is no such endpoint", "/path");
        };
        let allowance = self
            .limits
            .count(call.group(), self.account.stack.now_seconds());
        let mut response = if allowance.taken {
            self.perform(&call, &request).await
        } else {
            wire::refusal(
                StatusCode::TOO_MANY_REQUESTS,
                "the rate limit of this call is exceeded",
                "/path",
            )
        };
        allowance.write(response.headers_mut());
        response
    }

    fn find<'a>(&self, method: &Method, segments: &[&'a str]) -> Option<Call<'a>> {
        let ["v4", "accounts", account, rest @ ..] = segments else {
            return None;
        };
        if *account != self.account.settings.account_id {
            return None;
        }
        match (method, rest) {
            (&Method::POST, ["folders", folder, "files", "import"]) => Some(Call::Import(folder)),
            (&Method::POST, ["folders", folder, "files", "local_upload"]) => {
                Some(Call::LocalUpload(folder))
            }
            (&Method::GET, ["folders", folder, "files"]) => Some(Call::List(folder)),
            (&Method::GET, ["files", file]) => Some(Call::Show(file)),
            (&Method::GET, ["files", file, "status"]) => Some(Call::Status(file)),
            (&Method::DELETE, ["files", file]) => Some(Call::Delete(file)),
            _ => None,
        }
    }

    async fn perform(&self, call: &Call<'_>, request: &Request<Bytes>) -> Response<Bytes> {
        let account = &self.account;
        let done = match call {
            Call::Import(folder) => calls::import(account, folder, request),
            Call::LocalUpload(folder) => calls::local_upload(account, folder, request).await,
            Call::List(folder) => calls::list(account, folder, request),
            Call::Show(file) => calls::show(account, file, request).await,
            Call::Status(file) => calls::status(account, file).await,
            Call::Delete(file) => calls::delete(account, file),
        };
        match done {
            Ok(done) => {
                if let Some(id) = done.register {
                    self.go_on_with(id);
                }
                done.response
            }
            Err(refusal) => *refusal,
        }
    }

    /// Registers the original of a file after the answer was given.
    fn go_on_with(&self, id: String) {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        while work.try_join_next().is_some() {}
        work.spawn(work::register(self.account.clone(), id));
    }
}
