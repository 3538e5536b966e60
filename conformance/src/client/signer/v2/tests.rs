//! The documented examples: <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>, path style.

use super::*;
use crate::client::Credentials;

fn credentials() -> Credentials {
    Credentials {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: None,
    }
}

/// 2007-03-27T19:36:42Z.
const MOMENT: i64 = 1_175_024_202;

fn signed(request: &Signable<'_>, now_seconds: i64) -> String {
    let credentials = credentials();
    let signing = Signing {
        credentials: &credentials,
        region: "us-east-1",
        service: "s3",
        now_seconds,
    };
    sign_v2(request, &signing).pop().unwrap().1
}

#[test]
fn signs_the_documented_get() {
    let credentials = credentials();
    let signing = Signing {
        credentials: &credentials,
        region: "us-east-1",
        service: "s3",
        now_seconds: 0,
    };
    let request = Signable {
        method: "GET",
        path: "/awsexamplebucket1/photos/puppy.jpg",
        query: Vec::new(),
        headers: Vec::new(),
    };
    let signature = signature(
        &request,
        &[],
        &[],
        "Tue, 27 Mar 2007 19:36:42 +0000",
        &signing,
    );
    assert_eq!(signature, "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=");
}

#[test]
fn the_date_is_an_http_date() {
    let credentials = credentials();
    let signing = Signing {
        credentials: &credentials,
        region: "us-east-1",
        service: "s3",
        now_seconds: MOMENT,
    };
    let request = Signable {
        method: "GET",
        path: "/b",
        query: Vec::new(),
        headers: Vec::new(),
    };
    assert_eq!(
        sign_v2(&request, &signing)[0].1,
        "Tue, 27 Mar 2007 19:36:42 GMT"
    );
}

#[test]
fn sub_resources_are_signed_and_others_are_not() {
    let query = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let with = |query: Vec<(String, String)>| {
        signed(
            &Signable {
                method: "GET",
                path: "/b/",
                query,
                headers: Vec::new(),
            },
            MOMENT,
        )
    };
    assert_eq!(with(query(&[("prefix", "photos")])), with(query(&[])));
    assert_ne!(with(query(&[("acl", "")])), with(query(&[])));
}

#[test]
fn presigning_uses_the_expiry_in_place_of_the_date() {
    let credentials = credentials();
    let signing = Signing {
        credentials: &credentials,
        region: "us-east-1",
        service: "s3",
        now_seconds: 1_175_139_620,
    };
    let request = Signable {
        method: "GET",
        path: "/johnsmith/photos/puppy.jpg",
        query: Vec::new(),
        headers: Vec::new(),
    };
    let query = presign_v2(&request, &signing, 0);
    assert_eq!(
        query[2],
        (
            "Signature".to_owned(),
            "NpgCjnDzrM+WFzoENXmpNDUsSn8=".to_owned()
        )
    );
}
