//! The URLs that identity providers may have.
//!
//! AWS takes `https://` with a host and a path. One exception is made here, and only for loopback hosts: plain `http://`
//! and a port, so that an issuer in a test on the same machine can be a provider.

use std::net::IpAddr;

/// An issuer's URL in two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerUrl {
    /// `https`, or `http` on loopback.
    pub scheme: String,
    /// What the provider's ARN ends with.
    pub host_and_path: String,
}

/// Reads an issuer's URL; nothing when no provider may have it.
pub fn parse(url: &str) -> Option<IssuerUrl> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split('/').next()?;
    let (host, port) = host_and_port(authority)?;
    let visible = rest.bytes().all(|byte| byte.is_ascii_graphic());
    let plain = visible && !rest.contains(['?', '#', '@']);
    let allowed = match scheme {
        "https" => port.is_none() || is_loopback(host),
        "http" => is_loopback(host),
        _ => false,
    };
    (plain && allowed).then(|| IssuerUrl {
        scheme: scheme.to_owned(),
        host_and_path: rest.to_owned(),
    })
}

fn host_and_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let end_of_host = if authority.starts_with('[') {
        authority.find(']')? + 1
    } else {
        authority.find(':').unwrap_or(authority.len())
    };
    let (host, port) = authority.split_at(end_of_host);
    let port = match port.strip_prefix(':') {
        Some(port) => Some(port.parse().ok()?),
        None if port.is_empty() => None,
        None => return None,
    };
    (!host.is_empty()).then_some((host, port))
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_with_host_and_path() {
        let url = parse("https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE").unwrap();
        assert_eq!(url.scheme, "https");
        assert_eq!(
            url.host_and_path,
            "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"
        );
        for bad in [
            "http://idp.example",
            "https://",
            "https:///path",
            "idp.example",
            "ftp://127.0.0.1",
            "https://idp.example?x=1",
            "https://idp.example/#a",
            "https://user@idp.example",
            "https://idp.example/a b",
            "https://idp.example:8443",
            "https://[::1",
            "https://127.0.0.1:port",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn loopback_may_be_plain_and_have_a_port() {
        for good in [
            "http://127.0.0.1:8080",
            "http://localhost:1/realm",
            "http://[::1]:9000",
            "https://127.0.0.1:8443/a",
        ] {
            assert!(parse(good).is_some(), "{good}");
        }
    }
}
