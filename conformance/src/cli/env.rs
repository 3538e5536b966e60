use super::Exit;

#[derive(Debug, clap::Args)]
pub struct Env {
    /// The shell that will read the lines
    #[arg(long, value_enum, default_value = "sh")]
    shell: Shell,
    /// The running server
    #[arg(long, value_name = "URL", default_value = super::DEFAULT_ENDPOINT)]
    endpoint: String,
    /// Region
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    region: String,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Shell {
    Sh,
    Fish,
    Powershell,
}

impl Env {
    pub fn run(self) -> Exit {
        let variables = [
            ("AWS_ENDPOINT_URL", self.endpoint.as_str()),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", &self.region),
            // Which of the two is read depends on the tool.
            ("AWS_DEFAULT_REGION", &self.region),
        ];
        for (name, value) in variables {
            println!("{}", self.shell.line(name, value));
        }
        Exit::Ok
    }
}

impl Shell {
    fn line(self, name: &str, value: &str) -> String {
        match self {
            Self::Sh => format!("export {name}='{}'", value.replace('\'', r"'\''")),
            Self::Fish => format!(
                "set -gx {name} '{}'",
                value.replace('\\', r"\\").replace('\'', r"\'")
            ),
            Self::Powershell => format!("$env:{name} = '{}'", value.replace('\'', "''")),
        }
    }
}
