//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html>, `ListRoleTags`, `ListPolicyTags`,
//! `ListOpenIDConnectProviderTags`

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::tagged::{self, Tagged};
use crate::services::iam::{show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// ListUserTags, ListRoleTags, ListPolicyTags, ListOpenIDConnectProviderTags.
#[derive(Debug)]
pub struct ListTags<E>(PhantomData<E>);

impl<E: Tagged> Operation for ListTags<E> {
    const ROW: Row = E::LIST_TAGS.row(erase::<Self>());
    /// Name or ARN, and the page.
    type Input = (String, Paging);
    /// Keys and values.
    type Output = Page<(String, String)>;

    fn parse(call: &Call<'_>) -> Result<(String, Paging), Failure> {
        let mut params = Params::of(call);
        let given = params.required(E::PARAMETER, E::RULE);
        let paging = Paging::read(&mut params);
        params.end()?;
        E::check(&given)?;
        Ok((given, paging))
    }

    fn asks(call: &Call<'_>, (given, _): &(String, Paging)) -> Result<Asks, Failure> {
        subject::ask::<E>(call, E::LIST_TAGS.action, given).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (given, paging): (String, Paging),
    ) -> Result<Page<(String, String)>, Failure> {
        let entity = subject::get::<E>(call, &given)?;
        Ok(paging.numbered(tagged::ordered::<E>(entity.tags())))
    }

    fn reply(call: &Call<'_>, page: Page<(String, String)>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            show::tags(xml, page.items.iter().map(|(key, value)| (key, value)));
            page.end(xml);
        }))
    }
}
