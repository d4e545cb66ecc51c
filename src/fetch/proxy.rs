//! The way out of a network that has a proxy.
//!
//! Behind a proxy it is the proxy that looks names up: addresses that URLs state are judged here, what names stand for is judged
//! there.

use super::error::FetchError;
use reqwest::{ClientBuilder, Url};
use std::collections::BTreeSet;
use std::env;

/// Through which proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// Those of the environment: `HTTP_PROXY`, `HTTPS_PROXY` and `ALL_PROXY`, but for the hosts of `NO_PROXY`.
    #[default]
    System,
    /// None.
    Direct,
    /// This one, for everything.
    Url(String),
}

const VARIABLES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The hosts of the proxies.
pub(super) fn hosts(proxy: &Proxy) -> BTreeSet<String> {
    let urls: Vec<String> = match proxy {
        Proxy::System => VARIABLES.iter().filter_map(|name| env::var(name).ok()).collect(),
        Proxy::Direct => Vec::new(),
        Proxy::Url(url) => vec![url.clone()],
    };
    urls.iter().filter_map(|url| host(url)).collect()
}

/// The host of a proxy, whose scheme may be left out.
fn host(url: &str) -> Option<String> {
    let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    Url::parse(&url).ok()?.host_str().map(str::to_owned)
}

/// A client that goes through it.
pub(super) fn set(builder: ClientBuilder, proxy: &Proxy) -> Result<ClientBuilder, FetchError> {
    match proxy {
        Proxy::System => Ok(builder),
        Proxy::Direct => Ok(builder.no_proxy()),
        Proxy::Url(url) => {
            let wrong = |problem: String| FetchError::Proxy { proxy: url.clone(), problem };
            let parsed = Url::parse(url).map_err(|error| wrong(error.to_string()))?;
            if !matches!(parsed.scheme(), "http" | "https") {
                return Err(wrong(format!("of the scheme {}", parsed.scheme())));
            }
            Ok(builder.proxy(reqwest::Proxy::all(parsed).map_err(|error| wrong(error.to_string()))?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_proxy_is_found_with_and_without_a_scheme() {
        let of = |url: &str| hosts(&Proxy::Url(url.to_owned())).into_iter().collect::<Vec<_>>();
        assert_eq!(of("http://proxy.example:3128"), ["proxy.example"]);
        assert_eq!(of("proxy.example:3128"), ["proxy.example"]);
        assert!(hosts(&Proxy::Direct).is_empty());
    }
}
