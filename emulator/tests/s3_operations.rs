//! Every operation of S3's public service model is either done or knowingly not done, and none is both.

mod support;

use std::collections::BTreeSet;

use bucketproof::services::s3::not_yet::{self, Need};
use bucketproof::services::s3::table::TABLE;
use bucketproof::services::service::{Needs, Route, Shape};

const MODEL: &str = include_str!("../model/s3_operations.tsv");
/// What S3 has and the service model does not.
const BESIDE_THE_MODEL: [&str; 2] = ["OptionsPreflight", "PostObject"];

/// Operation, method, shape, needs.
fn model() -> impl Iterator<Item = [&'static str; 4]> {
    MODEL.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        fields.try_into().expect("four fields")
    })
}

fn done() -> BTreeSet<&'static str> {
    TABLE.iter().map(|row| row.name).collect()
}

fn not_done() -> BTreeSet<&'static str> {
    not_yet::all().iter().map(|entry| entry.name).collect()
}

#[test]
fn together_they_are_the_model() {
    let model: BTreeSet<&str> = model().map(|[name, ..]| name).collect();
    assert!(model.len() > 100, "the model was read");
    let known: BTreeSet<&str> = done().union(&not_done()).copied().collect();
    let missing: Vec<_> = model.difference(&known).collect();
    assert!(missing.is_empty(), "neither done nor listed: {missing:?}");
    let unknown: Vec<_> = known
        .difference(&model)
        .filter(|name| !BESIDE_THE_MODEL.contains(name))
        .collect();
    assert!(unknown.is_empty(), "not in the model: {unknown:?}");
}

#[test]
fn what_is_done_is_not_listed_as_not_done() {
    let (done, not_done) = (done(), not_done());
    let both: Vec<_> = done.intersection(&not_done).collect();
    assert!(both.is_empty(), "{both:?}");
    assert_eq!(not_done.len(), not_yet::all().len(), "an entry twice");
}

#[test]
fn every_reason_says_something() {
    for entry in not_yet::all() {
        assert!(entry.why.len() > 10, "{}: {:?}", entry.name, entry.why);
        assert!(!entry.why.ends_with('.'), "{}", entry.name);
    }
}

#[test]
fn actions_are_those_of_the_authorization_reference() {
    for entry in not_yet::all()
        .iter()
        .filter(|entry| !entry.action.is_empty())
    {
        let (service, name) = entry.action.split_once(':').unwrap();
        let known = bucketproof_policy::actions::known_action(service, name);
        assert!(known, "{}: {}", entry.name, entry.action);
    }
}

#[tokio::test]
async fn who_may_not_call_what_is_not_done_is_refused_first() {
    let emulator = bucketproof::Emulator::start().await.unwrap();
    let root = support::Client::root(&emulator);
    root.send("PUT", "/media", &[], "").await.expect(200);
    let path = "/media?lifecycle";
    let stranger = support::Client::new(&emulator, "444455556666", "test");
    stranger
        .send("GET", path, &[], "")
        .await
        .expect_error(403, "AccessDenied");
    let unsigned = root.unsigned("GET", path, &[], "").await;
    unsigned.expect_error(403, "AccessDenied");
    let told = root.send("GET", path, &[], "").await;
    let told = told.expect_error(501, "NotImplemented");
    assert!(told.text().contains("GetBucketLifecycleConfiguration: "));
    root.send("GET", "/nowhere?lifecycle", &[], "")
        .await
        .expect_error(404, "NoSuchBucket");
}

#[test]
fn routes_are_those_of_the_model() {
    let shape = |shape: Option<Shape>| match shape {
        Some(Shape::Service) => "service",
        Some(Shape::Bucket) => "bucket",
        Some(Shape::Object) => "object",
        Some(Shape::Any) => "any",
        None => "elsewhere",
    };
    for [name, method, place, needs] in model() {
        let wanted: Vec<&str> = needs.split('&').filter(|need| *need != "-").collect();
        if let Some(entry) = not_yet::all().iter().find(|entry| entry.name == name) {
            assert_eq!(
                (entry.method, shape(entry.shape)),
                (method, place),
                "{name}"
            );
            let needs: Vec<String> = entry.needs.iter().map(text).collect();
            assert_eq!(needs, wanted, "{name}");
        }
        if let Some(row) = TABLE.iter().find(|row| row.name == name) {
            let Route::Rest(found_method, found_shape, found_needs) = row.route else {
                panic!("{name} is not a REST operation");
            };
            assert_eq!(
                (found_method, shape(Some(found_shape))),
                (method, place),
                "{name}"
            );
            // A row may tell itself from others by more or by less than the model requires; its sub-resource it needs.
            for need in wanted.iter().filter(|need| !need.contains([':', '='])) {
                let sent = |found: &Needs| match found {
                    Needs::Query(name) | Needs::QueryValue(name, _) => name == need,
                    Needs::Header(_) => false,
                };
                assert!(found_needs.iter().any(sent), "{name} lacks `{need}`");
            }
        }
    }
}

fn text(need: &Need) -> String {
    match need {
        Need::Query(name, None) => (*name).to_owned(),
        Need::Query(name, Some(value)) => format!("{name}={value}"),
        Need::Header(name) => format!("{name}:"),
    }
}
