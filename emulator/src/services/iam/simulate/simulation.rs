//! A simulation made ready: actions and resources checked, documents parsed, caller known.

use std::sync::Arc;

use bucketproof_policy::{Attached, Context, Document, actions, referenced_keys};

use crate::base::{Failure, arn};
use crate::services::iam::errors::simulation as errors;
use crate::services::iam::simulate::caller::Caller;
use crate::services::iam::simulate::input::Input;

/// Ways to handle resources, with the one action that each is for.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html>
const HANDLING: [(&str, &str); 6] = [
    ("EC2-Classic-InstanceStore", "ec2:RunInstances"),
    ("EC2-Classic-EBS", "ec2:RunInstances"),
    ("EC2-VPC-InstanceStore", "ec2:RunInstances"),
    ("EC2-VPC-InstanceStore-Subnet", "ec2:RunInstances"),
    ("EC2-VPC-EBS", "ec2:RunInstances"),
    ("EC2-VPC-EBS-Subnet", "ec2:RunInstances"),
];

/// The resources asked about.
#[derive(Debug, Clone)]
pub struct Resources(Vec<String>);

impl Resources {
    /// # Errors
    /// A name that is no ARN.
    pub fn check(names: Vec<String>) -> Result<Self, Failure> {
        if names.is_empty() {
            return Ok(Self(vec!["*".to_owned()]));
        }
        let alone = names.len() == 1;
        match names
            .iter()
            .find(|name| !(is_arn(name) || (alone && *name == "*")))
        {
            Some(name) => Err(errors::resource_name(name)),
            None => Ok(Self(names)),
        }
    }

    /// Each of them, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether they are named, not just `*`.
    pub fn are_named(&self) -> bool {
        self.0.iter().any(|name| name != "*")
    }

    /// The only one, when it is named.
    pub fn only(&self) -> Option<&str> {
        match &self.0[..] {
            [name] if self.are_named() => Some(name),
            _ => None,
        }
    }
}

fn is_arn(text: &str) -> bool {
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    matches!(fields[..], ["arn", partition, service, _, _, resource]
        if !partition.is_empty() && !service.is_empty() && !resource.is_empty())
}

/// The actions asked about.
#[derive(Debug, Clone)]
pub struct Actions(Vec<String>);

impl Actions {
    /// # Errors
    /// A name that is no action, a mixture that AWS does not take, or a handling of resources that an action lacks.
    pub fn check(
        names: Vec<String>,
        resources: &Resources,
        handling: Option<&str>,
    ) -> Result<Self, Failure> {
        if names.is_empty() || names.iter().any(|name| !name.contains(':')) {
            return Err(errors::nameless_action());
        }
        if let Some(wild) = names.iter().find(|name| name.contains(['*', '?'])) {
            return Err(errors::wildcard_action(wild));
        }
        if resources.are_named() {
            let is_known = |name: &&str| {
                name.split_once(':')
                    .is_some_and(|(service, name)| actions::known_action(service, name))
            };
            let (known, unknown): (Vec<&str>, Vec<&str>) =
                names.iter().map(String::as_str).partition(is_known);
            if !known.is_empty() && !unknown.is_empty() {
                return Err(errors::mixed_actions(&known, &unknown));
            }
            if let Some(option) = handling {
                let lacks = |name: &&String| !HANDLING.contains(&(option, name.as_str()));
                if let Some(name) = names.iter().find(lacks) {
                    return Err(errors::resource_handling(name));
                }
            }
        }
        Ok(Self(names))
    }

