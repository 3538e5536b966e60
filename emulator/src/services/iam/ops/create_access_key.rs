//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::DirectoryCommit;
use crate::auth::directory::records::{AccessKeyRecord, UserRecord};
use crate::base::{Failure, Secret};
use crate::services::iam::params::Params;
use crate::services::iam::{access_keys, callers_user, errors, show, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// CreateAccessKey.
#[derive(Debug)]
pub struct CreateAccessKey;

impl Operation for CreateAccessKey {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateAccessKey",
        "iam:CreateAccessKey",
        erase::<Self>(),
    );
    /// The user's name.
    type Input = String;
    type Output = AccessKeyRecord;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let name = callers_user::name(call, &mut params);
        params.end()?;
        Ok(name)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        name: String,
    ) -> Result<AccessKeyRecord, Failure> {
        let add = |user: &mut UserRecord| {
            if user.access_keys.len() >= access_keys::MOST {
                return Err(errors::quota("AccessKeysPerUser", access_keys::MOST));
            }
            let key = AccessKeyRecord {
                access_key_id: call.world.ids.unique_id("AKIA"),
                secret: Secret::new(call.world.ids.secret_access_key()),
                account: user.account.clone(),
                user_name: user.name.clone(),
                user_id: user.user_id.clone(),
                active: true,
                created: call.now,
            };
            user.access_keys.push(key.access_key_id.clone());
            let commit = Commit::new().access_key(&key);
            Ok((key, commit))
        };
        write::change(call, &name, add).await
    }

    fn reply(call: &Call<'_>, key: AccessKeyRecord) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("AccessKey");
            xml.text_element("UserName", &key.user_name);
            xml.text_element("AccessKeyId", &key.access_key_id);
            xml.text_element("Status", access_keys::status(key.active));
            xml.text_element("SecretAccessKey", key.secret.expose());
            show::date(xml, "CreateDate", key.created);
            xml.close();
        }))
    }
}
