//! What happens without a request: sweeps at the start and by the clock.

pub mod orphans;
pub mod sessions;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::stack::Stack;

/// How often the clock is looked at.
const PAUSE: Duration = Duration::from_secs(30);

/// Follows the clock until the stack stops.
pub async fn follow_clock(stack: Arc<Stack>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = async { stop.wait_for(|stop| *stop).await.is_ok() } => return,
        }
        // A store that fails now is asked again at the next turn.
        let _ = sessions::sweep(&stack.world).await;
    }
}
