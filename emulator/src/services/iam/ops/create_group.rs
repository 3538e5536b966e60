//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::GroupRecord;
use crate::base::{Failure, arn};
use crate::services::iam::params::Params;
use crate::services::iam::{errors, quotas, rules, show, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// CreateGroup.
#[derive(Debug)]
pub struct CreateGroup;

impl Operation for CreateGroup {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateGroup",
        "iam:CreateGroup",
        erase::<Self>(),
    );
    /// Path and name.
    type Input = (String, String);
    type Output = GroupRecord;

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let path = params.optional("Path", rules::PATH);
        let name = params.required("GroupName", rules::LONG_NAME);
        params.end()?;
        Ok((path.unwrap_or_else(|| "/".to_owned()), name))
    }

    fn asks(call: &Call<'_>, (path, name): &(String, String)) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let group = arn::iam(account, "group", path, name);
        Ok(Asks::one(Ask::new(Self::ROW.action, group)))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (path, name): (String, String),
    ) -> Result<GroupRecord, Failure> {
        quotas::check::<GroupRecord>(call)?;
        let taken = errors::group_exists(&name);
        let group = GroupRecord {
            group_id: call.world.ids.unique_id("AGPA"),
            name,
            path,
            account: call.authority.identity().account.clone(),
            created: call.now,
            inline: Default::default(),
            attached: Vec::new(),
            joined: 0,
        };
        write::create(call, group, taken, || Ok(Commit::new())).await
    }

    fn reply(call: &Call<'_>, group: GroupRecord) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Group");
            show::group(xml, &group);
            xml.close();
        }))
    }
}
