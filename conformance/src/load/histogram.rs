/// Counts durations in microseconds in buckets that are never wider than 1/64 of their value.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    buckets: Vec<u64>,
    count: u64,
    max_micros: u64,
}

/// Buckets per doubling.
const SUB_BUCKETS: u64 = 64;
const SUB_BITS: u32 = SUB_BUCKETS.trailing_zeros();

impl Histogram {
    /// Adds one duration.
    pub fn add(&mut self, micros: u64) {
        let bucket = bucket(micros);
        if self.buckets.len() <= bucket {
            self.buckets.resize(bucket + 1, 0);
        }
        if let Some(count) = self.buckets.get_mut(bucket) {
            *count += 1;
        }
        self.count += 1;
        self.max_micros = self.max_micros.max(micros);
    }

    /// Adds all durations of another.
    pub fn merge(&mut self, other: &Self) {
        if self.buckets.len() < other.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
        self.count += other.count;
        self.max_micros = self.max_micros.max(other.max_micros);
    }

    /// How many durations it holds.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The longest, in microseconds.
    pub fn max_micros(&self) -> u64 {
        self.max_micros
    }

    /// The duration that the share `quantile` (0 to 1) of all does not exceed, in microseconds; 0 when empty. At most
    /// 1/64 too large.
    pub fn quantile_micros(&self, quantile: f64) -> u64 {
        let wanted = ((self.count as f64 * quantile).ceil() as u64).max(1);
        let mut seen = 0;
        for (bucket, count) in self.buckets.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return upper_bound(bucket as u64).min(self.max_micros);
            }
        }
        self.max_micros
    }
}

/// Values below 64 have a bucket each; above, each doubling has 64.
fn bucket(micros: u64) -> usize {
    let bucket = if micros < SUB_BUCKETS {
        micros
    } else {
        let shift = micros.ilog2() - SUB_BITS;
        (u64::from(shift) + 1) * SUB_BUCKETS + ((micros >> shift) - SUB_BUCKETS)
    };
    usize::try_from(bucket).unwrap_or(usize::MAX)
}

fn upper_bound(bucket: u64) -> u64 {
    if bucket < SUB_BUCKETS {
        return bucket;
    }
    let shift = bucket / SUB_BUCKETS - 1;
    let base = SUB_BUCKETS + bucket % SUB_BUCKETS;
    ((base + 1) << shift) - 1
}

#[cfg(test)]
mod tests;
