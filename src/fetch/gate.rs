//! What stands between a URL and a connection: the scheme, the host, and every address that its name stands for.
//!
//! Names are looked up here and nowhere else, and the connection goes to the addresses that were judged: a name that changes its
//! address between two look-ups gains nothing.

use super::error::FetchError;
use super::guard::may_reach;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::BTreeSet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use url::Host;

/// Which hosts may be reached.
#[derive(Debug, Clone, Default)]
pub(super) struct Gate {
    /// Any address, as the user says.
    pub all: bool,
    /// These, whatever the guard says of them.
    pub allowed: Vec<SocketAddr>,
    /// Hosts of proxies, which the user or the system chose and no page did.
    pub proxies: BTreeSet<String>,
}

/// An address that is refused, as the look-up of names says it.
#[derive(Debug)]
pub(super) struct Refusal {
    pub host: String,
    pub address: IpAddr,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is at {}, an address of no public host", self.host, self.address)
    }
}

impl std::error::Error for Refusal {}

impl Gate {
    /// Judges a URL before anything is sent: what it says itself, and its address where it states one. Names are judged when
    /// they are looked up.
    pub fn check(&self, url: &Url) -> Result<(), FetchError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Secret { host });
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme { url: url.to_string(), scheme: url.scheme().to_owned() });
        }
        let refused = |address| Err(FetchError::Refused { url: url.to_string(), host: host.clone(), address });
        let address = match url.host() {
            // Behind a proxy nobody here looks the name up: what it means is known (RFC 6761, 6.3).
            Some(Host::Domain(name)) if is_own_host(name) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
            // The look-up lets a proxy's name pass; a page that names it is held to the rule.
            Some(Host::Domain(name)) if self.proxies.contains(name) => {
                return match self.addresses(name, false) {
                    Err(Problem::Refused(refusal)) => refused(refusal.address),
                    _ => Ok(()),
                };
            }
            _ => return Ok(()),
        };
        let port = url.port_or_known_default().unwrap_or_default();
        if self.all || may_reach(address) || self.allowed.contains(&SocketAddr::new(address, port)) {
            Ok(())
        } else {
            refused(address)
        }
    }

    /// The addresses of a host that may be reached.
    fn addresses(&self, host: &str, is_proxy: bool) -> Result<Vec<SocketAddr>, Problem> {
        let all: Vec<SocketAddr> = (host, 0).to_socket_addrs().map_err(Problem::Unknown)?.collect();
        let passes = |address: &&SocketAddr| self.all || is_proxy || may_reach(address.ip());
        let reached: Vec<SocketAddr> = all.iter().filter(passes).copied().collect();
        match (reached.is_empty(), all.first()) {
            (true, Some(first)) => Err(Problem::Refused(Refusal { host: host.to_owned(), address: first.ip() })),
            _ => Ok(reached),
        }
    }
}

/// A name of the machine itself.
fn is_own_host(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

enum Problem {
    Unknown(std::io::Error),
    Refused(Refusal),
}

/// The look-up of names for connections.
pub(super) struct Lookup(pub Arc<Gate>);

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let gate = Arc::clone(&self.0);
        Box::pin(async move {
            // The system's look-up blocks; the connection's clock runs on beside it.
            let found = tokio::task::spawn_blocking(move || {
                let host = name.as_str();
                gate.addresses(host, gate.proxies.contains(host))
            });
            match found.await? {
                Ok(addresses) => Ok(Box::new(addresses.into_iter()) as Addrs),
                Err(Problem::Refused(refusal)) => Err(refusal.into()),
                Err(Problem::Unknown(error)) => Err(error.into()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(gate: &Gate, url: &str) -> String {
        gate.check(&Url::parse(url).unwrap()).map_or_else(|e| e.to_string(), |()| "passes".to_owned())
    }

    #[test]
    fn a_stated_address_is_judged_however_it_is_written() {
        let gate = Gate::default();
        assert_eq!(said(&gate, "https://example.org/x"), "passes");
        assert_eq!(said(&gate, "http://8.8.8.8/"), "passes");
        for url in
            ["http://127.0.0.1/", "http://0x7f.1/", "http://2130706433/", "http://[::1]/", "http://[::ffff:10.0.0.1]/"]
        {
            assert!(said(&gate, url).contains("is not reached; --allow-private reaches it"), "{url}");
        }
        let open = Gate { all: true, ..Gate::default() };
        assert_eq!(said(&open, "http://10.0.0.1/"), "passes");
        assert!(said(&open, "ftp://example.org/x").contains("ftp is not fetched"));
    }

    #[test]
    fn an_allowed_address_is_allowed_at_its_port_only() {
        let gate = Gate { allowed: vec!["127.0.0.1:8080".parse().unwrap()], ..Gate::default() };
        assert_eq!(said(&gate, "http://127.0.0.1:8080/x"), "passes");
        assert!(said(&gate, "http://127.0.0.1:8081/x").contains("127.0.0.1"));
        assert!(said(&gate, "http://127.0.0.1/x").contains("127.0.0.1"));
    }

    #[test]
    fn names_of_the_machine_itself_are_refused_before_any_look_up() {
        for url in ["http://localhost:9/admin", "http://db.localhost/", "http://LOCALHOST./"] {
            assert!(said(&Gate::default(), url).contains("is not reached"), "{url}");
        }
        let gate = Gate { allowed: vec!["127.0.0.1:8080".parse().unwrap()], ..Gate::default() };
        assert_eq!(said(&gate, "http://localhost:8080/x"), "passes");
        assert_eq!(said(&gate, "http://localhost.example.org/"), "passes");
    }

    #[test]
    fn a_password_is_refused_and_not_repeated() {
        let said = said(&Gate::default(), "https://me:secret@example.org/");
        assert!(said.contains("example.org") && !said.contains("secret"), "{said}");
    }

    #[test]
    fn a_name_is_judged_by_its_addresses_unless_it_is_a_proxy() {
        let gate = Gate { proxies: ["localhost".to_owned()].into(), ..Gate::default() };
        assert!(
            matches!(gate.addresses("localhost", false), Err(Problem::Refused(Refusal { host, .. })) if host == "localhost")
        );
        assert!(matches!(gate.addresses("localhost", true), Ok(found) if !found.is_empty()));
        // Who redirects to the proxy itself is refused.
        assert!(said(&gate, "http://localhost:3128/").contains("is not reached"));
    }
}
