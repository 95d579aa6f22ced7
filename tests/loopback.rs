//! A web server on loopback that misbehaves on purpose, as a test tells it to; it ends with its test.

use flate2::{Compression, write::GzEncoder};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    /// By name in lower case.
    pub(crate) headers: HashMap<String, String>,
    /// How often this path was asked for before.
    pub(crate) before: usize,
}

/// What the server does about a request.
pub(crate) enum Deed {
    /// Sends these bytes and ends.
    Send(Vec<u8>),
    /// Sends these bytes one by one, slowly, for as long as anybody listens.
    Drip(Vec<u8>),
    /// Sends nothing and keeps the connection.
    Hang,
    /// Drops the connection before a word.
    Drop,
}

type Handler = Box<dyn Fn(&Asked) -> Deed + Send + Sync>;

struct State {
    handler: Handler,
    asked: Mutex<Vec<Asked>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
    stopped: AtomicBool,
}

/// A server on a port of its own.
pub(crate) struct Server {
    address: SocketAddr,
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn new(handler: impl Fn(&Asked) -> Deed + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            handler: Box::new(handler),
            asked: Mutex::default(),
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let serving = Arc::clone(&state);
        let thread = Some(thread::spawn(move || serve(&listener, &serving)));
        Self { address, state, thread }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked for, in order.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub(crate) fn times(&self, path: &str) -> usize {
        self.asked().iter().filter(|asked| asked.path == path).count()
    }

    /// The most requests that were open at one time.
    pub(crate) fn most_open(&self) -> usize {
        self.state.most_open.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn serve(listener: &TcpListener, state: &Arc<State>) {
    for stream in listener.incoming() {
        if state.stopped.load(Ordering::SeqCst) {
            return;
        }
        let (Ok(stream), state) = (stream, Arc::clone(state)) else { continue };
        thread::spawn(move || {
            let open = state.open.fetch_add(1, Ordering::SeqCst) + 1;
            state.most_open.fetch_max(open, Ordering::SeqCst);
            // A client that went away in the middle is part of the game.
            let _ = converse(stream, &state);
        });
    }
}

fn converse(mut stream: TcpStream, state: &State) -> std::io::Result<()> {
    let asked = listen(&stream, state)?;
    let deed = (state.handler)(&asked);
    // Done with this request as soon as its answer begins to leave: the client may already come with the next.
    if !matches!(deed, Deed::Hang | Deed::Drip(_)) {
        state.open.fetch_sub(1, Ordering::SeqCst);
    }
    match deed {
        Deed::Send(bytes) => stream.write_all(&bytes),
        Deed::Drop => Ok(()),
        Deed::Drip(bytes) => {
            bytes.iter().cycle().take_while(|_| !state.stopped.load(Ordering::SeqCst)).try_for_each(|byte| {
                thread::sleep(Duration::from_millis(5));
                stream.write_all(&[*byte])
            })
        }
        Deed::Hang => {
            while !state.stopped.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(5));
            }
            Ok(())
        }
    }
}

fn listen(stream: &TcpStream, state: &State) -> std::io::Result<Asked> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let mut all = state.asked.lock().unwrap();
    let before = all.iter().filter(|asked| asked.path == path).count();
    let asked = Asked { path, headers, before };
    all.push(asked.clone());
    Ok(asked)
}

/// An answer with a body.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Deed {
    let body = body.as_ref();
    let headers = if headers.is_empty() { String::new() } else { format!("{headers}\r\n") };
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n", body.len());
    Deed::Send([head.as_bytes(), body].concat())
}

pub(crate) fn html(body: impl AsRef<[u8]>) -> Deed {
    answer("200 OK", "Content-Type: text/html; charset=utf-8", body)
}

pub(crate) fn redirect(to: &str) -> Deed {
    answer("302 Found", &format!("Location: {to}"), "")
}

pub(crate) fn missing() -> Deed {
    answer("404 Not Found", "", "nichts")
}

pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
