//! One step: its turns, its expectation, and what it leaves behind.

use std::time::Duration;

use futures_util::{StreamExt, stream};

use super::{
    Miss, StepOutcome, StepVerdict, TurnFailure, act, decision, judge,
    stage::{Stage, Trouble},
};
use crate::{
    client::{Answer, Credentials},
    load::LoadFigures,
    scenario::step::{Step, Turns},
    scenario::template::Names,
    stopwatch::Stopwatch,
    target::Stack,
};

/// What a turn did.
#[derive(Debug, Default)]
pub struct Performed {
    /// The answer.
    pub answer: Answer,
    /// Digest of what was sent, when a later step wants it.
    pub sent_sha256: Option<String>,
    /// What the action itself found wrong.
    pub misses: Vec<Miss>,
    /// Figures of a load.
    pub load: Option<LoadFigures>,
}

/// One turn with its verdict.
struct Turn {
    number: u64,
    performed: Performed,
    misses: Vec<Miss>,
}

/// How many failed turns are kept.
const KEPT_FAILURES: usize = 5;
/// Pause between tries of a step that must come true eventually.
const EVENTUALLY_PAUSE: Duration = Duration::from_millis(50);
/// Pause between two looks at the record of requests.
const SETTLE_PAUSE: Duration = Duration::from_millis(5);

/// Runs a step and keeps what it captures.
pub async fn play(stage: &mut Stage<'_>, step: &Step) -> StepOutcome {
    let watch = Stopwatch::start();
    let mut outcome = StepOutcome {
        name: step.name.value.clone(),
        at: step.at,
        action: step.action.word().to_owned(),
        verdict: StepVerdict::Passed,
        duration: Duration::ZERO,
        turns: 0,
        failed_turns: 0,
        failures: Vec::new(),
        load: None,
    };
    if let Err(trouble) = mark(stage, step).await {
        fail(&mut outcome, step, &trouble.to_string());
    } else {
        match turns(stage, step).await {
            Ok(turns) => conclude(stage, step, turns, &mut outcome).await,
            Err(trouble) => fail(&mut outcome, step, &trouble.to_string()),
        }
    }
    outcome.duration = watch.elapsed();
    outcome
}

fn fail(outcome: &mut StepOutcome, step: &Step, trouble: &str) {
    outcome.verdict = StepVerdict::Failed;
    outcome.failed_turns += 1;
    outcome.failures.push(TurnFailure {
        turn: None,
        answer: "not sent".to_owned(),
        request_id: None,
        misses: vec![Miss::new(step.at, "the step", "an answer", trouble)],
        trace: None,
    });
}

async fn mark(stage: &mut Stage<'_>, step: &Step) -> Result<(), Trouble> {
    if stage.mark_is_wanted(&step.name.value) {
        let mark = settled_mark(stage.stack).await?;
        stage.marks.insert(step.name.value.clone(), mark);
    }
    Ok(())
}

/// The number of the last recorded request. A request is recorded after its last byte, so the record may lag a little
/// behind the answers: it counts when two looks agree.
///
/// # Errors
/// [`Trouble::Control`].
pub async fn settled_mark(stack: &Stack) -> Result<u64, Trouble> {
    let mut mark = stack.control.events(0).await?.next;
    loop {
        tokio::time::sleep(SETTLE_PAUSE).await;
        let next = stack.control.events(mark).await?.next;
        if next == mark {
            return Ok(mark);
        }
        mark = next;
    }
}

async fn turns(stage: &Stage<'_>, step: &Step) -> Result<Vec<Turn>, Trouble> {
    let numbers = turn_names(stage, step)?;
    let parallel = usize::try_from(step.parallel).unwrap_or(1);
    let work = numbers
        .into_iter()
        .map(|(number, names)| turn(stage, step, number, names));
    let results: Vec<_> = stream::iter(work).buffered(parallel).collect().await;
    results.into_iter().collect()
}

/// The names of every turn: those of the stage and the turn's own.
fn turn_names(stage: &Stage<'_>, step: &Step) -> Result<Vec<(u64, Names)>, Trouble> {
    let of_turn = |number: u64| {
        let mut names = stage.names.clone();
        names.insert("n".to_owned(), number.to_string());
        names.insert("n6".to_owned(), format!("{number:06}"));
        names
    };
    match &step.turns {
        Turns::Once => Ok(vec![(1, stage.names.clone())]),
        Turns::Repeat(turns) => Ok((1..=*turns)
            .map(|number| (number, of_turn(number)))
            .collect()),
        Turns::ForEach(values) => (1..)
            .zip(values)
            .map(|(number, value)| {
                let mut names = of_turn(number);
                names.insert("each".to_owned(), value.render(&stage.names)?);
                Ok((number, names))
            })
            .collect(),
    }
}

