use std::{collections::BTreeMap, time::Duration};

use super::Histogram;

/// What a load measured.
#[derive(Clone, Debug, Default)]
pub struct LoadFigures {
    /// By operation.
    pub operations: BTreeMap<&'static str, OperationFigures>,
    /// From the first request to the last answer; the writing of the working set is not in it.
    pub duration: Duration,
    /// The first error's text.
    pub first_error: Option<String>,
}

/// What a load measured of one operation.
#[derive(Clone, Debug, Default)]
pub struct OperationFigures {
    /// Latencies, of failed requests too.
    pub latencies: Histogram,
    /// Failed requests.
    pub errors: u64,
    /// Body bytes sent and received.
    pub bytes: u64,
}

impl LoadFigures {
    /// Adds what another worker measured.
    pub fn merge(&mut self, other: Self) {
        for (operation, figures) in other.operations {
            let mine = self.operations.entry(operation).or_default();
            mine.latencies.merge(&figures.latencies);
            mine.errors += figures.errors;
            mine.bytes += figures.bytes;
        }
        self.first_error = self.first_error.take().or(other.first_error);
    }

    /// All latencies.
    pub fn all(&self) -> Histogram {
        let mut all = Histogram::default();
        self.operations
            .values()
            .for_each(|figures| all.merge(&figures.latencies));
        all
    }

    /// Requests, failed ones too.
    pub fn requests(&self) -> u64 {
        self.operations
            .values()
            .map(|figures| figures.latencies.count())
            .sum()
    }

    /// Failed requests.
    pub fn errors(&self) -> u64 {
        self.operations.values().map(|figures| figures.errors).sum()
    }

    /// Requests per second.
    pub fn requests_per_second(&self) -> f64 {
        self.per_second(self.requests() as f64)
    }

    /// MiB per second, sent and received.
    pub fn mib_per_second(&self) -> f64 {
        let bytes: u64 = self.operations.values().map(|figures| figures.bytes).sum();
        self.per_second(bytes as f64 / (1024.0 * 1024.0))
    }

    fn per_second(&self, amount: f64) -> f64 {
        if self.duration.is_zero() {
            0.0
        } else {
            amount / self.duration.as_secs_f64()
        }
    }
}
