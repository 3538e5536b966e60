//! The head of an HTTP request as the server hands it on: nothing is interpreted yet.

use std::net::IpAddr;

use http::{HeaderMap, Method};

use super::uri::{Query, UriError};

/// Method, target and headers of a request, before its body is read.
#[derive(Debug, Clone)]
pub struct Head {
    /// The HTTP method.
    pub method: Method,
    /// The path as sent, still encoded: the signature covers these very bytes.
    pub path: String,
    /// What followed the `?`.
    pub query: Query,
    /// All headers, repeated ones included.
    pub headers: HeaderMap,
    /// The address the connection came from.
    pub peer: IpAddr,
    /// Whether the request came over TLS (`aws:SecureTransport`).
    pub secure: bool,
}

impl Head {
    /// Splits an origin-form request target (`/path?query`) and puts the head together.
    ///
    /// # Errors
    /// [`UriError`] if a query parameter cannot be decoded.
    pub fn new(
        method: Method,
        target: &str,
        headers: HeaderMap,
        peer: IpAddr,
        secure: bool,
    ) -> Result<Self, UriError> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = if path.is_empty() { "/" } else { path }.to_owned();
        Ok(Self {
            method,
            path,
            query: Query::parse(query)?,
            headers,
            peer,
            secure,
        })
    }

    /// The first value of a header without surrounding white space; `None` when the header is
    /// absent or holds anything but visible ASCII, spaces and tabs.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    /// The `Host` header, with the port if one was sent.
    pub fn host(&self) -> Option<&str> {
        self.header("host")
    }
}
