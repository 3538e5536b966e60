//! The policy crate's table of cases again, through the whole stack: the same users, roles, sessions and policies made by
//! API calls, the same request sent and signed, the same answer asked for.

mod live_cases {
    pub mod condition;
    pub mod lab;
    pub mod scene;
}
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use live_cases::scene::Outcome;
use serde_json::Value as Json;

/// Every case of one kind: name and body.
fn cases(kind: &str) -> Vec<(String, serde_json::Map<String, Json>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policy/tests/cases");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let file: Json = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        if file["kind"] != kind {
            continue;
        }
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        for case in file["cases"].as_array().unwrap() {
            let mut case = case.as_object().unwrap().clone();
            let name = case.remove("name").unwrap();
            case.remove("source");
            found.push((format!("{stem}: {}", name.as_str().unwrap()), case));
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// Counts what could not be sent, by reason, so that a table which no longer runs is noticed.
#[derive(Default)]
struct Tally {
    sent: usize,
    left_out: BTreeMap<String, usize>,
    failures: Vec<String>,
}

impl Tally {
    fn add(&mut self, name: &str, outcome: Outcome) {
        match outcome {
            Outcome::Agreed => self.sent += 1,
            Outcome::LeftOut(why) => *self.left_out.entry(why).or_default() += 1,
            Outcome::Differs(why) => self.failures.push(format!("{name}: {why}")),
        }
    }

    #[track_caller]
    fn close(self, at_least: usize) {
        assert!(
            self.failures.is_empty(),
            "{} of {} differ; left out: {:?}\n{}",
            self.failures.len(),
            self.failures.len() + self.sent,
            self.left_out,
            self.failures.join("\n")
        );
        assert!(
            self.sent >= at_least,
            "only {} were sent; left out: {:?}",
            self.sent,
            self.left_out
        );
    }
}

#[tokio::test]
async fn decisions_are_the_same_through_the_api() {
    let mut tally = Tally::default();
    for (name, body) in cases("decision") {
        // Names that start so are kept for documentation: nobody can make such a bucket.
        let text = Json::Object(body).to_string();
        let text = text.replace("amzn-s3-demo-bucket", "photos-bucket");
        let scene = serde_json::from_str(&text).unwrap();
        tally.add(&name, live_cases::scene::run(&scene).await);
    }
    tally.close(190);
}

#[tokio::test]
async fn conditions_are_the_same_through_the_api() {
    let mut tally = Tally::default();
    let lab = live_cases::condition::Bench::new().await;
    for (name, body) in cases("condition") {
        let case = serde_json::from_value(Json::Object(body)).unwrap();
        tally.add(&name, lab.run(&case).await);
    }
    tally.close(150);
}
