//! The authorizer: the only place that makes a [`Permit`].

use std::borrow::Cow;
use std::sync::Arc;

use bucketproof_policy::{
    Acl, Attached, Context, Decision, Evidence, Layer, Levels, Request, ResourceRule, Value,
    Verdict, decide,
};

use crate::auth::{Identity, context_keys};
use crate::observe::Decided;
use crate::world::{Enforcement, World};

/// Proof that the authorizer was asked and did not refuse. An operation's `run` cannot be called without one.
#[derive(Debug)]
pub struct Permit {
    asked: usize,
    _only_here: (),
}

impl Permit {
    /// For calls that AWS lets through without a permission; the reason stands in the row's file.
    pub(crate) fn exempt(_reason: &'static str) -> Self {
        Self {
            asked: 0,
            _only_here: (),
        }
    }

    /// How many pairs of action and resource were allowed for it.
    pub fn asked(&self) -> usize {
        self.asked
    }
}

/// One pair of action and resource, with what the resource's side brings.
#[derive(Debug, Clone)]
pub struct Ask {
    /// IAM action, such as `s3:GetObject`.
    pub action: Cow<'static, str>,
    /// Resource ARN; `*` for calls without a resource.
    pub resource: String,
    /// The account that owns the resource; the caller's own when absent.
    pub owner: Option<String>,
    /// The resource's own policy.
    pub policy: Option<Attached>,
    /// How the two sides combine.
    pub rule: ResourceRule,
    /// The access control list of the bucket or object, where ACLs are on.
    pub acl: Option<Arc<Acl>>,
    /// Condition keys of this pair, beside those of the request.
    pub keys: Vec<(Cow<'static, str>, Value)>,
    /// What stands behind the resource, as a bucket behind an access point: it is asked the same under the same keys,
    /// and must allow too.
    pub behind: Option<Box<Ask>>,
}

impl Ask {
    /// A pair whose resource has no policy of its own.
    pub fn new(action: impl Into<Cow<'static, str>>, resource: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            resource: resource.into(),
            owner: None,
            policy: None,
            rule: ResourceRule::Standard,
            acl: None,
            keys: Vec::new(),
            behind: None,
        }
    }

    /// Names the resource's owner and policy.
    #[must_use]
    pub fn owned(mut self, owner: impl Into<String>, policy: Option<Attached>) -> Self {
        self.owner = Some(owner.into());
        self.policy = policy;
        self
    }

    /// Sets how the two sides combine.
    #[must_use]
    pub fn rule(mut self, rule: ResourceRule) -> Self {
        self.rule = rule;
        self
    }

    /// Names what stands behind the resource.
    #[must_use]
    pub fn behind(mut self, behind: Ask) -> Self {
        self.behind = Some(Box::new(behind));
        self
    }

    /// Names the access control list; it is on what stands behind the resource, where anything does.
    #[must_use]
    pub fn with_acl(mut self, acl: Arc<Acl>) -> Self {
        match &mut self.behind {
            Some(behind) => behind.acl = Some(acl),
            None => self.acl = Some(acl),
        }
        self
    }

    /// Adds a condition key.
    #[must_use]
    pub fn key(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.keys.push((name.into(), value.into()));
        self
    }

    /// Adds a condition key when there is a value: a key without one is absent, not empty.
    #[must_use]
    pub fn key_if(self, name: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.key(name, value),
            None => self,
        }
    }
}

/// A pair that was not allowed.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// IAM action.
    pub action: String,
    /// Resource ARN.
    pub resource: String,
    /// The caller's ARN; empty for anonymous callers.
    pub caller: String,
    /// Whether caller and resource belong to the same account, or to accounts of the same organization.
    pub same_account: bool,
    /// Explicit or implicit.
    pub verdict: Verdict,
    /// Which kind of policy decided.
    pub layer: Layer,
}

/// The authorizer for one request: who calls and under which circumstances.
#[derive(Debug)]
pub struct Authority<'a> {
    world: &'a World,
    request_id: Arc<str>,
    identity: Arc<Identity>,
    context: Arc<Context>,
}

impl<'a> Authority<'a> {
    /// An authorizer for a caller under the given condition keys.
    pub fn new(
        world: &'a World,
        request_id: Arc<str>,
        identity: Arc<Identity>,
        mut context: Context,
    ) -> Self {
        let account = identity.account_id();
        if let Some(member) = account.and_then(|account| world.organization.member(account)) {
            context_keys::of_member(&mut context, context_keys::PRINCIPAL_ORG, &member);
        }
        Self {
            world,
            request_id,
            identity,
            context: Arc::new(context),
        }
    }

    /// The caller.
    pub fn identity(&self) -> &Arc<Identity> {
        &self.identity
    }

