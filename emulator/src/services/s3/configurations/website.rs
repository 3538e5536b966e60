//! Static web sites. Buckets are not served as such here.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html>

use super::shape::{Field, Shape};
use super::{Configuration, Names, Removable};
use crate::base::Failure;
use crate::protocol::xml::Element;
use crate::services::s3::errors;
use crate::services::service::{Call, Needs};

/// `WebsiteConfiguration`.
#[derive(Debug)]
pub struct Website;

impl Configuration for Website {
    const NEEDS: &'static [Needs] = &[Needs::Query("website")];
    const GET: Names = Names {
        operation: "GetBucketWebsite",
        action: "s3:GetBucketWebsite",
        access_log: "REST.GET.WEBSITE",
    };
    const PUT: Names = Names {
        operation: "PutBucketWebsite",
        action: "s3:PutBucketWebsite",
        access_log: "REST.PUT.WEBSITE",
    };
    const STORED: &'static str = "website";
    const ROOT: &'static str = "WebsiteConfiguration";
    const FIELDS: &'static [Field] = &[
        Field::maybe(
            "RedirectAllRequestsTo",
            Shape::Group(&[
                Field::one("HostName", Shape::Text),
                Field::maybe("Protocol", Shape::Text),
            ]),
        ),
        Field::maybe(
            "IndexDocument",
            Shape::Group(&[Field::one("Suffix", Shape::Text)]),
        ),
        Field::maybe(
            "ErrorDocument",
            Shape::Group(&[Field::one("Key", Shape::Text)]),
        ),
        Field::maybe(
            "RoutingRules",
            Shape::Group(&[Field::some("RoutingRule", Shape::Group(RULE))]),
        ),
    ];

    fn absent(bucket: &str) -> Result<Element, Failure> {
        Err(errors::no_such_website(bucket))
    }

    fn check(_: &Call<'_>, document: Element) -> Result<Element, Failure> {
        match document.child("RedirectAllRequestsTo") {
            Some(_) if document.children.len() > 1 => {
                return Err(errors::website_redirect_and_more());
            }
            Some(redirect) => check_protocol(redirect)?,
            None => check_pages(&document)?,
        }
        Ok(document)
    }
}

impl Removable for Website {
    const DELETE: Names = Names {
        operation: "DeleteBucketWebsite",
        action: "s3:DeleteBucketWebsite",
        access_log: "REST.DELETE.WEBSITE",
    };
}

const RULE: &[Field] = &[
    Field::maybe(
        "Condition",
        Shape::Group(&[
            Field::maybe("KeyPrefixEquals", Shape::Text),
            Field::maybe("HttpErrorCodeReturnedEquals", Shape::Text),
        ]),
    ),
    Field::one(
        "Redirect",
        Shape::Group(&[
            Field::maybe("Protocol", Shape::Text),
            Field::maybe("HostName", Shape::Text),
            Field::maybe("ReplaceKeyPrefixWith", Shape::Text),
            Field::maybe("ReplaceKeyWith", Shape::Text),
            Field::maybe("HttpRedirectCode", Shape::Text),
        ]),
    ),
];

fn check_pages(document: &Element) -> Result<(), Failure> {
    let index = document.child("IndexDocument");
    let suffix = index.and_then(|index| index.text_of("Suffix"));
    match suffix {
        None => return Err(errors::website_without_index()),
        Some(suffix) if suffix.is_empty() || suffix.contains('/') => {
            return Err(errors::website_index_malformed(suffix));
        }
        Some(_) => {}
    }
    let rules = document.child("RoutingRules");
    rules
        .into_iter()
        .flat_map(|rules| rules.all("RoutingRule"))
        .try_for_each(check_rule)
}

fn check_rule(rule: &Element) -> Result<(), Failure> {
    if let Some(redirect) = rule.child("Redirect") {
        check_protocol(redirect)?;
        let has = |name| redirect.child(name).is_some();
        if has("ReplaceKeyPrefixWith") && has("ReplaceKeyWith") {
            return Err(errors::website_two_replacements());
        }
    }
    match rule.child("Condition") {
        Some(condition) if condition.children.is_empty() => Err(errors::website_empty_condition()),
        _ => Ok(()),
    }
}

fn check_protocol(redirect: &Element) -> Result<(), Failure> {
    match redirect.text_of("Protocol") {
        None | Some("http" | "https") => Ok(()),
        Some(_) => Err(errors::website_protocol()),
    }
}
