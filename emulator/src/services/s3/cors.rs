//! Cross-origin resource sharing: which browser origins may read answers.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>

use http::Method;
use serde::{Deserialize, Serialize};

use super::errors;
use super::target::Target;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;

/// What every answer that depends on CORS varies by.
pub const VARY: &str = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/// A bucket's CORS configuration, as its XML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorsConfiguration {
    /// The document's namespace; not kept.
    #[serde(rename = "@xmlns", default, skip_serializing)]
    _namespace: Option<String>,
    /// The rules; the first that matches decides.
    #[serde(rename = "CORSRule", default)]
    pub rules: Vec<CorsRule>,
}

/// One CORS rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorsRule {
    /// Rule name.
    #[serde(rename = "ID", default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Request headers that a preflight may ask for; one `*` each.
    #[serde(rename = "AllowedHeader", default)]
    pub allowed_headers: Vec<String>,
    /// HTTP methods.
    #[serde(rename = "AllowedMethod", default)]
    pub allowed_methods: Vec<String>,
    /// Origins; one `*` each.
    #[serde(rename = "AllowedOrigin", default)]
    pub allowed_origins: Vec<String>,
    /// Response headers that scripts may read.
    #[serde(rename = "ExposeHeader", default)]
    pub expose_headers: Vec<String>,
    /// How long a preflight may be remembered.
    #[serde(
        rename = "MaxAgeSeconds",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub max_age_seconds: Option<u32>,
}

/// The most rules of a configuration.
const MAX_RULES: usize = 100;
const METHODS: [&str; 5] = ["GET", "PUT", "HEAD", "POST", "DELETE"];

impl CorsConfiguration {
    /// Checks a configuration before it is stored.
    ///
    /// # Errors
    /// `MalformedXML` or `InvalidRequest` for the first rule that S3 refuses.
    pub fn check(&self) -> Result<(), Failure> {
        if self.rules.is_empty() {
            return Err(errors::malformed_xml());
        }
        if self.rules.len() > MAX_RULES {
            return Err(errors::cors_too_many_rules());
        }
        self.rules.iter().try_for_each(CorsRule::check)
    }

    /// Writes the rules.
    pub fn write(&self, xml: &mut Writer) {
        for rule in &self.rules {
            xml.open("CORSRule");
            rule.write(xml);
            xml.close();
        }
    }

    /// The first rule for an origin, a method and the headers that a preflight asks for.
    pub fn matching(&self, origin: &str, method: &str, headers: &[&str]) -> Option<&CorsRule> {
        self.rules.iter().find(|rule| {
            let header_allowed = |header: &&str| {
                let header = header.to_ascii_lowercase();
                rule.allowed_headers
                    .iter()
                    .any(|allowed| one_star(&allowed.to_ascii_lowercase(), &header))
            };
            rule.allowed_origins
                .iter()
                .any(|allowed| one_star(allowed, origin))
                && rule.allowed_methods.iter().any(|allowed| allowed == method)
                && headers.iter().all(header_allowed)
        })
    }
}

impl CorsRule {
    fn check(&self) -> Result<(), Failure> {
        if self.allowed_methods.is_empty() || self.allowed_origins.is_empty() {
            return Err(errors::malformed_xml());
        }
        for method in &self.allowed_methods {
            if !METHODS.contains(&method.as_str()) {
                return Err(errors::cors_unsupported_method(method));
            }
        }
        for (element, patterns) in [
            ("AllowedOrigin", &self.allowed_origins),
            ("AllowedHeader", &self.allowed_headers),
        ] {
            let wild = |pattern: &&String| pattern.matches('*').count() > 1;
            if let Some(found) = patterns.iter().find(wild) {
                return Err(errors::cors_wildcards(element, found));
            }
        }
        match self.expose_headers.iter().find(|name| name.contains('*')) {
            Some(found) => Err(errors::cors_exposed_wildcard(found)),
            None => Ok(()),
        }
    }

    fn write(&self, xml: &mut Writer) {
        xml.optional_element("ID", self.id.as_deref());
        for (element, texts) in [
            ("AllowedHeader", &self.allowed_headers),
            ("AllowedMethod", &self.allowed_methods),
            ("AllowedOrigin", &self.allowed_origins),
            ("ExposeHeader", &self.expose_headers),
        ] {
            for text in texts {
                xml.text_element(element, text);
            }
        }
        let max_age = self.max_age_seconds.map(|seconds| seconds.to_string());
        xml.optional_element("MaxAgeSeconds", max_age);
    }

    /// The headers that preflight and actual answers share.
    pub fn decorate(&self, reply: Reply, origin: &str) -> Reply {
        let any = self.allowed_origins.iter().any(|allowed| allowed == "*");
        let reply = reply
            .named(
                "access-control-allow-origin",
                if any { "*" } else { origin },
            )
            .named(
                "access-control-allow-methods",
                self.allowed_methods.join(", "),
            )
            .named("vary", VARY);
        let reply = if any {
            reply
        } else {
            reply.named("access-control-allow-credentials", "true")
        };
        let reply = if self.expose_headers.is_empty() {
            reply
        } else {
            reply.named(
                "access-control-expose-headers",
                self.expose_headers.join(", "),
            )
        };
        reply.maybe(
            "access-control-max-age",
            self.max_age_seconds.map(|seconds| seconds.to_string()),
        )
    }
}

/// Whether a text fits a pattern with at most one `*`.
fn one_star(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, end)) => {
            text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end)
        }
    }
}

/// Adds the headers that an actual cross-origin request gets, also on errors, so that a browser can read them.
pub fn decorate(reply: Reply, head: &Head, target: &Target) -> Reply {
    if head.method == Method::OPTIONS {
        return reply;
    }
    let Some(origin) = head.header("origin") else {
        return reply;
    };
    let cors = target.view.as_ref().and_then(|view| view.cors.as_ref());
    match cors.and_then(|cors| cors.matching(origin, head.method.as_str(), &[])) {
        Some(rule) => rule.decorate(reply, origin),
        None => reply,
    }
}
