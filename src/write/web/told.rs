//! Which words of which report a feature was read from, and who says what there: features and analyses brought together.

use crate::analysis::Analysis;
use crate::incident::{Certainty, Claim, Evidence, Infrastructure, Stance};
use crate::layer::{Feature, Layer};
use crate::text::Span;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

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

/// The reports by code points, so that words need not be written twice.
pub(super) struct Sayings<'a> {
    analyses: &'a [Analysis],
    letters: Vec<Option<Vec<char>>>,
    by_id: HashMap<&'a str, usize>,
    incidents: HashMap<&'a str, (usize, usize)>,
}

impl<'a> Sayings<'a> {
    pub(super) fn new(analyses: &'a [Analysis], texts: &'a BTreeMap<String, String>) -> Self {
        let mut incidents = HashMap::new();
        for (i, analysis) in analyses.iter().enumerate() {
            incidents.extend(analysis.incidents.iter().enumerate().map(|(k, incident)| (incident.id.as_str(), (i, k))));
        }
        Self {
            analyses,
            letters: analyses.iter().map(|a| texts.get(&a.id).map(|text| text.chars().collect())).collect(),
            by_id: analyses.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect(),
            incidents,
        }
    }

    /// What the reports say of each incident of the layer, a report after the other.
    pub(super) fn of_incidents(&self, layer: &Layer) -> Vec<Vec<Said<'a>>> {
        let said = |feature: &Feature| {
            let ids = layer.value(feature, "incident_ids").as_text().unwrap_or(&feature.id);
            let found = self.listed(ids).into_iter().filter_map(|(i, k)| {
                let incident = self.analyses.get(i)?.incidents.get(k)?;
                Some(self.said(i, incident.evidence.iter(), incident.claims.iter()))
            });
            found.collect()
        };
        layer.features.iter().map(said).collect()
    }

    /// What the report of each asset says of it.
    pub(super) fn of_assets(&self, layer: &Layer) -> Vec<Vec<Said<'a>>> {
        let said = |feature: &Feature| {
            let text = |field: &str| layer.value(feature, field).as_text();
            let report = text("report_id").and_then(|id| self.by_id.get(id)).copied()?;
            let start = layer.value(feature, "start").as_integer().and_then(|n| usize::try_from(n).ok());
            let about = |entry: &&Infrastructure| match text("asset_id") {
                Some(id) => entry.asset_ids.iter().any(|asset| asset.0 == id),
                None => entry.asset_ids.is_empty() && entry.evidence.first().map(|e| e.span.start) == start,
            };
            let entries: Vec<_> = self.analyses.get(report)?.infrastructure.iter().filter(about).collect();
            let evidence = entries.iter().flat_map(|entry| &entry.evidence);
            Some(self.said(report, evidence, entries.iter().flat_map(|entry| &entry.claims)))
        };
        layer.features.iter().map(|feature| said(feature).into_iter().collect()).collect()
    }

    /// The incidents of a list of ids; an id may hold what parts the list.
    fn listed(&self, ids: &str) -> Vec<(usize, usize)> {
        let (mut found, mut id) = (Vec::new(), String::new());
        for part in ids.split("; ") {
            if !id.is_empty() {
                id.push_str("; ");
            }
            id.push_str(part);
            if let Some(place) = self.incidents.get(id.as_str()) {
                found.push(*place);
                id.clear();
            }
        }
        found
    }

    fn said(
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
            words: self.words(report, claim.span, &claim.quote),
        };
        let mut evidence: Vec<_> = evidence.collect();
        evidence.sort_by_key(|e| e.span);
        evidence.dedup_by_key(|e| e.span);
        Said {
            report,
            evidence: evidence.into_iter().map(|e| self.words(report, e.span, &e.text)).collect(),
            claims: claims.map(voice).collect(),
        }
    }

    fn words(&self, report: usize, span: Span, words: &'a str) -> Words<'a> {
        let letters = self.letters.get(report).and_then(Option::as_deref);
        let there = letters.and_then(|all| all.get(span.start..span.end));
        match there {
            Some(there) if there.iter().copied().eq(words.chars()) => Words::There(span.start, span.end),
            _ => Words::Quoted(span.start, span.end, words),
        }
    }
}
