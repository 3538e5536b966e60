//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html>

use serde_json::json;

use crate::auth::authorize::Permit;
use crate::base::{Failure, Timestamp};
use crate::services::kms::{errors, request, store};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::Violations;

const LEAST_DAYS: i64 = 7;
const MOST_DAYS: i64 = 30;
const USUAL_DAYS: i64 = 30;
const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// ScheduleKeyDeletion.
#[derive(Debug)]
pub struct ScheduleKeyDeletion;

impl Operation for ScheduleKeyDeletion {
    const ROW: Row = Row::named(
        Service::Kms,
        "ScheduleKeyDeletion",
        "kms:ScheduleKeyDeletion",
        erase::<Self>(),
    );
    type Input = (String, i64);
    type Output = (String, i64, Timestamp);

    fn parse(call: &Call<'_>) -> Result<(String, i64), Failure> {
        let name = request::key_name(call)?;
        let days = request::integer(call, "PendingWindowInDays")?.unwrap_or(USUAL_DAYS);
        let mut violations = Violations::new();
        violations.range("pendingWindowInDays", days, LEAST_DAYS, MOST_DAYS);
        errors::constraints(&violations)?;
        Ok((name, days))
    }

    fn asks(call: &Call<'_>, (name, days): &(String, i64)) -> Result<Asks, Failure> {
        let key = request::find_own(call, name)?;
        let ask = request::ask(call, &key, name)?;
        Ok(Asks::one(
            ask.key("kms:ScheduleKeyDeletionPendingWindowInDays", *days),
        ))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, days): (String, i64),
    ) -> Result<(String, i64, Timestamp), Failure> {
        let key = request::find_own(call, &name)?;
        let end = call.now.plus_seconds(days * SECONDS_PER_DAY);
        store::change(call, &key.record, |record| {
            request::not_pending(record, call.now)?;
            record.deletion = Some(end);
            Ok(())
        })
        .await?;
        Ok((key.arn(), days, end))
    }

    fn reply(_: &Call<'_>, (arn, days, end): (String, i64, Timestamp)) -> Result<Reply, Failure> {
        Ok(request::reply(&json!({
            "KeyId": arn,
            "DeletionDate": request::timestamp(end),
            "KeyState": "PendingDeletion",
            "PendingWindowInDays": days,
        })))
    }
}
