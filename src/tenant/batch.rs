//! Many dry runs at once.

use super::{Answer, Client, Payload, RequestError, RequestErrorKind};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How many requests are under way at the same time.
const AT_ONCE: usize = 4;

/// Asks about all of these, a few at a time; the answers come in the same order, and none comes for a request
/// that broke down. `done` hears how many are through. To drop the future cancels what is under way. Once a tenant
/// does what it is only asked about, nothing more is asked.
pub async fn dry_run_all(
    requests: Vec<(Client, Payload)>,
    mut done: impl FnMut(usize),
) -> Vec<Option<Result<Answer, RequestError>>> {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut answers: Vec<_> = requests.iter().map(|_| None).collect();
    let mut tasks = JoinSet::new();
    for (index, (client, payload)) in requests.into_iter().enumerate() {
        let places = Arc::clone(&places);
        tasks.spawn(async move {
            let _place = places.acquire_owned().await;
            (index, client.dry_run(&payload).await)
        });
    }
    let mut through = 0;
    while let Some(ended) = tasks.join_next().await {
        through += 1;
        done(through);
        if let Ok((index, answer)) = ended
            && let Some(place) = answers.get_mut(index)
        {
            if matches!(&answer, Err(error) if error.kind == RequestErrorKind::NotDry) {
                tasks.abort_all();
            }
            *place = Some(answer);
        }
    }
    answers
}
