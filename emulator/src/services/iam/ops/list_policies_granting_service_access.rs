//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::policies::{self, Gathered, HolderKind, PolicyKind};
use crate::auth::directory::records::{GroupRecord, RoleRecord, UserRecord};
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::iam::params::Params;
use crate::services::iam::policies::path_and_name;
use crate::services::iam::{errors, rules, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// Services that one call may ask for.
const MOST_NAMESPACES: usize = 200;

/// Whose policies, and for which services.
#[derive(Debug)]
pub struct Input {
    arn: String,
    namespaces: Vec<String>,
}

/// ListPoliciesGrantingServiceAccess: the permissions policies of a user with its groups, of a group or of a role that
/// allow anything of a service. Boundaries are left aside.
#[derive(Debug)]
pub struct ListPoliciesGrantingServiceAccess;

impl Operation for ListPoliciesGrantingServiceAccess {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListPoliciesGrantingServiceAccess",
        "iam:ListPoliciesGrantingServiceAccess",
        erase::<Self>(),
    );

    type Input = Input;
    type Output = Vec<(String, Vec<Gathered>)>;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            arn: params.required("Arn", rules::ARN),
            namespaces: namespaces(&mut params),
        };
        params.optional("Marker", rules::MARKER);
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let action = Self::ROW.action;
        let (kind, name) = kind_and_name(&input.arn)?;
        Ok(Asks::one(match kind {
            HolderKind::User => subject::ask::<UserRecord>(call, action, name)?,
            HolderKind::Group => subject::ask::<GroupRecord>(call, action, name)?,
            HolderKind::Role => subject::ask::<RoleRecord>(call, action, name)?,
        }))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        input: Input,
    ) -> Result<Vec<(String, Vec<Gathered>)>, Failure> {
        let world = call.world;
        let (kind, name) = kind_and_name(&input.arn)?;
        let gathered = match kind {
            HolderKind::User => policies::of_user(world, &subject::get(call, name)?),
            HolderKind::Group => policies::of_group(world, &subject::get(call, name)?),
            HolderKind::Role => policies::of_role(world, &subject::get(call, name)?),
        };
        let gathered = errors::stored(gathered)?;
        let granting = |namespace: String| {
            let mut granting = gathered.clone();
            granting.retain(|policy| policy.document.may_allow_service(&namespace));
            (namespace, granting)
        };
        Ok(input.namespaces.into_iter().map(granting).collect())
    }

    fn reply(call: &Call<'_>, services: Vec<(String, Vec<Gathered>)>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("PoliciesGrantingServiceAccess");
            for (namespace, policies) in &services {
                xml.open("member");
                xml.text_element("ServiceNamespace", namespace);
                xml.open("Policies");
                for policy in policies {
                    xml.open("member");
                    write(xml, policy);
                    xml.close();
                }
                xml.close();
                xml.close();
            }
            xml.close();
            xml.text_element("IsTruncated", "false");
        }))
    }
}

fn namespaces(params: &mut Params<'_>) -> Vec<String> {
    let given = params.list("ServiceNamespaces", rules::NAMESPACE, rules::NAMESPACES);
    match &given {
        None => params.missing("ServiceNamespaces"),
        Some(given) if given.len() > MOST_NAMESPACES => {
            params.too_many("ServiceNamespaces", MOST_NAMESPACES);
        }
        Some(_) => {}
    }
    given.unwrap_or_default()
}

fn kind_and_name(arn: &str) -> Result<(HolderKind, &str), Failure> {
    let tail = arn.splitn(6, ':').nth(5).unwrap_or_default();
    let (kind, path) = tail.split_once('/').ok_or_else(|| errors::no_arn(arn))?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let kinds = [HolderKind::User, HolderKind::Group, HolderKind::Role];
    let kind = kinds.into_iter().find(|known| known.word() == kind);
    kind.map(|kind| (kind, name))
        .ok_or_else(|| errors::wrong_arn(arn))
}

fn write(xml: &mut Writer, policy: &Gathered) {
    if policy.kind == PolicyKind::Inline {
        xml.text_element("PolicyName", &policy.name);
        xml.text_element("PolicyType", "INLINE");
        xml.text_element("EntityType", policy.holder.word().to_uppercase());
        xml.text_element("EntityName", &policy.holder_name);
    } else {
        xml.text_element("PolicyName", path_and_name(&policy.name).1);
        xml.text_element("PolicyType", "MANAGED");
        xml.text_element("PolicyArn", &policy.name);
    }
}
