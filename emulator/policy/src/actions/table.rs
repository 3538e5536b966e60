//! The services of which everything is known, straight from their tables: nothing is built beforehand.

/// A service: its prefix, its actions and its types of resource, one a line; see the heads of the files.
#[derive(Debug, Clone, Copy)]
pub(super) struct Service {
    prefix: &'static str,
    actions: &'static str,
    resources: &'static str,
}

const SERVICES: [Service; 4] = [
    Service {
        prefix: "iam",
        actions: include_str!("iam.tsv"),
        resources: include_str!("iam_resources.tsv"),
    },
    Service {
        prefix: "kms",
        actions: include_str!("kms.tsv"),
        resources: include_str!("kms_resources.tsv"),
    },
    Service {
        prefix: "s3",
        actions: include_str!("s3.tsv"),
        resources: include_str!("s3_resources.tsv"),
    },
    Service {
        prefix: "sts",
        actions: include_str!("sts.tsv"),
        resources: include_str!("sts_resources.tsv"),
    },
];

/// What an action does, as the Service Authorization Reference sorts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessLevel {
    /// Shows which resources there are.
    List,
    /// Reads what they hold.
    Read,
    /// Changes only tags.
    Tagging,
    /// Creates, changes or deletes.
    Write,
    /// Grants or takes away permissions.
    PermissionsManagement,
}

/// An action of S3, IAM, STS or KMS.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    service: Service,
    /// Without the service's prefix.
    pub name: &'static str,
    /// What it does.
    pub level: AccessLevel,
    types: &'static str,
    keys: &'static str,
    dependent: &'static str,
}

/// A type of resource that an action acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceType {
    /// `bucket`, `object`, `role` and so on.
    pub name: &'static str,
    /// Whether the action always names one.
    pub required: bool,
    /// The form of its ARN; `*` stands for any text.
    pub arn: &'static str,
    keys: &'static str,
}

impl Action {
    /// What it acts on; nothing for actions that only `*` as resource covers.
    pub fn resource_types(&self) -> impl Iterator<Item = ResourceType> {
        let service = self.service;
        listed(self.types).filter_map(move |entry| {
            let name = entry.trim_end_matches('!');
            let mut columns = rows(service.resources)
                .find(|row| row.split('\t').next() == Some(name))?
                .split('\t')
                .skip(1);
            Some(ResourceType {
                name,
                required: entry.ends_with('!'),
                arn: columns.next()?,
                keys: columns.next()?,
            })
        })
    }

    #[cfg(test)]
    pub(super) fn type_names(&self) -> impl Iterator<Item = &'static str> {
        listed(self.types)
    }

    /// Its own condition keys; `/*` at the end stands for any tag key.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        listed(self.keys)
    }

    /// Whole names of the actions that the caller needs beside it.
    pub fn dependent_actions(&self) -> impl Iterator<Item = &'static str> {
        listed(self.dependent)
    }
}

impl ResourceType {
    /// The condition keys that come with the resource.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        listed(self.keys)
    }
}

impl Service {
    pub fn actions(self) -> impl Iterator<Item = Action> {
        rows(self.actions).filter_map(move |row| {
            let mut columns = row.split('\t');
            Some(Action {
                service: self,
                name: columns.next()?,
                level: level(columns.next()?)?,
                types: columns.next()?,
                keys: columns.next()?,
                dependent: columns.next()?,
            })
        })
    }
}

pub(super) fn service(prefix: &str) -> Option<Service> {
    SERVICES
        .into_iter()
        .find(|service| service.prefix.eq_ignore_ascii_case(prefix))
}

pub(super) fn prefixes() -> impl Iterator<Item = &'static str> {
    SERVICES.into_iter().map(|service| service.prefix)
}

fn level(text: &str) -> Option<AccessLevel> {
    Some(match text {
        "List" => AccessLevel::List,
        "Read" => AccessLevel::Read,
        "Tagging" => AccessLevel::Tagging,
        "Write" => AccessLevel::Write,
        "Permissions management" => AccessLevel::PermissionsManagement,
        _ => return None,
    })
}

/// The rows of a table; its head begins with `#`.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn listed(column: &'static str) -> impl Iterator<Item = &'static str> {
    column
        .split(' ')
        .filter(|entry| !entry.is_empty() && *entry != "-")
}
