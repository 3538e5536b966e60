//! Buckets, their settings and their first objects.

use super::{
    Plan,
    build::{boolean, list, table, tags, template, text},
    identities::aws_name,
};
use crate::scenario::{
    action::Service,
    datum::{Datum, DatumKind},
    problem::Position,
    template::{Names, NoValue},
    topology::{Account, Bucket, Element},
};

pub fn names(account: &Account, names: &mut Names) -> Result<(), NoValue> {
    let mut found = Names::new();
    for bucket in &account.buckets {
        let name = aws_name(bucket, names)?;
        found.insert(
            format!("bucket.{}.arn", bucket.key),
            format!("arn:aws:s3:::{name}"),
        );
        found.insert(format!("bucket.{}", bucket.key), name);
    }
    names.extend(found);
    Ok(())
}

pub fn bucket(
    account: &Account,
    bucket: &Element<Bucket>,
    plan: &mut Plan<'_>,
) -> Result<(), NoValue> {
    let at = bucket.at;
    let value = &bucket.value;
    let region = match &value.region {
        Some(region) => region.render(plan.names)?,
        None => plan.default_region.clone(),
    };
    let name = text(at, &aws_name(bucket, plan.names)?);
    // us-east-1 is the one Region that may not be named here.
    let constraint = (region != "us-east-1")
        .then(|| table(at, [("LocationConstraint", Some(text(at, &region)))]));
    let with = table(
        at,
        [
            ("Bucket", Some(name.clone())),
            ("CreateBucketConfiguration", constraint),
            (
                "ObjectOwnership",
                value.ownership.map(|word| text(at, word)),
            ),
            (
                "ObjectLockEnabledForBucket",
                value.object_lock.then(|| boolean(at, true)),
            ),
        ],
    );
    let mut maker = Maker {
        account: &account.id,
        region,
        name,
        at,
        plan,
    };
    maker.call("CreateBucket", with);
    maker.settings(value);
    maker.objects(value);
    Ok(())
}

struct Maker<'a, 'b> {
    account: &'a str,
    region: String,
    name: Datum,
    at: Position,
    plan: &'a mut Plan<'b>,
}

impl Maker<'_, '_> {
    fn call(&mut self, operation: &str, with: Datum) {
        self.plan.call_in(
            with.at,
            self.account,
            &self.region,
            Service::S3,
            operation,
            with,
        );
    }

    /// A call with the bucket and one member.
    fn set(&mut self, operation: &str, member: &str, value: Option<Datum>) {
        if let Some(value) = value {
            let with = table(
                value.at,
                [("Bucket", Some(self.name.clone())), (member, Some(value))],
            );
            self.call(operation, with);
        }
    }

    fn settings(&mut self, bucket: &Bucket) {
        let at = self.at;
        let word = |word: &str| Some(text(at, word));
        let versioning = bucket
            .versioning
            .map(|status| table(at, [("Status", word(status))]));
        self.set("PutBucketVersioning", "VersioningConfiguration", versioning);
        let block = bucket.public_access_block.clone();
        self.set(
            "PutPublicAccessBlock",
            "PublicAccessBlockConfiguration",
            block,
        );
        self.set(
            "PutBucketEncryption",
            "ServerSideEncryptionConfiguration",
            bucket.encryption.as_ref().map(encryption),
        );
        let cors = bucket
            .cors
            .clone()
            .map(|rules| table(rules.at, [("CORSRules", Some(rules))]));
        self.set("PutBucketCors", "CORSConfiguration", cors);
        let lifecycle = bucket
            .lifecycle
            .clone()
            .map(|rules| table(rules.at, [("Rules", Some(rules))]));
        self.set(
            "PutBucketLifecycleConfiguration",
            "LifecycleConfiguration",
            lifecycle,
        );
        let tagging = tags(at, &bucket.tags).map(|tags| table(at, [("TagSet", Some(tags))]));
        self.set("PutBucketTagging", "Tagging", tagging);
        self.set(
            "PutBucketPolicy",
            "Policy",
            bucket.policy.as_ref().map(|policy| template(&policy.0)),
        );
    }

    fn objects(&mut self, bucket: &Bucket) {
        for object in &bucket.objects {
            let with = table(
                object.at,
                [
                    ("Bucket", Some(self.name.clone())),
                    ("Key", Some(template(&object.key))),
                    ("ContentType", object.content_type.as_ref().map(template)),
                    ("StorageClass", object.storage_class.as_ref().map(template)),
                ],
            );
            let call = self.plan.call_in(
                object.at,
                self.account,
                &self.region,
                Service::S3,
                "PutObject",
                with,
            );
            if let Some(call) = call {
                call.body.clone_from(&object.body);
            }
        }
    }
}

/// `{ SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled }` as the one rule that a bucket can have. Other members go where
/// the algorithm goes, so that a wrong one is found by its name.
fn encryption(flat: &Datum) -> Datum {
    let at = flat.at;
    let DatumKind::Table(entries) = &flat.kind else {
        return flat.clone();
    };
    let (rule, default): (Vec<_>, Vec<_>) = entries
        .iter()
        .cloned()
        .partition(|(key, _, _)| key == "BucketKeyEnabled");
    let mut rule = rule;
    let default = Datum {
        at,
        kind: DatumKind::Table(default),
    };
    rule.push(("ApplyServerSideEncryptionByDefault".to_owned(), at, default));
    let rule = Datum {
        at,
        kind: DatumKind::Table(rule),
    };
    table(at, [("Rules", Some(list(at, vec![rule])))])
}
