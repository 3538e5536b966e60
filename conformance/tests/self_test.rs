//! The runner tested on itself: files that must pass, that must fail with exactly this text, and that must not parse with
//! exactly these problems. The expected text stands beside each file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use bucketproof_conformance::{
    plan, report,
    run::{self, RunOptions, RunOutcome, Verdict},
    scenario,
};

fn files(folder: &str) -> Vec<PathBuf> {
    // Relative to the package, so that the texts do not depend on where the repository is.
    plan::find_files(&[PathBuf::from("tests/self").join(folder)]).unwrap()
}

fn expected(file: &Path) -> String {
    let file = file.with_extension("expected");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

async fn play(file: &Path) -> RunOutcome {
    let scenario = scenario::load(file).unwrap_or_else(|problems| panic!("{problems:#?}"));
    run::run(
        vec![scenario],
        &RunOptions {
            endpoint: None,
            jobs: 1,
            ..RunOptions::default()
        },
        &mut [],
    )
    .await
}

/// The failure's text without what differs from run to run: request ids, ports and times.
fn stable(text: &str) -> String {
    let words = text.split_inclusive([' ', '\n', '`', '/']).map(|word| {
        let bare = word.trim_end_matches([' ', '\n', '`', '/']);
        let end = &word[bare.len()..];
        let is_id = bare.len() == 16
            && bare
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        match bare.strip_prefix("127.0.0.1:") {
            _ if is_id => format!("ID{end}"),
            _ if is_fraction(bare) => format!("NUMBER{end}"),
            Some(_) => format!("127.0.0.1:PORT{end}"),
            None => word.to_owned(),
        }
    });
    words.collect()
}

fn is_fraction(word: &str) -> bool {
    word.split_once('.').is_some_and(|(whole, part)| {
        !whole.is_empty()
            && part.len() == 2
            && (whole.to_owned() + part)
                .chars()
                .all(|c| c.is_ascii_digit())
    })
}

#[tokio::test]
async fn files_that_must_pass() {
    for file in files("ok") {
        let outcome = play(&file).await;
        assert_eq!(outcome.scenarios.len(), 1);
        let scenario = &outcome.scenarios[0];
        assert_eq!(
            scenario.verdict,
            Verdict::Passed,
            "{}\n{}",
            file.display(),
            report::failure_text(scenario)
        );
        println!("{} passed", file.display());
    }
}

#[tokio::test]
async fn files_that_must_fail_with_this_text() {
    for file in files("fail") {
        let outcome = play(&file).await;
        let text = stable(&report::failure_text(&outcome.scenarios[0]));
        assert_ne!(
            outcome.scenarios[0].verdict,
            Verdict::Passed,
            "{} passed",
            file.display()
        );
        assert_eq!(text, expected(&file), "{}\n{text}", file.display());
        println!("{} failed as it must", file.display());
    }
}

#[test]
fn files_that_must_not_parse() {
    for file in files("no_parse") {
        let problems =
            scenario::load(&file).expect_err(&format!("{} has no problem", file.display()));
        let text: String = problems
            .iter()
            .map(|problem| format!("{problem}\n"))
            .collect();
        assert_eq!(text, expected(&file), "{}\n{text}", file.display());
        println!("{} has its {} problems", file.display(), problems.len());
    }
}

/// The examples of the reference are fragments: they mention names, actors, steps and files that they do not define.
const OF_FRAGMENTS: [&str; 7] = [
    "unknown name",
    "unknown actor",
    "unknown simulator",
    "unknown managed policy",
    "no earlier step",
    "the file `",
    "the scenario has no step",
];

#[test]
fn every_example_of_the_language_reference_reads() {
    let reference = fs::read_to_string("SCENARIOS.md").unwrap();
    let blocks: Vec<&str> = reference
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(blocks.len() > 10, "only {} blocks", blocks.len());
    let mut documents = 0;
    for block in blocks {
        // One block lists matchers and is no document.
        if block.starts_with("{ ") {
            continue;
        }
        documents += 1;
        let title = if block.starts_with("title") {
            ""
        } else {
            "title = \"a fragment\"\n"
        };
        let text = format!("{title}{block}");
        for problem in scenario::read(Path::new("SCENARIOS.md"), &text)
            .err()
            .unwrap_or_default()
        {
            assert!(
                OF_FRAGMENTS
                    .iter()
                    .any(|start| problem.message.starts_with(start)),
                "{problem}\n{text}"
            );
        }
    }
    assert!(documents > 10, "only {documents} examples");
}
