//! The decision: which policies were asked, and what follows from their answers.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use std::sync::Arc;

use crate::acl::Acl;
use crate::context::Context;
use crate::document::{Document, Effect};
use crate::principal::{Principal, Reach};
use crate::statement::{Ask, Place};

/// One action of one caller on one resource.
///
/// An API call may need several (copying reads one object and writes another); each is a request of its own, and all
/// must be allowed.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The caller.
    pub principal: &'a Principal,
    /// `service:Action`; letter case does not matter.
    pub action: &'a str,
    /// The resource's ARN, or `*` for calls without a resource.
    pub resource: &'a str,
    /// The condition keys of the call.
    pub context: &'a Context,
}

/// A policy with the name it is shown under.
#[derive(Debug, Clone)]
pub struct Attached {
    /// The ARN of a managed policy, or the name of an inline one.
    pub name: String,
    /// The policy.
    pub document: Arc<Document>,
}

/// All policies that have a say in one request.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The caller's identity policies, those of its groups included. Empty for root, which needs none.
    pub identity: Vec<Attached>,
    /// The caller's permissions boundary.
    pub boundary: Option<Attached>,
    /// The session's policies. `None`: none were passed. An empty list: the session is limited to nothing, as one of
    /// `GetFederationToken` without a policy is, and only resource policies can grant.
    pub session: Option<Vec<Attached>>,
    /// The resource's policy.
    pub resource: Option<Attached>,
    /// The account that owns the resource; `None` means the caller's own.
    pub resource_account: Option<String>,
    /// How the resource's policy takes part.
    pub rule: ResourceRule,
    /// The service control policies over the caller's account; none for callers without an account.
    pub service_control: Levels,
    /// The resource control policies over the account that owns the resource, `RCPFullAWSAccess` included.
    pub resource_control: Levels,
    /// The access control list of the bucket or object; `None` where ACLs have no say.
    pub acl: Option<Arc<Acl>>,
}

/// Policies that an organization puts over an account, level by level: its root, the units down to the account, the
/// account itself. Each level has to allow; no level at all is no limit.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>
pub type Levels = Arc<[Vec<Attached>]>;

/// How the policy of a resource and the policies of the caller combine within one account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ResourceRule {
    /// Either side's Allow is enough.
    #[default]
    Standard,
    /// A role's trust policy: it must allow, whatever identity policies say.
    Trust,
    /// A KMS key policy: it must allow, whatever identity policies say.
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>
    Key,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Decision {
    /// The answer.
    pub verdict: Verdict,
    /// Who gave it: the layer that granted, denied, or should have granted and did not.
    pub layer: Layer,
}

/// The three answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Verdict {
    /// Allowed.
    Allow,
    /// A statement denies.
    ExplicitDeny,
    /// Nothing allows.
    ImplicitDeny,
}

/// A kind of policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Layer {
    /// Policies of the user, role or group; also the power that root has without any.
    Identity,
    /// The resource's own policy.
    Resource,
    /// The resource's access control list.
    Acl,
    /// The permissions boundary.
    Boundary,
    /// Policies passed when the session was made.
    Session,
    /// What an organization lets the callers of an account do.
    ServiceControl,
    /// What an organization lets be done with the resources of an account.
    ResourceControl,
}

impl Layer {
    pub(crate) fn place(self) -> Place {
        match self {
            Layer::Resource | Layer::Acl => Place::Resource,
            Layer::ResourceControl => Place::ResourceControl,
            Layer::Identity | Layer::Boundary | Layer::Session | Layer::ServiceControl => {
                Place::Caller
            }
        }
    }
}

/// Decides one request. Builds nothing that outlives it; for the reasons, call [`crate::trace()`] with the same arguments.
pub fn decide(request: &Request<'_>, evidence: &Evidence) -> Decision {
    let ask = Ask::new(request, evidence.boundary.is_some());
    let findings = Findings::gather(request, evidence, |layer, policies| {
        let statements = policies
            .iter()
            .flat_map(|policy| &policy.document.statements);
        statements.fold(Finding::default(), |mut finding, statement| {
            // One denial settles the layer; one exact grant cannot be bettered, but a denial may still follow.
            if !finding.denied
                && let Ok(reach) = statement.applies(&ask, layer.place())
            {
                finding.add(statement.effect, reach);
            }
            finding
        })
    });
    findings.settle(request.principal, evidence)
}

/// What the policies of one layer say together.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Finding {
    pub denied: bool,
    /// The closest that an Allow names the caller.
    pub granted: Option<Reach>,
}

impl Finding {
    pub fn add(&mut self, effect: Effect, reach: Reach) {
        match effect {
            Effect::Deny => self.denied = true,
            Effect::Allow => self.granted = self.granted.max(Some(reach)),
        }
    }
}

/// The answers of all layers.
pub(crate) struct Findings<'e> {
    identity: Finding,
    resource: Finding,
    /// `None` when there is no such policy, and hence no limit.
    boundary: Option<Finding>,
    session: Option<Finding>,
    service_control: Option<Finding>,
    resource_control: Option<Finding>,
    /// How closely the access control list names the caller.
    acl: Option<Reach>,
    /// Whether the object belongs to another account than the bucket: then the bucket's policy allows nothing.
    foreign_owner: Option<&'e str>,
}

