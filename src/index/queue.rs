//! The way to the engine's indexing thread, held short: what waits there is counted by its size.
//!
//! The engine's own queue takes ten thousand articles, whatever their length, and fills up while a segment is written
//! out. A document carries its share of the queue with it and gives it back when the engine takes it up.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tantivy::TantivyDocument;
use tantivy::schema::Document;

/// Text that may wait, in bytes. Its tokens take some thirty times as much memory.
const LONGEST: usize = 2 << 20;
/// After so long without a place the article goes on anyhow, and the engine tells what is wrong with it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The queue, as seen from its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Queue(Arc<State>);

#[derive(Debug, Default)]
struct State {
    waiting: Mutex<usize>,
    shorter: Condvar,
}

/// A share of the queue; given back when dropped.
#[derive(Debug)]
struct Share {
    queue: Queue,
    bytes: usize,
}

/// A document on its way.
#[derive(Debug)]
pub(crate) struct Queued {
    document: TantivyDocument,
    _share: Arc<Share>,
}

impl Queue {
    /// Waits for a place for the documents of an article with `bytes` of text, and puts them in it.
    pub(crate) fn admit(&self, bytes: usize, documents: Vec<TantivyDocument>) -> Vec<Queued> {
        let full = |waiting: &mut usize| *waiting > 0 && *waiting + bytes > LONGEST;
        let woken = self.0.shorter.wait_timeout_while(self.waiting(), PATIENCE, full);
        let (mut waiting, _) = woken.unwrap_or_else(PoisonError::into_inner);
        *waiting += bytes;
        drop(waiting);
        let share = Arc::new(Share { queue: self.clone(), bytes });
        documents.into_iter().map(|document| Queued { document, _share: Arc::clone(&share) }).collect()
    }

    fn waiting(&self) -> MutexGuard<'_, usize> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.queue.waiting() -= self.bytes;
        self.queue.0.shorter.notify_all();
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn the_queue_stays_short_and_empties() {
        let queue = Queue::default();
        let (sender, receiver) = std::sync::mpsc::channel();
        let taker = thread::spawn(move || receiver.into_iter().map(Queued::into_tantivy_document).count());
        for _ in 0..50 {
            for document in queue.admit(LONGEST / 4, vec![TantivyDocument::default(); 2]) {
                assert!(sender.send(document).is_ok());
            }
            assert!(*queue.waiting() <= LONGEST);
        }
        drop(sender);
        assert_eq!(taker.join().ok(), Some(100));
        assert_eq!(*queue.waiting(), 0);
    }

    #[test]
    fn what_is_longer_than_the_queue_goes_alone() {
        let queue = Queue::default();
        let long = queue.admit(2 * LONGEST, vec![TantivyDocument::default()]);
        assert_eq!(*queue.waiting(), 2 * LONGEST);
        drop(long);
        assert_eq!(*queue.waiting(), 0);
    }
}
