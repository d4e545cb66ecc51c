//! Pages and feeds for a run: from the network or from what is kept of them, as their sites wish.

use super::cache::{Cache, renewed};
use super::client::{Fetched, Fetcher, parse};
use super::error::FetchError;
use super::robots::Rules;
use std::collections::BTreeMap;

/// So many bytes of the head tell a feed.
const HEAD: usize = 1024;

/// Where the pages of a run come from.
#[derive(Debug)]
pub struct Pages {
    /// None without a network.
    fetcher: Option<Fetcher>,
    cache: Cache,
    /// What each site asks of programs, by its origin.
    sites: BTreeMap<String, Rules>,
}

impl Pages {
    /// From the network; what comes is kept in the cache.
    pub fn online(fetcher: Fetcher, cache: Cache) -> Self {
        Self { fetcher: Some(fetcher), cache, sites: BTreeMap::new() }
    }

    /// From the cache alone.
    pub fn offline(cache: Cache) -> Self {
        Self { fetcher: None, cache, sites: BTreeMap::new() }
    }

    /// The page at a URL, as [`Cache::get`] or [`Cache::offline`] give it. A feed is given only where the site's robots.txt lets
    /// programs ask for it: a person names a page, but it is a program that comes back to a feed.
    ///
    /// # Errors
    ///
    /// Theirs; and when a feed's site asks programs not to fetch it, or does not say because it has a fault.
    pub fn page(&mut self, url: &str) -> Result<Fetched, FetchError> {
        let Some(fetcher) = &self.fetcher else { return self.cache.offline(url) };
        let kept = self.cache.trusted(url)?;
        // A feed that is known as one is asked about before it is asked for.
        if kept.as_ref().is_some_and(is_feed) {
            wish(&mut self.sites, fetcher, url)?;
        }
        let fetched = renewed(fetcher, url, kept)?;
        if is_feed(&fetched) {
            wish(&mut self.sites, fetcher, &fetched.final_url)?;
        }
        self.cache.keep(&fetched)?;
        Ok(fetched)
    }
}

/// Whether a page is a feed, as its type or its first element says.
fn is_feed(page: &Fetched) -> bool {
    let media_type = page.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let head = String::from_utf8_lossy(page.body.get(..HEAD).unwrap_or(&page.body)).to_ascii_lowercase();
    ["application/rss+xml", "application/atom+xml", "application/rdf+xml"]
        .iter()
        .any(|feed| media_type.starts_with(feed))
        || !head.contains("<html") && ["<rss", "<feed", "<rdf:rdf"].iter().any(|element| head.contains(element))
}

/// Finds out whether the site of a URL lets programs fetch it.
fn wish(sites: &mut BTreeMap<String, Rules>, fetcher: &Fetcher, url: &str) -> Result<(), FetchError> {
    let parsed = parse(url)?;
    let origin = parsed.origin().ascii_serialization();
    if !sites.contains_key(&origin) {
        let rules = match fetcher.get(&format!("{origin}/robots.txt")) {
            Ok(file) => Rules::read(&file.body, env!("CARGO_PKG_NAME")),
            // A site without wishes (RFC 9309, 2.3.1.3). One with a fault may have some.
            Err(FetchError::Status { status: 400..=499, .. }) => Rules::default(),
            Err(error) => return Err(error),
        };
        sites.insert(origin.clone(), rules);
    }
    let path = parsed.query().map_or_else(|| parsed.path().to_owned(), |query| format!("{}?{query}", parsed.path()));
    match sites.get(&origin) {
        Some(rules) if !rules.allow(&path) => Err(FetchError::Robots { url: url.to_owned() }),
        _ => Ok(()),
    }
}
