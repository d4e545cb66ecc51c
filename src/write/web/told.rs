//! Which words of which report a feature was read from, and who says what there: features and analyses brought together.

use super::content::each;
use crate::analysis::{Analyses, Analysis, Texts};
use crate::incident::{Certainty, Claim, Evidence, Infrastructure, Stance};
use crate::layer::{Feature, Layer, mark};
use crate::text::Span;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Write};
use std::rc::Rc;

/// What one report says of a feature.
#[derive(Debug, Serialize)]
pub(super) struct Said<'a> {
    /// Which of the reports.
    report: usize,
    evidence: Vec<Words<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    claims: Vec<Voice<'a>>,
}

/// Words of a report: first and last code point (exclusive), and the words where the text does not hold them there.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Words<'a> {
    There(usize, usize),
    Quoted(usize, usize, &'a str),
}

/// Who says what, how surely, by which word.
#[derive(Debug, Serialize)]
struct Voice<'a> {
    speaker: &'a str,
    role: &'a str,
    stance: Stance,
    certainty: Certainty,
    cue: &'a str,
    words: Words<'a>,
}

/// Where in the reports incidents and assets are told.
pub(super) struct Sayings<'a> {
    analyses: &'a dyn Analyses,
    texts: &'a dyn Texts,
    /// By the marks of their ids.
    by_id: HashMap<u128, u32>,
    incidents: HashMap<u128, (u32, u32)>,
    /// The report that was read last: what is told of one place is mostly told together.
    last: RefCell<Option<(usize, Rc<Read>)>>,
}

/// A report, and its text by code points, so that words need not be written twice.
struct Read {
    analysis: Analysis,
    letters: Option<Vec<char>>,
}

impl<'a> Sayings<'a> {
    pub(super) fn new(analyses: &'a dyn Analyses, texts: &'a dyn Texts) -> Self {
        let (mut by_id, mut incidents) = (HashMap::new(), HashMap::new());
        for (number, analysis) in (0..analyses.count()).filter_map(|n| Some((n as u32, analyses.at(n)?))) {
            by_id.insert(mark(&analysis.id), number);
            incidents.extend((0u32..).zip(&analysis.incidents).map(|(k, incident)| (mark(&incident.id), (number, k))));
        }
        Self { analyses, texts, by_id, incidents, last: RefCell::new(None) }
    }

    fn read(&self, number: usize) -> Option<Rc<Read>> {
        if let Some((known, read)) = &*self.last.borrow()
            && *known == number
        {
            return Some(Rc::clone(read));
        }
        let analysis = self.analyses.at(number)?.into_owned();
        let letters = self.texts.text(&analysis.id).map(|text| text.chars().collect());
        let read = Rc::new(Read { analysis, letters });
        *self.last.borrow_mut() = Some((number, Rc::clone(&read)));
        Some(read)
    }

    /// Writes what the reports say of an incident of the layer, a report after the other.
    pub(super) fn of_incident(&self, layer: &Layer, feature: &Feature, out: &mut dyn Write) -> io::Result<()> {
        let ids = layer.value(feature, "incident_ids").as_text().unwrap_or(&feature.id);
        out.write_all(b"[")?;
        let told = self.listed(ids).into_iter().filter_map(|(i, k)| Some((i, k as usize, self.read(i as usize)?)));
        let told = told.filter(|(_, k, read)| read.analysis.incidents.len() > *k);
        each(out, told, |out, (i, k, read)| {
            let incident = read.analysis.incidents.get(k);
            let evidence = incident.into_iter().flat_map(|incident| &incident.evidence);
            let claims = incident.into_iter().flat_map(|incident| &incident.claims);
            Ok(serde_json::to_writer(out, &read.said(i as usize, evidence, claims))?)
        })?;
        out.write_all(b"]")
    }

    /// Writes what the report of an asset says of it.
    pub(super) fn of_asset(&self, layer: &Layer, feature: &Feature, out: &mut dyn Write) -> io::Result<()> {
        let text = |field: &str| layer.value(feature, field).as_text();
        let report = text("report_id").and_then(|id| self.by_id.get(&mark(id))).map(|number| *number as usize);
        let Some((number, read)) = report.and_then(|number| Some((number, self.read(number)?))) else {
            return out.write_all(b"[]");
        };
        let start = layer.value(feature, "start").as_integer().and_then(|n| usize::try_from(n).ok());
        let about = |entry: &&Infrastructure| match text("asset_id") {
            Some(id) => entry.asset_ids.iter().any(|asset| asset.0 == id),
            None => entry.asset_ids.is_empty() && entry.evidence.first().map(|e| e.span.start) == start,
        };
        let entries: Vec<_> = read.analysis.infrastructure.iter().filter(about).collect();
        let evidence = entries.iter().flat_map(|entry| &entry.evidence);
        let said = read.said(number, evidence, entries.iter().flat_map(|entry| &entry.claims));
        Ok(serde_json::to_writer(out, &[said])?)
    }

    /// The incidents of a list of ids; an id may hold what parts the list.
    fn listed(&self, ids: &str) -> Vec<(u32, u32)> {
        let (mut found, mut id) = (Vec::new(), String::new());
        for part in ids.split("; ") {
            if !id.is_empty() {
                id.push_str("; ");
            }
            id.push_str(part);
            if let Some(place) = self.incidents.get(&mark(&id)) {
                found.push(*place);
                id.clear();
            }
        }
        found
    }
}

impl Read {
    fn said<'a>(
        &self,
        report: usize,
        evidence: impl Iterator<Item = &'a Evidence>,
        claims: impl Iterator<Item = &'a Claim>,
    ) -> Said<'a> {
        let voice = |claim: &'a Claim| Voice {
            speaker: &claim.speaker,
            role: &claim.speaker_role,
            stance: claim.stance,
            certainty: claim.certainty,
            cue: &claim.cue,
            words: self.words(claim.span, &claim.quote),
        };
        let mut evidence: Vec<_> = evidence.collect();
        evidence.sort_by_key(|e| e.span);
        evidence.dedup_by_key(|e| e.span);
        Said {
            report,
            evidence: evidence.into_iter().map(|e| self.words(e.span, &e.text)).collect(),
            claims: claims.map(voice).collect(),
        }
    }

    fn words<'a>(&self, span: Span, words: &'a str) -> Words<'a> {
        let there = self.letters.as_deref().and_then(|all| all.get(span.start..span.end));
        match there {
            Some(there) if there.iter().copied().eq(words.chars()) => Words::There(span.start, span.end),
            _ => Words::Quoted(span.start, span.end, words),
        }
    }
}
