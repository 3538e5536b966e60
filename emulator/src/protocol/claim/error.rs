//! Ways a credential is refused, each with what AWS prints about it.

/// A credential that S3 refuses for its form alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// A header beside a signed query, or both query forms. `InvalidArgument`, with the header as
    /// the argument's value if there is one.
    #[error("more than one authentication mechanism")]
    MultipleMechanisms { authorization: Option<String> },
    /// `InvalidArgument`: the header needs exactly one space after its scheme.
    #[error("authorization header `{authorization}` needs one space")]
    NotOneSpace { authorization: String },
    /// `InvalidArgument`: a scheme S3 does not know.
    #[error("unsupported authorization type `{authorization}`")]
    UnsupportedType { authorization: String },
    /// `InvalidArgument`: not `AWS AccessKeyId:signature`.
    #[error("authorization header `{authorization}` is not a key and a signature")]
    InvalidV2Header { authorization: String },
    /// SigV4A (`AWS4-ECDSA-P256-SHA256`), which this stack does not verify.
    #[error("asymmetric signatures are not supported")]
    AsymmetricSignature,
    /// `InvalidRequest`: a SigV4 header request to S3 must declare its payload.
    #[error("header x-amz-content-sha256 is missing")]
    MissingContentSha256,
    /// `InvalidArgument`: not a keyword and not a SHA-256.
    #[error("x-amz-content-sha256 `{value}` is not valid")]
    InvalidContentSha256 { value: String },
    /// `AccessDenied`: neither `x-amz-date` nor `Date` can be read.
    #[error("no valid date or x-amz-date header")]
    NoValidDate,
    /// `AuthorizationHeaderMalformed`: Credential, SignedHeaders and Signature are all needed.
    #[error("authorization header lacks a component")]
    MissingComponents,
    /// `AuthorizationHeaderMalformed`: the credential in the header.
    #[error("authorization header: {0}")]
    HeaderCredential(CredentialFault),
    /// `AuthorizationQueryParametersError`: an `X-Amz-Algorithm` S3 does not know.
    #[error("unsupported X-Amz-Algorithm `{algorithm}`")]
    UnsupportedAlgorithm { algorithm: String },
    /// `AuthorizationQueryParametersError`: one of the six parameters is missing.
    #[error("a query parameter of signature version 4 is missing")]
    MissingQueryParameters,
    /// `AuthorizationQueryParametersError`: not `yyyyMMdd'T'HHmmss'Z'`.
    #[error("X-Amz-Date `{date}` is not a date")]
    InvalidQueryDate { date: String },
    /// `AuthorizationQueryParametersError`: not a whole number.
    #[error("X-Amz-Expires `{value}` is not a number")]
    ExpiresNotANumber { value: String },
    /// `AuthorizationQueryParametersError`.
    #[error("X-Amz-Expires `{value}` is negative")]
    ExpiresNegative { value: String },
    /// `AuthorizationQueryParametersError`: more than a week.
    #[error("X-Amz-Expires `{value}` is longer than a week")]
    ExpiresTooLarge { value: String },
    /// `AuthorizationQueryParametersError`: the credential in the query.
    #[error("X-Amz-Credential: {0}")]
    QueryCredential(CredentialFault),
    /// `AccessDenied`: `Expires` or `AWSAccessKeyId` is missing beside `Signature`.
    #[error("a query parameter of signature version 2 is missing")]
    MissingV2QueryParameters,
    /// `AccessDenied`: `Expires` is not a date in seconds since 1970.
    #[error("expires `{value}` is not a number of seconds")]
    InvalidV2Expires { value: String },
}

/// A credential that cannot be split into its parts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialFault {
    /// Not five parts with slashes between them.
    #[error("credential `{credential}` does not have five parts")]
    Malformed { credential: String },
    /// The date is not `yyyyMMdd`.
    #[error("credential date `{date}` is not a date")]
    DateFormat { date: String },
}

/// A credential scope that is not the endpoint's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeFault {
    /// The region is left out: `AKID/date//service/aws4_request`.
    #[error("credential has an empty region")]
    EmptyRegion,
    /// Signed for another region; `expected` is the endpoint's (printed as `Region`).
    #[error("region `{region}` is wrong, expected `{expected}`")]
    WrongRegion { region: String, expected: String },
    /// Signed for another service.
    #[error("service `{service}` is wrong, expected `{expected}`")]
    WrongService { service: String, expected: String },
    /// The scope does not end with `aws4_request`.
    #[error("terminal `{terminal}` is wrong")]
    WrongTerminal { terminal: String },
    /// The scope's date is not the day of the request's date; both as `yyyyMMdd`.
    #[error("credential date `{date}` is not the request's `{expected}`")]
    DateMismatch { date: String, expected: String },
}

/// A signature that does not hold, with everything S3 prints in `SignatureDoesNotMatch`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("signature `{signature_provided}` does not match")]
pub struct SignatureMismatch {
    /// `AWSAccessKeyId`.
    pub access_key_id: String,
    /// `SignatureProvided`.
    pub signature_provided: String,
    /// What the server signed.
    pub string_to_sign: String,
    /// `None` for SigV2, which has no canonical request.
    pub canonical_request: Option<String>,
}

impl SignatureMismatch {
    /// `StringToSignBytes`: each byte in hexadecimal, with spaces between.
    pub fn string_to_sign_bytes(&self) -> String {
        hex_bytes(&self.string_to_sign)
    }

    /// `CanonicalRequestBytes`, likewise.
    pub fn canonical_request_bytes(&self) -> Option<String> {
        self.canonical_request.as_deref().map(hex_bytes)
    }
}

fn hex_bytes(text: &str) -> String {
    let bytes: Vec<String> = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(" ")
}
