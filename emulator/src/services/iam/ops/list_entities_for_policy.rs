//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html>

use crate::auth::authorize::Permit;
use crate::auth::directory;
use crate::auth::directory::records::{GroupRecord, PolicyRecord, RoleRecord, UserRecord};
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::iam::owner::Owner;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::policies;
use crate::services::iam::subject::Subject;
use crate::services::iam::{errors, rules};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListEntitiesForPolicy.
#[derive(Debug)]
pub struct ListEntitiesForPolicy;

/// Which users, groups and roles to list.
#[derive(Debug)]
pub struct Input {
    policy_arn: String,
    filter: Option<String>,
    prefix: String,
    usage: Option<String>,
    paging: Paging,
}

/// A user, group or role of a policy.
#[derive(Debug)]
pub struct Entity {
    /// `User`, `Group` or `Role`.
    word: &'static str,
    name: String,
    id: String,
}

impl Input {
    /// Adds those of one kind that use the policy.
    fn add<E: Owner>(&self, call: &Call<'_>, entities: &mut Vec<Entity>) -> Result<(), Failure> {
        if self.filter.as_deref().is_some_and(|kind| kind != E::WORD) {
            return Ok(());
        }
        let account = &call.authority.identity().account;
        let owners = errors::stored(directory::list::<E>(call.world, account))?;
        let chosen = owners.into_iter().filter(|owner| self.chooses(owner));
        entities.extend(chosen.map(|owner| Entity {
            word: E::WORD,
            name: owner.name().to_owned(),
            id: owner.id().to_owned(),
        }));
        Ok(())
    }

    fn chooses<E: Owner>(&self, owner: &E) -> bool {
        let attached = || owner.attached().contains(&self.policy_arn);
        let bounded = || owner.boundary() == Some(&*self.policy_arn);
        let uses = match self.usage.as_deref() {
            None => attached() || bounded(),
            Some("PermissionsPolicy") => attached(),
            Some(_) => bounded(),
        };
        uses && owner.path().starts_with(&self.prefix)
    }
}

impl Operation for ListEntitiesForPolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListEntitiesForPolicy",
        "iam:ListEntitiesForPolicy",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Page<Entity>;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            policy_arn: params.required("PolicyArn", rules::ARN),
            filter: params.optional("EntityFilter", rules::ENTITY_FILTER),
            prefix: params
                .optional("PathPrefix", rules::PATH)
                .unwrap_or_else(|| "/".to_owned()),
            usage: params.optional("PolicyUsageFilter", rules::USAGE),
            paging: Paging::read(&mut params),
        };
        params.end()?;
        PolicyRecord::check(&input.policy_arn)?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        policies::ask_to_read(call, Self::ROW.action, &input.policy_arn).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Page<Entity>, Failure> {
        if policies::find(call, &input.policy_arn)?.is_none() {
            return Err(errors::not_attachable(&input.policy_arn));
        }
        let mut entities = Vec::new();
        input.add::<GroupRecord>(call, &mut entities)?;
        input.add::<RoleRecord>(call, &mut entities)?;
        input.add::<UserRecord>(call, &mut entities)?;
        let key = |entity: &Entity| format!("{} {}", entity.word, entity.name.to_lowercase());
        Ok(input.paging.page(entities, key))
    }

    fn reply(call: &Call<'_>, page: Page<Entity>) -> Result<Reply, Failure> {
        let list = |xml: &mut Writer, word: &'static str| {
            xml.open(format!("Policy{word}s"));
            for entity in page.items.iter().filter(|entity| entity.word == word) {
                xml.open("member");
                xml.text_element(format!("{word}Name"), &entity.name);
                xml.text_element(format!("{word}Id"), &entity.id);
                xml.close();
            }
            xml.close();
        };
        Ok(query::result(call, |xml| {
            list(xml, GroupRecord::WORD);
            list(xml, UserRecord::WORD);
            list(xml, RoleRecord::WORD);
            page.end(xml);
        }))
    }
}
