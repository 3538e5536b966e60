//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::addressed::Addressed;
use crate::services::s3::lock::documents::RetentionDocument;
use crate::services::s3::lock::{self, headers, rules};
use crate::services::s3::{document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase, refuse};
use crate::storage::records::{ObjectLock, ObjectRecord};

/// PutObjectRetention.
#[derive(Debug)]
pub struct PutObjectRetention;

impl Operation for PutObjectRetention {
    const ROW: Row = Row::rest(
        "PutObjectRetention",
        Route::Rest("PUT", Shape::Object, &[Needs::Query("retention")]),
        "s3:PutObjectRetention",
        "REST.PUT.OBJECT_RETENTION",
        erase::<Self>(),
    );
    type Input = Addressed;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Addressed, Failure> {
        Addressed::read(call.head)
    }

    fn asks(_: &Call<'_>, _: &Addressed) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "asked once the body is read: mode and date are condition keys",
        ))
    }

    async fn run(call: &Call<'_>, _permit: Permit, mut input: Addressed) -> Result<(), Failure> {
        let (view, action) = (call.target.view()?, Self::ROW.action);
        let document = document::xml::<RetentionDocument>(call, "Retention").await;
        let wanted = document.and_then(|document| document.checked(call.now));
        let shown = ObjectLock {
            retention: wanted.as_ref().ok().copied().flatten(),
            legal_hold: None,
        };
        let ask = headers::keys(input.ask(call, view, action, action)?, &shown, call.now);
        // Whoever may not retain is not told what is wrong with the document.
        call.authority
            .permit(&lock::and_bypass(call.head, view, &call.target.key, ask))
            .map_err(|refusal| refuse(call.row.service, &refusal))?;
        let wanted = wanted?;
        let bypass = lock::bypasses(call.head);
        let change = |record: &mut ObjectRecord| {
            if view.record.object_lock.is_none() {
                return Err(errors::no_object_lock());
            }
            rules::check_change(record.lock.retention, wanted, call.now, bypass)
                .map_err(|_| errors::object_locked())?;
            record.lock.retention = wanted;
            Ok(())
        };
        input.alter(call, view, change).await?;
        Ok(())
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
