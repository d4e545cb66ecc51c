//! The XML of LGL, GeoVirus, TR-News and GeoWebNews. They differ in the names of their elements and agree in the rest:
//! a report holds its text and annotations, an annotation its offsets, its phrase and, somewhere inside, a position.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An annotated report as the file has it.
#[derive(Debug, Default)]
pub(super) struct RawReport {
    pub id: Option<String>,
    pub title: Option<String>,
    pub source: Option<String>,
    pub text: String,
    pub toponyms: Vec<RawToponym>,
}

/// An annotation as the file has it.
#[derive(Debug, Default)]
pub(super) struct RawToponym {
    pub start: usize,
    pub phrase: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

/// Elements that hold a report.
const REPORTS: [&str; 4] = ["article", "entry", "document", "doc"];
/// Elements that hold an annotation.
const TOPONYMS: [&str; 2] = ["toponym", "location"];

/// Reads all reports; the error is the byte and what is wrong there.
pub(super) fn reports(content: &str) -> Result<Vec<RawReport>, (u64, String)> {
    let mut reader = Reader::from_str(content);
    let mut state = State::default();
    loop {
        let event = reader.read_event().map_err(|e| (reader.error_position(), e.to_string()))?;
        match event {
            Event::Start(element) => state.open(&element),
            Event::Empty(element) => {
                state.open(&element);
                state.close();
            }
            Event::End(_) => state.close(),
            Event::Text(text) => state.words.push_str(&text),
            Event::CData(text) => state.words.push_str(&text),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(c)) => state.words.push(c),
                _ => state.words.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default()),
            },
            Event::Eof if state.path.is_empty() => return Ok(state.reports),
            Event::Eof => return Err((reader.buffer_position(), "the file ends within an element".to_owned())),
            _ => {}
        }
    }
}

#[derive(Default)]
struct State {
    reports: Vec<RawReport>,
    report: Option<RawReport>,
    toponym: Option<RawToponym>,
    path: Vec<String>,
    words: String,
}

impl State {
    fn open(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name().as_ref().to_lowercase();
        self.words.clear();
        if REPORTS.contains(&name.as_str()) {
            self.report =
                Some(RawReport { id: attribute(element, &["docid", "number", "id"]), ..RawReport::default() });
        } else if TOPONYMS.contains(&name.as_str()) && self.report.is_some() {
            self.toponym = Some(RawToponym::default());
        }
        self.path.push(name);
    }

    fn close(&mut self) {
        let Some(name) = self.path.pop() else { return };
        let words = std::mem::take(&mut self.words);
        if REPORTS.contains(&name.as_str()) {
            self.reports.extend(self.report.take().filter(|r| !r.text.is_empty()));
        } else if TOPONYMS.contains(&name.as_str()) {
            if let (Some(report), Some(toponym)) = (&mut self.report, self.toponym.take()) {
                report.toponyms.push(toponym);
            }
        } else if let Some(toponym) = &mut self.toponym {
            toponym.learn(&name, &words);
        } else if let Some(report) = &mut self.report {
            report.learn(&name, words);
        }
    }
}

impl RawReport {
    fn learn(&mut self, name: &str, words: String) {
        match name {
            "text" => self.text = words,
            "title" => self.title = Some(words),
            "domain" | "source" => self.source = Some(words),
            "id" | "docid" => self.id = Some(words),
            _ => {}
        }
    }
}

impl RawToponym {
    fn learn(&mut self, name: &str, words: &str) {
        let number = || words.trim().parse::<f64>().ok();
        match name {
            "start" => self.start = words.trim().parse().unwrap_or(0),
            "phrase" => words.clone_into(&mut self.phrase),
            // The gazetteer's name stands in an element of this name too, behind the phrase.
            "name" if self.phrase.is_empty() => words.clone_into(&mut self.phrase),
            "lat" | "latitude" => self.lat = self.lat.or(number()),
            "lon" | "lng" | "long" | "longitude" => self.lon = self.lon.or(number()),
            "footprint" => {
                let mut both = words.split([' ', ',']).filter_map(|n| n.trim().parse::<f64>().ok());
                (self.lon, self.lat) = (both.next(), both.next());
            }
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, names: &[&str]) -> Option<String> {
    element.attributes().flatten().find(|a| names.contains(&a.key.as_ref())).map(|a| a.value.into_owned())
}
