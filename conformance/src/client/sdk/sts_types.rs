//! Structures and words in the members of STS operations.

use super::macros::{structures, words};

structures! {
    aws_sdk_sts;
    plain PolicyDescriptorType {
        "arn": set_arn
    }
    plain ProvidedContext {
        "ProviderArn": set_provider_arn, "ContextAssertion": set_context_assertion
    }
    tries Tag {
        "Key": set_key, "Value": set_value
    }
}

words! {
    aws_sdk_sts;

}
