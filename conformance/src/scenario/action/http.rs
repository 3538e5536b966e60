use crate::scenario::{
    action::Service,
    problem::Position,
    reader::{Context, Fields, Named, Read},
    template::Template,
    tree::Node,
};

/// A raw HTTP request.
#[derive(Clone, Debug)]
pub struct Http {
    /// Where it is written.
    pub at: Position,
    /// Method.
    pub method: Template,
    /// Where it goes.
    pub target: Target,
    /// Query parameters, added to those of the URL.
    pub query: Named<Template>,
    /// Headers.
    pub headers: Named<Template>,
    /// How it is signed, when the step has an actor.
    pub sign: Sign,
}

/// A path at the stack, or a whole URL.
#[derive(Clone, Debug)]
pub enum Target {
    /// Path, percent-encoded, with a leading slash.
    Path(Template),
    /// URL, sent as it is.
    Url(Template),
}

/// Details of a signature.
#[derive(Clone, Debug)]
pub struct Sign {
    /// The service in the scope.
    pub service: Service,
    /// The Region in the scope, when it differs from the step's.
    pub region: Option<Template>,
    /// Seconds by which the signer's clock is ahead.
    pub skew_seconds: i64,
    /// Whether the payload is part of the signature.
    pub payload: Payload,
    /// Which scheme.
    pub version: SignatureVersion,
    /// Headers added after signing.
    pub add_after: Named<Template>,
}

/// What `x-amz-content-sha256` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// The digest of the body.
    Signed,
    /// `UNSIGNED-PAYLOAD`.
    Unsigned,
}

/// A signature scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureVersion {
    /// AWS Signature Version 4.
    V4,
    /// AWS Signature Version 2.
    V2,
}

const VERSIONS: [(&str, SignatureVersion); 2] = [
    ("sigv4", SignatureVersion::V4),
    ("sigv2", SignatureVersion::V2),
];

impl Default for Sign {
    fn default() -> Self {
        Self {
            service: Service::S3,
            region: None,
            skew_seconds: 0,
            payload: Payload::Signed,
            version: SignatureVersion::V4,
            add_after: Named::default(),
        }
    }
}

impl Read for Sign {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`sign`", cx)?;
        let services = Service::ALL.map(|service| (service.word(), service));
        let payloads = [("signed", Payload::Signed), ("unsigned", Payload::Unsigned)];
        let sign = Self {
            service: fields.word("service", &services).unwrap_or(Service::S3),
            region: fields.optional("region"),
            skew_seconds: fields.or_default("skew_seconds"),
            payload: fields.word("payload", &payloads).unwrap_or(Payload::Signed),
            version: fields
                .word("version", &VERSIONS)
                .unwrap_or(SignatureVersion::V4),
            add_after: fields.or_default("add_after"),
        };
        fields.finish();
        Some(sign)
    }
}

impl Read for Http {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`http`", cx)?;
        let method = fields.required("method");
        let path: Option<Template> = fields.optional("path");
        let url: Option<Template> = fields.optional("url");
        let query = fields.or_default("query");
        let headers = fields.or_default("headers");
        let sign = fields.optional("sign").unwrap_or_default();
        if fields.has("path") == fields.has("url") {
            cx.problems.add_expected(
                node.at,
                "`http` needs a target",
                "exactly one of `path` or `url`",
            );
        }
        fields.finish();
        let target = path.map(Target::Path).or(url.map(Target::Url))?;
        Some(Self {
            at: node.at,
            method: method?,
            target,
            query,
            headers,
            sign,
        })
    }
}

/// A presigned URL.
#[derive(Clone, Debug)]
pub struct Presign {
    /// Where it is written.
    pub at: Position,
    /// Method.
    pub method: Template,
    /// Bucket.
    pub bucket: Template,
    /// Key; the bucket itself when absent.
    pub key: Option<Template>,
    /// How long it is valid, in seconds.
    pub expires_seconds: i64,
    /// Further query parameters.
    pub query: Named<Template>,
    /// Headers that are signed.
    pub headers: Named<Template>,
    /// Which scheme.
    pub version: SignatureVersion,
    /// Seconds by which the signer's clock is ahead.
    pub skew_seconds: i64,
}

impl Read for Presign {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "`presign`", cx)?;
        let method = fields.required("method");
        let bucket = fields.required("bucket");
        let key = fields.optional("key");
        let expires_seconds = fields.required("expires_seconds");
        let query = fields.or_default("query");
        let headers = fields.or_default("headers");
        let version = fields
            .word("version", &VERSIONS)
            .unwrap_or(SignatureVersion::V4);
        let skew_seconds = fields.or_default("skew_seconds");
        fields.finish();
        Some(Self {
            at: node.at,
            method: method?,
            bucket: bucket?,
            key,
            expires_seconds: expires_seconds?,
            query,
            headers,
            version,
            skew_seconds,
        })
    }
}
