//! Who writes into an index: this process, as others are told while they wait for it.

use crate::index::Holder;

/// This process, from now on.
pub(crate) fn this_process() -> Holder {
    // Seconds are enough for a person who wonders how long it has been.
    let now = jiff::Zoned::now().round(jiff::Unit::Second).unwrap_or_else(|_| jiff::Zoned::now());
    Holder { pid: std::process::id(), since: now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string() }
}
