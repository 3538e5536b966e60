//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::acl;
use crate::services::s3::addressed::Addressed;
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::ObjectRecord;

/// GetObjectAcl.
#[derive(Debug)]
pub struct GetObjectAcl;

impl Operation for GetObjectAcl {
    const ROW: Row = Row::rest(
        "GetObjectAcl",
        Route::Rest("GET", Shape::Object, &[Needs::Query("acl")]),
        "s3:GetObjectAcl",
        "REST.GET.ACL",
        erase::<Self>(),
    );
    type Input = Addressed;
    type Output = ObjectRecord;

    fn parse(call: &Call<'_>) -> Result<Addressed, Failure> {
        Addressed::read(call.head)
    }

    fn asks(call: &Call<'_>, version: &Addressed) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        let ask = version.ask(call, view, Self::ROW.action, "s3:GetObjectVersionAcl")?;
        Ok(Asks::one(version.with_tags(call, view, ask)?))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        mut version: Addressed,
    ) -> Result<ObjectRecord, Failure> {
        Ok(version.with_acl(call, call.target.view()?)?.record)
    }

    /// Where ACLs are off, full control of the bucket's owner is what holds.
    fn reply(call: &Call<'_>, record: ObjectRecord) -> Result<Reply, Failure> {
        let view = call.target.view()?;
        let (owner, grants) = if view.acl.is_some() {
            (record.owner.as_str(), acl::of_record(&record))
        } else {
            let owner = view.record.account.as_str();
            (owner, vec![bucketproof_policy::Grant::full_control(owner)])
        };
        Ok(Reply::xml(acl::document::write(owner, &grants)))
    }
}
