//! One careful GET: every hop judged, every wait and every byte counted.

use super::answer::Answer;
use super::body::Bounds;
use super::error::FetchError;
use super::gate::{Gate, Lookup, Refusal};
use super::limits::Limits;
use super::proxy::{self, Proxy};
use super::retry;
use jiff::Timestamp;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};
use tokio::runtime::{self, Runtime};

/// Who asks, as servers see it: the program with its version, and where to read about it.
pub const USER_AGENT: &str =
    concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")");

/// How to fetch.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What a fetch may cost.
    pub limits: Limits,
    /// Whether addresses inside one's own network may be reached (see [`may_reach`](super::may_reach)).
    pub allow_private: bool,
    /// Addresses that may be reached whatever they are, such as a mirror in one's own network; all others stay guarded.
    pub allow_only: Vec<SocketAddr>,
    /// The way out.
    pub proxy: Proxy,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// What was asked for.
    pub url: String,
    /// Where it was found.
    pub final_url: String,
    /// The status code of HTTP: 200, or 304 where that was asked for.
    pub status: u16,
    /// The answer's headers with their names in small letters; without cookies, which are secrets.
    pub headers: Vec<(String, String)>,
    /// The body, unpacked.
    pub body: Vec<u8>,
    /// The URLs that redirects led to, in their order.
    pub redirects: Vec<String>,
    /// When the answer was complete, to the millisecond.
    pub fetched_at: Timestamp,
    /// SHA-256 of the body, in hexadecimal digits.
    pub sha256: String,
}

impl Fetched {
    /// The first value of a header, whose name is given in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Fetches, and waits for what it fetches: not to be used inside an asynchronous runtime. One of them holds the connections of a run.
#[derive(Debug)]
pub struct Fetcher {
    client: Client,
    runtime: Arc<Runtime>,
    limits: Limits,
    gate: Arc<Gate>,
}

/// An answer, and the way to it.
pub(super) struct Opened {
    pub answer: Answer,
    pub redirects: Vec<String>,
}

/// A try that failed, and how long the server asks to wait before the next one.
struct Failure {
    error: FetchError,
    wait: Option<Duration>,
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        Self { error, wait: None }
    }
}

impl Fetcher {
    /// A fetcher with these options.
    ///
    /// # Errors
    ///
    /// When the proxy is none, or the system has no certificates.
    pub fn new(options: Options) -> Result<Self, FetchError> {
        let Options { limits, allow_private, allow_only, proxy } = options;
        // Another part of the program may have chosen a provider of cryptography before; any will do.
        drop(rustls::crypto::ring::default_provider().install_default());
        let gate = Arc::new(Gate { all: allow_private, allowed: allow_only, proxies: proxy::hosts(&proxy) });
        let builder = Client::builder()
            .read_timeout(limits.silence)
            .user_agent(USER_AGENT)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(limits.connect)
            .dns_resolver(Arc::new(Lookup(Arc::clone(&gate))));
        let client = proxy::set(builder, &proxy)?.build().map_err(|error| FetchError::System(error.into()))?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let runtime = Arc::new(runtime.map_err(|error| FetchError::System(error.into()))?);
        Ok(Self { client, runtime, limits, gate })
    }

    /// Its limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Fetches a URL.
    ///
    /// # Errors
    ///
    /// When it is none, may not be reached, cannot be reached, costs more than the limits say, or does not exist.
    pub fn get(&self, url: &str) -> Result<Fetched, FetchError> {
        self.get_with(url, &HeaderMap::new())
    }

    /// The same with further headers; with one that makes the request conditional, an answer may have the status 304 and no body.
    pub(super) fn get_with(&self, url: &str, headers: &HeaderMap) -> Result<Fetched, FetchError> {
        let until = Instant::now() + self.limits.total;
        let url = parse(url)?;
        let mut wait = self.limits.first_wait;
        let mut tries_left = self.limits.retries;
        loop {
            let failure = match self.once(&url, headers, until) {
                Ok(fetched) => return Ok(fetched),
                Err(failure) => failure,
            };
            let pause = failure.wait.unwrap_or(wait);
            let too_long = pause > self.limits.longest_wait || Instant::now() + pause >= until;
            if tries_left == 0 || too_long || !failure.error.may_pass() {
                return Err(failure.error);
            }
            tracing::debug!(error = %failure.error, ms = pause.as_millis(), "trying again");
            sleep(pause);
            tries_left -= 1;
            wait *= 2;
        }
    }

