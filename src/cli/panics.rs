//! The door that panics end at: below it, damaged files of the index can make the engine panic, in any of its threads.

use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

/// What the first panic said, and where.
static FIRST: Mutex<Option<String>> = Mutex::new(None);

/// Runs `command`; of a panic in it the place and words come back instead. Nothing is printed, unless a backtrace was
/// asked for with `RUST_BACKTRACE`.
pub(crate) fn caught<T>(command: impl FnOnce() -> T) -> Result<T, Option<String>> {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| worded(info));
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
            default(info);
        }
    }));
    // The process ends right after: nothing that was left half changed is looked at again.
    panic::catch_unwind(AssertUnwindSafe(command))
        .map_err(|_| FIRST.lock().unwrap_or_else(PoisonError::into_inner).take())
}

fn worded(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let what = text.unwrap_or("no message");
    let place = info.location().map_or_else(String::new, |place| {
        let file = place.file().rsplit(['/', '\\']).next().unwrap_or_default();
        format!("{file}:{}: ", place.line())
    });
    format!("{place}{}", what.lines().next().unwrap_or_default())
}
