//! From a file to a checked scenario: tree with places, typed values, lint. The language is described in `SCENARIOS.md`.

pub mod action;
pub mod body;
pub mod datum;
pub mod expectation;
pub mod field_path;
pub mod lint;
pub mod matcher;
pub mod problem;
pub mod reader;
pub mod setup;
pub mod step;
pub mod template;
pub mod topology;
pub mod tree;
pub mod words;

use std::path::{Path, PathBuf};

use datum::Datum;
use problem::{Position, Problem};
use reader::{At, Context, Fields, Read, Scope, as_table};
use step::{Retry, RetryMode, Step};
use template::Template;
use topology::Account;
use tree::{Node, Table, Value};

/// A scenario that can be run.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its file.
    pub file: PathBuf,
    /// The promise.
    pub title: At<String>,
    /// Free text.
    pub description: String,
    /// Words for `--filter`.
    pub tags: Vec<String>,
    /// Where the promise comes from.
    pub source: Option<Source>,
    /// Defaults of the clients.
    pub client: ClientSettings,
    /// `[vars]` in the order of the file.
    pub vars: Vec<(String, Template)>,
    /// Accounts in the order of the file.
    pub accounts: Vec<Account>,
    /// Actors made by hand.
    pub actors: Vec<Actor>,
    /// Vendor simulators.
    pub platforms: Vec<Platform>,
    /// The steps.
    pub steps: Vec<Step>,
}

/// The guide and the claims that a scenario is about.
#[derive(Clone, Debug)]
pub struct Source {
    /// The guide's name.
    pub guide: String,
    /// Numbers of its claims.
    pub claims: Vec<String>,
    /// How they fared.
    pub finding: Option<&'static str>,
}

/// Defaults of the clients.
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// Region.
    pub region: Option<Template>,
    /// Retries.
    pub retry: Retry,
    /// Longest time for one turn of a step, in milliseconds.
    pub timeout_ms: u64,
    /// Whether checksums are only sent where AWS requires them.
    pub checksums_when_required: bool,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            region: None,
            retry: Retry {
                mode: RetryMode::Off,
                attempts: 1,
            },
            timeout_ms: 60_000,
            checksums_when_required: false,
        }
    }
}

/// An actor made by hand.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Its name.
    pub key: String,
    /// Where it is written.
    pub at: Position,
    /// Access key id.
    pub access_key_id: Template,
    /// Secret.
    pub secret_access_key: Template,
    /// Session token.
    pub session_token: Option<Template>,
}

/// A vendor simulator.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Its name in the scenario.
    pub key: String,
    /// Where it is written.
    pub at: Position,
    /// Which simulator.
    pub simulator: At<String>,
    /// The actor of its back end.
    pub actor: Option<At<String>>,
    /// Its own settings.
    pub settings: Option<Datum>,
}

/// Reads and checks a file.
///
/// # Errors
/// All problems of the file, in the order of its lines.
pub fn load(file: &Path) -> Result<Scenario, Vec<Problem>> {
    match std::fs::read_to_string(file) {
        Ok(text) => read(file, &text),
        Err(error) => Err(vec![Problem {
            file: file.into(),
            at: Position { line: 1, column: 1 },
            message: format!("the file cannot be read: {error}"),
            expected: None,
        }]),
    }
}

/// Reads and checks the text of a file; policies are looked up beside it.
///
/// # Errors
/// All problems of the file, in the order of its lines.
pub fn read(file: &Path, text: &str) -> Result<Scenario, Vec<Problem>> {
    let cx = Context::of(file);
    let table = tree::parse(text, &cx.problems);
    if !cx.problems.is_empty() {
        // Half a document would only bring follow-up mistakes.
        return Err(cx.problems.into_sorted());
    }
    let document = read_document(file, &table, &cx);
    if let Some((scenario, steps_sound)) = &document {
        lint::check(scenario, *steps_sound, &cx);
    }
    match document {
        Some((scenario, _)) if cx.problems.is_empty() => Ok(scenario),
        _ => Err(cx.problems.into_sorted()),
    }
}

/// Reads and checks many files; titles must differ between them.
///
/// The scenarios that are in order come back, and the problems of all others.
pub fn load_all(files: &[PathBuf]) -> (Vec<Scenario>, Vec<Problem>) {
    let mut scenarios: Vec<Scenario> = Vec::new();
    let mut problems = Vec::new();
    for file in files {
        match load(file) {
            Ok(scenario) => {
                if let Some(same) = scenarios
                    .iter()
                    .find(|other| other.title.value == scenario.title.value)
                {
                    problems.push(Problem {
                        file: file.as_path().into(),
                        at: scenario.title.at,
                        message: format!("`{}` has the same title", same.file.display()),
                        expected: Some("a title of its own".to_owned()),
                    });
                }
                scenarios.push(scenario);
            }
            Err(found) => problems.extend(found),
        }
    }
    (scenarios, problems)
}