    fn once(&self, url: &Url, headers: &HeaderMap, until: Instant) -> Result<Fetched, Failure> {
        let mut headers = headers.clone();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let Opened { mut answer, redirects } = self.open(url, &headers, until)?;
        let status = answer.status();
        // A part that nobody asked for (206) is no page.
        if status != StatusCode::OK && status != StatusCode::NOT_MODIFIED {
            let wait = answer.headers().get(RETRY_AFTER).and_then(|value| retry::after(value.to_str().ok()?));
            return Err(Failure { error: FetchError::Status { url: url.to_string(), status: status.as_u16() }, wait });
        }
        if let Some(media_type) = without_text(answer.headers()) {
            return Err(FetchError::MediaType { url: url.to_string(), media_type }.into());
        }
        let bounds = self.bounds(url.as_str(), until);
        let expected = if status == StatusCode::NOT_MODIFIED { None } else { answer.content_length() };
        let encodings: Vec<&str> =
            answer.headers().get_all(CONTENT_ENCODING).iter().filter_map(|v| v.to_str().ok()).collect();
        let encodings = encodings.join(",");
        let headers = kept(answer.headers());
        let packed = bounds.whole(&mut answer, expected)?;
        let body = bounds.unpacked(packed, &encodings)?;
        Ok(Fetched {
            url: url.to_string(),
            final_url: answer.url().to_string(),
            status: status.as_u16(),
            headers,
            redirects,
            fetched_at: now(),
            sha256: sha256(&body),
            body,
        })
    }

    pub(super) fn bounds<'u>(&self, url: &'u str, until: Instant) -> Bounds<'u> {
        Bounds { url, bytes: self.limits.bytes, until, total: self.limits.total }
    }

    /// Sends a request and follows redirects, each judged like the first URL; whatever the last status is.
    pub(super) fn open(&self, first: &Url, headers: &HeaderMap, until: Instant) -> Result<Opened, FetchError> {
        let (mut url, mut redirects) = (first.clone(), Vec::new());
        loop {
            self.gate.check(&url)?;
            let left = until.saturating_duration_since(Instant::now());
            let slow = || FetchError::Slow { url: first.to_string(), total: self.limits.total };
            if left.is_zero() {
                return Err(slow());
            }
            // Inside the runtime from its first step: it sets its timers before it is waited for.
            let request = self.client.get(url.clone()).headers(headers.clone()).timeout(left);
            let response =
                self.runtime.block_on(async { request.send().await }).map_err(|error| match refusal(&error) {
                    Some(Refusal { host, address }) => {
                        FetchError::Refused { url: url.to_string(), host: host.clone(), address: *address }
                    }
                    None if Instant::now() >= until => slow(),
                    None if error.is_timeout() && !error.is_connect() => {
                        FetchError::Slow { url: url.to_string(), total: self.limits.silence }
                    }
                    None => FetchError::Connect { url: url.to_string(), source: error.without_url().into() },
                })?;
            let Some(next) = led_to(&response)? else {
                return Ok(Opened { answer: Answer::new(response, Arc::clone(&self.runtime)), redirects });
            };
            if redirects.len() == self.limits.redirects {
                let most = self.limits.redirects;
                return Err(FetchError::Redirects { url: first.to_string(), most, last: next.to_string() });
            }
            redirects.push(next.to_string());
            url = next;
        }
    }
}

/// Where an answer redirects to.
fn led_to(response: &Response) -> Result<Option<Url>, FetchError> {
    let status = response.status().as_u16();
    let Some(location) = response.headers().get(LOCATION).filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308))
    else {
        return Ok(None);
    };
    let location = String::from_utf8_lossy(location.as_bytes());
    let wrong = |problem| FetchError::Url { url: location.to_string(), problem };
    response
        .url()
        .join(&location)
        .map(Some)
        .map_err(|error| wrong(format!("{} redirects to it: {error}", response.url())))
}

/// The media type of an answer that no text can be read from: found out before it is read.
fn without_text(headers: &HeaderMap) -> Option<String> {
    let stated = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = stated.split(';').next()?.trim().to_ascii_lowercase();
    let kind = essence.split('/').next()?;
    matches!(kind, "image" | "video" | "audio" | "font" | "model").then_some(essence)
}

/// A refused address, wherever it stands among the causes of an error.
fn refusal(error: &reqwest::Error) -> Option<&Refusal> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(refusal) = error.downcast_ref() {
            return Some(refusal);
        }
        cause = error.source();
    }
    None
}

/// A URL as it is fetched: without the part behind `#`, which no server is asked for.
pub(super) fn parse(url: &str) -> Result<Url, FetchError> {
    let mut parsed =
        Url::parse(url).map_err(|error| FetchError::Url { url: url.to_owned(), problem: error.to_string() })?;
    parsed.set_fragment(None);
    Ok(parsed)
}

fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let kept = headers.iter().filter(|(name, _)| !matches!(name.as_str(), "set-cookie" | "set-cookie2"));
    kept.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

/// The moment, to the millisecond.
pub(super) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(super) fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
