//! What exists before the first step.

use super::{
    body::Body,
    datum::{Datum, PolicyText},
    problem::Position,
    reader::{At, Context, Fields, Named, Read, as_table},
    template::Template,
    tree::Node,
};

/// An AWS account and what is in it.
#[derive(Clone, Debug)]
pub struct Account {
    /// The key in the scenario.
    pub key: String,
    /// Where it is written.
    pub at: Position,
    /// 12 digits.
    pub id: String,
    /// IAM users.
    pub users: Vec<Element<User>>,
    /// IAM roles.
    pub roles: Vec<Element<Role>>,
    /// Managed policies.
    pub policies: Vec<Element<ManagedPolicy>>,
    /// OIDC providers.
    pub providers: Vec<Element<Provider>>,
    /// KMS keys.
    pub keys: Vec<Element<Key>>,
    /// Buckets.
    pub buckets: Vec<Element<Bucket>>,
}

/// Something with a key in the scenario and a name in AWS.
#[derive(Clone, Debug)]
pub struct Element<T> {
    /// The key in the scenario.
    pub key: String,
    /// Where the key stands.
    pub at: Position,
    /// The name in AWS; without one, the key.
    pub name: Option<Template>,
    /// The rest.
    pub value: T,
}

/// What users and roles share.
#[derive(Clone, Debug)]
pub struct Identity {
    /// IAM path.
    pub path: String,
    /// Inline policies by name.
    pub policies: Vec<InlinePolicy>,
    /// Managed policies: keys or ARNs.
    pub managed_policies: Vec<At<Template>>,
    /// Permissions boundary: key or ARN.
    pub boundary: Option<At<Template>>,
    /// IAM tags.
    pub tags: Named<Template>,
}

/// An inline policy.
#[derive(Clone, Debug)]
pub struct InlinePolicy {
    /// Where it is written.
    pub at: Position,
    /// Its name in IAM.
    pub name: String,
    /// Its text.
    pub document: PolicyText,
}

/// An IAM user.
#[derive(Clone, Debug)]
pub struct User {
    /// Path, policies, tags.
    pub identity: Identity,
    /// How many access keys it gets.
    pub access_keys: u16,
}

/// An IAM role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Path, policies, tags.
    pub identity: Identity,
    /// The trust policy.
    pub trust: PolicyText,
    /// The longest session, in seconds.
    pub max_session_duration_seconds: Option<u32>,
}

/// A managed policy.
#[derive(Clone, Debug)]
pub struct ManagedPolicy {
    /// IAM path.
    pub path: String,
    /// Its text.
    pub document: PolicyText,
}

/// An OIDC identity provider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The issuer's URL.
    pub url: Template,
    /// Audiences.
    pub client_ids: Vec<Template>,
    /// Certificate thumbprints.
    pub thumbprints: Vec<Template>,
}

/// A KMS key.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key policy; AWS's default when absent.
    pub policy: Option<PolicyText>,
    /// `alias/...`.
    pub alias: Option<Template>,
    /// Region.
    pub region: Option<Template>,
    /// Whether it can be used.
    pub enabled: bool,
    /// Whether it rotates.
    pub rotation: bool,
}

/// A bucket and its settings; each setting is one API call.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Region.
    pub region: Option<Template>,
    /// `Enabled` or `Suspended`.
    pub versioning: Option<&'static str>,
    /// The bucket policy.
    pub policy: Option<PolicyText>,
    /// CORS rules.
    pub cors: Option<Datum>,
    /// `ApplyServerSideEncryptionByDefault` and `BucketKeyEnabled`, flat.
    pub encryption: Option<Datum>,
    /// Object ownership.
    pub ownership: Option<&'static str>,
    /// Public access block.
    pub public_access_block: Option<Datum>,
    /// Whether Object Lock is on.
    pub object_lock: bool,
    /// Lifecycle rules.
    pub lifecycle: Option<Datum>,
    /// Tags.
    pub tags: Named<Template>,
    /// Objects written at the end.
    pub objects: Vec<SeedObject>,
}

/// An object that exists before the first step.
#[derive(Clone, Debug)]
pub struct SeedObject {
    /// Where it is written.
    pub at: Position,
    /// Its key.
    pub key: Template,
    /// Its bytes; empty when absent.
    pub body: Option<Body>,
    /// `Content-Type`.
    pub content_type: Option<Template>,
    /// Storage class.
    pub storage_class: Option<Template>,
}

/// Reads `[account]`.
pub fn read_accounts(node: &Node, cx: &Context) -> Option<Vec<Account>> {
    let table = as_table(node, cx)?;
    Some(
        table
            .entries
            .iter()
            .filter_map(|entry| account(&entry.key, entry.at, &entry.node, cx))
            .collect(),
    )
}

fn account(key: &str, at: Position, node: &Node, cx: &Context) -> Option<Account> {
    let mut fields = Fields::read(node, "the account", cx)?;
    let id: Option<At<String>> = fields.required("id");
    if let Some(id) = &id
        && (id.value.len() != 12 || !id.value.bytes().all(|byte| byte.is_ascii_digit()))
    {
        cx.problems.add_expected(
            id.at,
            format!("`{}` is not an account id", id.value),
            "12 digits",
        );
    }
    let account = Account {
        key: key.to_owned(),
        at,
        id: id.map(|id| id.value).unwrap_or_default(),
        users: elements(&mut fields, "user", cx, user),
        roles: elements(&mut fields, "role", cx, role),
        policies: elements(&mut fields, "policy", cx, managed_policy),
        providers: elements(&mut fields, "provider", cx, provider),
        keys: elements(&mut fields, "key", cx, kms_key),
        buckets: elements(&mut fields, "bucket", cx, bucket),
    };
    fields.finish();
    Some(account)
}

