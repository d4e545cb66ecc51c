//! Links that hold a position: `geo:` URIs (RFC 5870) and links to web maps. Nothing is fetched: a shortened link says
//! nothing.

use super::angle::{Angle, machine_position, metres, place};
use super::signs::Signs;
use super::words::starts_free;
use super::{Found, Position};
use crate::geography::Metres;
use aho_corasick::AhoCorasick;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Finds geo URIs and links to maps.
pub(super) fn find(source: &str, signs: Signs, out: &mut Vec<Found>) {
    if signs.geo {
        geo_uris(source, out);
    }
    if HOSTS.is_match(source) {
        map_links(source, out);
    }
}

fn geo_uris(source: &str, out: &mut Vec<Found>) {
    for found in GEO.captures_iter(source) {
        let Some(whole) = found.get(0) else { continue };
        if let Some(position) = geo_uri(&found).filter(|_| starts_free(source, whole.start())) {
            out.push(Found { bytes: whole.range(), position });
        }
    }
}

fn map_links(source: &str, out: &mut Vec<Found>) {
    for found in LINK.find_iter(source) {
        let link = without_punctuation(found.as_str());
        if let Some(position) = map_link(link) {
            out.push(Found { bytes: found.start()..found.start() + link.len(), position });
        }
    }
}

/// A number of a link.
const NUMBER: &str = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?";
/// A comma of a link, with the space that people leave.
const COMMA: &str = r"(?:,|%2[Cc])(?:\+|%20)?";

static GEO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i:geo):(?P<a>{NUMBER}){COMMA}(?P<b>{NUMBER})(?:{COMMA}-?[0-9]{{1,6}}(?:\.[0-9]{{1,9}})?)?(?P<parameters>(?:;[A-Za-z0-9-]{{1,30}}(?:=[A-Za-z0-9.:%_-]{{1,60}})?){{0,8}})(?:\?q=(?P<qa>{NUMBER}){COMMA}(?P<qb>{NUMBER}))?"
    ))
    .expect("tested")
});

/// RFC 5870 §3.4: latitude first, WGS 84 unless `crs` says otherwise, `u` the uncertainty in metres. `geo:0,0?q=` is how
/// Android writes a pin.
fn geo_uri(found: &Captures<'_>) -> Option<Position> {
    let mut stated = None;
    for parameter in found.name("parameters")?.as_str().split(';') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.eq_ignore_ascii_case("crs") && !value.eq_ignore_ascii_case("wgs84") {
            return None;
        }
        if name.eq_ignore_ascii_case("u") {
            stated = Some(Metres(value.parse().ok().filter(|u: &f64| u.is_finite() && *u >= 0.0)?));
        }
    }
    let pin = pair(found, "qa", "qb");
    let position = pin.or_else(|| pair(found, "a", "b"))?;
    place(position.at, stated.unwrap_or(position.precision))
}

/// Latitude and longitude in the groups of these names.
fn pair(found: &Captures<'_>, lat: &str, lon: &str) -> Option<Position> {
    let angle = |name: &str| Angle::signed(found.name(name)?.as_str());
    machine_position(angle(lat)?, angle(lon)?)
}

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i:https?://|www\.|maps\.google\.|maps\.apple\.|openstreetmap\.org/|osm\.org/|yandex\.)[^\x00-\x20<>"\\^`{|}\u{a0}]+"#,
    )
    .expect("tested")
});

/// A link without the punctuation of the sentence it stands in.
fn without_punctuation(link: &str) -> &str {
    let mut link = link;
    loop {
        let shorter = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '”', '»', '*', '_', ']']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if !inner.contains('(') => inner,
            _ => shorter,
        };
        if shorter.len() == link.len() {
            return link;
        }
        link = shorter;
    }
}

/// A service, and how its links write a position: forms in order of what they say of a place, a pin before the view of the map.
struct Service {
    /// A part of the host's name.
    host: &'static str,
    forms: &'static [Form],
}

/// A form of a link: a regular expression with the groups `a` and `b`, and perhaps `zoom` or `height`.
struct Form {
    expression: LazyLock<Regex>,
    lon_first: bool,
}