/// The scenario, and whether all its steps could be read.
fn read_document(file: &Path, table: &Table, cx: &Context) -> Option<(Scenario, bool)> {
    let mut fields = Fields::of(table, Position { line: 1, column: 1 }, "the scenario", cx);
    let title: Option<At<String>> = fields.required("title");
    let description = fields.or_default("description");
    let tags = fields.or_default("tags");
    let source = fields.optional("source");
    cx.scope.set(Scope::Topology);
    let client = fields.optional("client").unwrap_or_default();
    let vars = fields
        .node("vars")
        .and_then(|node| read_vars(node, cx))
        .unwrap_or_default();
    cx.scope.set(Scope::Topology);
    let accounts = fields
        .node("account")
        .and_then(|node| topology::read_accounts(node, cx))
        .unwrap_or_default();
    let platforms = fields
        .node("platform")
        .and_then(|node| read_platforms(node, cx))
        .unwrap_or_default();
    let actors = fields
        .node("actor")
        .and_then(|node| read_actors(node, cx))
        .unwrap_or_default();
    let before = cx.problems.len();
    let steps = read_steps(fields.node("step"), cx);
    let steps_sound = cx.problems.len() == before;
    fields.finish();
    if steps_sound && steps.is_empty() {
        cx.problems.add_expected(
            Position { line: 1, column: 1 },
            "the scenario has no step",
            "at least one `[[step]]`",
        );
    }
    let scenario = Scenario {
        file: file.to_path_buf(),
        title: title?,
        description,
        tags,
        source,
        client,
        vars,
        accounts,
        actors,
        platforms,
        steps,
    };
    Some((scenario, steps_sound))
}

fn read_steps(node: Option<&Node>, cx: &Context) -> Vec<Step> {
    let Some(node) = node else { return Vec::new() };
    let Value::List(items) = &node.value else {
        cx.problems.add_expected(
            node.at,
            format!("found {}", node.value.kind()),
            "`[[step]]`",
        );
        return Vec::new();
    };
    let mut steps = Vec::new();
    for (index, item) in items.iter().enumerate() {
        cx.scope.set(Scope::Step(index));
        // A step that cannot be read has its problems noted; the numbers of the others must stay.
        if let Some(step) = Step::read(item, cx) {
            steps.push(step);
        }
    }
    steps
}

fn read_vars(node: &Node, cx: &Context) -> Option<Vec<(String, Template)>> {
    let table = as_table(node, cx)?;
    let mut vars = Vec::new();
    for (index, entry) in table.entries.iter().enumerate() {
        cx.scope.set(Scope::Vars(index));
        let value = match &entry.node.value {
            Value::Text(text) => cx.template(text, entry.node.at),
            Value::Integer(number) => cx.template(&number.to_string(), entry.node.at),
            Value::Boolean(value) => cx.template(&value.to_string(), entry.node.at),
            other => {
                cx.problems.add_expected(
                    entry.node.at,
                    format!("found {}", other.kind()),
                    "a text, integer or boolean",
                );
                None
            }
        };
        if !template::is_name(&entry.key) || entry.key.contains('.') {
            cx.problems.add_expected(
                entry.at,
                format!("`{}` is not a name", entry.key),
                "letters, digits, `_` and `-`",
            );
        }
        vars.extend(value.map(|value| (entry.key.clone(), value)));
    }
    Some(vars)
}

fn read_platforms(node: &Node, cx: &Context) -> Option<Vec<Platform>> {
    let table = as_table(node, cx)?;
    let mut platforms = Vec::new();
    for entry in &table.entries {
        let Some(mut fields) = Fields::read(&entry.node, "the platform", cx) else {
            continue;
        };
        let simulator = fields.required("simulator");
        let actor = fields.optional("as");
        let settings = fields.optional("settings");
        fields.finish();
        if let Some(simulator) = simulator {
            platforms.push(Platform {
                key: entry.key.clone(),
                at: entry.at,
                simulator,
                actor,
                settings,
            });
        }
    }
    Some(platforms)
}

fn read_actors(node: &Node, cx: &Context) -> Option<Vec<Actor>> {
    let table = as_table(node, cx)?;
    let mut actors = Vec::new();
    for (index, entry) in table.entries.iter().enumerate() {
        cx.scope.set(Scope::Actor(index));
        let Some(mut fields) = Fields::read(&entry.node, "the actor", cx) else {
            continue;
        };
        let access_key_id = fields.required("access_key_id");
        let secret_access_key = fields.required("secret_access_key");
        let session_token = fields.optional("session_token");
        fields.finish();
        if let (Some(access_key_id), Some(secret_access_key)) = (access_key_id, secret_access_key) {
            actors.push(Actor {
                key: entry.key.clone(),
                at: entry.at,
                access_key_id,
                secret_access_key,
                session_token,
            });
        }
    }
    Some(actors)
}

impl Read for Source {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`[source]`", cx)?;
        let findings = ["holds", "partial", "fails", "platform"].map(|word| (word, word));
        let guide = fields.required("guide");
        let claims = fields.or_default("claims");
        let finding = fields.word("finding", &findings);
        fields.finish();
        Some(Self {
            guide: guide?,
            claims,
            finding,
        })
    }
}

impl Read for ClientSettings {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`[client]`", cx)?;
        let default = Self::default();
        let checksums = [("when_supported", false), ("when_required", true)];
        let settings = Self {
            region: fields.optional("region"),
            retry: fields.optional("retry").unwrap_or(default.retry),
            timeout_ms: fields.optional("timeout_ms").unwrap_or(default.timeout_ms),
            checksums_when_required: fields
                .word("checksums", &checksums)
                .unwrap_or(default.checksums_when_required),
        };
        fields.finish();
        Some(settings)
    }
}
