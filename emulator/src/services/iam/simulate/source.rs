//! `PolicySourceArn`: the user, group or role whose policies are simulated.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html>

use std::sync::Arc;

use bucketproof_policy::{Attached, Document};

use crate::auth::authorize::Ask;
use crate::auth::directory::policies::{self, Gathered, HolderKind as Kind, PolicyKind};
use crate::auth::directory::records::GroupRecord;
use crate::auth::{directory, stored_document};
use crate::base::{Failure, arn};
use crate::services::iam::errors::{self as catalogue, simulation as errors};
use crate::services::service::Call;

/// Which entity a call names, whether it is there or not. AWS goes by the name alone, whatever the path.
#[derive(Debug, Clone)]
pub struct SourceArn {
    /// As given.
    pub arn: String,
    account: String,
    kind: Kind,
    name: String,
}

impl SourceArn {
    /// # Errors
    /// An ARN that names no user, group or role.
    pub fn read(text: &str) -> Result<Self, Failure> {
        let refused = || errors::source_arn(text);
        let fields: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", partition, "iam", "", account, resource] = fields[..] else {
            return Err(refused());
        };
        let (kind, path) = resource.split_once('/').ok_or_else(refused)?;
        let kind = [Kind::User, Kind::Group, Kind::Role]
            .into_iter()
            .find(|known| known.word() == kind);
        let name = path.rsplit('/').next().unwrap_or_default();
        match kind {
            Some(kind)
                if partition.starts_with("aws")
                    && arn::is_account_id(account)
                    && !name.is_empty() =>
            {
                Ok(Self {
                    arn: text.to_owned(),
                    account: account.to_owned(),
                    kind,
                    name: name.to_owned(),
                })
            }
            _ => Err(refused()),
        }
    }

    /// Permission for an action on the entity, by its own ARN when it is there.
    ///
    /// # Errors
    /// A store that fails.
    pub fn ask(&self, call: &Call<'_>, action: &'static str) -> Result<Ask, Failure> {
        let own = &call.authority.identity().account;
        let ask = Ask::new(action, self.arn.clone());
        if self.account == *own {
            return Ok(match self.find(call)? {
                Some(source) => Ask::new(action, source.arn),
                None => ask,
            });
        }
        Ok(ask)
    }

    /// The entity with its policies.
    ///
    /// # Errors
    /// No such entity, one of another account, or a store that fails.
    pub fn get(&self, call: &Call<'_>) -> Result<Source, Failure> {
        let own = &call.authority.identity().account;
        if self.account != *own {
            return Err(errors::foreign_source(own, &self.account));
        }
        self.find(call)?.ok_or_else(errors::no_such_source)
    }

    fn find(&self, call: &Call<'_>) -> Result<Option<Source>, Failure> {
        let world = call.world;
        let source = |arn, id, policies, boundary: Option<String>| -> Result<Source, Failure> {
            let boundary = boundary.map(|arn| managed(call, &arn)).transpose()?;
            Ok(Source {
                arn,
                id,
                policies,
                boundary,
            })
        };
        match self.kind {
            Kind::User => {
                let found = directory::user(world, &self.account, &self.name);
                let Some(user) = catalogue::stored(found)? else {
                    return Ok(None);
                };
                let policies = once(catalogue::stored(policies::of_user(world, &user))?);
                source(user.arn(), user.user_id, policies, user.boundary).map(Some)
            }
            Kind::Role => {
                let found = directory::role(world, &self.account, &self.name);
                let Some(role) = catalogue::stored(found)? else {
                    return Ok(None);
                };
                let policies = once(catalogue::stored(policies::of_role(world, &role))?);
                source(role.arn(), role.role_id, policies, role.boundary).map(Some)
            }
            Kind::Group => {
                let found = directory::get::<GroupRecord>(world, &self.account, &self.name);
                let Some(group) = catalogue::stored(found)? else {
                    return Ok(None);
                };
                let policies = once(catalogue::stored(policies::of_group(world, &group))?);
                source(group.arn(), group.group_id, policies, None).map(Some)
            }
        }
    }
}

/// An entity with its policies.
#[derive(Debug)]
pub struct Source {
    /// ARN, with the path.
    pub arn: String,
    /// Unique id.
    pub id: String,
    /// Permissions policies, those of a user's groups included.
    pub policies: Vec<Held>,
    /// Permissions boundary.
    pub boundary: Option<Held>,
}

/// Where a policy is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeping {
    /// In a user, group or role.
    Inline {
        /// What it hangs on.
        holder: Kind,
        /// The holder's name.
        holder_name: String,
    },
    /// By itself, under this ARN.
    Managed(String),
}

/// A policy and where it comes from.
#[derive(Debug, Clone)]
pub struct Held {
    /// The policy's own name, without path.
    pub name: String,
    /// Where it is kept.
    pub keeping: Keeping,
    /// The document in force.
    pub document: Arc<Document>,
}

impl Held {
    /// The policy under the name that results show.
    pub fn attached(&self) -> Attached {
        let name = match &self.keeping {
            Keeping::Managed(_) => self.name.clone(),
            Keeping::Inline {
                holder,
                holder_name,
            } => format!("{}_{holder_name}_{}", holder.word(), self.name),
        };
        Attached {
            name,
            document: Arc::clone(&self.document),
        }
    }
}

/// A managed policy that a user has by itself and through groups counts once.
fn once(gathered: Vec<Gathered>) -> Vec<Held> {
    let mut held: Vec<Held> = Vec::new();
    for policy in gathered {
        let policy = Held::from(policy);
        let is_managed = matches!(policy.keeping, Keeping::Managed(_));
        if !is_managed || !held.iter().any(|known| known.keeping == policy.keeping) {
            held.push(policy);
        }
    }
    held
}

impl From<Gathered> for Held {
    fn from(policy: Gathered) -> Self {
        let (name, keeping) = match policy.kind {
            PolicyKind::Inline => (
                policy.name,
                Keeping::Inline {
                    holder: policy.holder,
                    holder_name: policy.holder_name,
                },
            ),
            PolicyKind::CustomerManaged | PolicyKind::AwsManaged => {
                (friendly(&policy.name), Keeping::Managed(policy.name))
            }
        };
        Self {
            name,
            keeping,
            document: policy.document,
        }
    }
}

/// A managed policy's name, without path.
fn friendly(policy_arn: &str) -> String {
    policy_arn
        .rsplit('/')
        .next()
        .unwrap_or(policy_arn)
        .to_owned()
}

/// A policy that is gone allows nothing; as a boundary it must not open what it closed.
fn managed(call: &Call<'_>, policy_arn: &str) -> Result<Held, Failure> {
    let text = catalogue::stored(directory::managed_policy(call.world, policy_arn))?;
    let nothing = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"none:None","Resource":"*"}]}"#;
    let text = text.unwrap_or_else(|| nothing.to_owned());
    Ok(Held {
        name: friendly(policy_arn),
        keeping: Keeping::Managed(policy_arn.to_owned()),
        document: catalogue::stored(stored_document(&text))?,
    })
}
