//! IAM over HTTP: what each operation does, what it refuses and in which words, and who may call it.

mod support;

mod iam {
    mod account;
    mod authorization;
    mod fixture;
    mod groups;
    mod instance_profiles;
    mod malformed;
    mod mfa;
    mod model;
    mod policies;
    mod principals;
    mod providers;
    mod races;
    mod refusals;
    mod reports;
    mod roles;
    mod service_linked;
    mod simulate;
    mod users;
}
