//! An answer that is read like a file: the client works asynchronously, on a runtime that turns only while it is waited for.

use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode, Url};
use std::io::{self, Read};
use std::sync::Arc;
use tokio::runtime::Runtime;

/// An answer whose body is still to be read.
pub(super) struct Answer {
    response: Response,
    runtime: Arc<Runtime>,
    /// The piece that came last, and how much of it is read.
    piece: Vec<u8>,
    read: usize,
}

impl Answer {
    pub fn new(response: Response, runtime: Arc<Runtime>) -> Self {
        Self { response, runtime, piece: Vec::new(), read: 0 }
    }

    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    pub fn url(&self) -> &Url {
        self.response.url()
    }

    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The length that is announced.
    pub fn content_length(&self) -> Option<u64> {
        self.response.content_length()
    }
}

impl Read for Answer {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.piece.len() {
            match self.runtime.block_on(async { self.response.chunk().await }) {
                Ok(Some(piece)) => (self.piece, self.read) = (piece.to_vec(), 0),
                Ok(None) => return Ok(0),
                Err(error) => return Err(io::Error::other(error.without_url())),
            }
        }
        let mut rest = self.piece.get(self.read..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.read += read;
        Ok(read)
    }
}