async fn turn(stage: &Stage<'_>, step: &Step, number: u64, names: Names) -> Result<Turn, Trouble> {
    let limit = Duration::from_millis(step.timeout_ms.unwrap_or(stage.scenario.client.timeout_ms));
    let watch = Stopwatch::start();
    loop {
        let performed = match tokio::time::timeout(limit, act::perform(stage, step, &names)).await {
            Ok(performed) => performed?,
            Err(_) => timed_out(limit),
        };
        let mut misses = judge::judge(stage, step, &performed.answer, &names).await?;
        misses.extend(performed.misses.iter().cloned());
        let patience = Duration::from_millis(step.eventually_ms.unwrap_or(0));
        if misses.is_empty() || watch.elapsed() >= patience {
            return Ok(Turn {
                number,
                performed,
                misses,
            });
        }
        tokio::time::sleep(EVENTUALLY_PAUSE).await;
    }
}

fn timed_out(limit: Duration) -> Performed {
    let broken = Some(format!("nothing came within {} ms", limit.as_millis()));
    Performed {
        answer: Answer {
            broken,
            ..Answer::default()
        },
        ..Performed::default()
    }
}

async fn conclude(stage: &mut Stage<'_>, step: &Step, turns: Vec<Turn>, outcome: &mut StepOutcome) {
    outcome.turns = turns.len() as u64;
    let several = !matches!(step.turns, Turns::Once);
    for turn in &turns {
        if turn.misses.is_empty() {
            continue;
        }
        outcome.failed_turns += 1;
        let only_thresholds = turn.misses.iter().all(|miss| miss.threshold);
        if !only_thresholds {
            outcome.verdict = StepVerdict::Failed;
        } else if outcome.verdict == StepVerdict::Passed {
            outcome.verdict = StepVerdict::ThresholdMissed;
        }
        if outcome.failures.len() < KEPT_FAILURES {
            outcome.failures.push(explain(stage, turn, several).await);
        }
    }
    if let Some(mut last) = turns.into_iter().last() {
        outcome.load = last.performed.load.take();
        if outcome.verdict != StepVerdict::Failed
            && let Err(miss) = keep(stage, step, &last.performed)
        {
            outcome.verdict = StepVerdict::Failed;
            outcome.failed_turns += 1;
            let failure = TurnFailure {
                turn: several.then_some(last.number),
                answer: last.performed.answer.summary(),
                request_id: last.performed.answer.request_id.clone(),
                misses: vec![miss],
                trace: None,
            };
            outcome.failures.push(failure);
        }
    }
}

async fn explain(stage: &Stage<'_>, turn: &Turn, several: bool) -> TurnFailure {
    let answer = &turn.performed.answer;
    let trace = match &answer.request_id {
        // A failed look-up only costs the explanation.
        Some(id) => {
            let decisions = stage.stack.control.decisions(id).await;
            decisions
                .ok()
                .and_then(|decisions| decision::trace_text(&decisions))
        }
        None => None,
    };
    TurnFailure {
        turn: several.then_some(turn.number),
        answer: answer.summary(),
        request_id: answer.request_id.clone(),
        misses: turn.misses.clone(),
        trace,
    }
}

/// Keeps captures, the session and the body's digest.
fn keep(stage: &mut Stage<'_>, step: &Step, performed: &Performed) -> Result<(), Miss> {
    let answer = &performed.answer;
    for (name, at, path) in &step.captures.entries {
        let value = judge::value_at(answer, path).ok_or_else(|| {
            Miss::new(
                *at,
                format!("capture `{name}`"),
                format!("a value at `{}`", path.text()),
                "no value",
            )
        })?;
        stage.names.insert(name.clone(), value);
    }
    if stage.body_is_wanted(&step.name.value) {
        let digest = performed
            .sent_sha256
            .clone()
            .unwrap_or_else(|| answer.body.sha256.clone());
        stage.bodies.insert(step.name.value.clone(), digest);
    }
    if let Some(session) = &step.session {
        let part = |name: &str| {
            answer
                .fields
                .get("Credentials")
                .and_then(|credentials| credentials.get(name))
                .and_then(|value| value.as_str())
        };
        let (Some(key), Some(secret), Some(token)) = (
            part("AccessKeyId"),
            part("SecretAccessKey"),
            part("SessionToken"),
        ) else {
            return Err(Miss::new(
                session.at,
                "session",
                "credentials in the answer",
                answer.summary(),
            ));
        };
        let arn = answer
            .fields
            .pointer("/AssumedRoleUser/Arn")
            .and_then(|arn| arn.as_str())
            .unwrap_or_default();
        for (name, value) in [
            ("access_key_id", key),
            ("secret_access_key", secret),
            ("session_token", token),
            ("arn", arn),
        ] {
            stage.names.insert(
                format!("session.{}.{name}", session.value),
                value.to_owned(),
            );
        }
        let credentials = Credentials {
            access_key_id: key.to_owned(),
            secret_access_key: secret.to_owned(),
            session_token: Some(token.to_owned()),
        };
        stage.sessions.insert(session.value.clone(), credentials);
    }
    Ok(())
}
