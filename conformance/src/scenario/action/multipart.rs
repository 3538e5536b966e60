use crate::{
    client::sdk,
    scenario::{
        action::Service,
        datum::Datum,
        problem::Position,
        reader::{Context, Fields},
        tree::Node,
    },
};

/// An upload in parts.
#[derive(Clone, Debug)]
pub struct Multipart {
    /// Where it is written.
    pub at: Position,
    /// Size of each part but the last, in bytes.
    pub part_bytes: u64,
    /// Parts under way at the same time.
    pub concurrency: u32,
    /// How it ends.
    pub finish: Finish,
    /// Members of CreateMultipartUpload.
    pub with: Datum,
}

/// How an upload in parts ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// CompleteMultipartUpload.
    Complete,
    /// AbortMultipartUpload.
    Abort,
    /// It stays as it is.
    Leave,
}

const FINISHES: [(&str, Finish); 3] = [
    ("complete", Finish::Complete),
    ("abort", Finish::Abort),
    ("leave", Finish::Leave),
];

/// Reads the action and the members of its first call.
pub fn read(node: &Node, with: Option<&Node>, cx: &Context) -> Option<Multipart> {
    let mut fields = Fields::read(node, "`multipart`", cx)?;
    let part_bytes = fields.required("part_bytes");
    let concurrency = fields.optional("concurrency").unwrap_or(4);
    let finish = fields.word("finish", &FINISHES).unwrap_or(Finish::Complete);
    if part_bytes == Some(0) || concurrency == 0 {
        cx.problems.add_expected(
            node.at,
            "`part_bytes` or `concurrency` is zero",
            "at least one",
        );
    }
    fields.finish();
    let with = super::aws::members(node.at, with, cx)?;
    if let Some(operation) = sdk::find(Service::S3, "CreateMultipartUpload") {
        operation.check(&with, &cx.problems);
    }
    Some(Multipart {
        at: node.at,
        part_bytes: part_bytes?,
        concurrency,
        finish,
        with,
    })
}
