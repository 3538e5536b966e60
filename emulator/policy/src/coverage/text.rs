//! A coverage report as a summary to read.

use std::fmt;

use serde_json::Value as Json;

use super::{CoverageReport, PolicyCoverage};
use crate::trace::folded;

/// So many resources of a statement are shown.
const RESOURCES_SHOWN: usize = 6;

impl fmt::Display for CoverageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statements = || self.policies.iter().flat_map(|policy| &policy.statements);
        let applied = statements()
            .filter(|statement| statement.applied > 0)
            .count();
        writeln!(
            f,
            "policy coverage: {applied} of {} statements applied in {} decisions",
            statements().count(),
            self.decisions
        )?;
        let unused = self.unused_allows.iter().map(|unused| {
            let (line, column) = unused.start;
            let label = unused
                .sid
                .clone()
                .unwrap_or_else(|| format!("#{}", unused.index));
            (unused.policy.clone(), format!("{label} at {line}:{column}"))
        });
        section(f, "Allow statements that never applied", unused.collect())?;
        let one_sided = self.policies.iter().flat_map(one_sided);
        section(
            f,
            "conditions that were not tried both ways",
            one_sided.collect(),
        )?;
        for least in &self.least_privilege {
            writeln!(f, "  enough for {}", least.principal)?;
            if let Some(policy) = &least.identity_policy {
                writeln!(f, "    identity policy")?;
                statement_lines(f, policy)?;
            }
            for need in &least.resource_policies {
                writeln!(f, "    policy of {}", need.resource)?;
                statement_lines(f, &need.policy)?;
            }
        }
        if self.pairs_left_out > 0 {
            writeln!(
                f,
                "  {} pairs of action and resource were too many to be kept: what is enough is not known",
                self.pairs_left_out
            )?;
        }
        Ok(())
    }
}

/// Lines below the policies that they belong to; what is the same in several policies of one name stands once.
fn section(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    mut lines: Vec<(String, String)>,
) -> fmt::Result {
    if lines.is_empty() {
        return Ok(());
    }
    lines.sort();
    lines.dedup();
    writeln!(f, "  {title}")?;
    let mut last = None;
    for (policy, line) in &lines {
        if last != Some(policy) {
            writeln!(f, "    {policy}")?;
            last = Some(policy);
        }
        folded(f, "      ", line)?;
    }
    Ok(())
}

/// The conditions of a policy that came out one way only.
fn one_sided(policy: &PolicyCoverage) -> Vec<(String, String)> {
    let conditions = policy.statements.iter().flat_map(|statement| {
        let one = move |condition| (statement, condition);
        statement.conditions.iter().map(one)
    });
    conditions
        .filter_map(|(statement, condition)| {
            let never = match (condition.held, condition.failed) {
                (0, 0) => "was never reached",
                (0, _) => "never held",
                (_, 0) => "never failed",
                _ => return None,
            };
            let (line, column) = statement.start;
            let text = format!(
                "{} {} at {line}:{column} {never}",
                condition.operator, condition.key
            );
            Some((policy.name.clone(), text))
        })
        .collect()
}

fn statement_lines(f: &mut fmt::Formatter<'_>, policy: &Json) -> fmt::Result {
    let statements = policy.get("Statement").and_then(Json::as_array);
    for statement in statements.into_iter().flatten() {
        let actions = texts(statement.get("Action")).join(", ");
        let resources = texts(statement.get("Resource"));
        if resources.is_empty() {
            folded(f, "      ", &actions)?;
            continue;
        }
        let shown = resources.iter().take(RESOURCES_SHOWN).copied();
        let more = match resources.len().saturating_sub(RESOURCES_SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let shown = shown.collect::<Vec<_>>().join(", ");
        folded(
            f,
            &format!("      {actions} on "),
            &format!("{shown}{more}"),
        )?;
    }
    Ok(())
}

fn texts(value: Option<&Json>) -> Vec<&str> {
    match value {
        Some(Json::Array(items)) => items.iter().filter_map(Json::as_str).collect(),
        Some(one) => one.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}
