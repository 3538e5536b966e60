//! Random scenes from small pools, so that statements meet requests often.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value as Json, json};

use super::{AclScene, Caller, Rule, Scene};

const ACTIONS: [&str; 10] = [
    "*",
    "s3:*",
    "S3:get*",
    "s3:GetObject",
    "s3:?etObject",
    "s3:PutObject",
    "s3:*Object*",
    "kms:*",
    "s3:Get*n",
    "*:*",
];
const ASKED_ACTIONS: [&str; 5] = [
    "s3:GetObject",
    "s3:getobject",
    "s3:PutObject",
    "s3:GetObjectVersion",
    "kms:Decrypt",
];
const RESOURCES: [&str; 16] = [
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/${aws:userid, 'a'}",
    "arn:aws:s3:::b/${aws:TagKeys}",
    "arn:aws:s3:::b/${*}/?",
    "arn:*:s3:::b/?",
    "arn:aws:s3:*:*:b",
    "arn:aws:s3:e*:1?:b",
    "arn:aws:s*:*u:1:*",
    "arn:aws:s3:e*u:1*:*",
    "arn:aws:*:*:*:*b",
    "arn:aws:s3:?*?*::b/**a",
];
const ASKED_RESOURCES: [&str; 10] = [
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/a",
    "arn:aws:s3:::b/*/a",
    "arn:aws:s3:::b/alice/a",
    "arn:aws:s3:::b/a:1:b",
    "arn:aws:s3:eu:1:b",
    "arn:aws:s3:eu:12:x:b",
    "arn:aws:s3:e:u:1:b",
    "arn:aws-cn:s3:::b/a",
];
const PRINCIPALS: [(&str, &str); 15] = [
    ("AWS", "*"),
    ("AWS", "111122223333"),
    ("AWS", "arn:aws:iam::111122223333:root"),
    ("AWS", "arn:aws:iam::444455556666:root"),
    ("AWS", "arn:aws:iam::111122223333:user/team/alice"),
    ("AWS", "arn:aws:iam::444455556666:user/bob"),
    ("AWS", "arn:aws:iam::111122223333:role/team/uploader"),
    ("AWS", "arn:aws:iam::444455556666:role/migration"),
    (
        "AWS",
        "arn:aws:sts::111122223333:assumed-role/uploader/run-7",
    ),
    ("AWS", "arn:aws:sts::111122223333:federated-user/guest"),
    ("AWS", "AIDAALICEEXAMPLE00001"),
    ("AWS", "AROAUPLOADEREXAMPLE01"),
    (
        "Federated",
        "arn:aws:iam::111122223333:oidc-provider/tokens.example.com",
    ),
    ("Service", "logging.s3.amazonaws.com"),
    (
        "CanonicalUser",
        "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
    ),
];

/// Values in policies, values in requests.
type Pool = (&'static [&'static str], &'static [&'static str]);

const STRINGS: Pool = (
    &[
        "alice",
        "Al*",
        "*",
        "?",
        "${aws:username}",
        "${aws:TagKeys}",
        "${aws:userid, 'alice'}",
        "a${*}",
        "${AWS:UserName}*",
        "",
    ],
    &[
        "alice",
        "ALICE",
        "Alan",
        "*",
        "",
        "a*",
        "${aws:username}",
        "x",
    ],
);
const NUMBERS: Pool = (
    &["1", "2.50", "-3", "1e0"],
    &["1", "01", "2.5", "10", "-4", "x", ""],
);
const DATES: Pool = (
    &[
        "2024-07-01T00:00:00Z",
        "1719792000",
        "2024-07-01T02:00:00+02:00",
        "2025-01-01T00:00:00Z",
    ],
    &[
        "2024-07-01T00:00:00Z",
        "1719792001",
        "2023-12-31T23:59:59Z",
        "soon",
    ],
);
const BOOLS: Pool = (
    &["true", "false", "TRUE", "perhaps"],
    &["true", "false", "True", "yes", ""],
);
const ADDRESSES: Pool = (
    &[
        "203.0.113.0/24",
        "203.0.113.7",
        "0.0.0.0/0",
        "2001:db8::/32",
        "::/0",
        "203.0.113.129/25",
        "203.0.113.8/29",
    ],
    &[
        "203.0.113.7",
        "203.0.113.200",
        "198.51.100.1",
        "2001:db8::1",
        "2001:db9::1",
        "::ffff:203.0.113.7",
        "x",
    ],
);
const ARNS: Pool = (
    &[
        "arn:aws:iam::111122223333:role/team/uploader",
        "arn:aws:iam::*:role/*",
        "arn:aws:*:*:*:*",
        "arn:aws:iam::1111*:user/${aws:username}",
        "${aws:PrincipalArn}",
        "arn:aws:iam::${aws:userid}:*",
    ],
    &[
        "arn:aws:iam::111122223333:role/team/uploader",
        "arn:aws:iam::111122223333:user/alice",
        "arn:aws:sns:eu-west-1:111122223333:a:b",
        "alice",
    ],
);
const BINARIES: Pool = (&["AAAA", "QUJD"], &["AAAA", "QUJD", "?"]);

