//! Every refusal in its words: `refusals.tsv`, one case a line.
//!
//! `«x*5»` stands for five times `x`, `{trust}` and `{list}` for documents, `{n:65:A.member.#=v}` for 65 numbered
//! parameters. The stack has what `prepare` makes.

use bucketproof::protocol::uri;

use super::fixture::{ACCOUNT, Iam, LIST, TRUST};

const CASES: &str = include_str!("refusals.tsv");

struct Case {
    action: &'static str,
    parameters: Vec<(String, String)>,
    status: u16,
    code: &'static str,
    message: String,
}

fn cases() -> impl Iterator<Item = Case> {
    let lines = CASES.lines().skip(1);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [action, parameters, status, code, message] = fields[..] else {
            panic!("a line has five fields: {line}");
        };
        Case {
            action,
            parameters: parameters
                .split(" & ")
                .filter(|text| !text.is_empty())
                .flat_map(parameter)
                .collect(),
            status: status.parse().unwrap(),
            code,
            message: message.replace("{account}", ACCOUNT),
        }
    })
}

fn parameter(text: &str) -> Vec<(String, String)> {
    if let Some(many) = text.strip_prefix("{n:") {
        let (count, pattern) = many.strip_suffix('}').unwrap().split_once(':').unwrap();
        let count: usize = count.parse().unwrap();
        let numbered = (1..=count).map(|number| pattern.replace('#', &number.to_string()));
        return numbered.flat_map(|text| parameter(&text)).collect();
    }
    let (name, value) = text.split_once('=').unwrap();
    let value = value
        .replace("{trust}", TRUST)
        .replace("{list}", LIST)
        .replace("{account}", ACCOUNT);
    vec![(name.to_owned(), repeated(&value))]
}

/// Expands `«x*5»`.
fn repeated(text: &str) -> String {
    let Some((before, rest)) = text.split_once('«') else {
        return text.to_owned();
    };
    let Some((inside, after)) = rest.split_once('»') else {
        return text.to_owned();
    };
    match inside.rsplit_once('*') {
        Some((part, count)) if count.parse::<usize>().is_ok() => {
            format!(
                "{before}{}{}",
                part.repeat(count.parse().unwrap()),
                repeated(after)
            )
        }
        _ => text.to_owned(),
    }
}

async fn prepare() -> Iam {
    let iam = Iam::start().await;
    iam.user("joe", LIST).await;
    iam.key("joe").await;
    iam.ok("CreateUser", &[("UserName", "keyed")]).await;
    iam.key("keyed").await;
    iam.ok("CreateUser", &[("UserName", "plain")]).await;
    iam.ok("CreateGroup", &[("GroupName", "team")]).await;
    let role = [("RoleName", "reader"), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &role).await;
    let inline = [
        ("RoleName", "reader"),
        ("PolicyName", "own"),
        ("PolicyDocument", LIST),
    ];
    iam.ok("PutRolePolicy", &inline).await;
    let role = [("RoleName", "full"), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &role).await;
    for index in 0..10 {
        let arn = iam.policy(&format!("p{index}"), LIST).await;
        let attach = [("RoleName", "full"), ("PolicyArn", &*arn)];
        iam.ok("AttachRolePolicy", &attach).await;
    }
    let versioned = iam.policy("versioned", LIST).await;
    for _ in 0..4 {
        let version = [("PolicyArn", &*versioned), ("PolicyDocument", LIST)];
        iam.ok("CreatePolicyVersion", &version).await;
    }
    let attach = [("UserName", "joe"), ("PolicyArn", &*versioned)];
    iam.ok("AttachUserPolicy", &attach).await;
    let two = iam.policy("two", LIST).await;
    let version = [("PolicyArn", &*two), ("PolicyDocument", LIST)];
    iam.ok("CreatePolicyVersion", &version).await;
    iam.policy("idle", LIST).await;
    let provider = [("Url", "https://idp.example")];
    iam.ok("CreateOpenIDConnectProvider", &provider).await;
    for half in 0..2 {
        let tags: Vec<(String, String)> = (half * 25..half * 25 + 25)
            .flat_map(|number| {
                let at = format!("Tags.member.{}", number % 25 + 1);
                [
                    (format!("{at}.Key"), format!("k{number}")),
                    (format!("{at}.Value"), String::new()),
                ]
            })
            .collect();
        let mut parameters = vec![("UserName", "plain")];
        parameters.extend(tags.iter().map(|(name, value)| (&**name, &**value)));
        iam.ok("TagUser", &parameters).await;
    }
    iam
}

#[tokio::test]
async fn every_refusal_has_its_words() {
    let iam = prepare().await;
    let mut wrong = Vec::new();
    for case in cases() {
        let parameters: Vec<(&str, &str)> = case
            .parameters
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        let answer = iam.call(case.action, &parameters).await;
        let message = answer.element("Message").unwrap_or_default();
        let message = message
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&gt;", ">");
        let got = (answer.status, answer.code().unwrap_or_default(), message);
        let expected = (case.status, case.code.to_owned(), case.message);
        if got != expected {
            wrong.push(format!(
                "{} {:?}\n  expected {expected:?}\n  got      {got:?}",
                case.action,
                parameters
                    .iter()
                    .map(|(name, value)| format!("{name}={}", &value[..value.len().min(60)]))
                    .collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Nothing was changed by what was refused.
    let joe = iam.ok("GetUser", &[("UserName", "joe")]).await;
    assert_eq!(joe.element("Path").unwrap(), uri::encode_path("/"));
}
