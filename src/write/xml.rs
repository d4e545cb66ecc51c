//! XML as a tree, written by quick-xml so that every text is escaped.

use super::WriteError;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An element with its attributes and what it holds: text, or other elements.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: Option<String>,
    children: Vec<Element>,
}

impl Element {
    /// An element without anything.
    pub fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), text: None, children: Vec::new() }
    }

    /// With one attribute more.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With several attributes more, in their order.
    pub fn with_all<'a>(mut self, attributes: impl IntoIterator<Item = (&'static str, &'a str)>) -> Self {
        self.attributes.extend(attributes.into_iter().map(|(name, value)| (name, value.to_owned())));
        self
    }

    /// With a text.
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// With one element more inside.
    pub fn containing(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    /// With several elements more inside.
    pub fn containing_all(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// The element as a document of its own, with a document type where one is given.
    ///
    /// # Errors
    ///
    /// When quick-xml cannot write it; `what` says of what.
    pub fn document(&self, what: &str, doctype: Option<&str>) -> Result<String, WriteError> {
        let failed = |source| WriteError::Xml { what: what.to_owned(), source };
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).map_err(failed)?;
        if let Some(doctype) = doctype {
            writer.write_event(Event::DocType(BytesText::from_escaped(doctype))).map_err(failed)?;
        }
        self.write(&mut writer).map_err(failed)?;
        Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, allowed(value).as_str()));
        }
        if self.text.is_none() && self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        if let Some(text) = &self.text {
            writer.write_event(Event::Text(BytesText::new(&allowed(text))))?;
        }
        for child in &self.children {
            child.write(writer)?;
        }
        writer.write_event(Event::End(BytesEnd::new(self.name)))
    }
}

/// A text without the characters that XML 1.0 (§2.2) does not know: no escape can bring them in.
fn allowed(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_report_says_stays_text() {
        let hostile = "</title><script>alert(\"&\")</script>\u{0}\u{8}";
        let written = Element::new("title").with("name", hostile).saying(hostile).document("a title", None).unwrap();
        assert!(!written.contains("<script>") && !written.contains('\u{0}') && !written.contains('\u{8}'), "{written}");
        let mut reader = quick_xml::Reader::from_str(&written);
        let mut ends = 0;
        loop {
            match reader.read_event().unwrap() {
                Event::End(_) => ends += 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(ends, 1);
    }
}
