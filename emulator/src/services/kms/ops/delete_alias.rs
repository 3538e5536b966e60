//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::ops::create_alias::{alias_name, on_alias};
use crate::services::kms::{errors, request};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;
use crate::storage::key_layout::Key;

/// DeleteAlias.
#[derive(Debug)]
pub struct DeleteAlias;

impl Operation for DeleteAlias {
    const ROW: Row = Row::named(
        Service::Kms,
        "DeleteAlias",
        "kms:DeleteAlias",
        erase::<Self>(),
    );
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let alias = alias_name(call)?;
        if alias.starts_with("alias/aws/") {
            return Err(errors::alias_reserved());
        }
        Ok(alias)
    }

    fn asks(call: &Call<'_>, alias: &String) -> Result<Asks, Failure> {
        let key = request::find_own(call, alias)?;
        Ok(Asks::Each(vec![
            on_alias(call, Self::ROW.action, alias),
            request::ask(call, &key, alias)?,
        ]))
    }

    async fn run(call: &Call<'_>, _permit: Permit, alias: String) -> Result<(), Failure> {
        let account = &call.authority.identity().account;
        let at = Key::kms_alias(&**account, call.region, &*alias).encode();
        let done = call.world.commit_authority(Commit::new().delete(at)).await;
        done.map_err(|_| errors::internal())
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(request::acknowledged())
    }
}
