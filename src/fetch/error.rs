//! Why nothing was fetched: which URL, what is wrong, and what to do.

use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// What went wrong. Display names the URL and the remedy, and leaves the system's own words to
/// [`source`](std::error::Error::source).
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No URL.
    #[error("{url}: is no URL ({problem}); give one like https://example.org/page")]
    Url {
        /// What was given.
        url: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Another scheme than http and https.
    #[error("{url}: {scheme} is not fetched, only http and https are; fetch it yourself and give the file")]
    Scheme {
        /// The URL.
        url: String,
        /// Its scheme.
        scheme: String,
    },
    /// A name or a password in the URL, which would be kept with the evidence.
    #[error("a URL of {host} holds a user name or a password; leave them out, or fetch it yourself and give the file")]
    Secret {
        /// The host, without them.
        host: String,
    },
    /// The host's address is not one of the public internet.
    #[error(
        "{url}: {host} is at {address}, an address of no public host, and is not reached; --allow-private reaches it"
    )]
    Refused {
        /// The URL, which may be one that another redirected to.
        url: String,
        /// Its host.
        host: String,
        /// The first address that was refused.
        address: IpAddr,
    },
    /// One redirect after another.
    #[error("{url}: more than {most} redirects, the last one to {last}; give the address of the page itself")]
    Redirects {
        /// The first URL.
        url: String,
        /// So many are followed.
        most: usize,
        /// Where the last one led.
        last: String,
    },
    /// No connection.
    #[error(
        "{url}: the server cannot be reached; check the address and the network, or use --offline for what was fetched before"
    )]
    Connect {
        /// The URL.
        url: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Not done in time.
    #[error("{url}: not complete within {} s; try again later, or allow more with --timeout", .total.as_secs_f64())]
    Slow {
        /// The URL.
        url: String,
        /// So long was waited.
        total: Duration,
    },
    /// Too many bytes.
    #[error("{url}: more than {most} bytes; allow more with --max-bytes, or fetch it yourself and give the file")]
    TooLarge {
        /// The URL.
        url: String,
        /// So many are taken.
        most: u64,
    },
    /// The connection ended before the body did.
    #[error("{url}: the connection broke after {got} bytes{}; try again", of(*.expected))]
    Cut {
        /// The URL.
        url: String,
        /// So many bytes came.
        got: u64,
        /// So many were announced.
        expected: Option<u64>,
        /// Why.
        source: Option<io::Error>,
    },
    /// A packed body that cannot be unpacked.
    #[error(
        "{url}: the server packed its answer as {encoding}, which cannot be unpacked here; fetch it yourself and give the file"
    )]
    Encoding {
        /// The URL.
        url: String,
        /// How it is packed.
        encoding: String,
        /// Why, where the encoding is known.
        source: Option<io::Error>,
    },
    /// The server's answer is not the page.
    #[error("{url}: the server answers {status}{}", advice(*.status))]
    Status {
        /// The URL.
        url: String,
        /// The status code of HTTP.
        status: u16,
    },
    /// The site asks programs not to read this.
    #[error(
        "{url}: the site's robots.txt asks programs not to fetch it; open it in a browser, save it, and give the file"
    )]
    Robots {
        /// The URL.
        url: String,
    },
    /// Something that holds no report.
    #[error("{url}: is {media_type}, in which no report is read; give the page or the document that has the text")]
    MediaType {
        /// The URL.
        url: String,
        /// The type that the server states.
        media_type: String,
    },
    /// Something else than was asked for: an error page with the status of success.
    #[error("{url}: {problem}")]
    Wrong {
        /// The URL.
        url: String,
        /// What it is, and what to do.
        problem: String,
    },
    /// Nothing is kept of it.
    #[error("{url}: nothing of it is in the cache {cache}; fetch it once without --offline")]
    NotKept {
        /// The URL.
        url: String,
        /// The folder.
        cache: PathBuf,
    },
    /// The cache cannot be read or written.
    #[error("the cache {path} cannot be used; choose another folder with --cache")]
    Cache {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What the cache holds is not what was kept.
    #[error("{path} is not what was kept there: {problem}; delete it and fetch again")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The proxy is no URL of one.
    #[error("{proxy}: is no proxy ({problem}); give one like http://proxy.example.org:3128")]
    Proxy {
        /// What was given.
        proxy: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The system gives no way to fetch: no certificates, no threads.
    #[error("this system cannot fetch; check that its certificates are installed (ca-certificates)")]
    System(#[source] Box<dyn std::error::Error + Send + Sync>),
}

fn of(expected: Option<u64>) -> String {
    expected.map(|bytes| format!(" of {bytes}")).unwrap_or_default()
}

/// What to do about a status.
fn advice(status: u16) -> &'static str {
    match status {
        401 | 403 | 407 => " (it wants to know who asks); open it in a browser, save it, and give the file",
        404 | 410 => " (there is no such page); check the address",
        451 => " (it is blocked by law)",
        429 => " (too many requests); try again later",
        500.. => " (it has a fault of its own); try again later",
        _ => "; open it in a browser, save it, and give the file",
    }
}

impl FetchError {
    /// Whether the same may succeed a moment later.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Connect { .. } | Self::Cut { .. } => true,
            Self::Status { status, .. } => matches!(status, 429 | 502 | 503 | 504),
            _ => false,
        }
    }
}