    /// The request's condition keys.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// The request's id.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The authorizer for what a service asks of another one on this caller's behalf: the caller and its policies stay,
    /// what only the first service knows does not.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html>
    #[must_use]
    pub fn forwarded(&self) -> Self {
        Self {
            world: self.world,
            request_id: Arc::clone(&self.request_id),
            identity: Arc::clone(&self.identity),
            context: Arc::new(context_keys::forwarded(&self.context)),
        }
    }

    /// Asks for every pair; the first one refused is reported. Where denials are only recorded, none is.
    ///
    /// # Errors
    /// The pair that is not allowed, and why.
    pub fn permit(&self, asks: &[Ask]) -> Result<Permit, Refusal> {
        for ask in asks {
            self.check(ask, self.world.settings.enforcement)?;
        }
        Ok(Permit {
            asked: asks.len(),
            _only_here: (),
        })
    }

    /// Whether a pair would be allowed: for answers that depend on a permission that the call itself does not need.
    /// Says the truth also where denials are only recorded: nothing is refused by it.
    pub fn allows(&self, ask: &Ask) -> bool {
        self.check(ask, Enforcement::Enforce).is_ok()
    }

    fn check(&self, ask: &Ask, enforcement: Enforcement) -> Result<(), Refusal> {
        self.check_one(ask, enforcement)?;
        let Some(behind) = &ask.behind else {
            return Ok(());
        };
        // Its own keys come last and win: the two may belong to different accounts.
        let mut behind = Ask::clone(behind);
        behind.keys = [ask.keys.as_slice(), &behind.keys].concat();
        self.check(&behind, enforcement)
    }

    fn check_one(&self, ask: &Ask, enforcement: Enforcement) -> Result<(), Refusal> {
        let decision = self.decide(ask, enforcement);
        if decision.verdict == Verdict::Allow || enforcement == Enforcement::Audit {
            return Ok(());
        }
        let same_account = ask.owner.as_deref().is_none_or(|owner| {
            let account = self.identity.account.as_str();
            owner == account || self.world.organization.has_both(owner, account)
        });
        Err(Refusal {
            action: ask.action.clone().into_owned(),
            resource: ask.resource.clone(),
            caller: self.identity.arn.clone(),
            same_account: same_account && !self.identity.is_anonymous(),
            verdict: decision.verdict,
            layer: decision.layer,
        })
    }

    fn decide(&self, ask: &Ask, enforcement: Enforcement) -> Decision {
        let policies = &self.identity.policies;
        let (service_control, resource_control) = self.controls(ask);
        let evidence = Arc::new(Evidence {
            identity: policies.identity.clone(),
            boundary: policies.boundary.clone(),
            session: policies.session.clone(),
            resource: ask.policy.clone(),
            resource_account: ask.owner.clone(),
            rule: ask.rule,
            service_control,
            resource_control,
            acl: ask.acl.clone(),
        });
        let context = self.context_of(ask);
        let request = Request {
            principal: &self.identity.principal,
            action: &ask.action,
            resource: &ask.resource,
            context: &context,
        };
        let decision = decide(&request, &evidence);
        let allowed = decision.verdict == Verdict::Allow;
        let let_through = !allowed && enforcement == Enforcement::Audit;
        let coverage = &self.world.coverage;
        coverage.record(&request, &evidence, allowed || let_through);
        self.world.decisions.record(Decided {
            time: self.world.clock.now(),
            request_id: Arc::clone(&self.request_id),
            principal: Arc::clone(&self.identity.principal),
            action: ask.action.clone().into_owned(),
            resource: ask.resource.clone(),
            context,
            evidence,
            decision,
            let_through,
        });
        decision
    }

    /// The organization's policies over the caller's account and over the resource's.
    fn controls(&self, ask: &Ask) -> (Levels, Levels) {
        let member = |account: Option<&str>| {
            account
                .and_then(|account| self.world.organization.member(account))
                .unwrap_or_default()
        };
        let own = self.identity.account_id();
        (
            member(own).service,
            member(ask.owner.as_deref().or(own)).resource,
        )
    }

    /// The keys of the request, of the pair, and of the organization that the resource's owner belongs to.
    fn context_of(&self, ask: &Ask) -> Arc<Context> {
        let owner = ask.owner.as_deref().or(self.identity.account_id());
        let member = owner.and_then(|owner| self.world.organization.member(owner));
        if ask.keys.is_empty() && member.is_none() {
            return Arc::clone(&self.context);
        }
        let mut context = Context::over(Arc::clone(&self.context));
        for (name, value) in &ask.keys {
            match name {
                Cow::Borrowed(name) => context.set_known(name, value.clone()),
                Cow::Owned(name) => context.set(name, value.clone()),
            }
        }
        if let Some(member) = member {
            context_keys::of_member(&mut context, context_keys::RESOURCE_ORG, &member);
        }
        Arc::new(context)
    }
}
