//! Large files over a network that breaks.

use crate::server::{Request, Server, raw, reply};
use reportmap::fetch::{FetchError, Fetcher, Kind, Limits, Options, Origin, Proxy, Wanted};
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

/// A zip archive of bytes that tell where they are from.
fn file() -> Vec<u8> {
    archive(7)
}

fn archive(step: u32) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    out.start_file("AZ.txt", stored).unwrap();
    out.write_all(&(0..100_000_u32).map(|i| (i * step % 251) as u8).collect::<Vec<_>>()).unwrap();
    out.finish().unwrap().into_inner()
}

fn fetcher(server: &Server, retries: usize) -> Fetcher {
    let limits = Limits { retries, first_wait: Duration::from_millis(5), bytes: 200_000, ..Limits::default() };
    Fetcher::new(Options { limits, allow_only: vec![server.address], proxy: Proxy::Direct, ..Options::default() })
        .unwrap()
}

fn download(server: &Server, url: &str, path: &Path, retries: usize) -> Result<Origin, FetchError> {
    let url = server.url(url);
    let wanted = Wanted { url: &url, path, kind: Kind::Zip, licence: "CC-BY-4.0", attribution: "GeoNames" };
    fetcher(server, retries).download(&wanted, &mut |_, _| {})
}

/// Sends what is asked for of a file in a state, but at most so many bytes of it.
fn serve(request: &Request, stream: &mut TcpStream, file: &[u8], state: &str, most: usize) {
    let asked = request.header("range").filter(|_| request.header("if-range").is_none_or(|only| only == state));
    let from = asked.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()).unwrap_or(0_usize);
    if from >= file.len() {
        return reply(stream, "416 Range Not Satisfiable", "", b"");
    }
    let rest = &file[from..];
    let status = if from > 0 { "206 Partial Content" } else { "200 OK" };
    let range = if from > 0 {
        format!("Content-Range: bytes {from}-{}/{}\r\n", file.len() - 1, file.len())
    } else {
        String::new()
    };
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nETag: {state}\r\n{range}\r\n", rest.len());
    raw(stream, head.as_bytes());
    raw(stream, &rest[..most.min(rest.len())]);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_breaks_is_resumed_within_a_run_and_across_runs() {
    let server = Server::start(|request, stream| serve(request, stream, &file(), "\"1\"", 30_000));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/AZ.zip");
    // The first run gets on as long as it may.
    let once = Server::start(|request, stream| {
        if request.before == 0 {
            serve(request, stream, &file(), "\"1\"", 30_000);
        }
    });
    assert!(matches!(download(&once, "/AZ.zip", &path, 0), Err(FetchError::Connect { .. } | FetchError::Cut { .. })));
    assert_eq!(names(path.parent().unwrap()), ["AZ.zip.part", "AZ.zip.part.json"]);
    // Of another URL nothing is taken over.
    let origin = download(&server, "/AZ.zip", &path, 0).unwrap();
    assert_eq!(fs::read(&path).unwrap(), file());
    assert_eq!(names(path.parent().unwrap()), ["AZ.zip", "AZ.zip.json"]);
    assert_eq!(
        (origin.bytes, origin.licence.as_str(), origin.attribution.as_str()),
        (file().len() as u64, "CC-BY-4.0", "GeoNames")
    );
    let ranges: Vec<Option<String>> = server.seen().iter().map(|r| r.header("range").map(str::to_owned)).collect();
    assert_eq!(ranges, [None, Some("bytes=30000-".into()), Some("bytes=60000-".into()), Some("bytes=90000-".into())]);
}

