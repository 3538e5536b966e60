use std::fmt;

/// What a request is signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Access key id.
    pub access_key_id: String,
    /// Secret access key.
    pub secret_access_key: String,
    /// Session token of temporary credentials.
    pub session_token: Option<String>,
}

impl Credentials {
    /// The root of an account: the stack takes the account id as its access key id and `test` as the secret.
    pub fn root(account: &str) -> Self {
        Self {
            access_key_id: account.to_owned(),
            secret_access_key: "test".to_owned(),
            session_token: None,
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.access_key_id)
    }
}
