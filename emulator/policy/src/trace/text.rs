//! A trace as text: short, aligned, at most 96 columns where names and values allow.

use std::fmt::{self, Write};

use super::{
    ConditionTrace, ElementTrace, Explanation, KeyTrace, LayerTrace, Outcome, PolicyTrace, Reason,
    StatementTrace, Trace,
};
use crate::context::Value;
use crate::decide::Layer;

/// Lines are folded here.
const WIDTH: usize = 96;
/// So many values of a list are shown.
const VALUES_SHOWN: usize = 4;
/// From so many on, statements about other actions are counted instead of shown.
const OTHER_ACTIONS_SHOWN: usize = 3;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.trace)?;
        if let Some(beyond) = &self.beyond {
            folded(f, "  ", beyond)?;
        }
        if self.changes.is_empty() {
            return Ok(());
        }
        writeln!(f, "  it would be allowed, if you")?;
        let several = self.changes.len() > 1;
        for (index, change) in self.changes.iter().enumerate() {
            let number = match several {
                true => format!("    {}. ", index + 1),
                false => "    ".to_owned(),
            };
            folded(f, &number, &change.text)?;
        }
        Ok(())
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decision = self.decision;
        writeln!(f, "{:?} by {:?}", decision.verdict, decision.layer)?;
        let mut rows = vec![
            ("because", self.reason.clone()),
            ("principal", self.principal.clone()),
            ("action", self.action.clone()),
            ("resource", self.resource.clone()),
        ];
        if self.cross_account {
            let owner = self.resource_account.as_deref().unwrap_or_default();
            rows.push(("owner", format!("account {owner}, not the caller's")));
        }
        for (name, text) in rows {
            folded(f, &format!("  {name:<9}  "), &text)?;
        }
        self.layers
            .iter()
            .try_for_each(|layer| layer_lines(f, layer))?;
        keys(f, &self.keys)
    }
}

fn layer_lines(f: &mut fmt::Formatter<'_>, layer: &LayerTrace) -> fmt::Result {
    let says = match layer.outcome {
        Outcome::Allows => "allows",
        Outcome::Denies => "denies",
        Outcome::Silent => "does not allow",
    };
    writeln!(f, "  {:?} {says}", layer.layer)?;
    if layer.policies.is_empty() && layer.layer != Layer::Acl {
        writeln!(f, "    no policy: nothing is allowed")?;
    }
    layer
        .grants
        .iter()
        .try_for_each(|grant| writeln!(f, "{grant}"))?;
    layer
        .policies
        .iter()
        .try_for_each(|policy| policy_lines(f, policy))
}

fn policy_lines(f: &mut fmt::Formatter<'_>, policy: &PolicyTrace) -> fmt::Result {
    writeln!(f, "    {}", policy.name)?;
    let is_other = |statement: &&StatementTrace| statement.missed == Some(Reason::Action);
    let others = policy.statements.iter().filter(is_other).count();
    let counted = others > OTHER_ACTIONS_SHOWN;
    let shown: Vec<&StatementTrace> = policy
        .statements
        .iter()
        .filter(|statement| !counted || !is_other(statement))
        .collect();
    let places: Vec<String> = shown.iter().map(|statement| place(statement)).collect();
    let names: Vec<String> = shown.iter().map(|statement| label(statement)).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| text.chars().count()).max();
    let (places_width, names_width) = (widest(&places), widest(&names));
    for ((statement, place), name) in shown.iter().zip(&places).zip(&names) {
        let effect = format!("{:?}", statement.effect);
        let head = format!(
            "      {place:<places_width$}  {effect:<5}  {name:<names_width$}  ",
            places_width = places_width.unwrap_or_default(),
            names_width = names_width.unwrap_or_default(),
        );
        folded(f, &head, &verdict(statement))?;
        let reached = matches!(statement.missed, None | Some(Reason::Condition { .. }));
        for condition in statement.conditions.iter().filter(|_| reached) {
            condition_lines(f, condition)?;
        }
    }
    if counted {
        writeln!(f, "      {others} statements are about other actions")?;
    }
    Ok(())
}

