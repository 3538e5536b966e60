use crate::{
    client::sdk::{self, Operation},
    scenario::{
        datum::{Datum, DatumKind},
        problem::Position,
        reader::{Context, Read},
        tree::Node,
        words::choice,
    },
};

/// An AWS service that the SDK speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Amazon S3.
    S3,
    /// AWS Security Token Service.
    Sts,
    /// AWS Identity and Access Management.
    Iam,
    /// AWS Key Management Service.
    Kms,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::S3, Self::Sts, Self::Iam, Self::Kms];

    /// The key in a step and the service's name in a signature.
    pub fn word(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Sts => "sts",
            Self::Iam => "iam",
            Self::Kms => "kms",
        }
    }
}

/// A call of an AWS operation.
#[derive(Clone, Debug)]
pub struct AwsCall {
    /// Where the operation's name stands.
    pub at: Position,
    /// The operation.
    pub operation: &'static Operation,
    /// Its members, always a table.
    pub with: Datum,
}

/// Reads the operation's name and its members and checks the members against the SDK's types.
pub fn read(service: Service, name: &Node, with: Option<&Node>, cx: &Context) -> Option<AwsCall> {
    let at = name.at;
    let word = String::read(name, cx)?;
    let with = members(at, with, cx)?;
    let Some(operation) = sdk::find(service, &word) else {
        cx.problems.add_expected(
            at,
            format!("unknown {} operation `{word}`", service.word()),
            near(service, &word),
        );
        return None;
    };
    operation.check(&with, &cx.problems);
    Some(AwsCall {
        at,
        operation,
        with,
    })
}

/// The members table, empty when the step has none.
pub fn members(at: Position, with: Option<&Node>, cx: &Context) -> Option<Datum> {
    let empty = Datum {
        at,
        kind: DatumKind::Table(Vec::new()),
    };
    let Some(with) = with else { return Some(empty) };
    super::super::reader::as_table(with, cx)?;
    // Read entry by entry: a members table that happens to be `{ file = ... }` is still a table.
    Datum::read(with, cx).map(|datum| {
        if matches!(datum.kind, DatumKind::Table(_)) {
            datum
        } else {
            empty
        }
    })
}

fn near(service: Service, word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let stem: String = lower.chars().take(6).collect();
    let similar: Vec<&str> = sdk::operations(service)
        .filter(|operation| {
            let name = operation.name.to_ascii_lowercase();
            name == lower || name.starts_with(&stem)
        })
        .map(|operation| operation.name)
        .take(6)
        .collect();
    if similar.is_empty() {
        "an operation from `bucketproof list actions`".to_owned()
    } else {
        choice(similar.into_iter())
    }
}
