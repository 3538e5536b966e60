//! Whether one statement applies to one request.

use crate::arn::{self, Parts};
use crate::decide::Request;
use crate::document::{Effect, Statement};
use crate::principal::{Principal, PrincipalRef, Reach};
use crate::trace::Reason;

/// S3 calls that act on no bucket are matched as if on this; the S3 User Guide grants `s3:ListAllMyBuckets` with it.
const S3_WITHOUT_RESOURCE: &str = "arn:aws:s3:::*";

/// A request, with what is worth computing once for all statements.
pub(crate) struct Ask<'a> {
    pub request: &'a Request<'a>,
    resource: &'a str,
    parts: Option<Parts<'a>>,
    /// The caller has a permissions boundary, which `NotPrincipal` takes into account.
    bounded: bool,
}

/// The kind of policy a statement stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Identity policy, boundary or session policy: belongs to the caller, names a resource.
    Caller,
    /// Bucket, trust or key policy: belongs to a resource, names principals.
    Resource,
    /// Belongs to an organization, names everybody.
    ResourceControl,
}

impl<'a> Ask<'a> {
    pub fn new(request: &'a Request<'a>, bounded: bool) -> Self {
        let is_s3 = request
            .action
            .get(..3)
            .is_some_and(|vendor| vendor.eq_ignore_ascii_case("s3:"));
        let resource = match request.resource {
            "*" if is_s3 => S3_WITHOUT_RESOURCE,
            other => other,
        };
        Ask {
            request,
            resource,
            parts: arn::split(resource),
            bounded,
        }
    }
}

impl Statement {
    /// How closely it names the caller when it applies, or the first reason why it does not.
    ///
    /// A statement that lacks what its place requires (or has what its place forbids) should never have been stored:
    /// then an Allow does not apply and a Deny does.
    pub fn applies(&self, ask: &Ask<'_>, place: Place) -> Result<Reach, Reason> {
        if !self.acts(ask) {
            return Err(Reason::Action);
        }
        if !self.covers(ask, place) {
            return Err(Reason::Resource);
        }
        let reach = self.reach(ask, place).ok_or(Reason::Principal)?;
        match self
            .conditions
            .iter()
            .position(|condition| !condition.lets(self.effect, ask.request.context))
        {
            Some(index) => Err(Reason::Condition { index }),
            None => Ok(reach),
        }
    }

    /// Whether it is about the action asked for.
    pub fn acts(&self, ask: &Ask<'_>) -> bool {
        let mut actions = self.action.entries.iter();
        actions.any(|action| action.matches(ask.request.action)) != self.action.negated
    }

    /// Whether it is about the resource asked for.
    pub fn covers(&self, ask: &Ask<'_>, place: Place) -> bool {
        let Some(resource) = &self.resource else {
            // What a trust policy is attached to is its resource.
            return place == Place::Resource || self.effect == Effect::Deny;
        };
        let context = ask.request.context;
        if resource.negated && !resource.entries.iter().all(|entry| entry.resolves(context)) {
            // Turning "unknown" round must not make it "every other resource".
            return false;
        }
        let covered = resource
            .entries
            .iter()
            .any(|entry| entry.matches(context, ask.resource, ask.parts.as_ref()));
        covered != resource.negated
    }

    /// How closely it names the caller, if it does.
    pub fn reach(&self, ask: &Ask<'_>, place: Place) -> Option<Reach> {
        let principal = ask.request.principal;
        let denies = self.effect == Effect::Deny;
        match (place, &self.principal) {
            (Place::Caller, None) => Some(Reach::Exact),
            (Place::Caller, Some(_)) | (Place::Resource | Place::ResourceControl, None) => {
                denies.then_some(Reach::Exact)
            }
            (Place::Resource | Place::ResourceControl, Some(named)) => {
                let reach = match (named.negated, self.effect) {
                    (false, _) => named
                        .entries
                        .iter()
                        .filter_map(|entry| entry.reach(principal))
                        .max(),
                    (true, Effect::Allow) => {
                        let listed = named
                            .entries
                            .iter()
                            .any(|entry| entry.reach(principal).is_some());
                        (!listed).then_some(Reach::Everyone)
                    }
                    (true, Effect::Deny) => {
                        let spared = !ask.bounded && is_excluded(&named.entries, principal);
                        (!spared).then_some(Reach::Everyone)
                    }
                };
                // A token holder is let in only by its provider's name, never by `*`.
                let by_name = denies
                    || place == Place::ResourceControl
                    || !matches!(principal, Principal::WebIdentity { .. });
                reach.filter(|reach| by_name || *reach == Reach::Exact)
            }
        }
    }
}

/// Whether a Deny with `NotPrincipal` leaves the caller alone: AWS checks the account, then the role or user, then the
/// session, and any of them that is not listed is denied.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html>
fn is_excluded(entries: &[PrincipalRef], principal: &Principal) -> bool {
    let listed = |wanted: Reach| {
        entries
            .iter()
            .any(|entry| entry.reach(principal) == Some(wanted))
    };
    if listed(Reach::Everyone) {
        return true;
    }
    match principal {
        Principal::Anonymous => false,
        Principal::Root { .. } => listed(Reach::Account),
        Principal::User { .. } => listed(Reach::Account) && listed(Reach::Exact),
        Principal::RoleSession { session_arn, .. } if session_arn.is_empty() => {
            listed(Reach::Account) && listed(Reach::Parent)
        }
        Principal::RoleSession { .. } | Principal::FederatedUser { .. } => {
            listed(Reach::Account) && listed(Reach::Parent) && listed(Reach::Exact)
        }
        Principal::WebIdentity { .. } | Principal::Service { .. } => listed(Reach::Exact),
    }
}
