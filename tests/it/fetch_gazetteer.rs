//! `reportmap gazetteer fetch` against a mirror that breaks.

use crate::cli::reportmap;
use crate::server::{Server, raw, reply};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

/// A made-up village in the form of GeoNames.
const PLACES: &str = "900001\tOstvelm\tOstvelm\t\t39.80\t46.90\tP\tPPL\tAZ\t\t01\t\t\t\t700\t\t\t\t2024-01-01\n\
900004\tVelm Valley\tVelm Valley\t\t39.80\t46.90\tL\tRGN\tAZ\t\t01\t\t\t\t0\t\t\t\t2024-01-01\n";
const NAMES: &str = "1\t900001\taz\tOsdvelm\t1\t\t\t\t\t\n";
const STATES: &str = "AZ.01\tVelmland\tVelmland\t900002\n";

fn zip(name: &str, content: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("readme.txt", "Read me."), (name, content)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn mirror() -> Server {
    Server::start(|request, stream| {
        let (tag, places) = ("ETag: \"1\"\r\n", zip("AZ.txt", PLACES));
        match (request.path.as_str(), request.before) {
            // Breaks in the middle; then the rest.
            ("/dump/AZ.zip", 0) => {
                raw(stream, format!("HTTP/1.1 200 OK\r\n{tag}Content-Length: {}\r\n\r\n", places.len()).as_bytes());
                raw(stream, &places[..100]);
            }
            ("/dump/AZ.zip", 1) => {
                assert_eq!(request.header("range"), Some("bytes=100-"));
                let range = format!("Content-Range: bytes 100-{}/{}\r\n", places.len() - 1, places.len());
                reply(stream, "206 Partial Content", &(tag.to_owned() + &range), &places[100..]);
            }
            _ if request.header("if-none-match").is_some() => reply(stream, "304 Not Modified", "", b""),
            ("/dump/alternatenames/AZ.zip", _) => reply(stream, "200 OK", tag, &zip("AZ.txt", NAMES)),
            ("/dump/admin1CodesASCII.txt", _) => reply(stream, "302 Found", "Location: /elsewhere/states.txt\r\n", b""),
            ("/elsewhere/states.txt", _) => reply(stream, "200 OK", tag, STATES.as_bytes()),
            ("/dump/admin2Codes.txt", _) => reply(stream, "200 OK", tag, b"AZ.01.1\tVelm\tVelm\t900003\n"),
            ("/dump/hierarchy.zip", _) => {
                reply(stream, "200 OK", tag, &zip("hierarchy.txt", "900004\t900001\tADM\n6295630\t900004\t\n"))
            }
            ("/pages/AZ.zip", _) => reply(stream, "200 OK", "Content-Type: text/html\r\n", b"<html>Log in</html>"),
            _ => reply(stream, "404 Not Found", "", b"nothing"),
        }
    })
}

fn fetch(folder: &Path, base: &str, more: &[&str]) -> (i32, String, String) {
    let mut command = reportmap();
    command.args(["gazetteer", "fetch", "geonames:az", "--proxy", "none", "--base-url", base, "--cache"]);
    command.arg(folder.join("cache")).arg("-o").arg(folder.join("out.rmg")).args(more);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_country_is_downloaded_resumed_kept_and_imported() {
    let (server, folder) = (mirror(), tempfile::tempdir().unwrap());
    let base = server.url("/dump/");
    let (status, stdout, stderr) = fetch(folder.path(), &base, &["--allow-private"]);
    assert_eq!(status, 0, "{stdout}{stderr}");
    let made = fs::read(folder.path().join("out.rmg")).unwrap();
    let kept = folder.path().join("cache/geonames");
    assert_eq!(fs::read(kept.join("AZ.zip")).unwrap(), zip("AZ.txt", PLACES));
    let origin: serde_json::Value =
        serde_json::from_slice(&fs::read(kept.join("admin1CodesASCII.txt.json")).unwrap()).unwrap();
    assert_eq!(origin["url"], server.url("/dump/admin1CodesASCII.txt"));
    assert_eq!(origin["final_url"], server.url("/elsewhere/states.txt"));
    assert_eq!(origin["licence"], "CC-BY-4.0");
    assert_eq!(origin["attribution"], "GeoNames, https://www.geonames.org/");
    assert!(stderr.contains(&format!("SHA-256 {}", origin["sha256"].as_str().unwrap())), "{stderr}");
    let mut search = reportmap();
    search.args(["gazetteer", "search", "Osdvelm", "--exact", "--gazetteer"]).arg(folder.path().join("out.rmg"));
    let found = String::from_utf8(search.output().unwrap().stdout).unwrap();
    assert!(found.contains("Ostvelm"), "{found}");
    // What lies in what came with it.
    let gazetteer = reportmap::gazetteer::Gazetteer::file(&folder.path().join("out.rmg")).unwrap();
    let village = gazetteer.by_id(&reportmap::gazetteer::PlaceId("geonames:900001".into())).unwrap();
    let around: Vec<String> =
        gazetteer.parents(village).iter().filter_map(|p| Some(gazetteer.place(*p)?.name().to_owned())).collect();
    assert_eq!(around, ["Velm Valley"]);
    let mut info = reportmap();
    info.args(["gazetteer", "info", "--format", "json", "--gazetteer"]).arg(folder.path().join("out.rmg"));
    let info: serde_json::Value = serde_json::from_slice(&info.output().unwrap().stdout).unwrap();
    let states = info[0]["about"]["sources"].as_array().unwrap().iter().find(|s| s["name"] == "admin1CodesASCII.txt");
    for field in ["sha256", "fetched_at"] {
        assert_eq!(states.unwrap()[field], origin[field], "{info}");
    }
    assert_eq!(states.unwrap()["url"], origin["final_url"], "{info}");

    // Again, nothing is sent twice; and without the network the same comes of it.
    let before = server.seen().len();
    for more in ["--allow-private", "--offline"] {
        fs::remove_file(folder.path().join("out.rmg")).unwrap();
        let (status, _, stderr) = fetch(folder.path(), &base, &[more]);
        assert_eq!(status, 0, "{stderr}");
        assert_eq!(fs::read(folder.path().join("out.rmg")).unwrap(), made, "{more}");
    }
    let later = server.seen().split_off(before);
    assert!(later.iter().all(|r| r.header("if-none-match").is_some()), "{later:?}");
    assert_eq!(later.len(), 5);
}

#[test]
fn what_cannot_be_fetched_makes_no_file() {
    let (server, folder) = (mirror(), tempfile::tempdir().unwrap());
    for (base, more, words) in [
        ("/pages", "--allow-private", "/pages/AZ.zip: is a web page and no file of data"),
        ("/none", "--allow-private", "/none/AZ.zip: the server answers 404"),
        ("/dump", "--offline", "nothing of it is in the cache"),
        ("/dump", "--quiet", "--allow-private reaches it"),
    ] {
        let (status, _, stderr) = fetch(folder.path(), &server.url(base), &[more]);
        assert_eq!(status, 3, "{stderr}");
        assert!(stderr.contains(words), "{stderr}");
        assert!(!folder.path().join("out.rmg").exists());
    }
    let (status, _, stderr) = fetch(folder.path(), "nowhere", &[]);
    assert!(status == 3 && stderr.contains("is no URL"), "{stderr}");
}
