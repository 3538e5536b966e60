//! Rows to code: how an operation, a structure or a word of the SDK is made from a scenario's values.

/// Rows of operations: how it is sent (`plain`, `sends` a body, `streams` a body back, `unsigned`), its name, the SDK's
/// input type, and its members with the SDK's setters.
macro_rules! operations {
    ($krate:ident, $client:ident; $($kind:ident $name:ident $module:ident :: $input:ident {
        $($member:literal : $setter:ident),* $(,)?
    })*) => {
        /// The rows of this file.
        pub(super) static OPERATIONS: &[super::Operation] = &[$(super::Operation {
            service: super::macros::service!($client),
            name: stringify!($name),
            takes_body: super::macros::is!(sends $kind),
            unsigned: super::macros::is!(unsigned $kind),
            members: &[$($member),*],
            build_only: {
                fn build_only(members: &super::members::Members<'_>) {
                    let _ = members;
                    let _ = $krate::operation::$module::$input::builder()$(.$setter(members.take($member)))*;
                }
                build_only
            },
            send: {
                fn send(clients: &super::Clients, members: &super::members::Members<'_>) -> super::Sending {
                    let _ = members;
                    let input = $krate::operation::$module::$input::builder()$(.$setter(members.take($member)))*;
                    let input = super::macros::with_body!($kind input members);
                    let client = clients.$client();
                    Box::pin(async move {
                        match input.send_with(&client).await {
                            Ok(output) => super::macros::done!($kind output),
                            Err(error) => super::failure(error),
                        }
                    })
                }
                send
            },
        }),*];
    };
}

macro_rules! service {
    (s3) => {
        crate::scenario::action::Service::S3
    };
    (sts) => {
        crate::scenario::action::Service::Sts
    };
    (iam) => {
        crate::scenario::action::Service::Iam
    };
    (kms) => {
        crate::scenario::action::Service::Kms
    };
}

macro_rules! is {
    (sends sends) => {
        true
    };
    (unsigned unsigned) => {
        true
    };
    ($asked:ident $kind:ident) => {
        false
    };
}

macro_rules! with_body {
    (sends $input:ident $members:ident) => {
        $input.set_body($members.body())
    };
    ($kind:ident $input:ident $members:ident) => {
        $input
    };
}

macro_rules! done {
    (streams $output:ident) => {
        super::Ending::Streaming($output.body)
    };
    ($kind:ident $output:ident) => {{
        drop($output);
        super::Ending::Done
    }};
}

/// Structures of a crate's `types`; `tries` when the SDK's `build` can fail for a missing member.
macro_rules! structures {
    ($krate:ident; $($kind:ident $name:ident { $($member:literal : $setter:ident),* $(,)? })*) => {$(
        impl super::members::FromDatum for $krate::types::$name {
            #[allow(deprecated, reason = "vendors still send what AWS has deprecated, such as a lifecycle rule's `Prefix`")]
            fn from_datum(
                datum: &crate::scenario::datum::Datum,
                material: &super::members::Material<'_>,
            ) -> Option<Self> {
                let members = super::members::Members::structure(datum, stringify!($name), &[$($member),*], material)?;
                let _ = &members;
                let built = $krate::types::$name::builder()$(.$setter(members.take($member)))*.build();
                super::macros::built!($kind built members)
            }
        }
    )*};
}

macro_rules! built {
    (tries $built:ident $members:ident) => {
        match $built {
            Ok(value) => Some(value),
            Err(error) => {
                $members.incomplete(&error.to_string());
                None
            }
        }
    };
    (plain $built:ident $members:ident) => {
        Some($built)
    };
}

/// Enumerations of a crate's `types`. Unknown words pass, as they do in the SDK.
macro_rules! words {
    ($krate:ident; $($name:ident),* $(,)?) => {$(
        impl super::members::FromDatum for $krate::types::$name {
            fn from_datum(
                datum: &crate::scenario::datum::Datum,
                material: &super::members::Material<'_>,
            ) -> Option<Self> {
                String::from_datum(datum, material).map(|word| Self::from(word.as_str()))
            }
        }
    )*};
}

pub(super) use {built, done, is, operations, service, structures, with_body, words};
