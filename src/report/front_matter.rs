//! Metadata at the head of a Markdown file: `key: value` lines between two lines of `---`. Keys that are not known are left alone.

use super::stated::Stated;

/// Parts a file into its front matter and the body that is the report's text. A file that does not begin with `---` and a
/// `key:` line, or whose block is not closed, is all body.
pub(super) fn split(file: &str) -> (Stated, &str) {
    parse(file).unwrap_or((Stated::default(), file))
}

fn parse(file: &str) -> Option<(Stated, &str)> {
    let mut rest = file;
    let mut line = || {
        let end = rest.find('\n').map_or(rest.len(), |n| n + 1);
        let (line, next) = rest.split_at_checked(end)?;
        rest = next;
        (!line.is_empty()).then(|| line.trim_end())
    };
    if line()? != "---" {
        return None;
    }
    let mut matter = Stated::default();
    let mut first = true;
    loop {
        let line = line()?;
        if matches!(line, "---" | "...") {
            break;
        }
        let pair = line.split_once(':').filter(|(key, _)| is_key(key));
        // A rule and a paragraph are no block.
        if first && !line.is_empty() && !line.starts_with('#') {
            pair?;
            first = false;
        }
        if let Some((key, value)) = pair {
            matter.take(key, value);
        }
    }
    Some((matter, rest))
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

impl Stated {
    fn take(&mut self, key: &str, value: &str) {
        let value = unquoted(value.trim());
        let field = match key.to_ascii_lowercase().as_str() {
            "id" => &mut self.id,
            "title" => &mut self.title,
            "published" | "date" => &mut self.published,
            "source" | "publisher" => &mut self.source,
            "url" => &mut self.url,
            "language" | "lang" => &mut self.language,
            _ => return,
        };
        // The first of two keys for one thing wins, and an empty value states nothing.
        if field.is_none() && !value.is_empty() {
            *field = Some(value);
        }
    }
}

/// The value without its quotes, or without the comment behind it.
fn unquoted(value: &str) -> String {
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|v| v.split_once(quote)) {
            return inner.0.to_owned();
        }
    }
    value.split_once(" #").map_or(value, |(value, _)| value).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_is_read_and_the_rest_is_the_body() {
        let (matter, body) = split(
            "---\ntitle: \"Truce: day two\"\npublished: 2020-10-24 # Saturday\nlang: en\ntags:\n  - a\n---\n\nText.\n",
        );
        assert_eq!(matter.title.as_deref(), Some("Truce: day two"));
        assert_eq!(matter.published.as_deref(), Some("2020-10-24"));
        assert_eq!(matter.language.as_deref(), Some("en"));
        assert_eq!(body, "\nText.\n");
    }

    #[test]
    fn windows_line_ends_are_kept_in_the_body() {
        let (matter, body) = split("---\r\nsource: OCHA\r\n---\r\nOne\r\ntwo");
        assert_eq!((matter.source.as_deref(), body), (Some("OCHA"), "One\r\ntwo"));
    }

    #[test]
    fn a_rule_an_open_block_and_plain_text_are_all_body() {
        for file in ["---\nA paragraph under a rule.\n---\nText", "---\ntitle: open", "Text", "", "---", "--- \n"] {
            assert_eq!(split(file), (Stated::default(), file));
        }
    }
}