const OPERATORS: [(&str, &Pool); 27] = [
    ("StringEquals", &STRINGS),
    ("StringNotEquals", &STRINGS),
    ("StringEqualsIgnoreCase", &STRINGS),
    ("StringNotEqualsIgnoreCase", &STRINGS),
    ("StringLike", &STRINGS),
    ("StringNotLike", &STRINGS),
    ("NumericEquals", &NUMBERS),
    ("NumericNotEquals", &NUMBERS),
    ("NumericLessThan", &NUMBERS),
    ("NumericLessThanEquals", &NUMBERS),
    ("NumericGreaterThan", &NUMBERS),
    ("NumericGreaterThanEquals", &NUMBERS),
    ("DateEquals", &DATES),
    ("DateNotEquals", &DATES),
    ("DateLessThan", &DATES),
    ("DateLessThanEquals", &DATES),
    ("DateGreaterThan", &DATES),
    ("DateGreaterThanEquals", &DATES),
    ("Bool", &BOOLS),
    ("BinaryEquals", &BINARIES),
    ("IpAddress", &ADDRESSES),
    ("NotIpAddress", &ADDRESSES),
    ("ArnEquals", &ARNS),
    ("ArnLike", &ARNS),
    ("ArnNotEquals", &ARNS),
    ("ArnNotLike", &ARNS),
    ("Null", &BOOLS),
];

/// Keys of conditions, with the kinds of value they usually hold.
const KEYS: [(&str, &[&Pool]); 5] = [
    ("aws:username", &[&STRINGS]),
    ("aws:userid", &[&NUMBERS, &DATES]),
    ("aws:TagKeys", &[&STRINGS, &NUMBERS]),
    ("aws:PrincipalArn", &[&ARNS]),
    ("x:y", &[&ADDRESSES, &BOOLS, &BINARIES]),
];

/// Mostly a key that holds what the operator compares, sometimes any.
fn key(pool: &'static Pool) -> impl Strategy<Value = &'static str> {
    let of = |usual: bool| {
        let keys = KEYS
            .iter()
            .filter(|(_, pools)| !usual || pools.contains(&pool))
            .map(|(key, _)| *key);
        select(keys.collect::<Vec<_>>())
    };
    prop_oneof![3 => of(true), 1 => of(false)]
}

fn texts(pool: &'static [&'static str], most: usize) -> impl Strategy<Value = Json> {
    prop_oneof![
        4 => select(pool).prop_map(Json::from),
        2 => subsequence(pool, 1..=most.min(pool.len())).prop_map(Json::from),
    ]
}

/// One condition block; most often of one operator with one key.
fn condition() -> impl Strategy<Value = Json> {
    let name = (
        select(&OPERATORS[..]),
        select(&["", "", "ForAllValues:", "ForAnyValue:"][..]),
        any::<bool>(),
    );
    let one = name.prop_flat_map(|((name, pool), set, if_exists)| {
        let name = match name {
            "Null" => name.to_owned(),
            _ => format!("{set}{name}{}", if if_exists { "IfExists" } else { "" }),
        };
        (key(pool), texts(pool.0, 3))
            .prop_map(move |(key, values)| (name.clone(), json!({ key: values })))
    });
    vec(one, 0..=2).prop_map(|blocks| Json::Object(blocks.into_iter().collect::<Map<_, _>>()))
}

