//! The rows of S3 Control, and which one a request is for.

use super::{errors, not_yet, ops};
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::protocol::uri;
use crate::services::s3;
use crate::services::service::{Call, Operation, Route, Row};

/// Every operation that is done here.
pub static TABLE: &[Row] = &[
    ops::create_access_point::CreateAccessPoint::ROW,
    ops::delete_access_point::DeleteAccessPoint::ROW,
    ops::delete_access_point_policy::DeleteAccessPointPolicy::ROW,
    ops::delete_public_access_block::DeletePublicAccessBlock::ROW,
    ops::get_access_point::GetAccessPoint::ROW,
    ops::get_access_point_policy::GetAccessPointPolicy::ROW,
    ops::get_access_point_policy_status::GetAccessPointPolicyStatus::ROW,
    ops::get_public_access_block::GetPublicAccessBlock::ROW,
    ops::list_access_points::ListAccessPoints::ROW,
    ops::list_tags_for_resource::ListTagsForResource::ROW,
    ops::put_access_point_policy::PutAccessPointPolicy::ROW,
    ops::put_public_access_block::PutPublicAccessBlock::ROW,
    ops::tag_resource::TagResource::ROW,
    ops::untag_resource::UntagResource::ROW,
];

/// The row whose template the path fits.
///
/// # Errors
/// An operation that is knowingly not done, or none at all.
pub fn locate(head: &Head) -> Result<&'static Row, Failure> {
    let fits = |row: &&Row| match row.route {
        Route::Path(method, path) => {
            head.method.as_str() == method && label(path, &head.path).is_some()
        }
        _ => false,
    };
    if let Some(row) = TABLE.iter().find(fits) {
        return Ok(row);
    }
    let missing = not_yet::all().iter().find(|entry| {
        head.method.as_str() == entry.method && label(entry.path, &head.path).is_some()
    });
    match missing {
        Some(entry) => Err(errors::not_implemented(entry.name, entry.why)),
        None => Err(errors::no_such_operation(head.method.as_str())),
    }
}

/// What stands in the place of the template's label in the call's path, decoded; empty when it has none.
///
/// # Errors
/// `InvalidURI`.
pub fn path_label(call: &Call<'_>) -> Result<String, Failure> {
    let invalid = || s3::errors::invalid_uri(&call.head.path);
    let Route::Path(_, template) = call.row.route else {
        return Ok(String::new());
    };
    let raw = label(template, &call.head.path).ok_or_else(invalid)?;
    uri::decode(raw).map_err(|_| invalid())
}

/// What stands in a path in the place of a template's label; `None` when the path does not fit. A label is one segment,
/// or with a `+` the path's rest.
fn label<'p>(template: &str, path: &'p str) -> Option<&'p str> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let Some((before, rest)) = template.split_once('{') else {
        return (path == template).then_some("");
    };
    let (name, after) = rest.split_once('}')?;
    let found = path.strip_prefix(before)?.strip_suffix(after)?;
    let one_segment = name.ends_with('+') || !found.contains('/');
    (one_segment && !found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_are_segments_or_rests() {
        let cases = [
            ("/v/ap", "/v/ap", Some("")),
            ("/v/ap", "/v/ap/x", None),
            ("/v/ap/{name}", "/v/ap/x", Some("x")),
            ("/v/ap/{name}", "/v/ap/x/", Some("x")),
            ("/v/ap/{name}", "/v/ap/x/policy", None),
            ("/v/ap/{name}/policy", "/v/ap/x/policy", Some("x")),
            ("/v/ap/{name}/policy", "/v/ap/x/policyStatus", None),
            ("/v/ap/{name}", "/v/ap/", None),
            ("/v/tags/{arn+}", "/v/tags/arn:a/b", Some("arn:a/b")),
        ];
        for (template, path, found) in cases {
            assert_eq!(label(template, path), found, "{template} {path}");
        }
    }
}
