//! Query parameters that select a sub-resource. A request with one is never the plain operation of its method:
//! `DELETE /bucket?location` deletes no bucket.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::errors;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::service::Shape;

const MODEL: &str = include_str!("../../../model/s3_operations.tsv");
/// These refine an operation and select none.
const REFINEMENTS: [&str; 2] = ["list-type", "partNumber"];
static BUCKET: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_shape("bucket"));
static OBJECT: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_shape("object"));

/// The sub-resource that a request is about.
///
/// # Errors
/// `InvalidArgument` when there are several.
pub fn selected(head: &Head, shape: Shape) -> Result<Option<&str>, Failure> {
    if head.query.is_empty() {
        return Ok(None);
    }
    let known: &BTreeSet<&str> = match shape {
        Shape::Bucket => &BUCKET,
        Shape::Object => &OBJECT,
        Shape::Service | Shape::Any => return Ok(None),
    };
    let names = head.query.iter().map(|(name, _)| name);
    let found: BTreeSet<&str> = names.filter(|name| known.contains(name)).collect();
    if found.len() > 1 {
        let names: Vec<&str> = found.into_iter().collect();
        return Err(errors::conflicting_parameters(&names));
    }
    Ok(found.into_iter().next())
}

/// The first query parameter that each operation needs.
fn of_shape(shape: &str) -> BTreeSet<&'static str> {
    let selector = |line: &'static str| {
        let mut fields = line.split('\t').skip(2);
        if fields.next() != Some(shape) {
            return None;
        }
        let needs = fields.next()?.split('&').filter(|need| *need != "-");
        needs
            .filter(|need| !need.ends_with(':'))
            .map(|need| need.split('=').next().unwrap_or(need))
            .find(|name| !REFINEMENTS.contains(name))
    };
    MODEL.lines().skip(1).filter_map(selector).collect()
}
