//! What people and machines read about a run. Reports only read outcomes; they decide nothing.

mod failure_text;
mod json;
mod junit;
mod load_table;
mod policy_coverage;
mod summary;
mod terminal;

pub use failure_text::failure_text;
pub use json::json;
pub use junit::junit;
pub use policy_coverage::{policy_coverage, policy_coverage_json};
pub use summary::summary;
pub use terminal::Terminal;

use std::time::Duration;

/// `840 ms`, `3.21 s`.
pub fn duration_text(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.2} s", duration.as_secs_f64())
    }
}

/// Rows with columns of equal width; `right` says which columns are aligned to the right.
fn columns(rows: &[Vec<String>], right: &[bool]) -> String {
    let widths: Vec<usize> = (0..right.len())
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .zip(right)
            .map(|((cell, width), right)| {
                if *right {
                    format!("{cell:>width$}")
                } else {
                    format!("{cell:<width$}")
                }
            })
            .collect();
        text.push_str("  ");
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}
