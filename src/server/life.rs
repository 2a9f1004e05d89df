//! When to end without being told: nobody reads what is written, or the process that started the server is gone.
//!
//! The end of the input says the same, but only if nobody else holds the other end of the pipe.

use std::sync::Arc;
use tokio::sync::Notify;

/// Says when the session is over.
#[derive(Debug, Clone, Default)]
pub(super) struct End(Arc<Notify>);

impl End {
    /// Waits until the session is over.
    pub(super) async fn reached(&self) {
        self.0.notified().await;
    }

    fn reach(&self, reason: &str) {
        tracing::info!(reason, "the session ends");
        self.0.notify_one();
    }
}

/// Ends the session when nobody reads the output any more, or when the input has no writer and is not read to its end
/// because the output is stuck.
pub(super) fn watch_streams(end: &End) {
    #[cfg(unix)]
    unix::watch(end, unix::streams_close);
    #[cfg(not(unix))]
    let _ = end;
}

/// Ends the session when a process ends.
pub(super) fn watch_parent(end: &End, id: u32) {
    #[cfg(unix)]
    unix::watch(end, move || unix::ends(id));
    // Elsewhere the end of the input has to do.
    #[cfg(not(unix))]
    let _ = (end, id);
}

#[cfg(unix)]
mod unix {
    use super::End;
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    use std::time::Duration;

    /// How long what is left of the input may take after its writer is gone.
    const GRACE: Duration = Duration::from_secs(1);

    /// How often a process is looked at where there is nothing to wait for.
    const INTERVAL: Duration = Duration::from_secs(1);

    /// Waits for something on a thread of its own. What it waits for may never happen: the thread does not keep the process.
    pub(super) fn watch(end: &End, wait: impl FnOnce() -> Option<&'static str> + Send + 'static) {
        let end = end.clone();
        let thread = std::thread::Builder::new().stack_size(64 * 1024);
        let started = thread.spawn(move || {
            if let Some(reason) = wait() {
                end.reach(reason);
            }
        });
        drop(started);
    }

    /// Waits for either stream to close.
    pub(super) fn streams_close() -> Option<&'static str> {
        let (input, output) = (std::io::stdin(), std::io::stdout());
        // What is wanted is reported without being asked for.
        let nothing = PollFlags::empty();
        let mut both = [PollFd::new(&output, nothing), PollFd::new(&input, nothing)];
        loop {
            match poll(&mut both, None) {
                Ok(_) => {}
                Err(Errno::INTR) => continue,
                Err(_) => return None,
            }
            let [output, input] = &both;
            let closed = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
            if output.revents().intersects(closed) {
                return Some("the output is closed");
            }
            if input.revents().intersects(closed) {
                std::thread::sleep(GRACE);
                return Some("the input is closed");
            }
        }
    }

    /// Waits for a process to end.
    pub(super) fn ends(id: u32) -> Option<&'static str> {
        let ended = Some("the process that started the server has ended");
        let pid = Pid::from_raw(i32::try_from(id).ok()?)?;
        #[cfg(target_os = "linux")]
        if let Ok(process) = rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty())
        {
            let mut process = [PollFd::new(&process, PollFlags::IN)];
            loop {
                match poll(&mut process, None) {
                    Ok(0) | Err(Errno::INTR) => {}
                    Ok(_) => return ended,
                    Err(_) => break,
                }
            }
        }
        while test_kill_process(pid) != Err(Errno::SRCH) {
            std::thread::sleep(INTERVAL);
        }
        ended
    }
}