fn principal() -> impl Strategy<Value = Json> {
    prop_oneof![
        1 => Just(json!("*")),
        6 => subsequence(&PRINCIPALS[..], 1..=4).prop_map(|entries| {
            let mut kinds: Map<String, Json> = Map::new();
            for (kind, text) in entries {
                let list = kinds.entry(kind).or_insert_with(|| json!([]));
                if let Json::Array(items) = list {
                    items.push(json!(text));
                }
            }
            Json::Object(kinds)
        }),
    ]
}

/// A statement; with principals when it is of a resource policy.
pub fn statement(of_resource: bool) -> impl Strategy<Value = Json> {
    let effect = select(&["Allow", "Allow", "Allow", "Deny"][..]);
    let negated = || proptest::bool::weighted(0.15);
    let body = (
        effect,
        (negated(), texts(&ACTIONS, 2)),
        (negated(), texts(&RESOURCES, 3)),
        (negated(), principal()),
        option::weighted(0.4, condition()),
    );
    body.prop_map(move |(effect, action, resource, principal, condition)| {
        let mut members = Map::new();
        let mut set = |(negated, value): (bool, Json), name: &str| {
            members.insert(
                if negated {
                    format!("Not{name}")
                } else {
                    name.to_owned()
                },
                value,
            );
        };
        set((false, json!(effect)), "Effect");
        set(action, "Action");
        set(resource, "Resource");
        if of_resource {
            set(principal, "Principal");
        }
        if let Some(condition) = condition {
            set((false, condition), "Condition");
        }
        Json::Object(members)
    })
}

/// A whole document of up to three statements.
pub fn policy(of_resource: bool) -> impl Strategy<Value = Json> {
    let version =
        prop_oneof![6 => Just(Some("2012-10-17")), 1 => Just(Some("2008-10-17")), 1 => Just(None)];
    (version, vec(statement(of_resource), 1..=3)).prop_map(|(version, statements)| match version {
        Some(version) => json!({ "Version": version, "Statement": statements }),
        None => json!({ "Statement": statements }),
    })
}

fn context() -> impl Strategy<Value = Map<String, Json>> {
    let everything: Vec<&Pool> = KEYS
        .iter()
        .flat_map(|(_, pools)| pools.iter().copied())
        .collect();
    let found = |pools: &[&Pool]| {
        select(
            pools
                .iter()
                .flat_map(|pool| pool.1.iter().copied())
                .collect::<Vec<_>>(),
        )
    };
    let value = |pools: &[&Pool]| {
        prop_oneof![
            2 => Just(None),
            6 => found(pools).prop_map(|text| Some(json!(text))),
            1 => found(&everything).prop_map(|text| Some(json!(text))),
            2 => vec(found(pools), 0..=3).prop_map(|texts| Some(json!(texts))),
        ]
        .boxed()
    };
    let values: Vec<_> = KEYS.iter().map(|(_, pools)| value(pools)).collect();
    values.prop_map(|values| {
        KEYS.iter()
            .zip(values)
            .filter_map(|((key, _), value)| Some(((*key).to_owned(), value?)))
            .collect()
    })
}

/// The name of any operator, without a set.
pub fn operator() -> impl Strategy<Value = String> {
    select(&OPERATORS[..]).prop_map(|(name, _)| name.to_owned())
}

/// A user with one statement that is only about conditions.
pub fn condition_scene() -> impl Strategy<Value = Scene> {
    (condition(), context()).prop_map(|(condition, context)| {
        let statement =
            json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition });
        one_statement(statement, "*", context)
    })
}

/// A user with one statement that is only about resources.
pub fn resource_scene() -> impl Strategy<Value = Scene> {
    let element = select(&["Resource", "NotResource"][..]);
    (
        element,
        texts(&RESOURCES, 2),
        select(&ASKED_RESOURCES[..]),
        context(),
    )
        .prop_map(|(element, resources, asked, context)| {
            one_statement(
                json!({ "Effect": "Allow", "Action": "*", element: resources }),
                asked,
                context,
            )
        })
}

