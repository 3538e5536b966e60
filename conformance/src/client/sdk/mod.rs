//! AWS operations by name, sent by the AWS SDK for Rust.
//!
//! Every operation is one row: its name, its members and how to send it. The rows are what `check` compares a
//! scenario's `with` against and what `list actions` prints.

mod from_datum;
mod iam;
mod iam_types;
mod kms;
mod kms_types;
mod macros;
pub mod members;
mod s3_buckets;
mod s3_objects;
mod s3_types;
mod sts;
mod sts_types;

use std::{fmt, pin::Pin};

use aws_sdk_s3::{
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
    primitives::ByteStream,
};

use super::Clients;
use crate::scenario::{
    action::Service,
    datum::{Datum, DatumKind},
    problem::Problems,
};
use members::{Material, Members};

/// An AWS operation that a scenario can call.
pub struct Operation {
    /// The service.
    pub service: Service,
    /// The operation's name.
    pub name: &'static str,
    /// Whether it streams a body, which is then the step's `body`.
    pub takes_body: bool,
    /// Whether it is never signed.
    pub unsigned: bool,
    /// Its members in AWS's names.
    pub members: &'static [&'static str],
    build_only: fn(&Members<'_>),
    send: fn(&Clients, &Members<'_>) -> Sending,
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service.word(), self.name)
    }
}

/// A call under way.
pub type Sending = Pin<Box<dyn Future<Output = Ending> + Send>>;

/// How a call ended.
#[derive(Debug)]
pub enum Ending {
    /// It succeeded and its answer was read.
    Done,
    /// It succeeded and its body still has to be read.
    Streaming(ByteStream),
    /// The service refused it.
    Refused {
        /// AWS error code.
        code: Option<String>,
        /// The message.
        message: Option<String>,
        /// The SDK's own words on what went wrong.
        why: String,
    },
    /// No complete answer: not sent, cut, too late or not understood.
    Broken(String),
}

impl Operation {
    /// Checks members against the SDK's types; names stay unreplaced.
    pub fn check(&self, with: &Datum, problems: &Problems) {
        let material = Material::for_lint(problems);
        if let Some(members) = self.members(with, &material) {
            (self.build_only)(&members);
        }
    }

    /// Builds the input and sends it. `None` when the input could not be built: `material` has the problems.
    pub fn send(
        &self,
        with: &Datum,
        material: &Material<'_>,
        clients: &Clients,
    ) -> Option<Sending> {
        let before = material.problems().len();
        let members = self.members(with, material)?;
        let sending = (self.send)(clients, &members);
        (material.problems().len() == before).then_some(sending)
    }

    fn members<'a>(&self, with: &'a Datum, material: &'a Material<'a>) -> Option<Members<'a>> {
        let DatumKind::Table(entries) = &with.kind else {
            return None;
        };
        Some(Members::of(
            entries,
            with.at,
            self.name,
            self.members,
            material,
        ))
    }
}

/// The operations of a service.
pub fn operations(service: Service) -> impl Iterator<Item = &'static Operation> {
    let rows: [&'static [Operation]; 2] = match service {
        Service::S3 => [s3_buckets::OPERATIONS, s3_objects::OPERATIONS],
        Service::Sts => [sts::OPERATIONS, &[]],
        Service::Iam => [iam::OPERATIONS, &[]],
        Service::Kms => [kms::OPERATIONS, &[]],
    };
    rows.into_iter().flatten()
}

/// The operation of this name.
pub fn find(service: Service, name: &str) -> Option<&'static Operation> {
    operations(service).find(|operation| operation.name == name)
}

/// How a failed call ended, as the SDK saw it.
fn failure<E, R>(error: SdkError<E, R>) -> Ending
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: fmt::Debug + Send + Sync + 'static,
{
    match &error {
        SdkError::ServiceError(refusal) => Ending::Refused {
            code: refusal.err().code().map(str::to_owned),
            message: refusal.err().message().map(str::to_owned),
            why: DisplayErrorContext(&error).to_string(),
        },
        _ => Ending::Broken(DisplayErrorContext(&error).to_string()),
    }
}
