//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::{Parameter, Violations};
use crate::services::sts::request::{self, Wanted};
use crate::services::sts::session::{self, Made, Origin};
use crate::services::sts::tags::{self, SessionTags};
use crate::services::sts::trust::{self, Carried};
use crate::services::sts::{errors, mfa};

const EXTERNAL_ID_PATTERN: &str = r"[\w+=,.@:\/-]*";
/// The policy's own limit is that of its packed form.
const MAX_POLICY_CHARACTERS: usize = usize::MAX;
const NOT_DONE: &[(&str, &str)] = &[
    request::TOKEN_SIZE,
    ("ProvidedContexts", "there are no context providers here"),
];

/// AssumeRole.
#[derive(Debug)]
pub struct AssumeRole;

/// The session that is asked for.
#[derive(Debug, Clone)]
pub struct Input {
    wanted: Wanted,
    external_id: Option<String>,
    source_identity: Option<String>,
    tags: SessionTags,
}

impl Operation for AssumeRole {
    const ROW: Row = Row::named(
        Service::Sts,
        "AssumeRole",
        "sts:AssumeRole",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Made;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        request::refuse(call, NOT_DONE)?;
        let mut violations = Violations::new();
        let external_id = external_id(call, &mut violations);
        let source_identity = source_identity(call, &mut violations);
        let given = tags::read(call, &mut violations)?;
        let device = mfa::read(call, &mut violations);
        let wanted = request::wanted(call, MAX_POLICY_CHARACTERS, violations)?;
        let session = call.authority.identity().session.as_ref();
        let inherited = session.map(|session| session.transitive_tags.clone());
        let tags = SessionTags::join(given, inherited.unwrap_or_default())?;
        device.verify()?;
        Ok(Input {
            wanted,
            external_id,
            source_identity,
            tags,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let caller = call.authority.identity();
        if caller.is_root() {
            return Err(errors::root_caller());
        }
        if caller.is_federated_user() {
            return Err(errors::role_denied(&caller.arn, &input.wanted.role.arn));
        }
        let role = trust::role(call, &input.wanted.role)?;
        let carried = carried(call, input);
        let asks = trust::asks(
            call,
            Self::ROW.action,
            &input.wanted,
            role.as_ref(),
            &carried,
        )?;
        let with_external_id = asks
            .into_iter()
            .map(|ask| ask.key_if("sts:ExternalId", input.external_id.as_deref()));
        Ok(Asks::Each(with_external_id.collect()))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Made, Failure> {
        let identity = call.authority.identity();
        let role = trust::role(call, &input.wanted.role)?
            .ok_or_else(|| errors::role_denied(&identity.arn, &input.wanted.role.arn))?;
        let carried = carried(call, &input);
        if input.source_identity.is_some() && input.source_identity != carried.source_identity {
            return Err(errors::source_identity_set());
        }
        let origin = if identity.is_role_session() {
            Origin::Chained
        } else {
            Origin::User
        };
        session::of_role(call, &role, input.wanted, carried, origin).await
    }

    fn reply(call: &Call<'_>, made: Made) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            session::write(xml, &made.session);
            if let Some(percent) = made.packed_percent {
                xml.text_element("PackedPolicySize", percent.to_string());
            }
            if let Some(source_identity) = &made.session.source_identity {
                xml.text_element("SourceIdentity", source_identity);
            }
        }))
    }
}

/// A source identity stays through a chain of roles: the calling session's comes first.
fn carried(call: &Call<'_>, input: &Input) -> Carried {
    let session = call.authority.identity().session.as_ref();
    let inherited = session.and_then(|session| session.source_identity.clone());
    Carried {
        tags: input.tags.clone(),
        source_identity: inherited.or_else(|| input.source_identity.clone()),
    }
}

fn external_id(call: &Call<'_>, violations: &mut Violations) -> Option<String> {
    let value = call.form.get("ExternalId")?;
    let shown = Parameter::open("externalId", value);
    violations.length(shown, value.chars().count(), 2, 1224);
    violations.pattern(shown, value, EXTERNAL_ID_PATTERN, |c| {
        c.is_ascii_alphanumeric() || "_+=,.@:/-".contains(c)
    });
    Some(value.to_owned())
}

fn source_identity(call: &Call<'_>, violations: &mut Violations) -> Option<String> {
    let value = call.form.get("SourceIdentity")?;
    let shown = Parameter::open("sourceIdentity", value);
    violations.length(shown, value.chars().count(), 2, 256);
    // A colon does not fit the pattern, so the reserved prefix `aws:` cannot occur.
    request::name_pattern(violations, "sourceIdentity", value);
    Some(value.to_owned())
}
