//! What comes from the network: pages, feeds and dumps, fetched with limits and kept as evidence.
//!
//! Owns all of it: which addresses may be reached (`guard`, `gate`), how long and how much (`limits`), what is tried again. Nothing is
//! fetched that the user did not name. Errors say what to do.
//!
//! ```no_run
//! use reportmap::fetch::{Fetcher, Options};
//! let fetched = Fetcher::new(Options::default())?.get("https://example.org/report")?;
//! println!("{} bytes from {}", fetched.body.len(), fetched.final_url);
//! # Ok::<(), reportmap::fetch::FetchError>(())
//! ```

mod answer;
mod body;
mod cache;
mod client;
mod download;
mod error;
mod gate;
mod geonames;
mod guard;
mod limits;
mod origin;
mod pages;
mod proxy;
mod retry;
mod robots;

pub use cache::Cache;
pub use client::{Fetched, Fetcher, Options, USER_AGENT};
pub use download::{Kind, Wanted};
pub use error::FetchError;
pub use geonames::{Dump, DumpFile, GEONAMES, GEONAMES_ATTRIBUTION, GEONAMES_LICENCE};
pub use guard::may_reach;
pub use limits::Limits;
pub use origin::{Origin, State};
pub use pages::Pages;
pub use proxy::Proxy;
