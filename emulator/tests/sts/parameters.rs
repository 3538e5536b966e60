//! Parameters outside their constraints, in AWS's words.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::sts_people::{role, user};
use crate::support::Client;
use crate::{HOME, assume, message, trust};

const ARN: &str = "arn:aws:iam::111122223333:role/media";

async fn ann(emulator: &Emulator) -> Client {
    let named = json!({ "AWS": format!("arn:aws:iam::{HOME}:user/ann") });
    role(emulator, HOME, "media", &trust(&named, &Value::Null), None).await;
    user(emulator, HOME, "ann", None).await
}

#[tokio::test]
async fn each_constraint_has_its_sentence() {
    let emulator = Emulator::start().await.unwrap();
    let ann = ann(&emulator).await;
    let failed = |value: &str, at: &str, constraint: &str| {
        format!(
            "1 validation error detected: Value '{value}' at '{at}' failed to satisfy constraint: {constraint}"
        )
    };
    let long = "a".repeat(65);
    let long_id = "a".repeat(1225);
    let long_source = "a".repeat(257);
    let long_arn = format!("{ARN}{}", "a".repeat(2048));
    let cases: &[(&str, &str, String)] = &[
        (
            "RoleSessionName",
            "a",
            failed(
                "a",
                "roleSessionName",
                "Member must have length greater than or equal to 2",
            ),
        ),
        (
            "RoleSessionName",
            &long,
            failed(
                &long,
                "roleSessionName",
                "Member must have length less than or equal to 64",
            ),
        ),
        (
            "RoleSessionName",
            "a b",
            failed(
                "a b",
                "roleSessionName",
                r"Member must satisfy regular expression pattern: [\w+=,.@-]*",
            ),
        ),
        (
            "RoleArn",
            "short",
            failed(
                "short",
                "roleArn",
                "Member must have length greater than or equal to 20",
            ),
        ),
        (
            "RoleArn",
            "nothing-valid-in-here",
            "nothing-valid-in-here is invalid".to_owned(),
        ),
        (
            "ExternalId",
            "a",
            failed(
                "a",
                "externalId",
                "Member must have length greater than or equal to 2",
            ),
        ),
        (
            "ExternalId",
            "a b",
            failed(
                "a b",
                "externalId",
                r"Member must satisfy regular expression pattern: [\w+=,.@:\/-]*",
            ),
        ),
        (
            "SourceIdentity",
            "a",
            failed(
                "a",
                "sourceIdentity",
                "Member must have length greater than or equal to 2",
            ),
        ),
        (
            "ExternalId",
            &long_id,
            failed(
                &long_id,
                "externalId",
                "Member must have length less than or equal to 1224",
            ),
        ),
        (
            "SourceIdentity",
            &long_source,
            failed(
                &long_source,
                "sourceIdentity",
                "Member must have length less than or equal to 256",
            ),
        ),
        (
            "SourceIdentity",
            "aws:ann",
            failed(
                "aws:ann",
                "sourceIdentity",
                r"Member must satisfy regular expression pattern: [\w+=,.@-]*",
            ),
        ),
        (
            "RoleArn",
            &long_arn,
            failed(
                &long_arn,
                "roleArn",
                "Member must have length less than or equal to 2048",
            ),
        ),
        (
            "Policy",
            "",
            failed(
                "",
                "policy",
                "Member must have length greater than or equal to 1",
            ),
        ),
        (
            "Policy",
            "\u{20ac}",
            failed(
                "\u{20ac}",
                "policy",
                r"Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+",
            ),
        ),
        (
            "PolicyArns.member.1.arn",
            "short",
            failed(
                "short",
                "policyArns.1.member.arn",
                "Member must have length greater than or equal to 20",
            ),
        ),
        (
            "DurationSeconds",
            "899",
            failed(
                "899",
                "durationSeconds",
                "Member must have value greater than or equal to 900",
            ),
        ),
        (
            "DurationSeconds",
            "43201",
            failed(
                "43201",
                "durationSeconds",
                "Member must have value less than or equal to 43200",
            ),
        ),
        (
            "DurationSeconds",
            "3601",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
                .to_owned(),
        ),
    ];
    for (name, value, expected) in cases {
        let mut parameters = vec![("Action", "AssumeRole"), (*name, *value)];
        for (name, usual) in [("RoleArn", ARN), ("RoleSessionName", "visit")] {
            if parameters.iter().all(|(given, _)| *given != name) {
                parameters.push((name, usual));
            }
        }
        let answer = ann.query("sts", &parameters).await;
        let answer = answer.expect_error(400, "ValidationError");
        assert_eq!(message(&answer), *expected, "{name}={value}");
    }
    for fine in ["+900", "0900", "3600"] {
        assume(&ann, ARN, &[("DurationSeconds", fine)])
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn missing_parameters_are_counted() {
    let emulator = Emulator::start().await.unwrap();
    let ann = ann(&emulator).await;
    let answer = ann.query("sts", &[("Action", "AssumeRole")]).await;
    let answer = answer.expect_error(400, "ValidationError");
    assert_eq!(
        message(&answer),
        "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null"
    );
}

#[tokio::test]
async fn a_number_that_is_none_has_no_text() {
    let emulator = Emulator::start().await.unwrap();
    let ann = ann(&emulator).await;
    for (text, message) in [
        ("1h", None),
        ("99999999999", None),
        ("", Some("missing value for decimal type")),
    ] {
        let answer = assume(&ann, ARN, &[("DurationSeconds", text)]).await;
        let answer = answer.expect_error(400, "MalformedInput");
        assert_eq!(answer.element("Message").as_deref(), message);
    }
}

#[tokio::test]
async fn session_policies_are_read_before_they_are_used() {
    let emulator = Emulator::start().await.unwrap();
    let ann = ann(&emulator).await;
    assume(&ann, ARN, &[("Policy", "{")])
        .await
        .expect_error(400, "MalformedPolicyDocument");
    let long = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": format!("arn:aws:s3:::{}", "a".repeat(3000)) }]
    })
    .to_string();
    let answer = assume(&ann, ARN, &[("Policy", &long)]).await;
    let answer = answer.expect_error(400, "PackedPolicyTooLarge");
    assert!(message(&answer).starts_with("Packed policy consumes 15"));
    let unknown = format!("arn:aws:iam::{HOME}:policy/unknown");
    assume(&ann, ARN, &[("PolicyArns.member.1.arn", &unknown)])
        .await
        .expect_error(400, "ValidationError");
}

