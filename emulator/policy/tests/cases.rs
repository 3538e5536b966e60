//! The table: every file of `cases/` is a list of documented statements with their consequence. See `cases/README.md`.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Json;

mod support;

use bucketproof_policy::{Document, PrincipalRef, decide, trace, validate};
use support::{Scene, context, document};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: Kind,
    cases: Vec<serde_json::Map<String, Json>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// A condition alone, tried in an Allow and in a Deny.
    Condition,
    /// Policies, a request and the decision.
    Decision,
    /// A policy that a call takes or refuses.
    Validation,
    /// A bucket policy that is public or not.
    Public,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionCase {
    condition: Json,
    #[serde(default)]
    context: serde_json::Map<String, Json>,
    #[serde(default = "current_version")]
    version: String,
    holds: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValidationCase {
    call: Call,
    /// A document, or the text of something that is none.
    policy: Json,
    /// Principals that exist; when not given, all do.
    exist: Option<Vec<String>>,
    /// The message of the refusal; `null` when the policy is taken.
    message: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublicCase {
    policy: Json,
    public: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Call {
    Identity,
    Session,
    Trust,
    Bucket,
    Key,
}

fn current_version() -> String {
    "2012-10-17".to_owned()
}

/// The bucket whose policies are validated.
const BUCKET: &str = "amzn-s3-demo-bucket";

#[test]
fn every_case_comes_out_as_documented() {
    let mut names = HashSet::new();
    let mut failures = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    for path in paths {
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let file_of_cases: File =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        for mut case in file_of_cases.cases {
            let mut field = |name: &str| {
                case.remove(name)
                    .and_then(|value| value.as_str().map(str::to_owned))
            };
            let name = field("name").unwrap_or_else(|| panic!("{file}: a case without a name"));
            let source = field("source").unwrap_or_else(|| panic!("{file}: {name}: no source"));
            assert!(
                names.insert(format!("{file}: {name}")),
                "{file}: {name}: the name is taken"
            );
            let body = Json::Object(case);
            let outcome = match file_of_cases.kind {
                Kind::Condition => read(body).and_then(|case| condition(&case)),
                Kind::Decision => read(body).and_then(|scene| decision(&scene)),
                Kind::Validation => read(body).and_then(|case| validation(&case)),
                Kind::Public => read(body).and_then(|case| public(&case)),
            };
            if let Err(why) = outcome {
                failures.push(format!("{file}: {name}: {why}\n  source: {source}"));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} cases failed\n{}",
        failures.len(),
        names.len(),
        failures.join("\n")
    );
    assert!(names.len() >= 700, "only {} cases were found", names.len());
}

fn read<T: serde::de::DeserializeOwned>(body: Json) -> Result<T, String> {
    serde_json::from_value(body).map_err(|error| error.to_string())
}

fn condition(case: &ConditionCase) -> Result<(), String> {
    for (effect, if_holds) in [
        ("Allow", "Allow by Identity"),
        ("Deny", "ExplicitDeny by Identity"),
    ] {
        let statement = serde_json::json!({
            "Effect": effect, "Action": "*", "Resource": "*", "Condition": case.condition
        });
        let policy = serde_json::json!({ "Version": case.version, "Statement": statement });
        let scene = Scene::with_identity(policy, context(&case.context));
        let wanted = if case.holds {
            if_holds
        } else {
            "ImplicitDeny by Identity"
        };
        scene.check(wanted)?;
    }
    Ok(())
}

fn decision(scene: &Scene) -> Result<(), String> {
    let wanted = scene.expect.clone().ok_or("no `expect`")?;
    scene.check(&wanted)?;
    scene.run(|request, evidence| {
        let (decided, traced) = (decide(request, evidence), trace(request, evidence));
        if decided != traced.decision {
            return Err(format!(
                "decided {decided:?} but traced {:?}",
                traced.decision
            ));
        }
        // Data and text have to agree with each other on what was decided.
        let data = serde_json::to_value(&traced).map_err(|error| error.to_string())?;
        let text = traced.to_string();
        let decision = ["verdict", "layer"].map(|part| data["decision"][part].as_str());
        let wanted = [
            format!(
                "{} by {}",
                decision[0].unwrap_or_default(),
                decision[1].unwrap_or_default()
            ),
            format!("  principal  {}", request.principal),
            format!("  action     {}", request.action),
            format!("  resource   {}", request.resource),
        ];
        match wanted
            .iter()
            .find(|wanted| !text.lines().any(|line| line == **wanted))
        {
            None => Ok(()),
            Some(missing) => Err(format!("no line `{missing}` in\n{text}")),
        }
    })
}

fn validation(case: &ValidationCase) -> Result<(), String> {
    let text = document(&case.policy);
    let exists = |principal: &PrincipalRef| {
        case.exist
            .as_ref()
            .is_none_or(|known| known.iter().any(|known| *known == principal.text()))
    };
    let outcome: Result<Document, _> = match case.call {
        Call::Identity => validate::identity(&text),
        Call::Session => validate::session(&text),
        Call::Trust => validate::trust(&text, &exists),
        Call::Bucket => validate::bucket(&text, BUCKET, &exists),
        Call::Key => validate::key(&text, &exists),
    };
    let message = outcome.err().map(|invalid| invalid.message);
    if message == case.message {
        Ok(())
    } else {
        Err(format!("{message:?}, expected {:?}", case.message))
    }
}

fn public(case: &PublicCase) -> Result<(), String> {
    let document = Document::parse(&document(&case.policy)).map_err(|error| error.to_string())?;
    match document.is_public() == case.public {
        true => Ok(()),
        false => Err(format!("public: {}", document.is_public())),
    }
}
