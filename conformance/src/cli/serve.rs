use std::{
    io::Write,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use bucketproof::Emulator;

use super::{Exit, runtime};
use crate::client::http::chain;

/// The port that AWS emulators are usually looked for at.
const DEFAULT_PORT: u16 = 4566;

#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Address to listen on, with or without a port [default: 127.0.0.1:4566]
    #[arg(long, value_name = "ADDRESS", value_parser = parse_listen)]
    listen: Option<Listen>,
    /// Port to listen on; 0 finds a free one
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Write the port here once the server is ready
    #[arg(long, value_name = "FILE")]
    port_file: Option<PathBuf>,
    /// Keep everything here; without it, nothing outlives the server
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Make identifiers and keys repeatable from this number; only for tests
    #[arg(long, value_name = "NUMBER")]
    seed_number: Option<u64>,
    /// Start with the state in this file
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Behave as a named variant of AWS
    #[arg(long, value_name = "NAME", default_value = "aws")]
    profile: String,
    /// Which accounts can be used: any 12 digits, or only those that were seeded
    #[arg(long, value_enum, default_value = "any")]
    accounts: Accounts,
    /// What becomes of calls that are not allowed
    #[arg(long, value_enum, default_value = "enforce")]
    enforcement: Enforcement,
    /// Count what is asked of the policies; `GET /_bucketproof/coverage` shows it
    #[arg(long)]
    policy_coverage: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum, PartialEq, Eq)]
enum Enforcement {
    /// They are refused, as on AWS.
    Enforce,
    /// They go on, and it is recorded that they would have been denied.
    Audit,
}

/// Said at the start, because a stack that refuses nothing proves nothing about permissions.
const AUDIT_NOTICE: &str = "bucketproof: ENFORCEMENT IS AUDIT: calls that are not allowed go on; they are marked \
`x-bucketproof-audit: would-deny` and listed by `/_bucketproof/decisions?denied=true`";

#[derive(Clone, Copy, Debug, clap::ValueEnum, PartialEq, Eq)]
enum Accounts {
    /// Every account id is an account, made on first use.
    Any,
    /// Only the account of `test` and those that hold users or roles already.
    Seeded,
}

/// An address, perhaps with a port.
#[derive(Clone, Copy, Debug)]
struct Listen {
    address: IpAddr,
    port: Option<u16>,
}

fn parse_listen(text: &str) -> Result<Listen, String> {
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Ok(Listen {
            address: address.ip(),
            port: Some(address.port()),
        });
    }
    text.parse()
        .map(|address| Listen {
            address,
            port: None,
        })
        .map_err(|_| format!("`{text}` is neither `ADDRESS` nor `ADDRESS:PORT`"))
}

impl Serve {
    pub fn run(self) -> Exit {
        if let Some(missing) = self.not_implemented() {
            return super::usage(&missing);
        }
        let Some(runtime) = runtime() else {
            return Exit::Internal;
        };
        runtime.block_on(self.serve())
    }

    fn not_implemented(&self) -> Option<String> {
        if self.seed.is_some() {
            return Some(
                "`--seed` is not implemented: seed with the AWS APIs after the start".to_owned(),
            );
        }
        (self.profile != "aws")
            .then(|| format!("there is no profile `{}`, only `aws`", self.profile))
    }

    fn address(&self) -> SocketAddr {
        let listen = self.listen.unwrap_or(Listen {
            address: Ipv4Addr::LOCALHOST.into(),
            port: None,
        });
        SocketAddr::new(
            listen.address,
            self.port.or(listen.port).unwrap_or(DEFAULT_PORT),
        )
    }

    async fn serve(self) -> Exit {
        let accounts = match self.accounts {
            Accounts::Any => bucketproof::world::Accounts::Any,
            Accounts::Seeded => bucketproof::world::Accounts::Seeded,
        };
        let enforcement = match self.enforcement {
            Enforcement::Enforce => bucketproof::world::Enforcement::Enforce,
            Enforcement::Audit => bucketproof::world::Enforcement::Audit,
        };
        let mut builder = Emulator::builder()
            .listen(self.address())
            .accounts(accounts)
            .enforcement(enforcement)
            .policy_coverage(self.policy_coverage);
        if let Some(folder) = &self.data_dir {
            builder = builder.data_dir(folder);
        }
        if let Some(seed) = self.seed_number {
            builder = builder.seed_number(seed);
        }
        let emulator = match builder.start().await {
            Ok(emulator) => emulator,
            Err(error) => {
                eprintln!("bucketproof: {}", chain(&error));
                return Exit::Internal;
            }
        };
        if self.enforcement == Enforcement::Audit {
            eprintln!("{AUDIT_NOTICE}");
        }
        let endpoint = emulator.endpoint();
        if let Err(error) = self.announce(&endpoint) {
            eprintln!("bucketproof: the server's address cannot be told: {error}");
            emulator.stop().await;
            return Exit::Internal;
        }
        until_told().await;
        emulator.stop().await;
        Exit::Ok
    }

    /// The ready line; the port file is there before it.
    fn announce(&self, endpoint: &str) -> std::io::Result<()> {
        if let Some(file) = &self.port_file {
            let port = endpoint.rsplit(':').next().unwrap_or_default();
            std::fs::write(file, format!("{port}\n"))?;
        }
        let mut out = std::io::stdout().lock();
        writeln!(out, "bucketproof is ready at {endpoint}")?;
        out.flush()
    }
}

/// Waits for ctrl-C or SIGTERM.
async fn until_told() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Without a handler there is nothing to wait for but the end of the process.
    let _ = tokio::signal::ctrl_c().await;
}
