//! Policies come from callers: matching may not be made slow by them. Steps cannot be counted from outside, so these
//! patterns are such that a matcher that tries every way would need longer than the age of the universe.

use std::sync::Arc;

use bucketproof_policy::{
    Attached, Context, Document, Evidence, Principal, Request, Verdict, decide, explain,
};

fn verdict(statement: &str, resource: &str, key: &str) -> Verdict {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
    let document = Document::parse(&text).unwrap();
    let evidence = Evidence {
        identity: vec![Attached {
            name: "stars".to_owned(),
            document: Arc::new(document),
        }],
        ..Evidence::default()
    };
    let principal = Principal::User {
        account: "111122223333".to_owned(),
        arn: "arn:aws:iam::111122223333:user/ann".to_owned(),
        id: "AIDAEXAMPLE".to_owned(),
    };
    let mut context = Context::new();
    context.set("aws:username", key);
    context.set(
        "aws:PrincipalArn",
        format!("arn:aws:iam::111122223333:user/{key}"),
    );
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource,
        context: &context,
    };
    let verdict = decide(&request, &evidence).verdict;
    assert_eq!(explain(&request, &evidence).trace.decision.verdict, verdict);
    verdict
}

#[test]
fn nested_wildcards_in_resources_are_bounded() {
    let resource = format!("arn:aws:s3:::b/{}", "a".repeat(1_000));
    for pattern in [
        format!("arn:aws:s3:::b/{}b", "*a".repeat(200)),
        format!("arn:aws:s3:::b/{}b", "*?a".repeat(130)),
        format!("arn:aws:s3:*:*:b/{}b", "a*".repeat(200)),
        format!("arn:aws:s3*:::*{}b", "a?*".repeat(130)),
        format!("arn:aws:s3:::b/{}b", "*${aws:username}".repeat(60)),
    ] {
        let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"{pattern}"}}"#);
        assert_eq!(
            verdict(&statement, &resource, "aa"),
            Verdict::ImplicitDeny,
            "{pattern}"
        );
    }
}

#[test]
fn nested_wildcards_in_actions_and_conditions_are_bounded() {
    let long = "a".repeat(1_000);
    let like = format!("{}b", "*a".repeat(200));
    for statement in [
        format!(
            r#"{{"Effect":"Allow","Action":"s3:{}x","Resource":"*"}}"#,
            "*e*t*".repeat(60)
        ),
        format!(
            r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringLike":{{"aws:username":"{like}"}}}}}}"#
        ),
        format!(
            r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"ArnLike":{{"aws:PrincipalArn":"arn:aws:iam::*:user/{like}"}}}}}}"#
        ),
    ] {
        assert_eq!(
            verdict(&statement, "arn:aws:s3:::b/a", &long),
            Verdict::ImplicitDeny,
            "{statement}"
        );
    }
}