#[tokio::test]
async fn tags_are_checked() {
    let emulator = Emulator::start().await.unwrap();
    let ann = ann(&emulator).await;
    let twice = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "a"),
        ("Tags.member.2.Key", "Team"),
        ("Tags.member.2.Value", "b"),
    ];
    let answer = assume(&ann, ARN, &twice).await;
    let answer = answer.expect_error(400, "InvalidParameterValue");
    assert_eq!(
        message(&answer),
        "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    );
    let transitive = [("TransitiveTagKeys.member.1", "team")];
    let answer = assume(&ann, ARN, &transitive).await;
    let answer = answer.expect_error(400, "InvalidParameterValue");
    assert_eq!(
        message(&answer),
        "The specified transitive tag key must be included in the requested tags."
    );
}

#[tokio::test]
async fn what_changes_the_meaning_and_is_not_done_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let ann = ann(&emulator).await;
    for parameter in [
        "ProvidedContexts.member.1.ProviderArn",
        "MinimumSessionTokenSize",
    ] {
        let answer = assume(&ann, ARN, &[(parameter, "1000")]).await;
        let answer = answer.expect_error(501, "NotImplemented");
        let name = parameter.split('.').next().unwrap();
        assert!(message(&answer).starts_with(name), "{}", message(&answer));
    }
}

#[tokio::test]
async fn access_keys_tell_their_account() {
    let emulator = Emulator::start().await.unwrap();
    let ann = ann(&emulator).await;
    let root = Client::root(&emulator);
    let ask = |id: String| {
        let root = root.clone();
        async move {
            let parameters = [("Action", "GetAccessKeyInfo"), ("AccessKeyId", &*id)];
            root.query("sts", &parameters).await
        }
    };
    let found = ask(ann.access_key_id.clone()).await.expect(200);
    assert_eq!(found.element("Account").as_deref(), Some(HOME));
    let answer = assume(&ann, ARN, &[]).await.expect(200);
    let found = ask(answer.element("AccessKeyId").unwrap())
        .await
        .expect(200);
    assert_eq!(found.element("Account").as_deref(), Some(HOME));
    ask("AKIAUNKNOWNUNKNOWN00".to_owned())
        .await
        .expect_error(400, "ValidationError");
    let parameters = [
        ("Action", "GetAccessKeyInfo"),
        ("AccessKeyId", &*ann.access_key_id),
    ];
    let answer = ann.query("sts", &parameters).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(
        message(&answer),
        "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: sts:GetAccessKeyInfo because no identity-based policy allows the sts:GetAccessKeyInfo action"
    );
}
