//! What holds for every analysis, and for its parts.

use crate::{on_earth, share};
use reportmap::Analysis;
use reportmap::geography::Shape;
use reportmap::incident::{Claim, Count, Findings, Incident, Infrastructure};
use reportmap::recognize::{Mention, Recognized};
use reportmap::resolve::Toponym;
use reportmap::text::{Span, Text};

/// A span lies within its text and is not empty.
pub fn within(text: &Text, span: Span) {
    assert!(span.start < span.end && span.end <= text.len(), "{span:?} of {}", text.len());
    assert_eq!(text.slice(span).chars().count(), span.len());
}

/// What was recognised.
pub fn recognized(text: &Text, found: &Recognized) {
    for mention in found.mentions.iter().chain(&found.beside) {
        self::mention(text, mention);
    }
    for [one, next] in found.mentions.array_windows() {
        assert!(one.span.start <= next.span.start, "mentions are not in order");
    }
    found.unknown.iter().for_each(|span| within(text, *span));
    found.names.iter().for_each(|party| within(text, party.span));
}

fn mention(text: &Text, mention: &Mention) {
    within(text, mention.span);
    share(mention.confidence);
    assert!(mention.tokens.start <= mention.tokens.end && mention.tokens.end <= text.tokens().len());
    if let Some((_, parts)) = &mention.relation {
        parts.iter().for_each(|span| within(text, *span));
    }
    if let Some(position) = mention.coordinate {
        on_earth(position.at);
        assert!(position.precision.0.is_finite() && position.precision.0 >= 1.0, "{:?}", position.precision);
    }
}

/// An analysis of this text.
pub fn holds(text: &Text, analysis: &Analysis) {
    analysis.toponyms.iter().for_each(|one| toponym(text, one));
    for unresolved in &analysis.unresolved {
        quoted(text, unresolved.span, &unresolved.surface);
    }
    for focus in &analysis.focus {
        on_earth(focus.at);
        share(focus.share);
    }
    happened(text, &analysis.incidents);
    analysis.infrastructure.iter().for_each(|one| asset(text, one));
    let written = serde_json::to_string(analysis).expect("an analysis can be written");
    let read: Analysis = serde_json::from_str(&written).expect("what was written can be read");
    assert_eq!(read.incidents.len(), analysis.incidents.len());
    assert_eq!(read.toponyms.len(), analysis.toponyms.len());
}

/// What was coded from this text.
pub fn found(text: &Text, findings: &Findings) {
    happened(text, &findings.incidents);
    findings.infrastructure.iter().for_each(|one| asset(text, one));
}

fn quoted(text: &Text, span: Span, words: &str) {
    within(text, span);
    assert_eq!(text.slice(span), words, "the words of {span:?} are others");
}

fn toponym(text: &Text, toponym: &Toponym) {
    quoted(text, toponym.span, &toponym.surface);
    share(toponym.confidence);
    assert!(toponym.precision_m.0.is_finite() && toponym.precision_m.0 >= 0.0, "{:?}", toponym.precision_m);
    toponym.place.iter().for_each(|place| on_earth(place.at));
    for alternative in &toponym.alternatives {
        on_earth(alternative.at);
        share(alternative.confidence);
    }
    toponym.geometry.iter().for_each(shape);
}

fn shape(shape: &Shape) {
    let Some([west, south, east, north]) = shape.bbox() else { return };
    assert!(
        west.is_finite() && east.is_finite() && south >= -90.0 && north <= 90.0 && south <= north,
        "{:?}",
        shape.bbox()
    );
}

fn happened(text: &Text, incidents: &[Incident]) {
    for (at, incident) in incidents.iter().enumerate() {
        assert!(!incidents[..at].iter().any(|other| other.id == incident.id), "two incidents {}", incident.id);
        self::incident(text, incident);
    }
}

fn incident(text: &Text, incident: &Incident) {
    share(incident.confidence);
    assert_eq!(incident.lat.is_some(), incident.lon.is_some(), "half a position");
    incident.at().into_iter().for_each(on_earth);
    incident.geometry.iter().for_each(shape);
    assert_eq!(incident.date_start.is_some(), incident.date_end.is_some(), "half an interval");
    assert!(incident.date_start <= incident.date_end, "{:?} to {:?}", incident.date_start, incident.date_end);
    assert!(incident.time_precision.is_none_or(|p| (1..=3).contains(&p)), "{:?}", incident.time_precision);
    assert!(incident.geo_precision.is_none_or(|p| (1..=3).contains(&p)), "{:?}", incident.geo_precision);
    assert!(!incident.evidence.is_empty(), "an incident without evidence");
    incident.evidence.iter().for_each(|words| quoted(text, words.span, &words.text));
    incident.claims.iter().for_each(|one| claim(text, one));
    let counts = [&incident.fatalities, &incident.injured, &incident.missing, &incident.displaced, &incident.arrested];
    counts.into_iter().flatten().for_each(count);
}

fn count(count: &Count) {
    assert!(count.low <= count.best && count.best <= count.high, "{count:?}");
}

fn claim(text: &Text, claim: &Claim) {
    within(text, claim.span);
    assert!(!claim.speaker.trim().is_empty(), "nobody says so");
}

fn asset(text: &Text, asset: &Infrastructure) {
    asset.claims.iter().for_each(|one| claim(text, one));
    asset.evidence.iter().for_each(|words| quoted(text, words.span, &words.text));
}
