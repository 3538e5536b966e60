//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::PolicyRecord;
use crate::auth::directory::{self, managed};
use crate::base::{Failure, arn};
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::show::ManagedPolicy;
use crate::services::iam::{attachments, errors, rules};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListPolicies.
#[derive(Debug)]
pub struct ListPolicies;

/// Which policies to list.
#[derive(Debug)]
pub struct Input {
    scope: Option<String>,
    only_attached: bool,
    prefix: String,
    usage: Option<String>,
    paging: Paging,
}

impl Input {
    fn wants(&self, policy: &ManagedPolicy) -> bool {
        let used = match self.usage.as_deref() {
            Some("PermissionsPolicy") => policy.usage.attached > 0,
            Some(_) => policy.usage.boundary > 0,
            None => !self.only_attached || policy.usage.attached > 0,
        };
        used && policy.path.starts_with(&self.prefix)
    }
}

impl Operation for ListPolicies {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListPolicies",
        "iam:ListPolicies",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Page<ManagedPolicy>;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            scope: params.optional("Scope", rules::SCOPE),
            only_attached: params.flag("OnlyAttached"),
            prefix: params
                .optional("PathPrefix", rules::POLICY_PATH)
                .unwrap_or_else(|| "/".to_owned()),
            usage: params.optional("PolicyUsageFilter", rules::USAGE),
            paging: Paging::read(&mut params),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let policies = arn::iam(account, "policy", &input.prefix, "");
        Ok(Asks::one(Ask::new(Self::ROW.action, policies)))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        input: Input,
    ) -> Result<Page<ManagedPolicy>, Failure> {
        let account = &call.authority.identity().account;
        let uses = attachments::all(call)?;
        let usage = |policy_arn: &str| uses.get(policy_arn).copied().unwrap_or_default();
        let mut all = Vec::new();
        if input.scope.as_deref() != Some("Local") {
            let aws =
                managed::all().map(|policy| ManagedPolicy::aws(&policy, usage(&policy.arn())));
            all.extend(aws);
        }
        if input.scope.as_deref() != Some("AWS") {
            let own = errors::stored(directory::list::<PolicyRecord>(call.world, account))?;
            let own = own.into_iter().map(|policy| {
                let usage = usage(&policy.arn);
                ManagedPolicy::own(policy, usage)
            });
            all.extend(own);
        }
        all.retain(|policy| input.wants(policy));
        // AWS's policies and the account's own may share a name.
        let key = |policy: &ManagedPolicy| {
            let aws = policy.arn.starts_with("arn:aws:iam::aws:");
            format!("{} {}", policy.name.to_lowercase(), u8::from(!aws))
        };
        all.sort_by_cached_key(key);
        Ok(input.paging.page(all, key))
    }

    fn reply(call: &Call<'_>, page: Page<ManagedPolicy>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Policies");
            for policy in &page.items {
                xml.open("member");
                policy.write(xml, false);
                xml.close();
            }
            xml.close();
            page.end(xml);
        }))
    }
}
