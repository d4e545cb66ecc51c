//! What commands that fetch share: how the network is used, and where what comes is kept.

use anyhow::Context;
use clap::Args;
use reportmap::fetch::{Cache, Fetched, Fetcher, Limits, Options, Pages, Proxy};
use reportmap::report::Page;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Network")]
pub struct Network {
    /// Use what was fetched before, and no network
    #[arg(long)]
    offline: bool,
    /// The folder in which all that is fetched is kept as evidence [default: $XDG_CACHE_HOME/reportmap or ~/.cache/reportmap]
    #[arg(long, value_name = "FOLDER")]
    cache: Option<PathBuf>,
    /// Reach addresses inside your own network, too
    #[arg(long)]
    allow_private: bool,
    /// Through this proxy, or none [default: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY of the environment]
    #[arg(long, value_name = "URL", value_parser = proxy)]
    proxy: Option<Proxy>,
    /// The longest that a URL may take, in seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// The most bytes that a URL may give
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..))]
    max_bytes: Option<u64>,
}

fn proxy(text: &str) -> Result<Proxy, std::convert::Infallible> {
    Ok(if text == "none" { Proxy::Direct } else { Proxy::Url(text.to_owned()) })
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse().ok().filter(|s: &f64| (0.001..=86_400.0).contains(s));
    number.map(Duration::from_secs_f64).ok_or_else(|| "expected seconds from 0.001 to 86400, such as 60".to_owned())
}

impl Network {
    /// Whether the network is left alone.
    pub fn is_offline(&self) -> bool {
        self.offline
    }

    /// How to fetch, with these limits where the user states none.
    pub fn options(&self, usual: Limits) -> Options {
        let limits = Limits {
            total: self.timeout.unwrap_or(usual.total),
            bytes: self.max_bytes.unwrap_or(usual.bytes),
            ..usual
        };
        let proxy = self.proxy.clone().unwrap_or_default();
        Options { limits, allow_private: self.allow_private, proxy, ..Options::default() }
    }

    /// The folder of what is kept.
    ///
    /// # Errors
    ///
    /// When none was named and the user has no home.
    pub fn folder(&self) -> anyhow::Result<PathBuf> {
        self.cache
            .clone()
            .or_else(Cache::usual_folder)
            .context("there is no home folder to keep in what is fetched; name a folder with --cache")
    }

    /// The pages of a run.
    ///
    /// # Errors
    ///
    /// When there is no folder for them, or the system cannot fetch.
    pub fn pages(&self) -> anyhow::Result<Pages> {
        let cache = Cache::new(self.folder()?);
        if self.offline {
            return Ok(Pages::offline(cache));
        }
        Ok(Pages::online(Fetcher::new(self.options(Limits::default()))?, cache))
    }
}

/// What was fetched, as reports are read from it.
pub fn page(fetched: Fetched) -> Page {
    let media_type = fetched.header("content-type").map(str::to_owned);
    let at = fetched.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ");
    let note = format!("fetched {at} from {}, SHA-256 {}", fetched.final_url, fetched.sha256);
    Page { name: fetched.url, url: fetched.final_url, media_type, body: fetched.body, note }
}
