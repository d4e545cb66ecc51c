//! Evidence: what was fetched stays, is asked for again only when it changed, and is read without a network.

use crate::server::{Server, reply};
use reportmap::fetch::{Cache, FetchError, Fetcher, Options, Pages, Proxy};
use std::fs;
use std::path::{Path, PathBuf};

fn fetcher(server: &Server) -> Fetcher {
    let options = Options { allow_only: vec![server.address], proxy: Proxy::Direct, ..Options::default() };
    Fetcher::new(options).unwrap()
}

/// All files of a cache with an ending, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let inside = |folder: &Path| fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect::<Vec<_>>();
    let mut files: Vec<PathBuf> = inside(folder).iter().flat_map(|folder| inside(folder)).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == ending));
    files.sort();
    files
}

#[test]
fn what_did_not_change_is_confirmed_and_what_changed_is_kept_beside_it() {
    let server = Server::start(|request, stream| {
        let (etag, body) = if request.before < 2 { ("\"1\"", "first") } else { ("\"2\"", "second") };
        let headers = format!("ETag: {etag}\r\nContent-Type: text/plain\r\n");
        if request.header("if-none-match") == Some(etag) {
            reply(stream, "304 Not Modified", &format!("ETag: {etag}\r\nX-New: yes\r\n"), b"");
        } else {
            reply(stream, "200 OK", &headers, body.as_bytes());
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path());
    let get = || cache.get(&fetcher(&server), &server.url("/page")).unwrap();
    let first = get();
    assert_eq!((first.status, first.body.as_slice()), (200, b"first".as_slice()));
    let again = get();
    assert_eq!((again.status, again.body.as_slice(), &again.sha256), (304, b"first".as_slice(), &first.sha256));
    assert_eq!((again.header("x-new"), again.header("content-type")), (Some("yes"), Some("text/plain")));
    assert_eq!(cache.offline(&server.url("/page")).unwrap(), again);
    let changed = get();
    assert_eq!((changed.status, changed.body.as_slice()), (200, b"second".as_slice()));
    assert_eq!(cache.offline(&server.url("/page#part")).unwrap(), changed);
    assert_eq!(server.seen()[1].header("if-none-match"), Some("\"1\""));
    // Each body once, each fetch a record.
    assert_eq!((files(folder.path(), "body").len(), files(folder.path(), "json").len()), (2, 3));
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(&files(folder.path(), "json")[0]).unwrap()).unwrap();
    assert_eq!(record["url"], server.url("/page"));
    assert_eq!(record["sha256"], first.sha256);
    assert_eq!(record["fetched_at"], first.fetched_at.to_string());
}

#[test]
fn the_date_of_a_page_is_asked_for_where_there_is_no_tag() {
    let server = Server::start(|request, stream| match request.header("if-modified-since") {
        Some("Mon, 06 May 2024 10:00:00 GMT") => reply(stream, "304 Not Modified", "", b""),
        _ => reply(stream, "200 OK", "Last-Modified: Mon, 06 May 2024 10:00:00 GMT\r\n", b"page"),
    });
    let folder = tempfile::tempdir().unwrap();
    let get = || Cache::new(folder.path()).get(&fetcher(&server), &server.url("/")).unwrap();
    assert_eq!(get().status, 200);
    // The third one still knows the date, which the second answer did not repeat.
    assert_eq!((get().status, get().status), (304, 304));
}

#[test]
fn a_tag_says_nothing_of_another_page() {
    let server = Server::start(|request, stream| match (request.path.as_str(), request.before) {
        ("/page", 0) => reply(stream, "200 OK", "ETag: \"1\"\r\n", b"first"),
        ("/page", _) => reply(stream, "302 Found", "Location: /other\r\n", b""),
        _ if request.header("if-none-match").is_some() => reply(stream, "304 Not Modified", "", b""),
        _ => reply(stream, "200 OK", "ETag: \"1\"\r\n", b"other"),
    });
    let folder = tempfile::tempdir().unwrap();
    let get = || Cache::new(folder.path()).get(&fetcher(&server), &server.url("/page")).unwrap();
    assert_eq!(get().body, b"first");
    assert_eq!(get().body, b"other");
}

#[test]
fn without_a_network_what_is_missing_or_damaged_says_so() {
    let server = Server::start(|_, stream| reply(stream, "200 OK", "", b"page"));
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path().join("new"));
    let url = server.url("/");
    let error = cache.offline(&url).unwrap_err();
    assert!(matches!(error, FetchError::NotKept { .. }), "{error:?}");
    assert!(error.to_string().ends_with("fetch it once without --offline"), "{error}");
    cache.get(&fetcher(&server), &url).unwrap();
    let [body] = &files(cache.folder(), "body")[..] else { panic!("one body") };
    fs::write(body, b"pag3").unwrap();
    assert!(matches!(cache.offline(&url), Err(FetchError::Damaged { .. })));
    // Fetched again, without a condition, it is whole.
    assert_eq!(cache.get(&fetcher(&server), &url).unwrap().body, b"page");
    assert_eq!(cache.offline(&url).unwrap().body, b"page");
    for record in files(cache.folder(), "json") {
        fs::write(record, b"{").unwrap();
    }
    assert!(matches!(cache.offline(&url), Err(FetchError::Damaged { .. })));
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_cache_that_cannot_be_written_is_named() {
    let server = Server::start(|_, stream| reply(stream, "200 OK", "", b"page"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let error = Cache::new(&file).get(&fetcher(&server), &server.url("/")).unwrap_err();
    assert!(matches!(error, FetchError::Cache { .. }), "{error:?}");
}

#[test]
fn a_feed_is_fetched_as_its_site_wishes_and_a_page_is_a_persons() {
    const FEED: &[u8] = b"<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel/></rss>";
    let server = Server::start(|request, stream| match request.path.as_str() {
        "/robots.txt" => reply(stream, "200 OK", "", b"User-agent: *\nDisallow: /closed\n"),
        "/closed/page" => reply(stream, "200 OK", "Content-Type: text/html\r\n", b"<html>A page about <rss</html>"),
        _ => reply(stream, "200 OK", "", FEED),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut pages = Pages::online(fetcher(&server), Cache::new(folder.path()));
    assert_eq!(pages.page(&server.url("/closed/page")).unwrap().status, 200);
    assert!(server.seen().iter().all(|r| r.path != "/robots.txt"));
    assert_eq!(pages.page(&server.url("/feed")).unwrap().body, FEED);
    let error = pages.page(&server.url("/closed/feed")).unwrap_err();
    assert!(matches!(error, FetchError::Robots { .. }), "{error:?}");
    assert!(
        Pages::offline(Cache::new(folder.path())).page(&server.url("/closed/feed")).is_err(),
        "nothing of it is kept"
    );
    assert_eq!(Pages::offline(Cache::new(folder.path())).page(&server.url("/feed")).unwrap().body, FEED);
    assert_eq!(server.seen().iter().filter(|r| r.path == "/robots.txt").count(), 1);
}

#[test]
fn a_site_without_wishes_lets_programs_in_and_one_with_a_fault_does_not() {
    let feed = |status: &'static str| {
        Server::start(move |request, stream| match request.path.as_str() {
            "/robots.txt" => reply(stream, status, "Retry-After: 9999\r\n", b""),
            _ => reply(stream, "200 OK", "Content-Type: application/atom+xml; charset=utf-8\r\n", b"<feed/>"),
        })
    };
    let get = |server: &Server| {
        let folder = tempfile::tempdir().unwrap();
        Pages::online(fetcher(server), Cache::new(folder.path())).page(&server.url("/feed"))
    };
    assert!(get(&feed("404 Not Found")).is_ok());
    let error = get(&feed("503 Service Unavailable")).unwrap_err();
    assert!(
        matches!(error, FetchError::Status { status: 503, .. }) && error.to_string().contains("/robots.txt"),
        "{error}"
    );
}
