use super::*;

fn policy(principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{condition}}}]}}"#
    )
}

#[test]
fn everyone_is_public_and_somebody_is_not() {
    for principal in [
        r#""*""#,
        r#"{"AWS":"*"}"#,
        r#"{"AWS":["111122223333","*"]}"#,
        r#"{"Federated":"cognito-identity.amazonaws.com"}"#,
    ] {
        assert!(is_public(&policy(principal, "{}")), "{principal}");
    }
    for principal in [
        r#"{"AWS":"111122223333"}"#,
        r#"{"AWS":["arn:aws:iam::111122223333:role/r"]}"#,
        r#"{"Service":"logging.s3.amazonaws.com"}"#,
    ] {
        assert!(!is_public(&policy(principal, "{}")), "{principal}");
    }
}

#[test]
fn a_fixed_value_makes_everyone_somebody() {
    for condition in [
        r#"{"StringEquals":{"aws:SourceAccount":"111122223333"}}"#,
        r#"{"StringEquals":{"AWS:SourceVpc":"vpc-*"}}"#,
        r#"{"StringLike":{"aws:PrincipalOrgID":["o-a","o-b"]}}"#,
        r#"{"StringEquals":{"aws:SourceVpc":[]}}"#,
        r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}}"#,
        r#"{"StringLike":{"aws:userid":"AROAEXAMPLE:*"}}"#,
        r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/32"]}}"#,
        r#"{"ForAnyValue:StringEquals":{"aws:SourceVpce":"vpce-1"}}"#,
        r#"{"StringLike":{"aws:Referer":"*"},"StringEquals":{"aws:SourceVpce":"vpce-1"}}"#,
    ] {
        assert!(!is_public(&policy("\"*\"", condition)), "{condition}");
    }
    for condition in [
        r#"{"StringEquals":{"aws:SourceOwner":"111122223333"}}"#,
        r#"{"StringLike":{"aws:SourceVpc":"vpc-*"}}"#,
        r#"{"StringEquals":{"aws:SourceAccount":"${aws:PrincipalAccount}"}}"#,
        r#"{"StringEquals":{"aws:Referer":"https://example.com"}}"#,
        r#"{"StringNotEquals":{"aws:SourceAccount":"111122223333"}}"#,
        r#"{"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}}"#,
        r#"{"ForAllValues:StringEquals":{"aws:SourceAccount":"111122223333"}}"#,
        r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:topic"}}"#,
        r#"{"StringLike":{"aws:userid":"*"}}"#,
        r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#,
        r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","128.0.0.0/1"]}}"#,
        r#"{"IpAddress":{"aws:SourceIp":"fc00::/7"}}"#,
        r#"{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#,
    ] {
        assert!(is_public(&policy("\"*\"", condition)), "{condition}");
    }
}

#[test]
fn what_cannot_be_read_is_public() {
    assert!(is_public("{"));
    assert!(is_public(
        r#"{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"}}}"#
    ));
    assert!(!is_public(
        r#"{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}"#
    ));
}

#[test]
fn a_denial_takes_back_what_it_covers() {
    let allow = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#;
    let with = |denial: &str| format!(r#"{{"Statement":[{allow},{denial}]}}"#);
    let deny = |principal: &str, action: &str, resource: &str, condition: &str| {
        with(&format!(
            r#"{{"Effect":"Deny","Principal":{principal},"Action":"{action}","Resource":"{resource}","Condition":{condition}}}"#
        ))
    };
    let everyone = r#"{"AWS":"*"}"#;
    let beyond = r#"{"StringNotEquals":{"aws:SourceAccount":"111122223333"}}"#;
    for policy in [
        deny(everyone, "s3:GetObject", "arn:aws:s3:::b/*", "{}"),
        deny("\"*\"", "s3:*", "*", "{}"),
        deny(everyone, "s3:Get*", "arn:aws:s3:::b*", beyond),
    ] {
        assert!(!is_public(&policy), "{policy}");
    }
    for policy in [
        deny(r#"{"AWS":"111122223333"}"#, "s3:*", "*", "{}"),
        deny(everyone, "s3:PutObject", "*", "{}"),
        deny(everyone, "s3:*", "arn:aws:s3:::b/private/*", "{}"),
        deny(
            everyone,
            "s3:*",
            "*",
            r#"{"Bool":{"aws:SecureTransport":"false"}}"#,
        ),
        deny(
            everyone,
            "s3:*",
            "*",
            r#"{"StringNotEquals":{"aws:SourceAccount":[]}}"#,
        ),
        deny(
            everyone,
            "s3:*",
            "*",
            r#"{"StringNotEquals":{"aws:Referer":"a"}}"#,
        ),
        deny(
            everyone,
            "s3:*",
            "*",
            r#"{"StringNotEquals":{"aws:SourceAccount":"1"},"Bool":{"aws:SecureTransport":"false"}}"#,
        ),
        with(
            r#"{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}"#,
        ),
        with(r#"{"Effect":"Deny","Principal":"*","NotAction":"s3:PutObject","Resource":"*"}"#),
    ] {
        assert!(is_public(&policy), "{policy}");
    }
}

#[test]
fn the_most_restrictive_combination_counts() {
    let only = |number: usize| {
        let set = |at: usize| at == number;
        PublicAccessBlock {
            block_public_acls: set(0),
            ignore_public_acls: set(1),
            block_public_policy: set(2),
            restrict_public_buckets: set(3),
        }
    };
    assert_eq!(effective(None, None), PublicAccessBlock::NONE);
    for number in 0..4 {
        let one = only(number);
        assert_eq!(effective(Some(one), None), one);
        assert_eq!(effective(None, Some(one)), one);
        assert_eq!(effective(Some(one), Some(PublicAccessBlock::NONE)), one);
    }
    let all = (1..4).fold(only(0), |all, number| all.and(only(number)));
    assert_eq!(all, PublicAccessBlock::ALL);
}

#[test]
fn a_restricted_policy_keeps_what_it_had() {
    let text = policy("\"*\"", "{}");
    let resources = ["arn:aws:s3:::b".to_owned(), "arn:aws:s3:::b/*".to_owned()];
    let restriction = Restriction {
        resources: &resources,
        accounts: &["111122223333"],
    };
    let restricted = restricted(&text, restriction).unwrap();
    let restricted: Value = serde_json::from_str(&restricted).unwrap();
    let original: Value = serde_json::from_str(&text).unwrap();
    let statements = restricted["Statement"].as_array().unwrap();
    assert_eq!(statements.len(), 2);
    assert_eq!(statements[0], original["Statement"][0]);
    assert_eq!(statements[1]["Effect"], "Deny");
    assert_eq!(statements[1]["Resource"], json!(resources));
}
