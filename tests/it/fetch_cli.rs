//! URLs as a user gives them: `reportmap map https://…`.

use crate::cli::reportmap;
use crate::server::{Server, reply};
use serde_json::Value;
use std::path::Path;

const PAGE: &str = "<!DOCTYPE html><html lang=en><head><title>Shelling</title><link rel=canonical href=\"https://news.example/shelling\">\
<meta property=\"article:published_time\" content=\"2020-10-24T08:00:00Z\"></head><body><article><p>Shells fell on the town of \
Martuni in the Karabakh region on Friday, officials said, and two houses burnt down before the fire was put out by the people \
who live there.</p></article></body></html>";

const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>\
<item><title>One</title><link>https://news.example/1</link><description>Shells fell on the town of Martuni.</description></item>\
<item><title>Two</title><link>https://news.example/2</link><description>Shells fell on Stepanakert.</description></item>\
</channel></rss>";

fn site() -> Server {
    Server::start(|request, stream| {
        let html = "Content-Type: text/html; charset=utf-8\r\n";
        match request.path.as_str() {
            "/page" => reply(stream, "200 OK", html, PAGE.as_bytes()),
            "/moved" => reply(stream, "302 Found", "Location: /notes/report.txt\r\n", b""),
            "/notes/report.txt" => {
                reply(stream, "200 OK", "Content-Type: text/plain\r\n", b"Shells fell on the town of Martuni.")
            }
            "/feed" => reply(stream, "200 OK", "Content-Type: application/rss+xml\r\n", FEED.as_bytes()),
            "/picture" => reply(stream, "200 OK", "Content-Type: image/png\r\n", b"\x89PNG"),
            "/big" => reply(stream, "200 OK", "Content-Type: text/plain\r\n", &[b'a'; 5000]),
            _ => reply(stream, "404 Not Found", html, b"<html>nothing</html>"),
        }
    })
}

struct Run {
    status: i32,
    analyses: Vec<Value>,
    stderr: String,
}

/// Analyses URLs of a site.
fn analyze(cache: &Path, arguments: &[&str]) -> Run {
    let mut command = reportmap();
    command.args(["analyze", "--proxy", "none", "--cache"]).arg(cache).args(arguments);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let analyses = text(output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let stderr = text(output.stderr);
    assert!(!stderr.contains("panicked"), "{stderr}");
    Run { status: output.status.code().unwrap(), analyses, stderr }
}

#[test]
fn pages_and_feeds_are_reports_and_what_fails_is_named() {
    let (server, folder) = (site(), tempfile::tempdir().unwrap());
    let urls: Vec<String> = ["/page", "/gone", "/moved", "/picture", "/feed"].iter().map(|p| server.url(p)).collect();
    let arguments: Vec<&str> = std::iter::once("--allow-private").chain(urls.iter().map(String::as_str)).collect();
    let run = analyze(folder.path(), &arguments);
    assert_eq!(run.status, 1, "{}", run.stderr);
    let of = |field: &str| -> Vec<&str> { run.analyses.iter().map(|a| a[field].as_str().unwrap_or("none")).collect() };
    let moved = server.url("/notes/report.txt");
    assert_eq!(
        of("url"),
        ["https://news.example/shelling", &moved, "https://news.example/1", "https://news.example/2"]
    );
    assert_eq!(of("published")[0], "2020-10-24");
    assert!(
        run.stderr.contains(&format!("{}: the server answers 404 (there is no such page); check the address", urls[1])),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains(&format!("{}: is image/png, in which no report is read", urls[3])), "{}", run.stderr);
    let notes = run.analyses[1]["notes"].to_string();
    assert!(notes.contains(&format!("from {moved}, SHA-256 ")), "{notes}");

    // Without the network, and without the server, the same comes of what is kept.
    drop(server);
    let kept: Vec<&str> =
        std::iter::once("--offline").chain([&urls[0], &urls[2], &urls[4]].map(String::as_str)).collect();
    let offline = analyze(folder.path(), &kept);
    assert_eq!((offline.status, &offline.analyses), (0, &run.analyses), "{}", offline.stderr);
    let missing = analyze(folder.path(), &["--offline", &urls[1]]);
    assert_eq!(missing.status, 3);
    assert!(missing.stderr.contains("nothing of it is in the cache"), "{}", missing.stderr);
}

#[test]
fn nothing_in_the_own_network_is_reached_unasked() {
    let (server, folder) = (site(), tempfile::tempdir().unwrap());
    let run = analyze(folder.path(), &[&server.url("/page")]);
    assert_eq!(run.status, 3);
    assert!(
        run.stderr.contains("127.0.0.1, an address of no public host, and is not reached; --allow-private reaches it"),
        "{}",
        run.stderr
    );
    assert!(server.seen().is_empty());
}

#[test]
fn limits_are_the_users() {
    let (server, folder) = (site(), tempfile::tempdir().unwrap());
    let big = server.url("/big");
    let run = analyze(folder.path(), &["--allow-private", "--max-bytes", "4999", &big]);
    assert_eq!(run.status, 3);
    assert!(run.stderr.contains("more than 4999 bytes; allow more with --max-bytes"), "{}", run.stderr);
    assert_eq!(analyze(folder.path(), &["--allow-private", "--max-bytes", "5000", &big]).status, 0);
    let wrong = analyze(folder.path(), &["--timeout", "0", &big]);
    assert_eq!(wrong.status, 2, "{}", wrong.stderr);
}

#[test]
fn a_map_is_made_of_a_page() {
    let (server, folder) = (site(), tempfile::tempdir().unwrap());
    let out = folder.path().join("out");
    let mut command = reportmap();
    command
        .args(["map", "--proxy", "none", "--allow-private", "-o"])
        .arg(&out)
        .arg("--cache")
        .arg(folder.path().join("cache"));
    command.arg(server.url("/page")).assert().success();
    let reports: Value = serde_json::from_slice(&std::fs::read(out.join("reports.geojson")).unwrap()).unwrap();
    assert!(reports.to_string().contains("https://news.example/shelling"), "{reports}");
}
