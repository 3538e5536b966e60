//! What a decision costs: ten policies of ten statements, patterns made to be slow, and an explanation.

use std::hint::black_box;
use std::sync::Arc;

use bucketproof_policy::{
    Attached, Context, Document, Evidence, Principal, Request, Verdict, decide, explain, trace,
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
    let principal = user();
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

fn user() -> Principal {
    Principal::User {
        account: "111122223333".to_owned(),
        arn: "arn:aws:iam::111122223333:user/ci".to_owned(),
        id: "AIDACKCEVSQ6C2EXAMPLE".to_owned(),
    }
}

/// The largest bucket policy, of nothing but patterns that nearly match: a matcher that tries every way would not end.
fn adversary(c: &mut Criterion) {
    let key = "a".repeat(1_000);
    let nearly = [
        format!("arn:aws:s3:::b/{}b", "*a".repeat(200)),
        format!("arn:aws:s3:::b/{}b", "*?a".repeat(130)),
        format!("arn:aws:s3:*:*:b/{}b", "a*".repeat(200)),
        format!("arn:aws:s3*:::*{}b", "a?*".repeat(130)),
    ];
    let statement = |pattern: &String| {
        format!(r#"{{"Effect":"Allow","Action":"s3:*e*t*O*c*","Resource":"{pattern}"}}"#)
    };
    let statements: Vec<String> = nearly.iter().cycle().take(40).map(statement).collect();
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        statements.join(",")
    );
    assert!((18_000..20_480).contains(&text.len()), "{}", text.len());
    let evidence = Evidence {
        identity: vec![attached("stars".to_owned(), &text)],
        ..Evidence::default()
    };
    let (principal, context) = (user(), Context::new());
    let resource = format!("arn:aws:s3:::b/{key}");
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource: &resource,
        context: &context,
    };
    assert_eq!(decide(&request, &evidence).verdict, Verdict::ImplicitDeny);
    c.bench_function("policy/adversary_20KB", |b| {
        b.iter(|| decide(black_box(&request), &evidence))
    });
    // Seconds each: a few are enough to see that it stays in proportion.
    let mut group = c.benchmark_group("policy");
    group.sample_size(10);
    group.bench_function("explain_adversary_20KB", |b| {
        b.iter(|| explain(black_box(&request), &evidence))
    });
    group.finish();
}

criterion_group!(benches, decision, adversary);
criterion_main!(benches);
