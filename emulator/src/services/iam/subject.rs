//! What calls are about: users, groups, roles, policies and identity providers, found by the name or ARN that a call gives.

use std::collections::BTreeMap;

use crate::auth::authorize::Ask;
use crate::auth::directory::records::{
    GroupRecord, InstanceProfileRecord, MfaDeviceRecord, PolicyRecord, ProviderRecord, RoleRecord,
    UserRecord,
};
use crate::auth::directory::{self, Entity, Found, managed};
use crate::base::{Failure, arn};
use crate::services::iam::documents;
use crate::services::iam::errors;
use crate::services::iam::rules::{self, Rule};
use crate::services::iam::service_linked;
use crate::services::service::Call;

/// Where a name or an ARN points to, whether there is something or not.
#[derive(Debug, Clone)]
pub struct Place {
    /// Account id, or `aws` for AWS's own policies.
    pub account: String,
    /// The entity's name.
    pub name: String,
    /// The ARN; a name alone stands for the path `/`, which is what AWS asks permission for.
    pub arn: String,
}

/// A kind of entity that calls are about.
pub trait Subject: Entity + Clone + Send + Sync + 'static {
    /// `User`, `Group`, `Role`, …, as in the names of operations.
    const WORD: &'static str;
    /// The parameter that names it.
    const PARAMETER: &'static str;
    /// What the parameter must look like.
    const RULE: Rule;
    /// Whether tag keys are told apart without case, as for most kinds that have tags.
    const FOLDS_TAG_CASE: bool = true;

    /// Whether conditions may also ask for tags by `iam:ResourceTag`, which is older than `aws:ResourceTag`.
    const HAS_IAM_RESOURCE_TAG: bool = false;

    /// Checks the form of an ARN.
    ///
    /// # Errors
    /// A text that is no ARN of this kind.
    fn check(_given: &str) -> Result<(), Failure> {
        Ok(())
    }
    /// Where a name or ARN points to.
    fn place(account: &str, given: &str) -> Place;
    /// The answer when nothing is there.
    fn missing(given: &str) -> Failure;
    /// The ARN, with the path.
    fn arn(&self) -> String;
    /// The tags that conditions may ask for; `None` for kinds without tags.
    fn resource_tags(&self) -> Option<&BTreeMap<String, String>> {
        None
    }
    /// Whether an operation may change or delete it.
    ///
    /// # Errors
    /// What only AWS changes.
    fn modifiable(&self, _operation: &str) -> Result<(), Failure> {
        Ok(())
    }
    /// Every policy document in the record.
    fn documents_mut(&mut self) -> Vec<&mut String> {
        Vec::new()
    }

    /// Takes white space out of the documents: only for records that would not fit the store otherwise.
    fn compact(&mut self) {
        for text in self.documents_mut() {
            *text = documents::compact(text);
        }
    }
}

/// The entity that a call names, when it is the caller's account's.
///
/// # Errors
/// A store that fails.
pub fn find<E: Subject>(call: &Call<'_>, given: &str) -> Result<Option<Found<E>>, Failure> {
    let account = &call.authority.identity().account;
    let place = E::place(account, given);
    if place.account != *account {
        return Ok(None);
    }
    let found = errors::stored(directory::find::<E>(call.world, account, &place.name))?;
    let by_arn = place.arn == given;
    Ok(found.filter(|found| !by_arn || found.entity.arn() == given))
}

/// As [`find`], for calls that need it to be there.
///
/// # Errors
/// Nothing there, or a store that fails.
pub fn get<E: Subject>(call: &Call<'_>, given: &str) -> Result<E, Failure> {
    match find::<E>(call, given)? {
        Some(found) => Ok(found.entity),
        None => Err(E::missing(given)),
    }
}

