//! Signals: the first asks a long command to end in good order, the second ends it at once.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

/// How often a wait for input looks for a signal.
const LOOK: Duration = Duration::from_millis(50);
const CHUNK: usize = 64 * 1024;

/// Whether the command was asked to stop. The default never is: signals then end the process as usual.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stop(Arc<AtomicUsize>);

/// A signal that asks to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signal(i32);

impl Signal {
    /// Its name as people know it.
    pub(crate) fn name(self) -> &'static str {
        SIGNALS.iter().find(|(number, _)| *number == self.0).map_or("a signal", |(_, name)| name)
    }

    /// What a shell expects of a process that a signal ended.
    pub(crate) fn exit_code(self) -> u8 {
        u8::try_from(self.0).unwrap_or(0).saturating_add(128)
    }
}

#[cfg(unix)]
const SIGNALS: &[(i32, &str)] = &[
    (signal_hook::consts::SIGINT, "SIGINT"),
    (signal_hook::consts::SIGTERM, "SIGTERM"),
    (signal_hook::consts::SIGHUP, "SIGHUP"),
];
#[cfg(not(unix))]
const SIGNALS: &[(i32, &str)] = &[(signal_hook::consts::SIGINT, "SIGINT"), (signal_hook::consts::SIGTERM, "SIGTERM")];

impl Stop {
    /// From now on the first signal is only noted here; the second ends the process at once.
    pub(crate) fn on_signals() -> io::Result<Self> {
        let stop = Self::default();
        let second = Arc::new(AtomicBool::new(false));
        for &(signal, _) in SIGNALS {
            let number = usize::try_from(signal).unwrap_or(0);
            // The order counts: the first signal finds the flag down, and raises it.
            let code = i32::from(Signal(signal).exit_code());
            signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&second))?;
            signal_hook::flag::register(signal, Arc::clone(&second))?;
            signal_hook::flag::register_usize(signal, Arc::clone(&stop.0), number)?;
        }
        Ok(stop)
    }

    /// The signal that came, if one has.
    pub(crate) fn signal(&self) -> Option<Signal> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            number => i32::try_from(number).ok().map(Signal),
        }
    }

    /// Standard input, where waiting for the next bytes ends when a signal comes.
    pub(crate) fn stdin(&self) -> impl Read + use<> {
        let (sender, chunks) = sync_channel(4);
        thread::spawn(move || {
            let mut input = io::stdin().lock();
            loop {
                let mut chunk = vec![0; CHUNK];
                let read = input.read(&mut chunk).map(|length| {
                    chunk.truncate(length);
                    chunk
                });
                let last = read.as_ref().is_ok_and(Vec::is_empty);
                let retried = read.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted);
                if !retried && (sender.send(read).is_err() || last) {
                    return;
                }
            }
        });
        Input { chunks, rest: io::Cursor::default(), stop: self.clone() }
    }
}

struct Input {
    chunks: Receiver<io::Result<Vec<u8>>>,
    rest: io::Cursor<Vec<u8>>,
    stop: Stop,
}

impl Input {
    fn next_chunk(&self) -> io::Result<Vec<u8>> {
        loop {
            if self.stop.signal().is_some() {
                return Err(io::Error::other("stopped by a signal"));
            }
            match self.chunks.recv_timeout(LOOK) {
                Ok(chunk) => return chunk,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(Vec::new()),
            }
        }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.rest.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            return Ok(read);
        }
        self.rest = io::Cursor::new(self.next_chunk()?);
        self.rest.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_named_and_counted_as_shells_do() {
        let codes: Vec<(&str, u8)> =
            SIGNALS.iter().map(|(number, name)| (*name, Signal(*number).exit_code())).take(2).collect();
        assert_eq!(codes, [("SIGINT", 130), ("SIGTERM", 143)]);
        assert_eq!(Stop::default().signal(), None);
    }

    #[test]
    fn input_ends_with_an_error_once_a_signal_has_come() {
        let (sender, chunks) = sync_channel(2);
        let stop = Stop::default();
        let mut input = Input { chunks, rest: io::Cursor::default(), stop: stop.clone() };
        assert!(sender.send(Ok(b"Der Kai.".to_vec())).is_ok());
        let mut buffer = [0; 5];
        assert_eq!((input.read(&mut buffer).ok(), &buffer), (Some(5), b"Der K"));
        stop.0.store(2, Ordering::Relaxed);
        assert_eq!(input.read(&mut buffer).ok(), Some(3));
        assert!(input.read(&mut buffer).is_err());
    }
}
