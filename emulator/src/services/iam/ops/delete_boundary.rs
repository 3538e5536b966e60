//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html>

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::owner::{Bounded, ask_bounded};
use crate::services::iam::params::Params;
use crate::services::iam::write;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// DeleteUserPermissionsBoundary, DeleteRolePermissionsBoundary. Without a boundary there is nothing to do.
#[derive(Debug)]
pub struct DeleteBoundary<E>(PhantomData<E>);

impl<E: Bounded> Operation for DeleteBoundary<E> {
    const ROW: Row = E::DELETE_BOUNDARY.row(erase::<Self>());
    /// The owner's name.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let owner = params.required(E::PARAMETER, E::RULE);
        params.end()?;
        Ok(owner)
    }

    fn asks(call: &Call<'_>, owner: &String) -> Result<Asks, Failure> {
        ask_bounded::<E>(call, E::DELETE_BOUNDARY.action, owner).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, owner: String) -> Result<(), Failure> {
        let delete = |owner: &mut E| {
            owner.set_boundary(None);
            Ok(())
        };
        write::edit(call, &owner, delete).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