/// Asks permission for an action on what a call names, whether it is there or not.
///
/// # Errors
/// A store that fails.
pub fn ask<E: Subject>(call: &Call<'_>, action: &'static str, given: &str) -> Result<Ask, Failure> {
    let account = &call.authority.identity().account;
    match find::<E>(call, given)? {
        Some(found) => Ok(tagged(&found.entity, action)),
        None => {
            let place = E::place(account, given);
            let ask = Ask::new(action, place.arn);
            Ok(if place.account == *account {
                ask
            } else {
                ask.owned(place.account, None)
            })
        }
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html>
fn tagged<E: Subject>(entity: &E, action: &'static str) -> Ask {
    let ask = Ask::new(action, entity.arn());
    let tags = entity.resource_tags().into_iter().flatten();
    tags.fold(ask, |ask, (key, value)| {
        let ask = ask.key(format!("aws:ResourceTag/{key}"), value.as_str());
        if E::HAS_IAM_RESOURCE_TAG {
            ask.key(format!("iam:ResourceTag/{key}"), value.as_str())
        } else {
            ask
        }
    })
}

/// Adds the condition keys of tags that a call brings along; absent when it brings none.
pub fn request_tags(ask: Ask, tags: &[(String, String)]) -> Ask {
    if tags.is_empty() {
        return ask;
    }
    let keys: Vec<String> = tags.iter().map(|(key, _)| key.clone()).collect();
    let ask = ask.key("aws:TagKeys", keys);
    tags.iter().fold(ask, |ask, (key, value)| {
        ask.key(format!("aws:RequestTag/{key}"), value.as_str())
    })
}

fn named(account: &str, kind: &str, given: &str) -> Place {
    Place {
        account: account.to_owned(),
        name: given.to_owned(),
        arn: arn::iam(account, kind, "/", given),
    }
}

/// `arn:aws:iam::ACCOUNT:KIND/…`, or a fault in the words of IAM.
fn check_arn(given: &str, kind: &str) -> Result<(), Failure> {
    let mut fields = given.splitn(6, ':');
    let (scheme, partition) = (fields.next(), fields.next());
    let (service, region, account, resource) =
        (fields.next(), fields.next(), fields.next(), fields.next());
    let Some(resource) = resource.filter(|_| scheme == Some("arn")) else {
        return Err(errors::no_arn(given));
    };
    let owner = account.unwrap_or_default();
    let known = partition == Some("aws")
        && service == Some("iam")
        && region == Some("")
        && (owner == "aws" || arn::is_account_id(owner))
        && resource
            .strip_prefix(kind)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|name| !name.is_empty() && !name.ends_with('/'));
    if known {
        Ok(())
    } else {
        Err(errors::wrong_arn(given))
    }
}

impl Subject for UserRecord {
    const WORD: &'static str = "User";
    const PARAMETER: &'static str = "UserName";
    const RULE: Rule = rules::LONG_NAME;
    const HAS_IAM_RESOURCE_TAG: bool = true;

    fn place(account: &str, given: &str) -> Place {
        named(account, "user", given)
    }
    fn missing(given: &str) -> Failure {
        errors::no_such_user(given)
    }
    fn arn(&self) -> String {
        Self::arn(self)
    }
    fn resource_tags(&self) -> Option<&BTreeMap<String, String>> {
        Some(&self.tags)
    }
    fn documents_mut(&mut self) -> Vec<&mut String> {
        self.inline.values_mut().collect()
    }
}

impl Subject for GroupRecord {
    const WORD: &'static str = "Group";
    const PARAMETER: &'static str = "GroupName";
    const RULE: Rule = rules::LONG_NAME;

    fn place(account: &str, given: &str) -> Place {
        named(account, "group", given)
    }
    fn missing(given: &str) -> Failure {
        errors::no_such_group(given)
    }
    fn arn(&self) -> String {
        Self::arn(self)
    }
    fn documents_mut(&mut self) -> Vec<&mut String> {
        self.inline.values_mut().collect()
    }
}

impl Subject for RoleRecord {
    const WORD: &'static str = "Role";
    const PARAMETER: &'static str = "RoleName";
    const RULE: Rule = rules::NAME;
    const HAS_IAM_RESOURCE_TAG: bool = true;

    fn place(account: &str, given: &str) -> Place {
        named(account, "role", given)
    }
    fn missing(given: &str) -> Failure {
        errors::no_such_role(given)
    }
    fn arn(&self) -> String {
        Self::arn(self)
    }
    fn resource_tags(&self) -> Option<&BTreeMap<String, String>> {
        Some(&self.tags)
    }
    fn modifiable(&self, operation: &str) -> Result<(), Failure> {
        service_linked::modifiable(&self.path, &self.name, operation)
    }
    fn documents_mut(&mut self) -> Vec<&mut String> {
        let inline = self.inline.values_mut();
        inline.chain(std::iter::once(&mut self.trust)).collect()
    }
}

impl Subject for InstanceProfileRecord {
    const WORD: &'static str = "InstanceProfile";
    const PARAMETER: &'static str = "InstanceProfileName";
    const RULE: Rule = rules::LONG_NAME;

    fn place(account: &str, given: &str) -> Place {
        named(account, "instance-profile", given)
    }
    fn missing(given: &str) -> Failure {
        errors::no_such_instance_profile(given)
    }
    fn arn(&self) -> String {
        Self::arn(self)
    }
    fn resource_tags(&self) -> Option<&BTreeMap<String, String>> {
        Some(&self.tags)
    }
}

impl Subject for MfaDeviceRecord {
    const WORD: &'static str = "MFADevice";
    const PARAMETER: &'static str = "SerialNumber";
    const RULE: Rule = rules::SERIAL;

    fn place(account: &str, given: &str) -> Place {
        Place {
            account: arn::account(given).unwrap_or(account).to_owned(),
            name: given.rsplit('/').next().unwrap_or(given).to_owned(),
            arn: given.to_owned(),
        }
    }
    fn missing(given: &str) -> Failure {
        errors::no_such_device(given)
    }
    fn arn(&self) -> String {
        Self::arn(self)
    }
    fn resource_tags(&self) -> Option<&BTreeMap<String, String>> {
        Some(&self.tags)
    }
}

impl Subject for PolicyRecord {
    const WORD: &'static str = "Policy";
    const PARAMETER: &'static str = "PolicyArn";
    const RULE: Rule = rules::ARN;
    const FOLDS_TAG_CASE: bool = false;

    fn check(given: &str) -> Result<(), Failure> {
        check_arn(given, "policy")
    }
    fn place(_: &str, given: &str) -> Place {
        let (account, name) = managed::own(given).unwrap_or(("aws", given));
        Place {
            account: account.to_owned(),
            name: name.to_owned(),
            arn: given.to_owned(),
        }
    }
    fn missing(given: &str) -> Failure {
        errors::no_such_policy(given)
    }
    fn arn(&self) -> String {
        self.arn.clone()
    }
    fn resource_tags(&self) -> Option<&BTreeMap<String, String>> {
        Some(&self.tags)
    }
    fn documents_mut(&mut self) -> Vec<&mut String> {
        let versions = self.versions.iter_mut();
        versions.map(|version| &mut version.text).collect()
    }
}

impl Subject for ProviderRecord {
    const WORD: &'static str = "OpenIDConnectProvider";
    const PARAMETER: &'static str = "OpenIDConnectProviderArn";
    const RULE: Rule = rules::ARN;
    const FOLDS_TAG_CASE: bool = false;

    fn check(given: &str) -> Result<(), Failure> {
        check_arn(given, "oidc-provider")
    }
    fn place(_: &str, given: &str) -> Place {
        let host = given
            .split_once("oidc-provider/")
            .map_or("", |(_, host)| host);
        Place {
            account: arn::account(given).unwrap_or("aws").to_owned(),
            name: host.to_owned(),
            arn: given.to_owned(),
        }
    }
    fn missing(given: &str) -> Failure {
        errors::no_such_provider(given)
    }
    fn arn(&self) -> String {
        Self::arn(self)
    }
    fn resource_tags(&self) -> Option<&BTreeMap<String, String>> {
        Some(&self.tags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_are_told_from_text_and_from_other_arns() {
        let faults = [
            ("longpolicynamebutnoarn", "ValidationError"),
            ("arn:aws:iam::123456789012", "ValidationError"),
            ("arn:aws:iam::123456789012:not_a_policy/x", "InvalidInput"),
            ("arn:aws:iam::123456789012:policy/", "InvalidInput"),
            ("arn:aws:iam::12:policy/x", "InvalidInput"),
            ("arn:aws:s3::123456789012:policy/x", "InvalidInput"),
            (
                "arn:aws:iam:eu-west-1:123456789012:policy/x",
                "InvalidInput",
            ),
        ];
        for (given, code) in faults {
            assert_eq!(
                PolicyRecord::check(given).unwrap_err().code(),
                code,
                "{given}"
            );
        }
        for good in [
            "arn:aws:iam::123456789012:policy/a/x",
            "arn:aws:iam::aws:policy/x",
        ] {
            assert_eq!(PolicyRecord::check(good), Ok(()));
        }
    }

    #[test]
    fn a_provider_is_named_by_all_that_follows_its_kind() {
        let arn = "arn:aws:iam::123456789012:oidc-provider/127.0.0.1:8080/a/b";
        let place = ProviderRecord::place("1", arn);
        assert_eq!(place.name, "127.0.0.1:8080/a/b");
        assert_eq!(place.account, "123456789012");
    }
}
