use bucketproof::Emulator;

use super::TargetError;

/// A stack in this process: in memory, on a free port, its own world. The one place that starts one for scenarios.
#[derive(Debug)]
pub struct InProcess(Emulator);

impl InProcess {
    /// Starts it.
    pub async fn start() -> Result<Self, TargetError> {
        Emulator::start()
            .await
            .map(Self)
            .map_err(|error| TargetError::Start(crate::client::http::chain(&error)))
    }

    /// Its URL.
    pub fn endpoint(&self) -> String {
        self.0.endpoint()
    }

    /// Ends it.
    pub async fn stop(self) {
        self.0.stop().await;
    }
}