/// The common answer of all levels: one that denies settles it, one that does not allow leaves no grant.
fn every_level(levels: &Levels, find: impl FnMut(&Vec<Attached>) -> Finding) -> Option<Finding> {
    levels.iter().map(find).reduce(|all, level| Finding {
        denied: all.denied || level.denied,
        granted: all.granted.and(level.granted),
    })
}

impl<'e> Findings<'e> {
    /// Asks `find` for each layer that has policies.
    pub fn gather(
        request: &Request<'_>,
        evidence: &'e Evidence,
        mut find: impl FnMut(Layer, &[Attached]) -> Finding,
    ) -> Self {
        let acl = evidence.acl.as_deref();
        let owner = acl.and_then(|acl| acl.object_owner(request.action));
        let bucket_account = evidence.resource_account.as_deref();
        let bucket_account = bucket_account.or(request.principal.account());
        Findings {
            resource_control: every_level(&evidence.resource_control, |policies| {
                find(Layer::ResourceControl, policies)
            }),
            service_control: every_level(&evidence.service_control, |policies| {
                find(Layer::ServiceControl, policies)
            }),
            acl: acl.and_then(|acl| acl.reach(request.principal, request.action)),
            foreign_owner: owner.filter(|owner| bucket_account != Some(*owner)),
            resource: find(Layer::Resource, evidence.resource.as_slice()),
            identity: find(Layer::Identity, &evidence.identity),
            boundary: evidence
                .boundary
                .as_ref()
                .map(|policy| find(Layer::Boundary, std::slice::from_ref(policy))),
            session: evidence
                .session
                .as_ref()
                .map(|policies| find(Layer::Session, policies)),
        }
    }

    /// The rules of combination, given every layer's answer.
    pub fn settle(&self, principal: &Principal, evidence: &Evidence) -> Decision {
        let answer = |verdict, layer| Decision { verdict, layer };
        if let Some(layer) = self.denying() {
            return answer(Verdict::ExplicitDeny, layer);
        }
        let allow = |layer| answer(Verdict::Allow, layer);
        let silent = |layer| answer(Verdict::ImplicitDeny, layer);
        // The organization is asked first: what it does not allow, nobody below it can.
        for (layer, finding) in [
            (Layer::ResourceControl, self.resource_control),
            (Layer::ServiceControl, self.service_control),
        ] {
            if finding.is_some_and(|finding| finding.granted.is_none()) {
                return silent(layer);
            }
        }
        let (granted, granting, owner) = self.resource_side(evidence);
        let Some(account) = principal.account() else {
            // Without an account there is no identity side: anonymous callers, token holders, services.
            return match granted {
                Some(Reach::Everyone | Reach::Exact) => allow(granting),
                _ => silent(granting),
            };
        };
        let identity =
            matches!(principal, Principal::Root { .. }) || self.identity.granted.is_some();
        let limit = self.limiting();
        let same_account = owner.is_none_or(|owner| owner == account);
        if !same_account {
            return match (identity, limit, granted) {
                (false, ..) => silent(Layer::Identity),
                (true, Some(layer), _) => silent(layer),
                (true, None, None) => silent(granting),
                (true, None, Some(_)) => allow(granting),
            };
        }
        match (granted, evidence.rule) {
            (Some(Reach::Everyone | Reach::Exact), _) => return allow(granting),
            (None, ResourceRule::Trust | ResourceRule::Key) => return silent(Layer::Resource),
            _ => {}
        }
        let by_parent = granted == Some(Reach::Parent);
        match limit {
            _ if !identity && !by_parent => silent(Layer::Identity),
            Some(layer) => silent(layer),
            None if by_parent => allow(granting),
            None => allow(Layer::Identity),
        }
    }

    /// What the resource's policy and its ACL grant together, which of them does, and whose the resource is. Of two that
    /// grant as much the policy is named, and where neither grants, the one that could have.
    fn resource_side<'a>(
        &'a self,
        evidence: &'a Evidence,
    ) -> (Option<Reach>, Layer, Option<&'a str>) {
        if let Some(owner) = self.foreign_owner {
            return (self.acl, Layer::Acl, Some(owner));
        }
        let layer = if self.acl > self.resource.granted {
            Layer::Acl
        } else {
            Layer::Resource
        };
        let granted = self.resource.granted.max(self.acl);
        (granted, layer, evidence.resource_account.as_deref())
    }

    /// When several layers deny, AWS names any of them; here it is always the first of this order.
    fn denying(&self) -> Option<Layer> {
        let denied = |finding: Option<Finding>| finding.is_some_and(|finding| finding.denied);
        [
            (Layer::ResourceControl, self.resource_control),
            (Layer::ServiceControl, self.service_control),
            (Layer::Resource, Some(self.resource)),
            (Layer::Identity, Some(self.identity)),
            (Layer::Boundary, self.boundary),
            (Layer::Session, self.session),
        ]
        .into_iter()
        .find_map(|(layer, finding)| denied(finding).then_some(layer))
    }

    /// The limit on the identity side that does not allow.
    fn limiting(&self) -> Option<Layer> {
        let lacks =
            |finding: Option<Finding>| finding.is_some_and(|finding| finding.granted.is_none());
        if lacks(self.boundary) {
            Some(Layer::Boundary)
        } else if lacks(self.session) {
            Some(Layer::Session)
        } else {
            None
        }
    }
}
