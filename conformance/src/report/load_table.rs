use super::columns;
use crate::load::LoadFigures;

/// The figures of a load, one line for each operation and one for all.
pub fn load_table(figures: &LoadFigures) -> String {
    let title = [
        "operation",
        "requests",
        "errors",
        "p50 ms",
        "p90 ms",
        "p99 ms",
        "max ms",
        "req/s",
        "MiB/s",
    ];
    let mut rows = vec![title.map(str::to_owned).to_vec()];
    let seconds = figures.duration.as_secs_f64().max(f64::MIN_POSITIVE);
    let milliseconds = |micros: u64| format!("{:.2}", micros as f64 / 1000.0);
    let mut row = |name: &str, latencies: &crate::load::Histogram, errors: u64, bytes: u64| {
        rows.push(vec![
            name.to_owned(),
            latencies.count().to_string(),
            errors.to_string(),
            milliseconds(latencies.quantile_micros(0.5)),
            milliseconds(latencies.quantile_micros(0.9)),
            milliseconds(latencies.quantile_micros(0.99)),
            milliseconds(latencies.max_micros()),
            format!("{:.0}", latencies.count() as f64 / seconds),
            format!("{:.1}", bytes as f64 / (1024.0 * 1024.0) / seconds),
        ]);
    };
    for (operation, figures) in &figures.operations {
        row(operation, &figures.latencies, figures.errors, figures.bytes);
    }
    let bytes = figures
        .operations
        .values()
        .map(|figures| figures.bytes)
        .sum();
    row("all", &figures.all(), figures.errors(), bytes);
    columns(
        &rows,
        &[false, true, true, true, true, true, true, true, true],
    )
}
