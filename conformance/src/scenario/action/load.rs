use crate::scenario::{
    problem::Position,
    reader::{Context, Fields, Named, Read},
    template::Template,
    tree::Node,
    words::choice,
};

/// Many requests at once, measured.
#[derive(Clone, Debug)]
pub struct Load {
    /// Where it is written.
    pub at: Position,
    /// Bucket.
    pub bucket: Template,
    /// Start of all keys.
    pub prefix: Template,
    /// Requests under way at the same time.
    pub concurrency: u32,
    /// How many in all.
    pub requests: Option<u64>,
    /// Or for how long, in seconds.
    pub duration_seconds: Option<u64>,
    /// Sizes of written objects, in bytes, taken in turn at random.
    pub sizes_bytes: Vec<u64>,
    /// Keys that are read and written.
    pub keys: u64,
    /// Seed of the choice of operations, keys and sizes.
    pub seed: u64,
    /// Operation and its weight.
    pub mix: Vec<(&'static str, u32)>,
    /// What must be reached.
    pub thresholds: Thresholds,
}

/// Figures that a load must reach.
#[derive(Clone, Debug, Default)]
pub struct Thresholds {
    /// Median, in milliseconds.
    pub max_p50_ms: Option<f64>,
    /// 99th percentile, in milliseconds.
    pub max_p99_ms: Option<f64>,
    /// Requests per second.
    pub min_requests_per_second: Option<f64>,
    /// MiB per second, sent and received.
    pub min_mib_per_second: Option<f64>,
    /// Failed requests.
    pub max_errors: u64,
}

/// The operations a load can mix.
pub const LOAD_OPERATIONS: [&str; 5] = [
    "PutObject",
    "GetObject",
    "HeadObject",
    "ListObjectsV2",
    "DeleteObject",
];

impl Read for Load {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`load`", cx)?;
        let bucket = fields.required("bucket");
        let prefix = fields.optional("prefix");
        let concurrency = fields.optional("concurrency").unwrap_or(8);
        let requests = fields.optional("requests");
        let duration_seconds = fields.optional("duration_seconds");
        let sizes_bytes = fields.optional("sizes_bytes").unwrap_or_else(|| vec![1024]);
        let keys = fields.optional("keys").unwrap_or(100);
        let seed = fields.or_default("seed");
        let mix = fields.required("mix").map(|mix| read_mix(mix, cx));
        let thresholds = fields.optional("thresholds").unwrap_or_default();
        if fields.has("requests") == fields.has("duration_seconds") {
            cx.problems.add_expected(
                node.at,
                "the load has no single end",
                "exactly one of `requests` or `duration_seconds`",
            );
        }
        for (name, zero) in [
            ("concurrency", concurrency == 0),
            ("keys", keys == 0),
            ("sizes_bytes", sizes_bytes.is_empty()),
        ] {
            if zero {
                cx.problems.add_expected(
                    fields.place(name),
                    format!("`{name}` is zero or empty"),
                    "at least one",
                );
            }
        }
        fields.finish();
        Some(Self {
            at: node.at,
            bucket: bucket?,
            prefix: prefix.or_else(|| cx.template("load/", node.at))?,
            concurrency,
            requests,
            duration_seconds,
            sizes_bytes,
            keys,
            seed,
            mix: mix?,
            thresholds,
        })
    }
}

fn read_mix(mix: Named<u32>, cx: &Context) -> Vec<(&'static str, u32)> {
    let mut known = Vec::new();
    for (name, at, weight) in mix.entries {
        match LOAD_OPERATIONS.iter().find(|operation| **operation == name) {
            Some(operation) => known.push((*operation, weight)),
            None => cx.problems.add_expected(
                at,
                format!("`{name}` cannot be part of a load"),
                choice(LOAD_OPERATIONS.into_iter()),
            ),
        }
    }
    known
}

impl Read for Thresholds {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`thresholds`", cx)?;
        let thresholds = Self {
            max_p50_ms: fields.optional("max_p50_ms"),
            max_p99_ms: fields.optional("max_p99_ms"),
            min_requests_per_second: fields.optional("min_requests_per_second"),
            min_mib_per_second: fields.optional("min_mib_per_second"),
            max_errors: fields.or_default("max_errors"),
        };
        fields.finish();
        Some(thresholds)
    }
}
