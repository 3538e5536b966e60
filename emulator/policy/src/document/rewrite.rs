//! The document with other principals.

use super::Document;
use crate::principal::{KINDS, PrincipalRef};

impl Document {
    /// The text with principals exchanged, the rest left as it was written.
    ///
    /// AWS stores unique identifiers in place of users and roles and shows their ARNs again while they exist, and S3
    /// shows a bare account as its root ARN; `replace` does either. It returns what stands there instead, or `None` to
    /// keep the entry. See
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>.
    pub fn replace_principals(
        &self,
        replace: &dyn Fn(&PrincipalRef) -> Option<PrincipalRef>,
    ) -> String {
        let mut out = String::with_capacity(self.text().len());
        let mut copied = 0;
        for principals in self
            .statements
            .iter()
            .filter_map(|statement| statement.principal.as_ref())
        {
            let replaced: Vec<Option<PrincipalRef>> =
                principals.entries.iter().map(replace).collect();
            if replaced.iter().all(Option::is_none) {
                continue;
            }
            let entries: Vec<PrincipalRef> = replaced
                .into_iter()
                .zip(&principals.entries)
                .map(|(new, old)| new.unwrap_or_else(|| old.clone()))
                .collect();
            out.push_str(&self.text()[copied..principals.span.0]);
            out.push_str(&element(&entries));
            copied = principals.span.1;
        }
        out.push_str(&self.text()[copied..]);
        out
    }
}

/// The value of a `Principal` element; a single entry is written without a list.
fn element(entries: &[PrincipalRef]) -> String {
    let kinds = KINDS.iter().filter_map(|kind| {
        let texts: Vec<String> = entries
            .iter()
            .filter(|entry| entry.kind() == *kind)
            .map(|entry| serde_json::Value::from(entry.text()).to_string())
            .collect();
        match texts.as_slice() {
            [] => None,
            [one] => Some(format!("\"{kind}\":{one}")),
            many => Some(format!("\"{kind}\":[{}]", many.join(","))),
        }
    });
    format!("{{{}}}", kinds.collect::<Vec<_>>().join(","))
}