    /// Each of them, in the order given.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

/// All that a decision needs beside action and resource.
#[derive(Debug)]
pub struct Simulation {
    /// Who asks.
    pub caller: Caller,
    /// Identity policies under the names that results show.
    pub identity: Vec<Attached>,
    /// Permissions boundary.
    pub boundary: Option<Attached>,
    /// Service control policies, level by level.
    pub levels: Vec<Vec<Attached>>,
    /// The policy of every resource.
    pub resource: Option<Attached>,
    /// The account of resources whose ARN names none, when it was given.
    pub owner: Option<String>,
    /// The condition keys, given and own.
    pub context: Context,
    /// Keys that the policies refer to and the call did not give, each spelling once.
    pub missing: Vec<String>,
}

impl Simulation {
    /// Makes a simulation ready; `identity` and `boundary` are what an entity brings along.
    ///
    /// # Errors
    /// A document that cannot be read, or parameters that do not fit each other.
    pub fn new(
        input: &Input,
        caller: Caller,
        mut identity: Vec<Attached>,
        boundary: Option<Attached>,
    ) -> Result<Self, Failure> {
        for (index, text) in input.policies.iter().enumerate() {
            let document = document(text).filter(|document| document.is_for_identities());
            let document = document.ok_or_else(|| errors::policy(index + 1))?;
            identity.push(attached(format!("PolicyInputList.{}", index + 1), document));
        }
        let boundary = match &input.boundary {
            None => boundary,
            Some(text) => {
                let document = document(text).filter(|document| document.is_for_identities());
                let document = document.ok_or_else(errors::boundary)?;
                let name = "PermissionsBoundaryPolicyInputList.1".to_owned();
                Some(attached(name, document))
            }
        };
        let mut simulation = Self {
            caller,
            identity,
            boundary,
            levels: levels(&input.levels)?,
            resource: resource_policy(input)?,
            owner: input.owner.as_deref().map(account).transpose()?,
            context: input.context.clone(),
            missing: Vec::new(),
        };
        simulation.missing = simulation.missing(&input.context);
        for (key, value) in simulation.caller.keys() {
            if simulation.context.get(key).is_none() {
                simulation.context.set_known(key, value);
            }
        }
        Ok(simulation)
    }

    fn missing(&self, given: &Context) -> Vec<String> {
        let policies = self
            .identity
            .iter()
            .chain(&self.boundary)
            .chain(&self.resource);
        let mut missing: Vec<String> = Vec::new();
        for policy in policies {
            // What was parsed for evaluation can be read for its keys.
            let keys = referenced_keys(policy.document.text()).unwrap_or_default();
            for key in keys {
                if key.contains(':') && !missing.contains(&key) && given.get(&key).is_none() {
                    missing.push(key);
                }
            }
        }
        missing
    }
}

fn document(text: &str) -> Option<Document> {
    Document::parse(text).ok()
}

fn attached(name: String, document: Document) -> Attached {
    Attached {
        name,
        document: Arc::new(document),
    }
}

fn levels(levels: &[Vec<String>]) -> Result<Vec<Vec<Attached>>, Failure> {
    let mut parsed = Vec::new();
    for (index, level) in levels.iter().enumerate() {
        let mut policies = Vec::new();
        for text in level {
            let document = document(text).ok_or_else(|| errors::organization_policy(index + 1))?;
            policies.push(attached("ServiceControlPolicy".to_owned(), document));
        }
        parsed.push(policies);
    }
    Ok(parsed)
}

fn resource_policy(input: &Input) -> Result<Option<Attached>, Failure> {
    let Some(text) = &input.resource_policy else {
        return Ok(None);
    };
    if !input.resources.are_named() {
        return Err(errors::entity_arn("*"));
    }
    let document = document(text).filter(Document::is_for_resources);
    let document = document.ok_or_else(errors::resource_policy)?;
    Ok(Some(attached("ResourcePolicy".to_owned(), document)))
}

/// The account of an owner, given as the ARN of its root or of anything in it, or by its id.
fn account(owner: &str) -> Result<String, Failure> {
    let of_arn = || arn::account(owner).filter(|_| owner.contains(":iam::"));
    let account = if arn::is_account_id(owner) {
        Some(owner)
    } else {
        of_arn()
    };
    account
        .map(str::to_owned)
        .ok_or_else(|| errors::owner(owner))
}

/// The keys that policies refer to, each spelling once for each policy.
///
/// # Errors
/// A policy that cannot be read.
pub fn context_keys<'t>(texts: impl Iterator<Item = &'t str>) -> Result<Vec<String>, Failure> {
    let mut keys = Vec::new();
    for (index, text) in texts.enumerate() {
        keys.extend(referenced_keys(text).map_err(|_| errors::policy(index + 1))?);
    }
    Ok(keys)
}