/// A form with `{n}` for a number and `{c}` for a comma.
macro_rules! form {
    ($pattern:literal) => {
        form!($pattern, false)
    };
    ($pattern:literal, $lon_first:literal) => {
        Form {
            expression: LazyLock::new(|| {
                let a = format!("(?P<a>{NUMBER})");
                let b = format!("(?P<b>{NUMBER})");
                let pattern = $pattern.replace("{a}", &a).replace("{b}", &b).replace("{c}", COMMA);
                Regex::new(&pattern).expect("tested")
            }),
            lon_first: $lon_first,
        }
    };
}

static GOOGLE: [Form; 4] = [
    form!(r"!3d{a}!4d{b}"),
    form!(r"[?&#](?:q|query|ll|daddr|destination|center|viewpoint)=(?:loc:)?{a}{c}{b}"),
    form!(r"/(?:place|search|dir/[^/]{0,200})/{a}{c}{b}"),
    form!(r"/@{a},{b}(?:,(?P<zoom>[0-9]{1,2}(?:\.[0-9]{1,4})?)z|,(?P<height>[0-9]{1,9})m)?"),
];
static OPENSTREETMAP: [Form; 2] =
    [form!(r"[?&#]mlat={a}&(?:amp;)?mlon={b}"), form!(r"[#&?]map=(?P<zoom>[0-9]{1,2}(?:\.[0-9]{1,4})?)/{a}/{b}")];
static BING: [Form; 2] = [
    form!(r"[?&]sp=point\.{a}_{b}"),
    form!(r"[?&]cp={a}(?:~|%7[Ee]){b}(?:.{0,200}?&lvl=(?P<zoom>[0-9]{1,2}(?:\.[0-9]{1,4})?))?"),
];
static APPLE: [Form; 2] =
    [form!(r"[?&](?:coordinate|ll|q|address|daddr)={a}{c}{b}"), form!(r"[?&](?:center|sll)={a}{c}{b}")];
static YANDEX: [Form; 3] = [
    form!(r"[?&](?:pt|whatshere(?:\[|%5[Bb])point(?:\]|%5[Dd]))={a}{c}{b}", true),
    form!(r"[?&]text={a}{c}{b}"),
    form!(r"[?&]ll={a}{c}{b}(?:.{0,200}?&z=(?P<zoom>[0-9]{1,2}(?:\.[0-9]{1,4})?))?", true),
];

static SERVICES: [Service; 6] = [
    Service { host: "google.", forms: &GOOGLE },
    Service { host: "openstreetmap.org", forms: &OPENSTREETMAP },
    Service { host: "osm.org", forms: &OPENSTREETMAP },
    Service { host: "bing.com", forms: &BING },
    Service { host: "maps.apple.com", forms: &APPLE },
    Service { host: "yandex.", forms: &YANDEX },
];

/// The hosts of all services, to find out whether a text has a link to one.
static HOSTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hosts = SERVICES.iter().map(|service| service.host);
    AhoCorasick::builder().ascii_case_insensitive(true).build(hosts).expect("few and short")
});

fn map_link(link: &str) -> Option<Position> {
    let bare = link.split_once("://").map_or(link, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let service = SERVICES.iter().find(|s| host.starts_with(s.host) || host.contains(&format!(".{}", s.host)))?;
    service.forms.iter().find_map(|form| read(form, link))
}

fn read(form: &Form, link: &str) -> Option<Position> {
    // The last one is the place itself: a route names its stops before it.
    let found = form.expression.captures_iter(link).last()?;
    let position = if form.lon_first { pair(&found, "b", "a") } else { pair(&found, "a", "b") }?;
    let number = |name: &str| found.name(name).and_then(|g| g.as_str().parse::<f64>().ok());
    let view = number("height").map(Metres).or_else(|| number("zoom").map(|zoom| tile(zoom, position.at.lat)));
    place(position.at, Metres(position.precision.0.max(view.map_or(0.0, |v| v.0))))
}

/// The side of a tile of a web map, 256 pixels: the middle of a view says no more than that the place is near it.
fn tile(zoom: f64, lat: f64) -> Metres {
    metres(360.0 / 2f64.powf(zoom) * lat.to_radians().cos())
}
