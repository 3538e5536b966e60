//! The credential: an access key id and the scope of its signing key.

use crate::protocol::claim::{CredentialFault, ScopeFault};
use crate::protocol::dates;

/// The last part of every SigV4 scope.
const TERMINAL: &str = "aws4_request";

/// `AKID/yyyyMMdd/region/service/aws4_request`, in parts, as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The key id, which may be empty.
    pub access_key_id: String,
    /// The day the key is derived for, `yyyyMMdd`.
    pub date: String,
    /// The region the key is derived for.
    pub region: String,
    /// The service the key is derived for.
    pub service: String,
    /// `aws4_request`, if it is right.
    pub terminal: String,
}

impl Credential {
    /// Splits a credential and checks the form of its date.
    ///
    /// # Errors
    /// [`CredentialFault`] for a wrong number of parts, or a date that is none.
    pub fn parse(text: &str) -> Result<Self, CredentialFault> {
        let parts: Vec<&str> = text.split('/').collect();
        let [access_key_id, date, region, service, terminal] = parts.as_slice() else {
            return Err(CredentialFault::Malformed {
                credential: text.to_owned(),
            });
        };
        if !dates::is_credential_date(date) {
            return Err(CredentialFault::DateFormat {
                date: (*date).to_owned(),
            });
        }
        Ok(Self {
            access_key_id: (*access_key_id).to_owned(),
            date: (*date).to_owned(),
            region: (*region).to_owned(),
            service: (*service).to_owned(),
            terminal: (*terminal).to_owned(),
        })
    }

    /// `yyyyMMdd/region/service/aws4_request`.
    pub fn scope(&self) -> String {
        [&*self.date, &*self.region, &*self.service, &*self.terminal].join("/")
    }

    /// Region, service and terminal, in S3's order.
    ///
    /// # Errors
    /// The first [`ScopeFault`] met.
    pub fn check(&self, region: &str, service: &str) -> Result<(), ScopeFault> {
        if self.region.is_empty() {
            return Err(ScopeFault::EmptyRegion);
        }
        if self.region != region {
            let expected = region.to_owned();
            return Err(ScopeFault::WrongRegion {
                region: self.region.clone(),
                expected,
            });
        }
        if self.service != service {
            let expected = service.to_owned();
            return Err(ScopeFault::WrongService {
                service: self.service.clone(),
                expected,
            });
        }
        if self.terminal != TERMINAL {
            return Err(ScopeFault::WrongTerminal {
                terminal: self.terminal.clone(),
            });
        }
        Ok(())
    }
}
