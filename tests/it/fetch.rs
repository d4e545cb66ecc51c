//! Fetching from servers that are slow, endless, broken or up to something.

use crate::server::{Server, raw, reply};
use flate2::Compression;
use flate2::write::GzEncoder;
use reportmap::fetch::{FetchError, Fetched, Fetcher, Limits, Options, Proxy, USER_AGENT};
use std::io::Write;
use std::thread::sleep;
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);

fn limits() -> Limits {
    Limits {
        connect: 5000 * MS,
        total: 10_000 * MS,
        silence: 5000 * MS,
        bytes: 1_000_000,
        redirects: 3,
        retries: 2,
        first_wait: 5 * MS,
        longest_wait: 1100 * MS,
    }
}

fn fetcher(server: &Server, limits: Limits) -> Fetcher {
    let options = Options { limits, allow_only: vec![server.address], proxy: Proxy::Direct, ..Options::default() };
    Fetcher::new(options).unwrap()
}

fn get(server: &Server, path: &str) -> Result<Fetched, FetchError> {
    fetcher(server, limits()).get(&server.url(path))
}

#[test]
fn a_page_comes_with_all_that_is_evidence() {
    let server = Server::start(|request, stream| match request.path.as_str() {
        "/old" => reply(stream, "301 Moved Permanently", "Location: /new?x=1\r\n", b""),
        _ => reply(
            stream,
            "200 OK",
            "Content-Type: text/plain\r\nETag: \"7\"\r\nSet-Cookie: id=secret\r\n",
            b"Shells fell.",
        ),
    });
    let page = get(&server, "/old#part").unwrap();
    assert_eq!(page.url, server.url("/old"));
    assert_eq!(page.final_url, server.url("/new?x=1"));
    assert_eq!(page.redirects, [server.url("/new?x=1")]);
    assert_eq!((page.status, page.body.as_slice()), (200, b"Shells fell.".as_slice()));
    assert_eq!(page.sha256, "016661ea3bf4ad579b7987349add8f638ea6259d2d5391711a51b49bc059fda3");
    assert_eq!(page.header("etag"), Some("\"7\""));
    assert_eq!(page.header("set-cookie"), None);
    let seen = server.seen();
    assert_eq!(seen[1].header("user-agent"), Some(USER_AGENT));
    assert_eq!(seen[1].header("accept-encoding"), Some("gzip"));
    assert_eq!(seen[1].header("referer"), None);
}