fn place(statement: &StatementTrace) -> String {
    format!("{}:{}", statement.start.0, statement.start.1)
}

fn label(statement: &StatementTrace) -> String {
    match &statement.sid {
        Some(sid) if !sid.is_empty() => sid.clone(),
        _ => format!("#{}", statement.index),
    }
}

fn verdict(statement: &StatementTrace) -> String {
    let Some(missed) = statement.missed else {
        return "applies".to_owned();
    };
    let resource = statement.resource.as_ref();
    if let (Reason::Resource, Some([key, ..])) = (
        missed,
        resource.map(|element| element.unresolved.as_slice()),
    ) {
        let wanted = resource.map(|element| list(&element.wanted));
        return format!(
            "needs `{key}`, which the request does not have: {}",
            wanted.unwrap_or_default()
        );
    }
    let about = |what: &str, element: Option<&ElementTrace>| match element {
        Some(element) if element.element.starts_with("Not") => {
            format!(
                "leaves this {what} out: {} {}",
                element.element,
                list(&element.wanted)
            )
        }
        Some(element) => format!("is about another {what}: {}", list(&element.wanted)),
        None => format!("names no {what}"),
    };
    match missed {
        Reason::Action => about("action", Some(&statement.action)),
        Reason::Resource => about("resource", resource),
        Reason::Principal => about("principal", statement.principal.as_ref()),
        Reason::Condition { index } => {
            let key = statement.conditions.get(index).map(|one| one.key.as_str());
            format!(
                "its condition on `{}` does not hold",
                key.unwrap_or_default()
            )
        }
    }
}

fn condition_lines(f: &mut fmt::Formatter<'_>, condition: &ConditionTrace) -> fmt::Result {
    let mark = if condition.holds { "holds " } else { "fails " };
    let head = format!("        {mark}  ");
    folded(f, &head, &condition.to_string())
}

impl fmt::Display for ConditionTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = list(&self.wanted);
        write!(f, "{} {} {wanted}: ", self.operator, self.key)?;
        match &self.found {
            None => f.write_str("absent"),
            Some(value) => write!(f, "found {}", shown(value)),
        }
    }
}

/// Only the keys that the policies ask about: the others cannot have mattered.
fn keys(f: &mut fmt::Formatter<'_>, context: &[KeyTrace]) -> fmt::Result {
    let asked: Vec<&KeyTrace> = context.iter().filter(|key| key.asked).collect();
    if asked.is_empty() {
        return Ok(());
    }
    writeln!(f, "  keys that the policies ask about")?;
    let width = asked.iter().map(|key| key.key.chars().count()).max();
    let width = width.unwrap_or_default();
    for key in asked {
        let value = key.value.as_ref().map_or("absent".to_owned(), shown);
        folded(f, &format!("    {:<width$}  ", key.key), &value)?;
    }
    Ok(())
}

fn shown(value: &Value) -> String {
    match value {
        Value::One(text) => format!("{text:?}"),
        Value::Many(texts) => format!("[{}]", list(texts)),
    }
}

fn list(texts: &[String]) -> String {
    let mut shown: Vec<String> = texts
        .iter()
        .take(VALUES_SHOWN)
        .map(|text| format!("{text:?}"))
        .collect();
    if texts.len() > VALUES_SHOWN {
        shown.push(format!("and {} more", texts.len() - VALUES_SHOWN));
    }
    shown.join(", ")
}

/// Writes `head` and `text`, folded between words; what follows the first line stands under the text.
pub(crate) fn folded(f: &mut fmt::Formatter<'_>, head: &str, text: &str) -> fmt::Result {
    f.write_str(head)?;
    let mut column = head.chars().count();
    // Under a long head the rest would have no room.
    let indent = column.min(WIDTH / 2);
    for (index, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if index > 0 && column + 1 + length > WIDTH {
            write!(f, "\n{:indent$}", "")?;
            column = indent;
        } else if index > 0 {
            f.write_char(' ')?;
            column += 1;
        }
        f.write_str(word)?;
        column += length;
    }
    f.write_char('\n')
}
