//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors;
use crate::services::sts::errors::constraints::Violations;
use crate::services::sts::request;

const MAX_MESSAGE_CHARACTERS: usize = 10_240;

/// DecodeAuthorizationMessage. None of the services here puts encoded messages into its refusals, as none of them does on
/// AWS, so there is no message that could be decoded: who is permitted to ask learns that.
#[derive(Debug)]
pub struct DecodeAuthorizationMessage;

/// What cannot be had.
#[derive(Debug)]
pub enum Decoded {}

impl Operation for DecodeAuthorizationMessage {
    const ROW: Row = Row::named(
        Service::Sts,
        "DecodeAuthorizationMessage",
        "sts:DecodeAuthorizationMessage",
        erase::<Self>(),
    );
    type Input = ();
    type Output = Decoded;

    fn parse(call: &Call<'_>) -> Result<(), Failure> {
        let mut violations = Violations::new();
        request::text(
            call,
            &mut violations,
            "EncodedMessage",
            "encodedMessage",
            1,
            MAX_MESSAGE_CHARACTERS,
        );
        errors::violated(&violations)
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        request::refuse_limited(call)?;
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(_: &Call<'_>, _permit: Permit, (): ()) -> Result<Decoded, Failure> {
        Err(errors::message_not_valid())
    }

    fn reply(_: &Call<'_>, output: Decoded) -> Result<Reply, Failure> {
        match output {}
    }
}
