//! A clock for tests of growth.

use std::time::{Duration, Instant};

/// Work that is shorter is done again: the system counts in steps of some milliseconds.
const LEAST: Duration = Duration::from_millis(20);

/// How long something computes on this thread, and what it comes to. Whatever else the machine does in the meantime does
/// not count, where the system tells.
pub(crate) fn processor_time<T>(work: impl Fn() -> T) -> (T, Duration) {
    let (begun, before) = (Instant::now(), on_processor());
    let mut rounds = 1;
    let mut result = work();
    while begun.elapsed() < LEAST {
        result = work();
        rounds += 1;
    }
    let spent = match (before, on_processor()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => begun.elapsed(),
    };
    (result, spent / rounds)
}

/// The time that this thread has been on a processor, as Linux tells it.
fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
