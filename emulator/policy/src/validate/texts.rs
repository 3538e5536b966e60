//! The words of refusal, service by service. `unconfirmed` marks those that no recorded answer of AWS backs; they are
//! here, and only here, to be corrected.

/// IAM, for identity and session policies, `MalformedPolicyDocument`.
pub(super) mod iam {
    use std::fmt::Display;

    pub const SYNTAX: &str = "Syntax errors in policy.";
    pub const VERSION: &str = "Policy document must be version 2012-10-17 or greater.";
    pub const PRINCIPAL: &str = "Policy document should not specify a principal.";
    pub const LEGACY: &str = "The policy failed legacy parsing";
    pub const SID: &str = "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*";
    pub const COLONS: &str = "Actions/Condition can contain only one colon.";
    pub const NO_RESOURCES: &str = "Policy statement must contain resources.";
    /// unconfirmed
    pub const SID_TWICE: &str = "Statement IDs (SID) in a single policy must be unique.";
    pub const RESOURCE_VENDOR: &str =
        "Resource vendor must be fully qualified and cannot contain regexes.";
    /// A literal of a condition that cannot be read; unconfirmed for all but dates.
    pub const LITERAL: &str = LEGACY;
    /// unconfirmed
    pub const NO_ACTIONS: &str = "Policy statement must contain actions.";
    /// unconfirmed
    pub const NO_VENDOR: &str =
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

    pub fn resource(text: impl Display) -> String {
        format!("Resource {text} must be in ARN format or \"*\".")
    }

    pub fn iam_path(paths: &[&str]) -> String {
        format!(
            "IAM resource path must either be \"*\" or start with {}.",
            paths.join(", ")
        )
    }

    /// unconfirmed
    pub fn vendor(vendor: impl Display) -> String {
        format!("Vendor {vendor} is not valid")
    }

    /// unconfirmed
    pub fn region(service: &str, text: impl Display) -> String {
        match service {
            "iam" => format!("IAM resource {text} cannot contain region information."),
            _ => format!("Resource {text} can not contain region information."),
        }
    }

    /// unconfirmed
    pub fn partition(partition: impl Display, text: impl Display) -> String {
        format!("Partition \"{partition}\" is not valid for resource \"{text}\".")
    }
}

/// IAM, for trust policies, `MalformedPolicyDocument`.
pub(super) mod trust {
    use std::fmt::Display;

    pub const JSON: &str = "This policy contains invalid Json";
    pub const FEDERATED: &str =
        "Federated principals must be valid domain names or SAML metadata ARNs";
    /// unconfirmed
    pub const ACTIONS: &str = "AssumeRole policy may only specify STS AssumeRole actions.";
    pub const NO_PRINCIPALS: &str = "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The \
                                     passed in policy has a statement with no principals!";

    pub fn prohibited(element: impl Display) -> String {
        format!("Has prohibited field {element}")
    }

    /// unconfirmed for any field but `Principal` of other services' policies
    pub fn missing(element: impl Display) -> String {
        format!("Missing required field {element}")
    }

    pub fn principal(kind: &str, text: impl Display) -> String {
        format!(
            "Invalid principal in policy: \"{}\":\"{text}\"",
            kind.to_uppercase()
        )
    }
}

/// S3, `MalformedPolicy`.
pub(super) mod s3 {
    use std::fmt::Display;

    pub const JSON: &str = "Policies must be valid JSON and the first byte must be '{'";
    pub const VERSION: &str = "The policy must contain a valid version string";
    pub const ACTION: &str = "Policy has invalid action";
    pub const RESOURCE: &str = "Policy has invalid resource";
    pub const PRINCIPAL: &str = "Invalid principal in policy";
    pub const ACTION_AND_RESOURCE: &str = "Action does not apply to any resource(s) in statement";
    pub const CONDITION_KEY: &str = "Policy has an invalid condition key";
    pub const COMBINATION: &str =
        "Conditions do not apply to combination of actions and resources in statement";
    /// unconfirmed
    pub const TOO_LARGE: &str = "Policy exceeds the maximum allowed document size.";
    /// unconfirmed
    pub const SYNTAX: &str = "This policy contains invalid Json";
    /// unconfirmed
    pub const ALLOW_NOT_PRINCIPAL: &str = "Allow with NotPrincipal is not allowed.";
    /// unconfirmed
    pub const OPERATOR: &str = "Policy has an invalid condition operator";
    /// unconfirmed
    pub const CONDITION_VALUE: &str = "Policy has an invalid condition value";

    pub fn missing(element: impl Display) -> String {
        format!("Missing required field {element}")
    }

    pub fn unknown(element: impl Display) -> String {
        format!("Unknown field {element}")
    }

    pub fn effect(text: impl Display) -> String {
        format!("Invalid effect: {text}")
    }
}

/// KMS, `MalformedPolicyDocumentException`.
pub(super) mod kms {
    pub const PRINCIPAL: &str = "Policy contains a statement with one or more invalid principals.";
    /// unconfirmed
    pub const SYNTAX: &str = "Syntax errors in policy.";
    /// unconfirmed
    pub const NO_PRINCIPAL: &str = "Policy contains a statement with no principal.";
    /// unconfirmed
    pub const NO_RESOURCES: &str = "Policy contains a statement with no resource.";
}
