//! Claims on the record of requests.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

use crate::{
    client::Answer,
    run::{
        Miss,
        stage::{Stage, Trouble, optional},
        step::{Performed, settled_mark},
    },
    scenario::{
        action::{EventFilter, Events},
        template::Names,
    },
    stopwatch::Stopwatch,
};

/// How long a claim may take to come true: a request is recorded after its last byte.
const PATIENCE: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(20);

/// Looks until the claims hold, or long enough.
///
/// # Errors
/// [`Trouble`] when the control API fails or a name has no value.
pub async fn look(stage: &Stage<'_>, events: &Events, names: &Names) -> Result<Performed, Trouble> {
    let watch = Stopwatch::start();
    // Nothing may still be on its way when absence is claimed.
    settled_mark(stage.stack).await?;
    loop {
        let counted = count(stage, &events.filter, names).await?;
        let misses = claims(events, &counted, names)?;
        if misses.is_empty() || watch.elapsed() > PATIENCE {
            let answer = Answer::of_fields(json!({ "operations": counted }));
            return Ok(Performed {
                answer,
                misses,
                ..Performed::default()
            });
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// How often each operation is in the record, of what the filter lets through.
async fn count(
    stage: &Stage<'_>,
    filter: &EventFilter,
    names: &Names,
) -> Result<BTreeMap<String, u64>, Trouble> {
    let mut after = match &filter.since {
        Some(step) => stage
            .marks
            .get(&step.value)
            .copied()
            .unwrap_or(stage.setup_mark),
        None => stage.setup_mark,
    };
    let filter = Rendered::of(filter, names)?;
    let mut counted = BTreeMap::new();
    loop {
        let page = stage.stack.control.events(after).await?;
        for event in &page.events {
            if filter.lets_through(event, names)? {
                let operation = member(event, "operation").unwrap_or_default();
                *counted.entry(operation).or_insert(0) += 1;
            }
        }
        if page.events.is_empty() || page.next == after {
            return Ok(counted);
        }
        after = page.next;
    }
}

struct Rendered<'a> {
    filter: &'a EventFilter,
    equal: Vec<(&'static str, String)>,
    prefix: Option<String>,
}

impl<'a> Rendered<'a> {
    fn of(filter: &'a EventFilter, names: &Names) -> Result<Self, Trouble> {
        let mut equal = Vec::new();
        for (name, value) in [
            ("service", &filter.service),
            ("bucket", &filter.bucket),
            ("operation", &filter.operation),
        ] {
            equal.extend(optional(value.as_ref(), names)?.map(|value| (name, value)));
        }
        Ok(Self {
            filter,
            equal,
            prefix: optional(filter.prefix.as_ref(), names)?,
        })
    }

    fn lets_through(&self, event: &Value, names: &Names) -> Result<bool, Trouble> {
        for (name, wanted) in &self.equal {
            if member(event, name).as_deref() != Some(wanted) {
                return Ok(false);
            }
        }
        if let Some(prefix) = &self.prefix
            && !member(event, "key").is_some_and(|key| key.starts_with(prefix))
        {
            return Ok(false);
        }
        for (name, matcher) in &self.filter.parts {
            if matcher
                .compare(member(event, name).as_deref(), names)?
                .is_some()
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn member(event: &Value, name: &str) -> Option<String> {
    match event.get(name)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn claims(
    events: &Events,
    counted: &BTreeMap<String, u64>,
    names: &Names,
) -> Result<Vec<Miss>, Trouble> {
    let mut misses = Vec::new();
    let all = || {
        let list: Vec<String> = counted
            .iter()
            .map(|(operation, times)| format!("{operation} x{times}"))
            .collect();
        if list.is_empty() {
            "no request at all".to_owned()
        } else {
            list.join(", ")
        }
    };
    for operation in &events.seen {
        if !counted.contains_key(&operation.value) {
            misses.push(Miss::new(
                operation.at,
                "seen",
                format!("`{}` at least once", operation.value),
                all(),
            ));
        }
    }
    for operation in &events.not_seen {
        if counted.contains_key(&operation.value) {
            misses.push(Miss::new(
                operation.at,
                "not_seen",
                format!("no `{}`", operation.value),
                all(),
            ));
        }
    }
    if let Some(only) = &events.only
        && counted.keys().any(|operation| !only.contains(operation))
    {
        let wanted = if only.is_empty() {
            "no request at all".to_owned()
        } else {
            format!("nothing but {}", only.join(", "))
        };
        misses.push(Miss::new(events.at, "only", wanted, all()));
    }
    for (operation, at, matcher) in &events.count.entries {
        let times = counted.get(operation).copied().unwrap_or(0);
        if let Some(wanted) = matcher.compare(Some(&times.to_string()), names)? {
            misses.push(Miss::new(
                *at,
                format!("count of `{operation}`"),
                wanted,
                format!("`{times}`"),
            ));
        }
    }
    Ok(misses)
}
