//! Near misses: misspelt actions, resources that lack a `/*`, other letter case.

use crate::arn;

/// Names of API calls that are often taken for IAM actions, and the action that the call asks for.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>
const CALLS: [(&str, &str); 14] = [
    ("s3:CompleteMultipartUpload", "s3:PutObject"),
    ("s3:CopyObject", "s3:PutObject"),
    ("s3:CreateMultipartUpload", "s3:PutObject"),
    ("s3:DeleteObjects", "s3:DeleteObject"),
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:HeadObject", "s3:GetObject"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"),
    ("s3:ListObjectVersions", "s3:ListBucketVersions"),
    ("s3:ListObjects", "s3:ListBucket"),
    ("s3:ListObjectsV2", "s3:ListBucket"),
    ("s3:ListParts", "s3:ListMultipartUploadParts"),
    ("s3:UploadPart", "s3:PutObject"),
    ("s3:UploadPartCopy", "s3:PutObject"),
];

/// The action that the API call of this name asks for.
pub(super) fn action_of_call(text: &str) -> Option<&'static str> {
    let row = CALLS
        .iter()
        .find(|(call, _)| call.eq_ignore_ascii_case(text));
    row.map(|(_, action)| *action)
}

/// Whether two names differ in at most two letters, letter case left aside.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one.len().min(other.len()) > 4 && within(&one, &other, 2)
}

/// Whether at most `most` letters are added, lost or exchanged.
fn within(one: &str, other: &str, most: usize) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return false;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let exchanged = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = exchanged.min(row[j] + 1).min(corner + 1);
        }
    }
    row[other.len()] <= most
}

/// What a resource pattern may have been meant to be, given the resource that it missed.
pub(super) fn resources(pattern: &str, resource: &str) -> Vec<String> {
    let mut meant = Vec::new();
    let bare = pattern.trim_end_matches('*').trim_end_matches('/');
    if !pattern.ends_with('*') {
        meant.push(format!("{bare}/*"));
    }
    if bare != pattern && !bare.is_empty() {
        // `bucket/*` for a call on the bucket itself.
        meant.push(bare.to_owned());
    }
    meant.extend(without_account(pattern));
    meant.extend(respelt(pattern, resource));
    meant.retain(|text| text != pattern);
    meant
}

/// S3's ARNs of buckets and objects have neither Region nor account.
fn without_account(pattern: &str) -> Option<String> {
    let [_, partition, service, region, account, resource] = arn::split(pattern)?;
    let named = !region.is_empty() || !account.is_empty();
    (service == "s3" && named).then(|| format!("arn:{partition}:{service}:::{resource}"))
}

/// The pattern with its plain beginning spelt as the resource spells it, when the two are alike.
fn respelt(pattern: &str, resource: &str) -> Option<String> {
    let plain = pattern.find(['*', '?', '$']).unwrap_or(pattern.len());
    let (start, rest) = pattern.split_at(plain);
    if rest.is_empty() {
        return alike(start, resource).then(|| resource.to_owned());
    }
    let slashes = start.matches('/').count();
    let end = match slashes {
        0 => return None,
        count => resource.match_indices('/').nth(count - 1)?.0 + 1,
    };
    let same = &resource[..end];
    let (head, tail) = start.split_at(start.rfind('/')? + 1);
    (alike(head, same)).then(|| format!("{same}{tail}{rest}"))
}

#[cfg(test)]
mod tests;