#[test]
fn a_second_run_goes_on_where_the_first_one_broke() {
    let server = Server::start(|request, stream| match request.before {
        1 => {}
        _ => serve(request, stream, &file(), "\"1\"", if request.before == 0 { 50_000 } else { usize::MAX }),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("AZ.zip");
    assert!(download(&server, "/AZ.zip", &path, 0).is_err());
    download(&server, "/AZ.zip", &path, 0).unwrap();
    assert_eq!(fs::read(&path).unwrap(), file());
    assert_eq!(server.seen()[2].header("range"), Some("bytes=50000-"));
    assert_eq!(server.seen()[2].header("if-range"), Some("\"1\""));
}

#[test]
fn another_state_of_the_file_is_fetched_from_its_beginning() {
    let other = archive(11);
    let served = other.clone();
    let server = Server::start(move |request, stream| match request.before {
        0 => serve(request, stream, &file(), "\"1\"", 50_000),
        _ => serve(request, stream, &served, "\"2\"", usize::MAX),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("AZ.zip");
    download(&server, "/AZ.zip", &path, 1).unwrap();
    assert_eq!(fs::read(&path).unwrap(), other);
}

#[test]
fn a_rest_of_another_state_is_not_joined_to_what_is_there() {
    // A server that does not know If-Range sends the rest of what stands there now.
    let other = archive(11);
    let served = other.clone();
    let server = Server::start(move |request, stream| match request.before {
        0 => serve(request, stream, &file(), "\"1\"", 50_000),
        _ => {
            let from = request.header("range").and_then(|r| r.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
            let from: usize = from.unwrap_or(0);
            let (status, range) = match from {
                0 => ("200 OK", String::new()),
                _ => (
                    "206 Partial Content",
                    format!("Content-Range: bytes {from}-{}/{}\r\n", served.len() - 1, served.len()),
                ),
            };
            reply(stream, status, &format!("ETag: \"2\"\r\n{range}"), &served[from..]);
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("AZ.zip");
    let origin = download(&server, "/AZ.zip", &path, 2).unwrap();
    assert!(fs::read(&path).unwrap() == other, "two states of the file were joined");
    assert_eq!(origin.state.etag.as_deref(), Some("\"2\""));
}

#[test]
fn an_archive_that_ends_early_takes_no_ones_place() {
    // Without a length nobody is told that it was cut.
    let server = Server::start(|_, stream| {
        raw(stream, b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        raw(stream, &file()[..60_000]);
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("AZ.zip");
    let said = download(&server, "/AZ.zip", &path, 0).unwrap_err().to_string();
    assert!(said.contains("is no whole zip archive") && names(folder.path()).is_empty(), "{said}");
}

#[test]
fn a_server_that_asks_for_hours_is_not_asked_again() {
    let server = Server::start(|_, stream| reply(stream, "503 Service Unavailable", "Retry-After: 7200\r\n", b""));
    let folder = tempfile::tempdir().unwrap();
    let said = download(&server, "/AZ.zip", &folder.path().join("AZ.zip"), 5).unwrap_err().to_string();
    assert!(said.contains("503"), "{said}");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn what_is_kept_is_fetched_again_only_when_it_changed_or_is_damaged() {
    let server = Server::start(|request, stream| match request.header("if-none-match") {
        Some("\"1\"") => reply(stream, "304 Not Modified", "", b""),
        _ => serve(request, stream, &file(), "\"1\"", usize::MAX),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("AZ.zip");
    let first = download(&server, "/AZ.zip", &path, 0).unwrap();
    assert_eq!(download(&server, "/AZ.zip", &path, 0).unwrap(), first);
    fs::write(&path, b"PK\x03\x04 damaged").unwrap();
    download(&server, "/AZ.zip", &path, 0).unwrap();
    assert_eq!(fs::read(&path).unwrap(), file());
    let conditions: Vec<bool> = server.seen().iter().map(|r| r.header("if-none-match").is_some()).collect();
    assert_eq!(conditions, [false, true, false]);
    assert_eq!(names(folder.path()), ["AZ.zip", "AZ.zip.json"]);
}

#[test]
fn what_is_not_the_file_takes_no_ones_place() {
    let page = b"<!DOCTYPE html><html>Sorry</html>";
    let server = Server::start(move |request, stream| match request.path.as_str() {
        "/page" => reply(stream, "200 OK", "Content-Type: text/html\r\n", page),
        "/sly" => reply(stream, "200 OK", "Content-Type: application/zip\r\n", page),
        "/text" => reply(stream, "200 OK", "", b"no archive"),
        "/large" => drop(raw(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\nPK\x03\x04")),
        "/lies" => drop(raw(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nPK\x03\x04")),
        "/hole" if request.header("range").is_some() => {
            reply(stream, "206 Partial Content", "Content-Range: bytes 9-19/20\r\n", &[0; 11]);
        }
        "/hole" => drop(raw(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\nETag: \"1\"\r\n\r\nPK\x03\x04")),
        "/moved" => reply(stream, "302 Found", "Location: http://10.0.0.1/AZ.zip\r\n", b""),
        _ => reply(stream, "404 Not Found", "", page),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("AZ.zip");
    for (url, words, kept) in [
        ("/page", "is a web page and no file of data", false),
        ("/sly", "is a web page and no file of data", false),
        ("/text", "is no zip archive", false),
        ("/large", "more than 200000 bytes", false),
        ("/lies", "broke after 4 bytes of 50", true),
        ("/hole", "sends another part than it was asked for", false),
        ("/moved", "10.0.0.1", false),
        ("/gone", "there is no such page", false),
    ] {
        let said = download(&server, url, &path, 1).unwrap_err().to_string();
        assert!(said.contains(words), "{url}: {said}");
        assert!(!path.exists(), "{url}");
        assert_eq!(!names(folder.path()).is_empty(), kept, "{url}: {:?}", names(folder.path()));
        names(folder.path()).iter().for_each(|name| fs::remove_file(folder.path().join(name)).unwrap());
    }
}

#[test]
fn a_rest_that_is_none_begins_anew_and_redirects_are_followed() {
    let server = Server::start(|request, stream| match request.path.as_str() {
        "/old.zip" => reply(stream, "301 Moved Permanently", "Location: /new.zip\r\n", b""),
        _ => serve(request, stream, &file(), "\"1\"", usize::MAX),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("AZ.zip");
    fs::write(folder.path().join("AZ.zip.part"), [0; 150_000]).unwrap();
    let begun = serde_json::json!({ "url": server.url("/old.zip"), "etag": "\"1\"", "last_modified": null });
    fs::write(folder.path().join("AZ.zip.part.json"), begun.to_string()).unwrap();
    let origin = download(&server, "/old.zip", &path, 1).unwrap();
    assert_eq!(fs::read(&path).unwrap(), file());
    assert_eq!((origin.url, origin.final_url), (server.url("/old.zip"), server.url("/new.zip")));
}
