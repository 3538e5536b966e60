//! The calls that make a scenario's accounts: what the topology says, as AWS operations in an order that works.
//!
//! A pure plan: the linter checks the calls against the SDK's types, the runner sends them.

mod buckets;
mod build;
mod identities;

use super::{
    Scenario,
    action::Service,
    body::Body,
    datum::Datum,
    field_path::FieldPath,
    problem::{Position, Problems},
    template::{Names, NoValue},
};
use crate::client::sdk::{self, Operation};

/// One call of the setup.
#[derive(Clone, Debug)]
pub struct SetupCall {
    /// The element of the scenario that it makes.
    pub at: Position,
    /// The account whose root signs it.
    pub account: String,
    /// Region.
    pub region: String,
    /// The operation.
    pub operation: &'static Operation,
    /// Its members.
    pub with: Datum,
    /// What it sends.
    pub body: Option<Body>,
    /// Names for members of its answer.
    pub learn: Vec<(String, FieldPath)>,
}

/// The names that are known before anything is made: ARNs follow from names.
///
/// # Errors
/// [`NoValue`] when a name mentions something that does not exist.
pub fn known_names(scenario: &Scenario, endpoint: &str) -> Result<Names, NoValue> {
    let mut names = Names::from([("endpoint".to_owned(), endpoint.to_owned())]);
    for (name, value) in &scenario.vars {
        let value = value.render(&names)?;
        names.insert(name.clone(), value);
    }
    for account in &scenario.accounts {
        names.insert(format!("account.{}", account.key), account.id.clone());
    }
    for account in &scenario.accounts {
        identities::names(account, &mut names)?;
        buckets::names(account, &mut names)?;
    }
    Ok(names)
}

/// All calls in order; `names` are the [`known_names`].
///
/// # Errors
/// [`NoValue`] when a Region or an element's name mentions something that is only known later.
pub fn calls(scenario: &Scenario, names: &Names) -> Result<Vec<SetupCall>, NoValue> {
    let mut plan = Plan {
        names,
        default_region: default_region(scenario, names)?,
        calls: Vec::new(),
    };
    for account in &scenario.accounts {
        identities::users_and_providers(account, &mut plan)?;
    }
    let mut roles: Vec<_> = scenario
        .accounts
        .iter()
        .flat_map(|account| account.roles.iter().map(move |role| (account, role)))
        .collect();
    roles.sort_by_key(|(_, role)| role.at);
    for (account, role) in roles {
        identities::role(account, role, &mut plan)?;
    }
    for account in &scenario.accounts {
        identities::keys(account, &mut plan)?;
    }
    for account in &scenario.accounts {
        identities::policies(account, &mut plan)?;
    }
    for account in &scenario.accounts {
        for bucket in &account.buckets {
            buckets::bucket(account, bucket, &mut plan)?;
        }
    }
    Ok(plan.calls)
}

/// The Region of clients when nothing else is said.
///
/// # Errors
/// [`NoValue`] when it mentions an unknown name.
pub fn default_region(scenario: &Scenario, names: &Names) -> Result<String, NoValue> {
    scenario
        .client
        .region
        .as_ref()
        .map_or_else(|| Ok("us-east-1".to_owned()), |region| region.render(names))
}

/// Notes every call whose members the SDK would refuse.
pub fn check(scenario: &Scenario, problems: &Problems) {
    // What has no value yet was noted by the linter already.
    let Ok(names) = known_names(scenario, "http://127.0.0.1") else {
        return;
    };
    let Ok(calls) = calls(scenario, &names) else {
        return;
    };
    for call in calls {
        call.operation.check(&call.with, problems);
    }
}

/// The plan while it grows.
struct Plan<'a> {
    names: &'a Names,
    default_region: String,
    calls: Vec<SetupCall>,
}

impl Plan<'_> {
    fn call(
        &mut self,
        at: Position,
        account: &str,
        service: Service,
        operation: &str,
        with: Datum,
    ) {
        let region = self.default_region.clone();
        self.call_in(at, account, &region, service, operation, with);
    }

    fn call_in(
        &mut self,
        at: Position,
        account: &str,
        region: &str,
        service: Service,
        operation: &str,
        with: Datum,
    ) -> Option<&mut SetupCall> {
        let operation = sdk::find(service, operation)?;
        let (account, region) = (account.to_owned(), region.to_owned());
        self.calls.push(SetupCall {
            at,
            account,
            region,
            operation,
            with,
            body: None,
            learn: Vec::new(),
        });
        self.calls.last_mut()
    }

    fn learn(&mut self, name: String, path: &str) {
        if let (Some(call), Ok(path)) = (self.calls.last_mut(), FieldPath::parse(path)) {
            call.learn.push((name, path));
        }
    }
}
