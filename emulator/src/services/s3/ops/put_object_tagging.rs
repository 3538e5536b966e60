//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::addressed::{self, Addressed};
use crate::services::s3::context_keys;
use crate::services::s3::document;
use crate::services::s3::tags::{Holder, Tagging};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase, refuse};
use crate::storage::records::ObjectRecord;

/// PutObjectTagging.
#[derive(Debug)]
pub struct PutObjectTagging;

impl Operation for PutObjectTagging {
    const ROW: Row = Row::rest(
        "PutObjectTagging",
        Route::Rest("PUT", Shape::Object, &[Needs::Query("tagging")]),
        "s3:PutObjectTagging",
        "REST.PUT.OBJECT_TAGGING",
        erase::<Self>(),
    );
    type Input = Addressed;
    type Output = ObjectRecord;

    fn parse(call: &Call<'_>) -> Result<Addressed, Failure> {
        Addressed::read(call.head)
    }

    fn asks(_: &Call<'_>, _: &Addressed) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "asked once the body is read: the new tags are condition keys",
        ))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        mut input: Addressed,
    ) -> Result<ObjectRecord, Failure> {
        let view = call.target.view()?;
        let document = document::xml::<Tagging>(call, "Tagging").await;
        let wanted = document.and_then(|document| document.checked(Holder::Object));
        let ask = input.ask(call, view, Self::ROW.action, "s3:PutObjectVersionTagging")?;
        let ask = input.with_tags(call, view, ask)?;
        let ask = match &wanted {
            Ok(wanted) => context_keys::of_tags(ask, wanted),
            Err(_) => ask,
        };
        // Whoever may not tag is not told what is wrong with the tags.
        call.authority
            .permit(&[ask])
            .map_err(|refusal| refuse(call.row.service, &refusal))?;
        let wanted = wanted?;
        let change = |record: &mut ObjectRecord| {
            record.tags.clone_from(&wanted);
            Ok(())
        };
        input.alter(call, view, change).await
    }

    fn reply(call: &Call<'_>, record: ObjectRecord) -> Result<Reply, Failure> {
        let reply = Reply::empty(StatusCode::OK);
        Ok(addressed::write_version(
            reply,
            call.target.view()?,
            &record,
        ))
    }
}
