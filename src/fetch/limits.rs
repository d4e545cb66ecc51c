//! How long, how much, how often.

use std::time::Duration;

/// What a fetch may cost. What goes beyond is an error, never a part of what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// To a connection, name and TLS included: 10 s.
    pub connect: Duration,
    /// To the last byte, with all redirects, retries and the waits between them: 60 s.
    pub total: Duration,
    /// Without a byte, between two: 30 s. A connection that is silent for longer is broken.
    pub silence: Duration,
    /// Bytes of the body, as they come and again when unpacked: 32 MB.
    pub bytes: u64,
    /// Redirects that are followed: 5.
    pub redirects: usize,
    /// Tries after the first one failed for a reason that may pass: 2.
    pub retries: usize,
    /// Before the second try; twice as long before each further one: 500 ms.
    pub first_wait: Duration,
    /// The longest wait that a server may ask for (`Retry-After`); what asks for more is not tried again: 30 s.
    pub longest_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(60),
            silence: Duration::from_secs(30),
            bytes: 32_000_000,
            redirects: 5,
            retries: 2,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
        }
    }
}