fn elements<'a, T>(
    fields: &mut Fields<'a>,
    kind: &'a str,
    cx: &Context,
    read: impl Fn(&mut Fields<'_>, &Context) -> Option<T>,
) -> Vec<Element<T>> {
    let Some(table) = fields.node(kind).and_then(|node| as_table(node, cx)) else {
        return Vec::new();
    };
    let what = format!("the {kind}");
    let mut elements = Vec::new();
    for entry in &table.entries {
        let Some(mut inner) = Fields::read(&entry.node, &what, cx) else {
            continue;
        };
        let name = inner.optional("name");
        let value = read(&mut inner, cx);
        inner.finish();
        if let Some(value) = value {
            elements.push(Element {
                key: entry.key.clone(),
                at: entry.at,
                name,
                value,
            });
        }
    }
    elements
}

fn identity(fields: &mut Fields<'_>) -> Identity {
    Identity {
        path: fields.optional("path").unwrap_or_else(|| "/".to_owned()),
        policies: fields.or_default("policies"),
        managed_policies: fields.or_default("managed_policies"),
        boundary: fields.optional("boundary"),
        tags: fields.or_default("tags"),
    }
}

fn user(fields: &mut Fields<'_>, cx: &Context) -> Option<User> {
    let access_keys: Option<At<u16>> = fields.optional("access_keys");
    if let Some(keys) = &access_keys
        && keys.value > 2
    {
        cx.problems.add_expected(
            keys.at,
            format!("`{}` access keys", keys.value),
            "0, 1 or 2",
        );
    }
    Some(User {
        identity: identity(fields),
        access_keys: access_keys.map_or(1, |keys| keys.value),
    })
}

fn role(fields: &mut Fields<'_>, _: &Context) -> Option<Role> {
    let identity = identity(fields);
    let max_session_duration_seconds = fields.optional("max_session_duration_seconds");
    Some(Role {
        identity,
        trust: fields.required("trust")?,
        max_session_duration_seconds,
    })
}

fn managed_policy(fields: &mut Fields<'_>, _: &Context) -> Option<ManagedPolicy> {
    let path = fields.optional("path").unwrap_or_else(|| "/".to_owned());
    Some(ManagedPolicy {
        path,
        document: fields.required("document")?,
    })
}

fn provider(fields: &mut Fields<'_>, _: &Context) -> Option<Provider> {
    let client_ids = fields.or_default("client_ids");
    let thumbprints = fields.or_default("thumbprints");
    Some(Provider {
        url: fields.required("url")?,
        client_ids,
        thumbprints,
    })
}

fn kms_key(fields: &mut Fields<'_>, _: &Context) -> Option<Key> {
    Some(Key {
        policy: fields.optional("policy"),
        alias: fields.optional("alias"),
        region: fields.optional("region"),
        enabled: fields.optional("enabled").unwrap_or(true),
        rotation: fields.or_default("rotation"),
    })
}

const VERSIONING: [(&str, &str); 2] = [("Enabled", "Enabled"), ("Suspended", "Suspended")];
const OWNERSHIP: [(&str, &str); 3] = [
    ("BucketOwnerEnforced", "BucketOwnerEnforced"),
    ("BucketOwnerPreferred", "BucketOwnerPreferred"),
    ("ObjectWriter", "ObjectWriter"),
];

fn bucket(fields: &mut Fields<'_>, cx: &Context) -> Option<Bucket> {
    Some(Bucket {
        region: fields.optional("region"),
        versioning: fields.word("versioning", &VERSIONING),
        policy: fields.optional("policy"),
        cors: fields.node("cors").and_then(|node| rules(node, cx)),
        encryption: fields.optional("encryption"),
        ownership: fields.word("ownership", &OWNERSHIP),
        public_access_block: fields.optional("public_access_block"),
        object_lock: fields.or_default("object_lock"),
        lifecycle: fields.optional("lifecycle"),
        tags: fields.or_default("tags"),
        objects: fields.or_default("objects"),
    })
}

/// CORS rules: written here, or in the JSON file that the AWS console takes.
fn rules(node: &Node, cx: &Context) -> Option<Datum> {
    use super::tree::Value;
    match &node.value {
        Value::Text(path) => super::datum::read_json_file(path, node.at, cx),
        _ => Datum::read(node, cx),
    }
}

impl Read for InlinePolicy {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        use super::tree::Value;
        if let Value::Text(path) = &node.value {
            let name = std::path::Path::new(path)
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned());
            let document = PolicyText::read(node, cx)?;
            return Some(Self {
                at: node.at,
                name: name.unwrap_or_default(),
                document,
            });
        }
        let mut fields = Fields::read(node, "the inline policy", cx)?;
        let name: Option<String> = fields.required("name");
        // The source is read from a table without the name, which knows `file` and `json`.
        let source = without_name(node);
        let document = PolicyText::read(&source, cx);
        fields.node("file");
        fields.node("json");
        fields.finish();
        Some(Self {
            at: node.at,
            name: name?,
            document: document?,
        })
    }
}

fn without_name(node: &Node) -> Node {
    use super::tree::Value;
    let mut node = node.clone();
    if let Value::Table(table) = &mut node.value {
        table
            .entries
            .retain(|entry| entry.key == "file" || entry.key == "json");
    }
    node
}

impl Read for SeedObject {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let mut fields = Fields::read(node, "the object", cx)?;
        let key = fields.required("key");
        let body = fields.optional("body");
        let content_type = fields.optional("content_type");
        let storage_class = fields.optional("storage_class");
        fields.finish();
        Some(Self {
            at: node.at,
            key: key?,
            body,
            content_type,
            storage_class,
        })
    }
}
