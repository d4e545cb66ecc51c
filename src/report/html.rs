//! Web pages: the article without what stands around it, and what the page states of itself.
//!
//! The article is found as readers' views of browsers find it (Mozilla's Readability, in the crate `dom_smoothie`); title, date,
//! site and language come from JSON-LD, OpenGraph, `<meta>`, `<time>` and `<html lang>`.

use super::Report;
use super::decode::decode_page;
use super::error::Problem;
use super::stated::Stated;
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

/// Pages of more elements are taken for no article.
const MOST_ELEMENTS: usize = 200_000;

/// Articles of fewer characters are taken for none: the whole page is read then.
const SHORTEST: usize = 140;

/// The report of a page; `url` is where it was fetched from, where that is known, and `charset` what its transport says.
pub(super) fn read(bytes: &[u8], stem: &str, url: Option<&str>, charset: Option<&str>) -> Result<Report, Problem> {
    let (page, note) = decode_page(bytes, charset)?;
    if nested_too_deep(&page) {
        return Err(Problem::Record(format!("its elements are nested more than {DEEPEST} deep")));
    }
    if too_many_attributes(&page) {
        return Err(Problem::Record(format!("one of its elements has more than {MOST_ATTRIBUTES} attributes")));
    }
    let document = Document::from(page.as_str());
    let mut stated = facts(&document);
    stated.url = stated.url.or_else(|| url.map(str::to_owned));
    stated.notes.extend(note);
    let config = Config { text_mode: TextMode::Formatted, max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let article = Readability::new(page.as_str(), None, Some(config)).and_then(|mut readability| readability.parse());
    let text = match article {
        Ok(article) if article.text_content.trim().chars().count() >= SHORTEST => {
            let filled = |value: Option<String>| value.filter(|v| !v.trim().is_empty());
            stated.title = filled(Some(article.title)).or(stated.title);
            stated.source = filled(article.site_name).or(stated.source);
            stated.language = filled(article.lang).or(stated.language);
            stated.published = filled(article.published_time).or(stated.published);
            article.text_content.to_string()
        }
        _ => {
            stated.notes.push("no article was found in the page: all of its text is read".to_owned());
            body(&document)
        }
    };
    let source = stated.source.take().or_else(|| stated.url.as_deref().and_then(host));
    stated.source = source;
    stated.report(stem, tidy(&text))
}

/// The most attributes of an element: parsers compare each with all before it.
const MOST_ATTRIBUTES: usize = 2_000;

/// Whether a tag has more attributes than any page needs.
fn too_many_attributes(page: &str) -> bool {
    page.split('<').skip(1).any(|part| {
        let tag = part.split('>').next().unwrap_or_default();
        tag.len() > MOST_ATTRIBUTES && {
            let mut quoted = None;
            let outside = tag.bytes().filter(|b| match (quoted, b) {
                (None, b'"' | b'\'') => {
                    quoted = Some(*b);
                    false
                }
                (Some(mark), b) if mark == *b => {
                    quoted = None;
                    false
                }
                (None, b) => b.is_ascii_whitespace(),
                _ => false,
            });
            outside.count() > MOST_ATTRIBUTES
        }
    })
}

/// Elements inside elements are followed so deep.
const DEEPEST: usize = 2_000;

/// Whether open tags outnumber closed ones by too many anywhere: a page made to overflow a parser's stack.
fn nested_too_deep(page: &str) -> bool {
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in page.split('<').skip(1) {
        match part.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b) if b.is_ascii_alphabetic() && !is_void(part) => depth += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest > DEEPEST
}

/// Elements that are never closed, or often are not.
fn is_void(tag: &str) -> bool {
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    let closed = tag.split('>').next().is_some_and(|head| head.ends_with('/'));
    closed
        || matches!(
            name.as_str(),
            "area"
                | "base"
                | "br"
                | "col"
                | "embed"
                | "hr"
                | "img"
                | "input"
                | "link"
                | "meta"
                | "source"
                | "track"
                | "wbr"
                | "p"
                | "li"
                | "td"
                | "tr"
                | "th"
                | "dt"
                | "dd"
                | "option"
        )
}

/// What a page states, where its article does not.
fn facts(document: &Document) -> Stated {
    let attribute = |selector: &str, name: &str| {
        let found = document.select(selector);
        found.iter().next().and_then(|one| one.attr(name)).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty())
    };
    let meta = |key: &str| {
        attribute(&format!("meta[property=\"{key}\"]"), "content")
            .or_else(|| attribute(&format!("meta[name=\"{key}\"]"), "content"))
    };
    Stated {
        title: meta("og:title").or_else(|| Some(document.select("title").text().to_string())),
        published: ["article:published_time", "datePublished", "date", "dc.date", "pubdate"]
            .into_iter()
            .find_map(meta)
            .or_else(|| attribute("time[datetime]", "datetime")),
        source: meta("og:site_name"),
        url: attribute("link[rel=\"canonical\"]", "href").or_else(|| meta("og:url")).filter(|url| url.contains("://")),
        language: attribute("html", "lang"),
        ..Stated::default()
    }
}

