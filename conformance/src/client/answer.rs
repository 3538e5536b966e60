use bytes::Bytes;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What came back, whoever asked.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The call that gave it, for actions with several.
    pub operation: Option<&'static str>,
    /// HTTP status; none when no answer came.
    pub status: Option<u16>,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// AWS error code.
    pub code: Option<String>,
    /// AWS error message.
    pub message: Option<String>,
    /// The request's id.
    pub request_id: Option<String>,
    /// Members of the answer.
    pub fields: Value,
    /// The body.
    pub body: Received,
    /// Requests sent, retries included.
    pub attempts: u32,
    /// Why there is no complete answer.
    pub broken: Option<String>,
}

impl Answer {
    /// Whether it is complete and below 400.
    pub fn is_success(&self) -> bool {
        self.broken.is_none()
            && self.code.is_none()
            && self.status.is_none_or(|status| status < 400)
    }

    /// An answer that is a value, not a response.
    pub fn of_fields(fields: Value) -> Self {
        Self {
            fields,
            ..Self::default()
        }
    }

    /// A header by name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The request id that AWS services put into headers.
    pub fn find_request_id(&mut self) {
        self.request_id = self
            .header("x-amz-request-id")
            .or_else(|| self.header("x-amzn-requestid"))
            .map(str::to_owned);
    }

    /// One line for messages: `403 AccessDenied (text)`.
    pub fn summary(&self) -> String {
        if let Some(why) = &self.broken {
            return format!("no complete answer: {why}");
        }
        let status = self
            .status
            .map_or_else(|| "done".to_owned(), |status| status.to_string());
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => format!("{status} {code} ({message})"),
            (Some(code), None) => format!("{status} {code}"),
            (None, _) => status,
        }
    }
}

/// A body, hashed while it came in. Its start is kept; a large body is not.
#[derive(Clone, Debug)]
pub struct Received {
    /// How many bytes came.
    pub length_bytes: u64,
    /// Lower-case hex SHA-256.
    pub sha256: String,
    kept: Vec<u8>,
}

/// How much of a body is kept.
const KEPT_BYTES: usize = 8 * 1024 * 1024;

impl Default for Received {
    fn default() -> Self {
        Receiving::default().finish()
    }
}

impl Received {
    /// A body in memory.
    pub fn of(bytes: &[u8]) -> Self {
        let mut receiving = Receiving::default();
        receiving.push(bytes);
        receiving.finish()
    }

    /// The body as text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
    }

    /// The kept bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.kept
    }
}

/// A body while it comes in.
#[derive(Debug, Default)]
pub struct Receiving {
    digest: Sha256,
    length_bytes: u64,
    kept: Vec<u8>,
}

impl Receiving {
    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.length_bytes += bytes.len() as u64;
        let room = KEPT_BYTES.saturating_sub(self.kept.len()).min(bytes.len());
        self.kept
            .extend_from_slice(bytes.get(..room).unwrap_or_default());
    }

    /// Takes the next bytes.
    pub fn push_bytes(&mut self, bytes: &Bytes) {
        self.push(bytes);
    }

    /// The whole body.
    pub fn finish(self) -> Received {
        Received {
            length_bytes: self.length_bytes,
            sha256: data_encoding::HEXLOWER.encode(&self.digest.finalize()),
            kept: self.kept,
        }
    }
}
