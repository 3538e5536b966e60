//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use bucketproof_policy::{Context, Principal};

use crate::auth::Identity;
use crate::auth::authorize::{Authority, Permit};
use crate::auth::context_keys;
use crate::auth::directory;
use crate::auth::directory::records::ProviderRecord;
use crate::auth::directory::sessions::WebIdentity;
use crate::auth::identity::IdentityPolicies;
use crate::base::Failure;
use crate::services::oidc::{self, Holder, Token};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::{Parameter, Violations};
use crate::services::sts::errors::{self, token};
use crate::services::sts::request::{self, Wanted};
use crate::services::sts::session::{self, Made, Origin};
use crate::services::sts::tags::{Given, SessionTags, Tags};
use crate::services::sts::trust::{self, Carried};

const MAX_POLICY_CHARACTERS: usize = 2048;
/// The smallest `PackedPolicySize` that was seen, with neither policies nor tags.
const TOKEN_PACKED_PERCENT: usize = 24;
const NOT_DONE: &[(&str, &str)] = &[
    request::TOKEN_SIZE,
    (
        "ProviderId",
        "access tokens of public identity providers are not understood, only ID tokens",
    ),
];

/// AssumeRoleWithWebIdentity.
#[derive(Debug)]
pub struct AssumeRoleWithWebIdentity;

/// The session that is asked for, and the token in place of a signature.
pub struct Input {
    wanted: Wanted,
    token: String,
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The token is as good as a password.
        f.debug_struct("Input")
            .field("wanted", &self.wanted)
            .finish()
    }
}

/// The session, and what the token said.
#[derive(Debug)]
pub struct Output {
    made: Made,
    holder: Holder,
    provider_arn: String,
}

impl Operation for AssumeRoleWithWebIdentity {
    const ROW: Row = Row::named(
        Service::Sts,
        "AssumeRoleWithWebIdentity",
        "sts:AssumeRoleWithWebIdentity",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        request::refuse(call, NOT_DONE)?;
        let mut violations = Violations::new();
        let token = call.form.get("WebIdentityToken");
        match token {
            None => violations.missing("webIdentityToken"),
            Some(token) => {
                let shown = Parameter::sensitive("webIdentityToken");
                violations.length(shown, token.chars().count(), 4, 20_000);
            }
        }
        Ok(Input {
            wanted: request::wanted(call, MAX_POLICY_CHARACTERS, violations)?,
            token: token.unwrap_or_default().to_owned(),
        })
    }

    fn asks(_: &Call<'_>, _: &Input) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "nobody signed: the holder of the token is asked once the token is verified",
        ))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Output, Failure> {
        let token = Token::parse(&input.token).map_err(|fault| token::refused(&fault))?;
        let provider = provider(call, &token, &input.wanted)?;
        let verified = call.oidc.verify(call.world, &token).await;
        verified.map_err(|fault| token::refused(&fault))?;
        let holder = oidc::check(&token, &provider.client_ids, call.now)
            .map_err(|fault| token::refused(&fault))?;
        let carried = carried(&holder)?;
        let role = trust::role(call, &input.wanted.role)?;
        let authority = authority(call, &provider, &holder, &input.wanted);
        let asks = trust::asks(
            call,
            Self::ROW.action,
            &input.wanted,
            role.as_ref(),
            &carried,
        )?;
        authority
            .permit(&asks)
            .map_err(|refusal| errors::web_identity_denied(&refusal.action))?;
        let role = role.ok_or_else(|| errors::web_identity_denied(Self::ROW.action))?;
        let provider_arn = provider.arn();
        let origin = Origin::WebIdentity(kept_of(&provider, &holder));
        Ok(Output {
            made: session::of_role(call, &role, input.wanted, carried, origin).await?,
            holder,
            provider_arn,
        })
    }

    fn reply(call: &Call<'_>, output: Output) -> Result<Reply, Failure> {
        let Output {
            made,
            holder,
            provider_arn,
        } = output;
        let packed = TOKEN_PACKED_PERCENT + made.packed_percent.unwrap_or_default();
        Ok(query::result(call, |xml| {
            xml.text_element("SubjectFromWebIdentityToken", &holder.subject);
            xml.text_element("Audience", &holder.audience);
            session::write(xml, &made.session);
            xml.text_element("Provider", &provider_arn);
            xml.text_element("PackedPolicySize", packed.min(100).to_string());
            if let Some(source_identity) = &made.session.source_identity {
                xml.text_element("SourceIdentity", source_identity);
            }
        }))
    }
}

/// The identity provider for the token's issuer, in the account of the role.
fn provider(call: &Call<'_>, token: &Token, wanted: &Wanted) -> Result<ProviderRecord, Failure> {
    let issuer = token.issuer().map_err(|fault| token::refused(&fault))?;
    let account = &wanted.role.account;
    let found = directory::provider(call.world, account, issuer);
    let found = found.map_err(|_| errors::internal())?;
    // Names compare without case, issuers do not.
    found
        .filter(|provider| provider.url() == issuer)
        .ok_or_else(|| token::no_provider(issuer, account))
}

fn carried(holder: &Holder) -> Result<Carried, Failure> {
    let given = Given {
        tags: holder.tags.clone().into_iter().collect(),
        transitive: holder.transitive_tag_keys.clone(),
    };
    Ok(Carried {
        tags: SessionTags::join(given, Tags::new())?,
        source_identity: holder.source_identity.clone(),
    })
}

/// What the session keeps of the token.
fn kept_of(provider: &ProviderRecord, holder: &Holder) -> WebIdentity {
    WebIdentity {
        provider_arn: provider.arn(),
        host: provider.host.clone(),
        subject: holder.subject.clone(),
        audience: holder.audience.clone(),
        methods: holder.methods.clone(),
    }
}

/// The authorizer for the holder of the token: what it decides stands under the request's own id.
fn authority<'a>(
    call: &Call<'a>,
    provider: &ProviderRecord,
    holder: &Holder,
    wanted: &Wanted,
) -> Authority<'a> {
    let provider_arn = provider.arn();
    let identity = Identity {
        principal: Arc::new(Principal::WebIdentity {
            provider_arn: provider_arn.clone(),
        }),
        account: provider.account.clone(),
        arn: provider_arn.clone(),
        userid: provider_arn.clone(),
        username: None,
        principal_type: "User",
        principal_arn: None,
        tags: BTreeMap::new(),
        session: None,
        policies: IdentityPolicies::default(),
    };
    let mut context: Context = call.authority.context().clone();
    context.set("aws:userid", &*identity.userid);
    context.set("aws:PrincipalType", identity.principal_type);
    context.set("aws:PrincipalAccount", &*identity.account);
    context.set("aws:FederatedProvider", provider_arn);
    context_keys::web_identity(&mut context, &kept_of(provider, holder));
    for (name, value) in oidc::provider_keys(&provider.host, holder) {
        context.set(&name, value);
    }
    if let Some(roles) = &holder.roles {
        let authorized = roles.contains(&wanted.role.arn);
        context.set("sts:RoleAuthorizedByIdp", authorized);
    }
    let request_id = Arc::from(call.authority.request_id());
    Authority::new(call.world, request_id, Arc::new(identity), context)
}
