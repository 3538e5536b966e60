//! Why a request was allowed or refused: one of a running server, or one made up on the command line.

mod offline;
mod principal;

use std::path::PathBuf;

use serde_json::Value;

use super::{Exit, runtime};
use crate::{client::Speaker, target::Control};

/// Explains one request. The exit code is 0 when it is allowed and 6 when it is denied.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// A request of the running server, by its `x-amz-request-id`
    #[arg(conflicts_with_all = ["principal", "action", "resource"])]
    request_id: Option<String>,
    /// The running server
    #[arg(long, value_name = "URL", default_value = super::DEFAULT_ENDPOINT)]
    endpoint: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    question: Question,
}

/// A request that was never sent, and the policies in files.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Without a server")]
struct Question {
    /// Identity policies of the caller
    #[arg(long, value_name = "FILE", num_args = 1..)]
    policy: Vec<PathBuf>,
    /// The resource's policy, such as a bucket policy
    #[arg(long, value_name = "FILE", group = "of_resource")]
    resource_policy: Option<PathBuf>,
    /// The resource is a role: its trust policy
    #[arg(long, value_name = "FILE", group = "of_resource")]
    trust_policy: Option<PathBuf>,
    /// The resource is a KMS key: its key policy
    #[arg(long, value_name = "FILE", group = "of_resource")]
    key_policy: Option<PathBuf>,
    /// The caller's permissions boundary
    #[arg(long, value_name = "FILE")]
    boundary: Option<PathBuf>,
    /// Session policies
    #[arg(long, value_name = "FILE", num_args = 1..)]
    session_policy: Vec<PathBuf>,
    /// The caller: the ARN of a user, role, assumed role, federated user, root user or identity provider, the name of a
    /// service, or `anonymous`
    #[arg(long, value_name = "ARN", required_unless_present = "request_id", value_parser = principal::parse)]
    principal: Option<bucketproof_policy::Principal>,
    /// The IAM action
    #[arg(long, value_name = "ACTION", required_unless_present = "request_id")]
    action: Option<String>,
    /// The resource's ARN, or `*`
    #[arg(long, value_name = "ARN", required_unless_present = "request_id")]
    resource: Option<String>,
    /// A condition key; `NAME[]=VALUE`, which can be repeated, for one with several values
    #[arg(short, long, value_name = "NAME=VALUE", value_parser = parse_pair, num_args = 1..)]
    context: Vec<(String, String)>,
    /// The account that owns the resource [default: as its ARN says, or the caller's]
    #[arg(long, value_name = "ACCOUNT", value_parser = parse_account)]
    owner: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  bucketproof explain 1089320B6CB84C60
  bucketproof explain --policy user.json --resource-policy bucket.json \\
    --principal arn:aws:iam::111122223333:user/ann --action s3:PutObject \\
    --resource arn:aws:s3:::photos/a.jpg --context s3:x-amz-acl=private

The keys aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:username and aws:ResourceAccount follow from
--principal and --owner, and aws:SecureTransport is true, unless --context says otherwise.

Exit codes:
  0  the request is allowed
  2  usage
  3  a policy does not read
  5  internal: no server, or none that remembers the request
  6  the request is denied";

fn parse_pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if name.contains(':') => Ok((name.to_owned(), value.to_owned())),
        _ => Err(format!(
            "`{text}` is not `NAME=VALUE` with a name such as `aws:SourceIp`"
        )),
    }
}

fn parse_account(text: &str) -> Result<String, String> {
    let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    match is_account {
        true => Ok(text.to_owned()),
        false => Err("an account has twelve digits".to_owned()),
    }
}

impl Explain {
    pub fn run(self) -> Exit {
        match self.request_id {
            Some(id) => of_server(&id, &self.endpoint, self.json),
            None => offline::explain(&self.question, self.json),
        }
    }
}

fn of_server(request_id: &str, endpoint: &str, json: bool) -> Exit {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !request_id.bytes().all(plain) {
        return super::usage(&format!("`{request_id}` is no request id"));
    }
    let Some(runtime) = runtime() else {
        return Exit::Internal;
    };
    let control = Control::new(&Speaker::new(endpoint));
    let decisions = match runtime.block_on(control.decisions(request_id)) {
        Ok(decisions) if decisions.is_empty() => {
            eprintln!("bucketproof: the server remembers no decision for request `{request_id}`");
            return Exit::Internal;
        }
        Ok(decisions) => decisions,
        Err(error) => {
            eprintln!("bucketproof: {error}");
            return Exit::Internal;
        }
    };
    if json {
        println!("{:#}", Value::from(decisions.clone()));
    } else {
        for decision in &decisions {
            print!(
                "{}",
                decision
                    .get("text")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            );
        }
    }
    let is_allowed = |decision: &Value| {
        decision
            .pointer("/decision/verdict")
            .and_then(Value::as_str)
            == Some("Allow")
    };
    match decisions.iter().all(is_allowed) {
        true => Exit::Ok,
        false => Exit::Denied,
    }
}
