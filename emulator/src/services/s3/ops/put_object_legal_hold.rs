//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::addressed::Addressed;
use crate::services::s3::lock::documents::LegalHoldDocument;
use crate::services::s3::lock::headers;
use crate::services::s3::{document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase, refuse};
use crate::storage::records::{ObjectLock, ObjectRecord};

/// PutObjectLegalHold.
#[derive(Debug)]
pub struct PutObjectLegalHold;

impl Operation for PutObjectLegalHold {
    const ROW: Row = Row::rest(
        "PutObjectLegalHold",
        Route::Rest("PUT", Shape::Object, &[Needs::Query("legal-hold")]),
        "s3:PutObjectLegalHold",
        "REST.PUT.OBJECT_LEGAL_HOLD",
        erase::<Self>(),
    );
    type Input = Addressed;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Addressed, Failure> {
        Addressed::read(call.head)
    }

    fn asks(_: &Call<'_>, _: &Addressed) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "asked once the body is read: the status is a condition key",
        ))
    }

    async fn run(call: &Call<'_>, _permit: Permit, mut input: Addressed) -> Result<(), Failure> {
        let (view, action) = (call.target.view()?, Self::ROW.action);
        let document = document::xml::<LegalHoldDocument>(call, "LegalHold").await;
        let wanted = document.and_then(|document| document.checked());
        let shown = ObjectLock {
            retention: None,
            legal_hold: wanted.as_ref().ok().copied(),
        };
        let ask = headers::keys(input.ask(call, view, action, action)?, &shown, call.now);
        // Whoever may not hold is not told what is wrong with the document.
        call.authority
            .permit(&[ask])
            .map_err(|refusal| refuse(call.row.service, &refusal))?;
        let wanted = wanted?;
        let change = |record: &mut ObjectRecord| {
            if view.record.object_lock.is_none() {
                return Err(errors::no_object_lock());
            }
            record.lock.legal_hold = Some(wanted);
            Ok(())
        };
        input.alter(call, view, change).await?;
        Ok(())
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
