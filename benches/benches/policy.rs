//! What a decision costs: ten policies of ten statements, and a pattern made to be slow.

use std::hint::black_box;
use std::sync::Arc;

use bucketproof_policy::{
    Attached, Context, Document, Evidence, Principal, Request, Verdict, decide, trace,
};
use criterion::{Criterion, criterion_group, criterion_main};

fn attached(name: String, text: &str) -> Attached {
    let document = Document::parse(text).expect("the policy is valid");
    Attached {
        name,
        document: Arc::new(document),
    }
}

/// Statements that are near misses, so that each is looked at whole.
fn policy(number: usize, allows: bool) -> String {
    let statements: Vec<String> = (0..10)
        .map(|statement| {
            let last = allows && statement == 9;
            let bucket = if last { "media".to_owned() } else { format!("media-{number}-{statement}") };
            format!(
                r#"{{"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":"arn:aws:s3:::{bucket}/projects/*","Condition":{{"StringEquals":{{"aws:PrincipalAccount":"111122223333"}},"StringLike":{{"aws:userid":"AIDA*"}}}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        statements.join(",")
    )
}

fn decision(c: &mut Criterion) {
    let identity = (0..10)
        .map(|n| attached(format!("policy-{n}"), &policy(n, n == 9)))
        .collect();
    let evidence = Evidence {
        identity,
        ..Evidence::default()
    };
    let principal = Principal::User {
        account: "111122223333".to_owned(),
        arn: "arn:aws:iam::111122223333:user/ci".to_owned(),
        id: "AIDACKCEVSQ6C2EXAMPLE".to_owned(),
    };
    let mut context = Context::new();
    for (key, value) in [
        ("aws:PrincipalAccount", "111122223333"),
        ("aws:userid", "AIDACKCEVSQ6C2EXAMPLE"),
        ("aws:SecureTransport", "true"),
        ("aws:SourceIp", "127.0.0.1"),
    ] {
        context.set_known(key, value);
    }
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::media/projects/00001/frames/000001.exr",
        context: &context,
    };
    assert_eq!(decide(&request, &evidence).verdict, Verdict::Allow);
    c.bench_function("policy/decide_10x10", |b| {
        b.iter(|| decide(black_box(&request), &evidence))
    });
    c.bench_function("policy/trace_10x10", |b| {
        b.iter(|| trace(black_box(&request), &evidence))
    });
}

fn adversary(c: &mut Criterion) {
    let stars = "*a".repeat(200);
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/{stars}b"}}]}}"#
    );
    let evidence = Evidence {
        identity: vec![attached("stars".to_owned(), &text)],
        ..Evidence::default()
    };
    let principal = Principal::User {
        account: "111122223333".to_owned(),
        arn: "arn:aws:iam::111122223333:user/ci".to_owned(),
        id: "AIDACKCEVSQ6C2EXAMPLE".to_owned(),
    };
    let context = Context::new();
    let resource = format!("arn:aws:s3:::b/{}", "a".repeat(1000));
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource: &resource,
        context: &context,
    };
    assert_eq!(decide(&request, &evidence).verdict, Verdict::ImplicitDeny);
    c.bench_function("policy/nested_wildcards", |b| {
        b.iter(|| decide(black_box(&request), &evidence))
    });
}

criterion_group!(benches, decision, adversary);
criterion_main!(benches);
