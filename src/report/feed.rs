//! Feeds: RSS (0.9 to 2.0), RSS 1.0 and Atom (RFC 4287), each entry a report.

use super::Report;
use super::error::Problem;
use super::html::text_of;
use super::stated::Stated;
use feed_rs::model::{Entry, Feed, Text};

/// Entries of one feed that are read.
const MOST: usize = 100_000;

/// The reports of a feed's entries in its order, and what is wrong with the others.
pub(super) fn read(bytes: &[u8], stem: &str) -> Result<Vec<Result<Report, Problem>>, Problem> {
    if has_entities(bytes) {
        return Err(Problem::Record(
            "it defines entities of its own (<!ENTITY), which are not expanded; remove them".into(),
        ));
    }
    let feed = feed_rs::parser::parse(bytes).map_err(|error| Problem::Record(format!("no feed: {error}")))?;
    if feed.entries.is_empty() {
        return Err(Problem::Record("the feed has no entry".into()));
    }
    let entries = feed.entries.iter().take(MOST).enumerate();
    Ok(entries.map(|(number, entry)| report(&feed, entry, &format!("{stem}-{}", number + 1))).collect())
}

/// A document type with entities of its own: no feed needs them, and they can be made to grow without end.
fn has_entities(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64_000)).unwrap_or_default();
    head.windows(8).any(|window| window.eq_ignore_ascii_case(b"<!entity"))
}

fn report(feed: &Feed, entry: &Entry, fallback: &str) -> Result<Report, Problem> {
    let words = |text: &Option<Text>| text.as_ref().map(|text| one_line(&text_of(&text.content)));
    let body = entry.content.as_ref().and_then(|content| content.body.clone()).map(|body| text_of(&body));
    let summary = entry.summary.as_ref().map(|text| text_of(&text.content));
    let title = words(&entry.title).filter(|title| !title.is_empty());
    let longest = [body, summary].into_iter().flatten().max_by_key(|text| text.chars().count());
    let text = longest.filter(|text| !text.is_empty());
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let stated = Stated {
        published: entry.published.or(entry.updated).map(|time| time.to_rfc3339()),
        source: words(&feed.title),
        url: link.map(|link| link.href.clone()),
        language: entry.language.clone().or_else(|| feed.language.clone()),
        title: title.clone(),
        ..Stated::default()
    };
    // A headline is often all that a feed gives, and the text under it seldom repeats it.
    let text = match (title, text) {
        (Some(title), Some(text)) if !text.starts_with(&title) => format!("{title}\n\n{text}"),
        (_, Some(text)) => text,
        (title, None) => title.unwrap_or_default(),
    };
    stated.report(fallback, text)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Example Wire</title><language>en</language>
<item><title>Shelling near Martuni</title><link>https://wire.example/1</link><pubDate>Sat, 24 Oct 2020 09:00:00 GMT</pubDate>
<description>&lt;p&gt;The town of &lt;b&gt;Martuni&lt;/b&gt; was shelled.&lt;/p&gt;</description></item>
<item><title></title><description></description></item></channel></rss>"#;

    #[test]
    fn entries_are_reports_and_an_empty_one_is_named() {
        let read = read(RSS.as_bytes(), "wire").unwrap();
        let first = read[0].as_ref().unwrap();
        assert_eq!(first.text, "Shelling near Martuni\n\nThe town of Martuni was shelled.");
        assert_eq!((first.id.as_str(), first.source.as_deref()), ("wire-1", Some("Example Wire")));
        assert_eq!(first.published.unwrap().0.to_string(), "2020-10-24");
        assert_eq!(first.url.as_deref(), Some("https://wire.example/1"));
        assert!(matches!(read[1], Err(Problem::Empty)));
    }

    #[test]
    fn atom_is_read_too() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>a</id><updated>2024-01-02T00:00:00Z</updated>
<entry><title>Flood</title><id>b</id><updated>2024-01-02T00:00:00Z</updated><content type="html">Derna was under water.</content></entry></feed>"#;
        assert!(read(atom.as_bytes(), "a").unwrap()[0].as_ref().unwrap().text.ends_with("Derna was under water."));
    }

    #[test]
    fn what_is_no_feed_or_grows_is_refused() {
        assert!(read(b"<a/>", "x").unwrap_err().to_string().contains("no feed"));
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaa\">]><rss><channel><title>&a;</title></channel></rss>";
        assert!(read(bomb.as_bytes(), "x").unwrap_err().to_string().contains("ENTITY"));
    }
}
