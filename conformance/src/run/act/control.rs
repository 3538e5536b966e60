//! Actions on the stack itself: tokens, faults, the clock.

use serde_json::{Map, Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    client::Answer,
    run::{
        stage::{Stage, Trouble, optional},
        step::Performed,
    },
    scenario::{
        action::{Clock, Effect, Fault, Token},
        template::{Names, Template},
    },
    target::{FaultRule, TokenRequest},
};

fn done(fields: Value) -> Performed {
    Performed {
        answer: Answer::of_fields(fields),
        ..Performed::default()
    }
}

/// Mints a token.
///
/// # Errors
/// [`Trouble`], as all actions here.
pub async fn token(stage: &Stage<'_>, token: &Token, names: &Names) -> Result<Performed, Trouble> {
    let mut claims = match token
        .claims
        .as_ref()
        .map(|claims| claims.render(names))
        .transpose()?
    {
        None => Map::new(),
        Some(Value::Object(claims)) => claims,
        Some(other) => {
            return Err(Trouble::Value(format!(
                "`claims` must be a table, found `{other}`"
            )));
        }
    };
    for (claim, value) in [("sub", &token.subject), ("aud", &token.audience)] {
        if let Some(value) = optional(value.as_ref(), names)? {
            claims.insert(claim.to_owned(), value.into());
        }
    }
    let request = TokenRequest {
        issuer: optional(token.issuer.as_ref(), names)?.unwrap_or_default(),
        preset: token.preset.map(str::to_owned),
        claims,
        bad: token.bad.map(str::to_owned),
        ..TokenRequest::default()
    };
    let minted = stage.stack.control.token(&request).await?;
    Ok(done(json!({ "token": minted })))
}

/// Installs a fault rule.
pub async fn fault(stage: &Stage<'_>, fault: &Fault, names: &Names) -> Result<Performed, Trouble> {
    let effect = match &fault.effect {
        Effect::Error {
            status,
            code,
            message,
        } => {
            json!({ "error": { "status": status, "code": code, "message": message } })
        }
        Effect::LatencyMs(milliseconds) => json!({ "latency_ms": milliseconds }),
        Effect::ResetAfterBytes(bytes) => json!({ "reset_after_bytes": bytes }),
        Effect::DropAnswer => json!({ "drop_answer": true }),
    };
    let mut rule = Map::new();
    rule.insert("operation".to_owned(), fault.operation.clone().into());
    rule.insert("probability".to_owned(), fault.probability.into());
    rule.insert("effect".to_owned(), effect);
    for (name, value) in [("bucket", &fault.bucket), ("prefix", &fault.prefix)] {
        if let Some(value) = optional(value.as_ref(), names)? {
            rule.insert(name.to_owned(), value.into());
        }
    }
    if let Some(count) = fault.count {
        rule.insert("count".to_owned(), count.into());
    }
    let id = stage.stack.control.add_fault(FaultRule(rule)).await?;
    Ok(done(json!({ "id": id })))
}

/// Removes one fault rule, or `all`.
pub async fn remove_fault(
    stage: &Stage<'_>,
    id: &Template,
    names: &Names,
) -> Result<Performed, Trouble> {
    let id = id.render(names)?;
    stage
        .stack
        .control
        .remove_fault((id != "all").then_some(id.as_str()))
        .await?;
    Ok(Performed::default())
}

/// Moves the stack's clock; the scenario's clients follow.
pub async fn clock(stage: &Stage<'_>, clock: &Clock, names: &Names) -> Result<Performed, Trouble> {
    let seconds = match clock {
        Clock::Advance(seconds) => i64::try_from(*seconds).unwrap_or(i64::MAX),
        Clock::Set(moment) => {
            let text = moment.render(names)?;
            let wanted = OffsetDateTime::parse(&text, &Rfc3339)
                .map_err(|error| Trouble::Value(format!("`{text}` is not a moment: {error}")))?;
            wanted.unix_timestamp() - stage.stack.speaker.now_seconds()
        }
    };
    let offset = stage.stack.control.advance_clock(seconds).await?;
    stage.stack.speaker.set_clock_offset(offset);
    Ok(done(json!({ "offset_seconds": offset })))
}
