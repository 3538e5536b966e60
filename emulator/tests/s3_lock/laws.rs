//! No sequence of requests shortens compliance mode.

use bucketproof::base::{Timestamp, time_format};
use proptest::prelude::*;

use super::help::{BYPASS, put, remove, retain, retention, started, wait};
use crate::support::Client;

#[derive(Debug, Clone)]
enum Step {
    /// Seconds.
    Wait(i64),
    /// Compliance or governance, seconds from the beginning, bypass.
    Retain(Option<(bool, i64)>, bool),
    Hold(bool),
    Remove(bool),
    Suspend,
    Overwrite,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wanted = proptest::option::weighted(0.8, (any::<bool>(), 100..20_000_i64));
    let step = prop_oneof![
        2 => (0..6_000_i64).prop_map(Step::Wait),
        4 => (wanted, any::<bool>()).prop_map(|(wanted, bypass)| Step::Retain(wanted, bypass)),
        1 => any::<bool>().prop_map(Step::Hold),
        2 => any::<bool>().prop_map(Step::Remove),
        1 => Just(Step::Suspend),
        1 => Just(Step::Overwrite),
    ];
    proptest::collection::vec(step, 1..16)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_shortens_compliance(steps in steps()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(run(steps));
    }
}

async fn run(steps: Vec<Step>) {
    let (emulator, client) = started().await;
    let now = || emulator.stack().world.clock.now();
    let version = put(&client, "k").await;
    let begin = now();
    let mut promised: Option<Timestamp> = None;
    for step in steps {
        let before = now();
        match step {
            Step::Wait(seconds) => wait(&client, seconds).await,
            Step::Retain(wanted, bypass) => {
                let end = wanted.map(|(_, seconds)| begin.plus_seconds(seconds));
                let document = match (wanted, end) {
                    (Some((compliance, _)), Some(end)) => {
                        let mode = if compliance {
                            "COMPLIANCE"
                        } else {
                            "GOVERNANCE"
                        };
                        retention(mode, &time_format::iso_millis(end))
                    }
                    _ => "<Retention/>".to_owned(),
                };
                let headers: &[(&str, &str)] = if bypass { &BYPASS } else { &[] };
                let answer = retain(&client, &version, headers, document).await;
                if let (200, Some((true, _)), Some(end)) = (answer.status, wanted, end) {
                    promised = Some(promised.map_or(end, |known| known.max(end)));
                }
            }
            Step::Hold(on) => {
                let document = super::help::hold(if on { "ON" } else { "OFF" });
                let target = format!("/media/k?legal-hold&versionId={version}");
                client.send("PUT", &target, &[], document).await;
            }
            Step::Remove(bypass) => {
                let headers: &[(&str, &str)] = if bypass { &BYPASS } else { &[] };
                let gone = remove(&client, &version, headers).await.status == 204;
                let over = promised.is_none_or(|promised| promised <= now());
                assert!(!gone || over, "removed before {promised:?}");
                if gone {
                    return;
                }
            }
            Step::Suspend => {
                let document =
                    "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
                client
                    .send("PUT", "/media?versioning", &[], document)
                    .await
                    .expect(409);
            }
            Step::Overwrite => {
                put(&client, "k").await;
            }
        }
        if promised.is_some_and(|promised| promised > now()) {
            still_there(&client, &version, promised).await;
        }
        assert!(now() >= before);
    }
}

async fn still_there(client: &Client, version: &str, promised: Option<Timestamp>) {
    let head = client
        .send("HEAD", &format!("/media/k?versionId={version}"), &[], "")
        .await
        .expect(200);
    let end = head.header("x-amz-object-lock-retain-until-date");
    let end = end.and_then(time_format::parse_iso);
    assert_eq!(head.header("x-amz-object-lock-mode"), Some("COMPLIANCE"));
    assert!(end >= promised, "{end:?} is before {promised:?}");
}
