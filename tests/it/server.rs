//! A server on this machine that answers as a test scripts it.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request: its path, and all of its head.
#[derive(Debug, Clone)]
pub struct Request {
    pub path: String,
    pub head: String,
    /// How often this path was asked for before.
    pub before: usize,
}

impl Request {
    /// The value of a header, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// A running server. It ends with the test's process.
pub struct Server {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// A server that gives every request and its connection to `answer`, a thread each.
    pub fn start(answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::<Request>::new()));
        let (answer, log) = (Arc::new(answer), Arc::clone(&seen));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                thread::spawn(move || {
                    let mut stream = stream;
                    let Some((path, head)) = read(&stream) else { return };
                    let request = {
                        let mut log = log.lock().unwrap();
                        let before = log.iter().filter(|r| r.path == path).count();
                        let request = Request { path, head, before };
                        log.push(request.clone());
                        request
                    };
                    answer(&request, &mut stream);
                });
            }
        });
        Self { address, seen }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked for, in order.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

fn read(stream: &TcpStream) -> Option<(String, String)> {
    let mut lines = BufReader::new(stream);
    let mut head = String::new();
    // To the empty line, or to where the other side ends.
    while !head.ends_with("\r\n\r\n") && lines.read_line(&mut head).ok()? > 0 {}
    let path = head.split(' ').nth(1)?.to_owned();
    Some((path, head))
}

/// Sends an answer with a true length and closes the connection; what the other side no longer wants to hear is no failure.
pub fn reply(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    raw(stream, head.as_bytes());
    raw(stream, body);
}

/// Sends bytes as they are; says whether the other side still listens.
pub fn raw(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    stream.write_all(bytes).and_then(|()| stream.flush()).is_ok()
}
