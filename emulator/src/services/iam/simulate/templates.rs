//! The name under which a result speaks of several resources: the form of their ARNs.

/// By service and kind; the first whose action matches. Only those of S3, IAM and Lambda are recorded.
const TEMPLATES: [(&str, &str); 4] = [
    (
        "iam",
        "arn:aws:iam::${Account}:${ResourceType}/${ResourceName}",
    ),
    ("kms", "arn:aws:kms:${Region}:${Account}:key/${KeyId}"),
    (
        "lambda",
        "arn:aws:lambda:${Region}:${Account}:${ResourceType}:${ResourceId}",
    ),
    ("s3", "arn:aws:s3:::${BucketName}/${KeyName}"),
];

/// The form of an action's resources; `*` when none is known.
pub fn of(action: &str) -> &'static str {
    let service = action.split(':').next().unwrap_or_default();
    TEMPLATES
        .into_iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(service))
        .map_or("*", |(_, template)| template)
}
