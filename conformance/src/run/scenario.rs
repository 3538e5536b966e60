//! One scenario from its first call to its last.

use std::time::Duration;

use super::{
    RunEvent, ScenarioOutcome, StepOutcome, StepVerdict, Verdict,
    act::aws,
    stage::{Placed, Stage, Trouble, content},
    step,
};
use crate::{
    client::{Answer, ClientOptions, Credentials},
    platforms::{self, PlatformSettings},
    scenario::{Scenario, setup, setup::SetupCall, step::Step},
    stopwatch::Stopwatch,
    target::Stack,
};

/// Runs a scenario against its stack; every event goes to `tell`.
pub async fn play(
    scenario: &Scenario,
    stack: &Stack,
    tell: &(dyn Fn(RunEvent<'static>) + Sync),
) -> ScenarioOutcome {
    let watch = Stopwatch::start();
    let mut outcome = ScenarioOutcome::of(scenario);
    let stage = prepare(scenario, stack).await;
    outcome.setup_duration = watch.elapsed();
    match stage {
        Ok(mut stage) => {
            outcome.steps = steps(&mut stage, tell).await;
            outcome.verdict = verdict(&outcome.steps);
        }
        Err(Placed { at, trouble }) => {
            outcome.verdict = Verdict::Failed;
            outcome.trouble = Some(trouble);
            outcome.trouble_at = Some(at);
            outcome.steps = scenario.steps.iter().map(not_run).collect();
        }
    }
    outcome.duration = watch.elapsed();
    outcome
}

fn verdict(steps: &[StepOutcome]) -> Verdict {
    let any = |verdict| steps.iter().any(|step| step.verdict == verdict);
    if any(StepVerdict::Failed) {
        Verdict::Failed
    } else if any(StepVerdict::ThresholdMissed) {
        Verdict::ThresholdMissed
    } else {
        Verdict::Passed
    }
}

async fn steps(
    stage: &mut Stage<'_>,
    tell: &(dyn Fn(RunEvent<'static>) + Sync),
) -> Vec<StepOutcome> {
    let scenario = stage.scenario;
    let mut outcomes = Vec::with_capacity(scenario.steps.len());
    let mut failed = false;
    for step in &scenario.steps {
        // Later steps stand on earlier ones; running them would only hide the first failure.
        let outcome = if failed {
            not_run(step)
        } else {
            step::play(stage, step).await
        };
        failed |= outcome.verdict == StepVerdict::Failed;
        tell(RunEvent::StepFinished {
            file: scenario.file.clone(),
            step: Box::new(outcome.clone()),
        });
        outcomes.push(outcome);
    }
    outcomes
}

fn not_run(step: &Step) -> StepOutcome {
    StepOutcome {
        name: step.name.value.clone(),
        at: step.at,
        action: step.action.word().to_owned(),
        verdict: StepVerdict::NotRun,
        duration: Duration::ZERO,
        turns: 0,
        failed_turns: 0,
        failures: Vec::new(),
        load: None,
    }
}

/// Makes the accounts and starts the simulators.
async fn prepare<'a>(scenario: &'a Scenario, stack: &'a Stack) -> Result<Stage<'a>, Placed> {
    let at = scenario.title.at;
    let placed = |trouble: Trouble| Placed {
        at,
        trouble: trouble.to_string(),
    };
    let mut stage = Stage::new(scenario, stack).map_err(placed)?;
    let calls = setup::calls(scenario, &stage.names).map_err(|error| placed(error.into()))?;
    for call in &calls {
        let answer = make(&stage, call).await.map_err(|trouble| Placed {
            at: call.at,
            trouble: trouble.to_string(),
        })?;
        if !answer.is_success() {
            let trouble = format!("{} was answered {}", call.operation.name, answer.summary());
            return Err(Placed {
                at: call.at,
                trouble,
            });
        }
        for (name, path) in &call.learn {
            let value = path.find(&answer.fields).ok_or_else(|| Placed {
                at: call.at,
                trouble: format!(
                    "the answer to {} has no `{}`",
                    call.operation.name,
                    path.text()
                ),
            })?;
            stage.names.insert(name.clone(), value);
        }
    }
    stage.setup_mark = step::settled_mark(stack).await.map_err(placed)?;
    for platform in &scenario.platforms {
        let running = start_platform(&stage, platform)
            .await
            .map_err(|trouble| Placed {
                at: platform.at,
                trouble,
            })?;
        stage.names.insert(
            format!("platform.{}.url", platform.key),
            running.url().to_owned(),
        );
        stage.platforms.push(running);
    }
    Ok(stage)
}

async fn make(stage: &Stage<'_>, call: &SetupCall) -> Result<Answer, Trouble> {
    let mut options = ClientOptions::new(Some(Credentials::root(&call.account)));
    options.region.clone_from(&call.region);
    let body = call
        .body
        .as_ref()
        .map(|body| content(body, &stage.names))
        .transpose()?;
    aws::call(
        stage,
        call.operation,
        &call.with,
        &options,
        &stage.names,
        body,
    )
    .await
}

async fn start_platform(
    stage: &Stage<'_>,
    platform: &crate::scenario::Platform,
) -> Result<platforms::Platform, String> {
    let settings = platform
        .settings
        .as_ref()
        .map(|settings| settings.render(&stage.names))
        .transpose();
    let credentials = platform
        .actor
        .as_ref()
        .map_or(Ok(None), |actor| stage.credentials(&actor.value));
    let settings = PlatformSettings {
        stack: stage.stack.speaker.clone(),
        credentials: credentials.map_err(|trouble| trouble.to_string())?,
        settings: settings
            .map_err(|error| error.to_string())?
            .unwrap_or(serde_json::Value::Null),
    };
    platforms::start(&platform.simulator.value, settings)
        .await
        .map_err(|error| error.to_string())
}
