use crate::client::{
    Credentials, Speaker,
    signer::{self, Signable, Signing},
};

/// What a presigned URL of a vendor's back end is for.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// HTTP method.
    pub method: &'a str,
    /// Region that the bucket is taken to be in.
    pub region: &'a str,
    /// Bucket.
    pub bucket: &'a str,
    /// Key.
    pub key: &'a str,
    /// Further query parameters, such as `versionId`.
    pub query: Vec<(String, String)>,
    /// Headers that whoever uses the link must send.
    pub headers: Vec<(String, String)>,
    /// How long it lasts, in seconds.
    pub expires_seconds: i64,
}

impl Link<'_> {
    /// The presigned URL. Nothing is sent: nobody is asked whether it will work.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
    pub fn sign(&self, stack: &Speaker, credentials: &Credentials) -> String {
        let endpoint = stack.endpoint();
        let host = endpoint
            .split_once("://")
            .map_or(endpoint, |(_, host)| host);
        let path = format!(
            "/{}/{}",
            signer::encode_path(self.bucket),
            signer::encode_path(self.key)
        );
        let mut headers = self.headers.clone();
        headers.push(("host".to_owned(), host.to_owned()));
        let request = Signable {
            method: self.method,
            path: &path,
            query: self.query.clone(),
            headers,
        };
        let signing = Signing {
            credentials,
            region: self.region,
            service: "s3",
            now_seconds: stack.now_seconds(),
        };
        let pairs: Vec<String> = signer::presign_v4(&request, &signing, self.expires_seconds)
            .iter()
            .map(|(name, value)| {
                format!(
                    "{}={}",
                    signer::encode_query(name),
                    signer::encode_query(value)
                )
            })
            .collect();
        format!("{endpoint}{path}?{}", pairs.join("&"))
    }
}
