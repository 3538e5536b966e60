use std::net::IpAddr;

use http::{HeaderMap, HeaderValue, Method};

use super::*;

fn head(secure: bool) -> Head {
    let mut headers = HeaderMap::new();
    headers.insert("referer", HeaderValue::from_static("http://example.com/"));
    headers.insert(
        "x-amz-content-sha256",
        HeaderValue::from_static("UNSIGNED-PAYLOAD"),
    );
    let peer = IpAddr::from([203, 0, 113, 7]);
    Head::new(Method::GET, "/b/k", headers, peer, secure).unwrap()
}

fn signed(version: SignatureVersion, method: AuthMethod) -> Signed {
    Signed {
        access_key_id: "AKIAEXAMPLE".to_owned(),
        version,
        method,
        region: Some("us-east-1".to_owned()),
        at: Timestamp::from_millis(1_000_000),
    }
}

fn keys(signed: Option<&Signed>, secure: bool) -> Context {
    let identity = match signed {
        Some(_) => Identity::root("111122223333"),
        None => Identity::anonymous(),
    };
    let head = head(secure);
    let circumstances = Circumstances {
        identity: &identity,
        signed,
        head: &head,
        region: "us-east-1",
        secure,
        now: Timestamp::from_millis(1_002_500),
    };
    let mut context = global(&circumstances);
    s3(&mut context, &circumstances);
    context
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html>
#[test]
fn the_signature_shows_in_the_keys_of_s3() {
    use AuthMethod::{Header, Query};
    use SignatureVersion::{V2, V4};
    let text = |context: &Context, key: &str| -> Option<String> {
        context.get(key).map(|value| value.texts().join(","))
    };
    for (version, method, wanted) in [
        (
            V4,
            Header,
            ["AWS4-HMAC-SHA256", "REST-HEADER", "", "UNSIGNED-PAYLOAD"],
        ),
        (
            V4,
            Query,
            ["AWS4-HMAC-SHA256", "REST-QUERY-STRING", "2500", ""],
        ),
        (V2, Header, ["AWS", "REST-HEADER", "", "UNSIGNED-PAYLOAD"]),
        (V2, Query, ["AWS", "REST-QUERY-STRING", "2500", ""]),
    ] {
        let context = keys(Some(&signed(version, method)), true);
        for (key, wanted) in [
            "s3:signatureversion",
            "s3:authType",
            "s3:signatureAge",
            "s3:x-amz-content-sha256",
        ]
        .into_iter()
        .zip(wanted)
        {
            let wanted = (!wanted.is_empty()).then(|| wanted.to_owned());
            assert_eq!(text(&context, key), wanted, "{key}");
        }
    }
    let nobody = keys(None, true);
    let of_signature = nobody
        .iter()
        .map(|(key, _)| key)
        .filter(|key| key.starts_with("s3:") && *key != "s3:TlsVersion");
    assert_eq!(of_signature.count(), 0);
}

#[test]
fn plain_http_has_no_version_of_tls() {
    for (secure, version) in [(true, Some(Value::from("1.3"))), (false, None)] {
        let context = keys(None, secure);
        assert_eq!(context.get("s3:TlsVersion"), version.as_ref());
        assert_eq!(
            context.get("aws:SecureTransport"),
            Some(&Value::from(secure))
        );
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html>
#[test]
fn another_service_sees_the_caller_but_not_its_connection() {
    let mut original = keys(
        Some(&signed(SignatureVersion::V4, AuthMethod::Header)),
        true,
    );
    original.set("aws:PrincipalTag/Team", "a");
    original.set("AWS:SOURCEIP", "203.0.113.7");
    let seen = forwarded(&original);
    for gone in [
        "aws:SourceIp",
        "aws:Referer",
        "s3:authType",
        "s3:TlsVersion",
    ] {
        assert!(original.get(gone).is_some(), "{gone}");
        assert_eq!(seen.get(gone), None, "{gone}");
    }
    for same in [
        "aws:PrincipalArn",
        "aws:PrincipalAccount",
        "aws:PrincipalTag/Team",
        "aws:userid",
        "aws:CurrentTime",
        "aws:SecureTransport",
    ] {
        assert_eq!(seen.get(same), original.get(same), "{same}");
    }
    assert_eq!(seen.get("aws:ViaAWSService"), Some(&Value::from("true")));
}