fn one_statement(statement: Json, resource: &str, context: Map<String, Json>) -> Scene {
    let policy = json!({ "Version": "2012-10-17", "Statement": [statement] });
    let action = "s3:GetObject".to_owned();
    Scene {
        action,
        resource: resource.to_owned(),
        identity: vec![policy],
        context,
        ..Scene::default()
    }
}

/// Callers, requests and policies of every kind.
pub fn scene() -> impl Strategy<Value = Scene> {
    let callers = [
        Caller::User,
        Caller::User,
        Caller::Role,
        Caller::Role,
        Caller::Root,
        Caller::Federated,
        Caller::Stranger,
        Caller::StrangerRole,
        Caller::Anonymous,
        Caller::Web,
        Caller::Service,
    ];
    let request = (
        select(callers.to_vec()),
        select(&ASKED_ACTIONS[..]),
        select(&ASKED_RESOURCES[..]),
        context(),
    );
    let of_caller = (
        vec(policy(false), 0..=2),
        option::weighted(0.3, policy(false)),
        option::weighted(0.3, vec(policy(false), 0..=2)),
    );
    let of_resource = (
        option::weighted(0.8, policy(true)),
        select(&[None, Some("111122223333")][..]),
        select(&[Rule::Standard, Rule::Standard, Rule::Trust, Rule::Key][..]),
    );
    let of_organization = (
        option::weighted(0.2, vec(vec(policy(false), 1..=2), 1..=2)),
        option::weighted(0.2, vec(policy(true), 1..=2)),
    );
    (request, of_caller, of_resource, of_organization).prop_map(
        |(
            (caller, action, resource, context),
            (identity, boundary, session),
            (policy, owner, rule),
            (scp, rcp),
        )| Scene {
            caller,
            action: action.to_owned(),
            resource: resource.to_owned(),
            context,
            identity,
            boundary,
            session,
            policy,
            owner: owner.map(str::to_owned),
            rule,
            scp: scp.unwrap_or_default(),
            rcp: rcp.map(with_full_access).into_iter().collect(),
            acl: None,
            expect: None,
        },
    )
}

/// AWS attaches `RCPFullAWSAccess` wherever resource control policies are, and lets nobody take it away.
fn with_full_access(mut policies: Vec<Json>) -> Vec<Json> {
    let statement = json!({ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" });
    policies.push(json!({ "Version": "2012-10-17", "Statement": statement }));
    policies
}

/// Scenes where ACLs have a say: a bucket or an object of account 111122223333, 444455556666 or nobody's.
pub fn acl_scene() -> impl Strategy<Value = Scene> {
    let owners = [
        None,
        Some("111122223333"),
        Some("444455556666"),
        Some("anonymous"),
    ];
    let actions = [
        "s3:GetObject",
        "s3:GetObjectVersion",
        "S3:PUTOBJECT",
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:ListBucket",
        "s3:GetBucketAcl",
        "s3:PutBucketAcl",
        "s3:GetObjectAcl",
        "s3:PutObjectAcl",
        "s3:GetObjectTagging",
    ];
    let acl = (
        select(owners.to_vec()),
        select(owners.to_vec()),
        any::<bool>(),
        vec(grant(), 0..=3),
    );
    let acl = acl.prop_map(
        |(object_owner, existing_owner, ignores_public, grants)| AclScene {
            object_owner: object_owner.map(str::to_owned),
            existing_owner: existing_owner.map(str::to_owned),
            ignores_public,
            grants,
        },
    );
    (scene(), acl, select(actions.to_vec())).prop_map(|(scene, acl, action)| Scene {
        acl: Some(acl),
        action: action.to_owned(),
        rule: Rule::Standard,
        ..scene
    })
}

/// `GRANTEE PERMISSION`
pub fn grant() -> impl Strategy<Value = String> {
    let grantees = [
        "AllUsers",
        "AuthenticatedUsers",
        "LogDelivery",
        "111122223333",
        "444455556666",
        "anonymous",
    ];
    let permissions = ["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"];
    (select(grantees.to_vec()), select(permissions.to_vec()))
        .prop_map(|(grantee, permission)| format!("{grantee} {permission}"))
}