#[test]
fn slow_heads_and_dripping_bodies_end_at_the_limit() {
    let server = Server::start(|request, stream| match request.path.as_str() {
        "/head" => sleep(2000 * MS),
        // Stops in the middle and keeps the connection.
        "/stalls" => {
            raw(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
            sleep(2000 * MS);
        }
        _ => {
            raw(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            while raw(stream, b"a") {
                sleep(20 * MS);
            }
        }
    });
    for path in ["/head", "/stalls", "/drip"] {
        let hurried = Limits { total: 400 * MS, ..limits() };
        let error = fetcher(&server, hurried).get(&server.url(path)).unwrap_err();
        assert!(matches!(error, FetchError::Slow { .. }), "{path}: {error:?}");
        assert!(
            error.to_string().ends_with("not complete within 0.4 s; try again later, or allow more with --timeout")
        );
    }
    // What was slow is not asked for again.
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn endless_and_announced_and_packed_bytes_end_at_the_limit() {
    let bomb = {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![0; 10_000_000]).unwrap();
        encoder.finish().unwrap()
    };
    assert!(bomb.len() < 20_000);
    let server = Server::start(move |request, stream| match request.path.as_str() {
        "/endless" => {
            raw(stream, b"HTTP/1.1 200 OK\r\n\r\n");
            while raw(stream, &[b'a'; 65536]) {}
        }
        "/announced" => drop(raw(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n")),
        _ => reply(stream, "200 OK", "Content-Encoding: gzip\r\n", &bomb),
    });
    for path in ["/endless", "/announced", "/bomb"] {
        let error = get(&server, path).unwrap_err();
        assert!(matches!(error, FetchError::TooLarge { most: 1_000_000, .. }), "{path}: {error:?}");
    }
}

#[test]
fn no_redirect_leads_into_the_own_network() {
    let server = Server::start(|request, stream| {
        let to = request.path.trim_start_matches("/to?");
        reply(stream, "302 Found", &format!("Location: {to}\r\n"), b"");
    });
    for (to, address) in [
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254"),
        ("http://10.0.0.1/", "10.0.0.1"),
        ("//[::ffff:192.168.0.1]/", "::ffff:192.168.0.1"),
        ("http://0x7f000001/", "127.0.0.1"),
    ] {
        match get(&server, &format!("/to?{to}")).unwrap_err() {
            FetchError::Refused { address: refused, .. } => assert_eq!(refused.to_string(), address),
            error => panic!("{to}: {error:?}"),
        }
    }
    // A name is known by its addresses, here at the same port that is allowed for another.
    let port = server.address.port();
    let error = get(&server, &format!("/to?http://localhost:{port}/")).unwrap_err();
    let said = error.to_string();
    assert!(matches!(error, FetchError::Refused { .. }), "{error:?}");
    assert!(said.starts_with(&format!("http://localhost:{port}/: localhost is at ")), "{said}");
    assert!(said.ends_with("an address of no public host, and is not reached; --allow-private reaches it"), "{said}");
    let error = get(&server, "/to?file:///etc/passwd").unwrap_err();
    assert!(matches!(error, FetchError::Scheme { .. }), "{error:?}");
    // Each was asked for once, and nothing of it followed.
    assert_eq!(server.seen().len(), 6);
}

#[test]
fn private_addresses_are_reached_where_the_user_says_so() {
    let server = Server::start(|_, stream| reply(stream, "200 OK", "", b"mirror"));
    let url = format!("http://localhost:{}/", server.address.port());
    let refused = Fetcher::new(Options { limits: limits(), proxy: Proxy::Direct, ..Options::default() }).unwrap();
    assert!(matches!(refused.get(&url), Err(FetchError::Refused { .. })));
    assert!(server.seen().is_empty());
    let options = Options { limits: limits(), allow_private: true, proxy: Proxy::Direct, ..Options::default() };
    assert_eq!(Fetcher::new(options).unwrap().get(&url).unwrap().body, b"mirror");
}

#[test]
fn redirects_end() {
    let server = Server::start(|_, stream| reply(stream, "307 Temporary Redirect", "Location: /loop\r\n", b""));
    let error = get(&server, "/loop").unwrap_err();
    assert!(error.to_string().contains("more than 3 redirects, the last one to"), "{error}");
    assert_eq!(server.seen().len(), 4);
}

#[test]
fn lengths_are_held_to() {
    let server = Server::start(|request, stream| match request.path.as_str() {
        "/less" => drop(raw(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")),
        "/more" => drop(raw(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef")),
        // A chunk that is announced and never complete.
        _ => drop(raw(stream, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")),
    });
    let error = get(&server, "/less").unwrap_err();
    assert!(error.to_string().ends_with("the connection broke after 3 bytes of 10; try again"), "{error}");
    let error = get(&server, "/chunks").unwrap_err();
    assert!(matches!(error, FetchError::Cut { expected: None, .. }), "{error:?}");
    // What comes behind the announced end belongs to no answer.
    assert_eq!(get(&server, "/more").unwrap().body, b"abc");
    // What broke was tried three times.
    assert_eq!(server.seen().iter().filter(|r| r.path == "/less").count(), 3);
}

#[test]
fn what_may_pass_is_tried_again_and_what_may_not_is_not() {
    let server = Server::start(|request, stream| match (request.path.as_str(), request.before) {
        ("/busy", 0) => reply(stream, "429 Too Many Requests", "Retry-After: 1\r\n", b"wait"),
        ("/broken", 0 | 1) => reply(stream, "503 Service Unavailable", "", b"down"),
        ("/cut", 0) => drop(raw(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")),
        ("/shut", 0) => {}
        ("/late", _) => reply(stream, "503 Service Unavailable", "Retry-After: 3600\r\n", b"down"),
        ("/down", _) => reply(stream, "502 Bad Gateway", "", b"down"),
        ("/gone", _) => reply(stream, "404 Not Found", "", b"nothing"),
        _ => reply(stream, "200 OK", "", b"here"),
    });
    let tried = |path: &str| server.seen().iter().filter(|r| r.path == path).count();
    for (path, tries) in [("/busy", 2), ("/broken", 3), ("/cut", 2), ("/shut", 2)] {
        assert_eq!(get(&server, path).unwrap().body, b"here", "{path}");
        assert_eq!(tried(path), tries, "{path}");
    }
    for (path, tries, status, words) in [
        ("/late", 1, 503, "try again later"),
        ("/down", 3, 502, "try again later"),
        ("/gone", 1, 404, "there is no such page"),
    ] {
        let error = get(&server, path).unwrap_err();
        assert!(matches!(error, FetchError::Status { status: s, .. } if s == status), "{path}: {error:?}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(tried(path), tries, "{path}");
    }
}

#[test]
fn what_is_no_url_to_fetch_says_what_to_give() {
    let server = Server::start(|_, _| {});
    let said = |url: &str| fetcher(&server, limits()).get(url).unwrap_err().to_string();
    assert!(said("ftp://example.org/x").contains("ftp is not fetched, only http and https are"));
    assert!(said("example.org").contains("is no URL"));
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let options = Options { limits: limits(), allow_private: true, proxy: Proxy::Direct, ..Options::default() };
    let error = Fetcher::new(options).unwrap().get(&format!("http://{closed}/")).unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error:?}");
}

#[test]
fn a_proxy_is_asked_where_one_is_given() {
    let server = Server::start(|_, stream| reply(stream, "200 OK", "", b"through the proxy"));
    let through = |url: &str| {
        let proxy = Proxy::Url(format!("http://localhost:{}", server.address.port()));
        Fetcher::new(Options { limits: limits(), proxy, ..Options::default() }).unwrap().get(url)
    };
    assert_eq!(through("http://example.org/x").unwrap().body, b"through the proxy");
    assert_eq!(server.seen()[0].path, "http://example.org/x");
    // What an address says is judged before the proxy is asked.
    assert!(matches!(through("http://10.0.0.1/"), Err(FetchError::Refused { .. })));
    assert!(matches!(
        through(&format!("http://localhost:{}/", server.address.port())),
        Err(FetchError::Refused { .. })
    ));
    let options = Options { proxy: Proxy::Url("gopher://x".to_owned()), ..Options::default() };
    assert!(matches!(Fetcher::new(options), Err(FetchError::Proxy { .. })));
}