/// The text of a page without scripts, styles and navigation.
fn body(document: &Document) -> String {
    for selector in ["script", "style", "noscript", "template", "nav", "footer", "head", "iframe"] {
        document.select(selector).remove();
    }
    document.formatted_text().to_string()
}

/// The text of a piece of HTML, as in feeds and mails.
pub(super) fn text_of(fragment: &str) -> String {
    if nested_too_deep(fragment) {
        return fragment.to_owned();
    }
    tidy(&body(&Document::fragment(fragment)))
}

/// The host of a link, as the name of who published it.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?.trim_start_matches("www.");
    (!host.is_empty()).then(|| host.to_owned())
}

/// Lines without space at their ends, and at most one empty line between them.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Flood in Derna | Example Post</title>
<meta property="og:site_name" content="Example Post"><meta property="article:published_time" content="2023-09-12T08:30:00+02:00">
<link rel="canonical" href="https://post.example/flood"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a> London weather</nav>
<article><h1>Flood in Derna</h1>
<p>Two dams burst above Derna in the night to Monday, and the water carried whole streets into the sea, residents said. The hospital of the town is full.</p>
<p>Roads from Benghazi are cut, and rescue teams reached the first houses only in the evening, the Red Crescent reported. More rain is not expected.</p>
<script>document.write("Paris")</script></article>
<footer>© Example Post, Berlin</footer></body></html>"#;

    #[test]
    fn the_article_is_read_and_what_stands_around_it_is_not() {
        let report = read(PAGE.as_bytes(), "page", None, None).unwrap();
        assert!(report.text.contains("Two dams burst above Derna"), "{}", report.text);
        for outside in ["Berlin", "London", "Paris", "Sport"] {
            assert!(!report.text.contains(outside), "{outside} in {}", report.text);
        }
        assert_eq!(report.published.unwrap().0.to_string(), "2023-09-12");
        assert_eq!(report.source.as_deref(), Some("Example Post"));
        assert_eq!(report.url.as_deref(), Some("https://post.example/flood"));
        assert!(report.title.unwrap().starts_with("Flood in Derna"));
    }

    #[test]
    fn a_page_without_an_article_is_read_whole_and_says_so() {
        let report =
            read(b"<html><body><p>Goma is calm.</p></body></html>", "page", Some("https://www.x.example/a"), None)
                .unwrap();
        assert_eq!(report.text, "Goma is calm.");
        assert_eq!(report.source.as_deref(), Some("x.example"));
        assert!(report.notes.iter().any(|note| note.contains("no article")), "{:?}", report.notes);
    }

    #[test]
    fn paragraphs_of_a_fragment_stay_apart() {
        assert_eq!(text_of("<p>One &amp; two.</p><p>Three.</p>"), "One & two.\n\nThree.");
    }

    #[test]
    fn a_page_nested_without_end_is_refused() {
        let error = read(format!("<html>{}", "<div>".repeat(100_000)).as_bytes(), "x", None, None).unwrap_err();
        assert!(error.to_string().contains("nested"), "{error}");
    }
}
