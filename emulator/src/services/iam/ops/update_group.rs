//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory;
use crate::auth::directory::records::GroupRecord;
use crate::base::{Failure, arn};
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// UpdateGroup: another name, another path. Users stay members, and the unique id stays.
#[derive(Debug)]
pub struct UpdateGroup;

/// What to change.
#[derive(Debug)]
pub struct Input {
    name: String,
    new_name: Option<String>,
    new_path: Option<String>,
}

impl Operation for UpdateGroup {
    const ROW: Row = Row::named(
        Service::Iam,
        "UpdateGroup",
        "iam:UpdateGroup",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            name: params.required("GroupName", rules::LONG_NAME),
            new_path: params.optional("NewPath", rules::PATH),
            new_name: params.optional("NewGroupName", rules::LONG_NAME),
        };
        params.end()?;
        Ok(input)
    }

    /// Both the group as it is and the group as it shall be.
    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let action = Self::ROW.action;
        let mut asks = vec![subject::ask::<GroupRecord>(call, action, &input.name)?];
        let found = subject::find::<GroupRecord>(call, &input.name)?;
        if let Some(group) = found.map(|found| found.entity) {
            let path = input.new_path.as_deref().unwrap_or(&group.path);
            let name = input.new_name.as_deref().unwrap_or(&group.name);
            let target = arn::iam(&group.account, "group", path, name);
            if target != group.arn() {
                asks.push(Ask::new(action, target));
            }
        }
        Ok(Asks::Each(asks))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(), Failure> {
        let rename = |group: &mut GroupRecord| {
            if let Some(name) = &input.new_name {
                free(call, group, name)?;
                group.name.clone_from(name);
            }
            if let Some(path) = &input.new_path {
                group.path.clone_from(path);
            }
            Ok(())
        };
        write::edit(call, &input.name, rename).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}

/// Whether a new name is nobody else's. The group's own name in another case is.
fn free(call: &Call<'_>, group: &GroupRecord, name: &str) -> Result<(), Failure> {
    let there = errors::stored(directory::get::<GroupRecord>(
        call.world,
        &group.account,
        name,
    ))?;
    match there {
        Some(other) if other.group_id != group.group_id => Err(errors::group_exists(name)),
        _ => Ok(()),
    }
}
