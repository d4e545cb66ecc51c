//! How right incidents are: found, of the right type, at the right place and day, with the right claims.
//!
//! An incident is found when one of the analysis reads from the sentence that holds the coder's words. Of several there, the
//! one that fits best is taken, and each is taken once. What no coder's line takes is false.

use super::coded::{Coded, CodedClaim, CodedIncident, CodedReport};
use super::measures::Rates;
use crate::analysis::Analysis;
use crate::gazetteer::names::fold;
use crate::geography::{Metres, distance};
use crate::incident::{Count, Incident};
use crate::text::{Span, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A place is the coder's when it lies this near to one of that name: within the town.
const SAME_PLACE: Metres = Metres(25_000.0);

/// The measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncidentMeasures {
    /// The corpus: the file's name.
    pub corpus: String,
    /// Reports.
    pub docs: usize,
    /// Reports that report nothing.
    pub negatives: usize,
    /// Coded incidents.
    pub gold: usize,
    /// Found incidents.
    pub pred: usize,
    /// Found, and there.
    pub found: Rates,
    /// Of those found, the share with the right sub-event type.
    pub sub_type: f64,
    /// … with the right place.
    pub place: f64,
    /// … with the right first and last day, or rightly none.
    pub date: f64,
    /// … with the right status.
    pub status: f64,
    /// … with the right number of deaths, or rightly none.
    pub killed: f64,
    /// … with the right number of injured, or rightly none.
    pub injured: f64,
    /// … with the right actor, where the coder names one.
    pub actor: f64,
    /// Claims and denials of those found: the stance and the speaker are right.
    pub claims: Rates,
    /// Share of the reports that report nothing from which an incident was read.
    pub false_reports: f64,
    /// Incidents read from reports that report nothing, a report.
    pub false_per_report: f64,
    /// How many errors of each kind.
    pub kinds: BTreeMap<String, usize>,
    /// Each error.
    pub cases: Vec<IncidentCase>,
}

/// One error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncidentCase {
    /// `missed`, `false`, `type`, `place`, `date`, `status`, `claims`, `killed`, `injured`, `actor`.
    pub kind: String,
    /// The report.
    pub report: String,
    /// What was coded.
    pub wanted: String,
    /// What was found.
    pub got: String,
    /// The sentence.
    pub context: String,
}

/// Counts on the way.
#[derive(Default)]
struct Tally {
    gold: usize,
    pred: usize,
    found: usize,
    right: BTreeMap<&'static str, usize>,
    with_actor: usize,
    claims: (usize, usize, usize),
    negatives: usize,
    false_reports: usize,
    false_incidents: usize,
    cases: Vec<IncidentCase>,
}

/// Measures the incidents of analyses against coded reports; the analyses stand in the order of the reports.
pub fn evaluate_incidents(coded: &Coded, analyses: &[Analysis]) -> IncidentMeasures {
    let mut tally = Tally::default();
    for (report, analysis) in coded.reports.iter().zip(analyses) {
        tally.take(report, analysis);
    }
    let share = |what: &str| tally.right.get(what).copied().unwrap_or(0) as f64 / tally.found.max(1) as f64;
    let mut kinds = BTreeMap::new();
    for case in &tally.cases {
        *kinds.entry(case.kind.clone()).or_default() += 1;
    }
    let of_actors = tally.right.get("actor").copied().unwrap_or(0) as f64 / tally.with_actor.max(1) as f64;
    IncidentMeasures {
        corpus: coded.name.clone(),
        docs: coded.reports.len(),
        negatives: tally.negatives,
        gold: tally.gold,
        pred: tally.pred,
        found: Rates::new(tally.found, tally.pred as i64, tally.gold),
        sub_type: share("type"),
        place: share("place"),
        date: share("date"),
        status: share("status"),
        killed: share("killed"),
        injured: share("injured"),
        actor: of_actors,
        claims: Rates::new(tally.claims.0, tally.claims.1 as i64, tally.claims.2),
        false_reports: tally.false_reports as f64 / tally.negatives.max(1) as f64,
        false_per_report: tally.false_incidents as f64 / tally.negatives.max(1) as f64,
        kinds,
        cases: tally.cases,
    }
}

impl Tally {
    fn take(&mut self, report: &CodedReport, analysis: &Analysis) {
        let text = Text::new(report.report.text.clone());
        self.gold += report.incidents.len();
        self.pred += analysis.incidents.len();
        if report.incidents.is_empty() {
            self.negatives += 1;
            self.false_reports += usize::from(!analysis.incidents.is_empty());
            self.false_incidents += analysis.incidents.len();
        }
        let pairs = pairs(&text, report, analysis);
        for (number, gold) in report.incidents.iter().enumerate() {
            match pairs.iter().find(|(g, _)| *g == number) {
                Some((_, p)) => self.judge(&text, report, gold, &analysis.incidents[*p], analysis),
                None => {
                    let got = considered(&text, gold, analysis);
                    self.case("missed", &text, report, gold.words, gold.types.join(" / "), got);
                }
            }
        }
        for (number, incident) in analysis.incidents.iter().enumerate() {
            if !pairs.iter().any(|(_, p)| *p == number) {
                let at = incident.evidence.first().map(|e| e.span);
                let got = format!("{} [{}]", incident.sub_event_type, incident.triggers.join(", "));
                self.case("false", &text, report, at, String::new(), got);
            }
        }
    }

    fn judge(
        &mut self,
        text: &Text,
        report: &CodedReport,
        gold: &CodedIncident,
        found: &Incident,
        analysis: &Analysis,
    ) {
        self.found += 1;
        let days = found.date_start.zip(found.date_end);
        let day = |d: Option<(jiff::civil::Date, jiff::civil::Date)>| match d {
            Some((a, b)) => format!("{a}/{b}"),
            None => "-".to_owned(),
        };
        let status = serde_json::to_value(found.status).ok().and_then(|v| v.as_str().map(str::to_owned));
        let status = status.unwrap_or_default();
        let number = |c: &Option<Count>| c.as_ref().map_or_else(|| "-".to_owned(), |c| c.best.to_string());
        let stated = |c: Option<(u64, u64)>| c.map_or_else(|| "-".to_owned(), |(a, b)| format!("{a}-{b}"));
        let actors = found.actors.join(", ");
        let mut checks: Vec<(&'static str, bool, String, String)> = vec![
            ("type", gold.types.contains(&found.sub_event_type), gold.types.join(" / "), found.sub_event_type.clone()),
            (
                "place",
                place_fits(gold, found, analysis),
                gold.places.join(" / "),
                found.place_name.clone().unwrap_or_default(),
            ),
            (
                "date",
                days_fit(gold, found),
                gold.days.iter().map(|d| day(*d)).collect::<Vec<_>>().join(" / "),
                day(days),
            ),
            ("status", gold.statuses.contains(&status), gold.statuses.join(" / "), status.clone()),
            (
                "killed",
                number_fits(gold.killed, found.fatalities.as_ref()),
                stated(gold.killed),
                number(&found.fatalities),
            ),
            (
                "injured",
                number_fits(gold.injured, found.injured.as_ref()),
                stated(gold.injured),
                number(&found.injured),
            ),
        ];
        if !gold.actors.is_empty() {
            self.with_actor += 1;
            let fits = gold.actors.iter().any(|a| found.actors.iter().any(|b| same_party(a, b)));
            checks.push(("actor", fits, gold.actors.join(" / "), actors));
        }
        let (right, got, wanted) = claims(&gold.claims, &spoken(found));
        self.claims = (self.claims.0 + right, self.claims.1 + got, self.claims.2 + wanted);
        let told: Vec<String> = gold.claims.iter().map(ToString::to_string).collect();
        let read: Vec<String> = spoken(found).iter().map(|(stance, who)| format!("{stance}: {who}")).collect();
        checks.push(("claims", right == got && right == wanted, told.join("; "), read.join("; ")));
        for (kind, fits, wanted, got) in checks {
            if fits {
                *self.right.entry(kind).or_default() += 1;
            } else {
                self.case(kind, text, report, gold.words, wanted, got);
            }
        }
    }

    fn case(&mut self, kind: &str, text: &Text, report: &CodedReport, at: Option<Span>, wanted: String, got: String) {
        let sentence = at.map(|span| sentence_of(text, span));
        let context = sentence.map(|span| text.slice(span).split_whitespace().collect::<Vec<_>>().join(" "));
        self.cases.push(IncidentCase {
            kind: kind.to_owned(),
            report: report.report.id.clone(),
            wanted,
            got,
            context: context.unwrap_or_default(),
        });
    }
}

/// What was considered in the sentence of an incident that was missed, where the analysis tells.
fn considered(text: &Text, gold: &CodedIncident, analysis: &Analysis) -> String {
    let Some(sentence) = gold.words.map(|words| sentence_of(text, words)) else { return String::new() };
    let here = analysis.considered.iter().filter(|c| c.trigger.span.overlaps(sentence));
    here.map(|c| format!("{} {} {}", c.trigger.text, c.sub_event_type, c.probability)).collect::<Vec<_>>().join("; ")
}

/// The sentence that a span stands in.
fn sentence_of(text: &Text, span: Span) -> Span {
    let tokens = text.tokens_in(span);
    let sentence = &text.sentences()[text.sentence_of(tokens.start)];
    text.span_of(sentence.tokens.clone())
}

/// Coded incidents and those found for them, best fits first, each once.
fn pairs(text: &Text, report: &CodedReport, analysis: &Analysis) -> Vec<(usize, usize)> {
    let mut scored = Vec::new();
    for (g, gold) in report.incidents.iter().enumerate() {
        let Some(words) = gold.words else { continue };
        let sentence = sentence_of(text, words);
        for (p, found) in analysis.incidents.iter().enumerate() {
            if !found.evidence.iter().any(|e| e.span.overlaps(sentence)) {
                continue;
            }
            let trigger = found.evidence.iter().any(|e| e.span.overlaps(words))
                && found.triggers.iter().any(|t| fold(text.slice(words)).contains(&fold(t)));
            let score = 4 * usize::from(gold.types.contains(&found.sub_event_type))
                + 3 * usize::from(trigger)
                + 2 * usize::from(place_fits(gold, found, analysis))
                + usize::from(days_fit(gold, found));
            scored.push((score, g, p));
        }
    }
    scored.sort_by_key(|(score, g, p)| (std::cmp::Reverse(*score), *g, *p));
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (_, g, p) in scored {
        if !out.iter().any(|(a, b)| *a == g || *b == p) {
            out.push((g, p));
        }
    }
    out
}

/// Whether the place is one that the text calls by the coder's name.
fn place_fits(gold: &CodedIncident, found: &Incident, analysis: &Analysis) -> bool {
    let Some(at) = found.at() else {
        // A village that no gazetteer has is right by its name.
        let named = found.place_name.as_deref().map(fold);
        return match named {
            None => gold.places.is_empty(),
            Some(name) => gold.places.iter().any(|place| fold(place).contains(&name) || name.contains(&fold(place))),
        };
    };
    gold.places.iter().any(|name| {
        let folded = fold(name);
        let called = |surface: &str| {
            let surface = fold(surface);
            surface == folded
                || format!(" {folded} ").contains(&format!(" {surface} "))
                || surface.ends_with(&format!(" {folded}"))
        };
        analysis.toponyms.iter().filter(|t| called(&t.surface)).any(|t| {
            let place = t.place.as_ref();
            place.is_some_and(|p| found.place_id.as_ref() == Some(&p.id) || distance(p.at, at) < SAME_PLACE)
        })
    })
}

fn number_fits(gold: Option<(u64, u64)>, found: Option<&Count>) -> bool {
    match (gold, found) {
        (None, None) => true,
        (Some((low, high)), Some(found)) => (low..=high).contains(&found.best),
        _ => false,
    }
}

/// Whether two names of a party are one: one holds all words of the other, articles aside.
fn same_party(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let folded = fold(&name.replace("'s", "").replace("’s", ""));
        folded.split(' ').filter(|w| !matches!(*w, "the" | "a" | "an" | "")).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let holds = |a: &[String], b: &[String]| !b.is_empty() && b.iter().all(|w| a.contains(w));
    holds(&one, &other) || holds(&other, &one)
}

/// What is claimed of an incident, the reporter's own voice left out.
fn spoken(found: &Incident) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for claim in found.claims.iter().filter(|c| c.speaker != "reporter") {
        let stance = serde_json::to_value(claim.stance).ok().and_then(|v| v.as_str().map(str::to_owned));
        let one = (stance.unwrap_or_default(), claim.speaker.clone());
        if !out.contains(&one) {
            out.push(one);
        }
    }
    out
}

/// Whether the days are one of those that are right; no day is right where none is coded.
fn days_fit(gold: &CodedIncident, found: &Incident) -> bool {
    let days = found.date_start.zip(found.date_end);
    if gold.days.is_empty() { days.is_none() } else { gold.days.contains(&days) }
}

/// Claims that are right, found, and wanted. Who confirms also asserts. What may be left out is not wanted when it is not found, and
/// of speakers that are equally right a second one is neither right nor wrong.
fn claims(gold: &[CodedClaim], spoken: &[(String, String)]) -> (usize, usize, usize) {
    fn side(stance: &str) -> &str {
        if stance == "confirms" { "asserts" } else { stance }
    }
    let mut open: Vec<&(String, String)> = spoken.iter().collect();
    let mut got = open.len();
    let (mut right, mut wanted) = (0, 0);
    let mut also = Vec::new();
    for claim in gold {
        let fits = |(stance, who): &(String, String)| {
            side(stance) == side(&claim.stance) && claim.speakers.iter().any(|s| same_party(s, who))
        };
        if let Some(at) = open.iter().position(|c| fits(c)) {
            open.remove(at);
            right += 1;
            wanted += 1;
        } else if !claim.optional {
            wanted += 1;
        }
        if claim.speakers.len() > 1 {
            also.push(claim);
        }
    }
    for claim in also {
        let before = open.len();
        open.retain(|(stance, who)| {
            side(stance) != side(&claim.stance) || !claim.speakers.iter().any(|s| same_party(s, who))
        });
        got -= before - open.len();
    }
    (right, got, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(coded: &str, found: &[(&str, &str)]) -> (usize, usize, usize) {
        let coded = format!("@ a 2024-05-14\nShells fell.\n= Attack | words: Shells fell | {coded}\n");
        let coded = Coded::parse("a.txt", &coded).unwrap();
        let found: Vec<_> = found.iter().map(|(s, w)| ((*s).to_owned(), (*w).to_owned())).collect();
        claims(&coded.reports[0].incidents[0].claims, &found)
    }

    #[test]
    fn what_may_be_left_out_is_not_missed() {
        assert_eq!(counted("asserts: mayor | denies: - / army", &[("asserts", "mayor")]), (1, 1, 1));
        assert_eq!(
            counted("asserts: mayor | denies: - / army", &[("asserts", "mayor"), ("denies", "army")]),
            (2, 2, 2)
        );
        assert_eq!(counted("asserts: mayor | denies: army", &[("asserts", "mayor")]), (1, 1, 2));
        assert_eq!(counted("asserts: mayor", &[("asserts", "mayor"), ("denies", "army")]), (1, 2, 1));
    }

    #[test]
    fn of_speakers_equally_right_one_is_enough_and_two_are_no_fault() {
        assert_eq!(counted("asserts: charity / army", &[("asserts", "army")]), (1, 1, 1));
        assert_eq!(counted("asserts: charity / army", &[("asserts", "army"), ("asserts", "charity")]), (1, 1, 1));
        assert_eq!(counted("asserts: charity; army", &[("asserts", "army")]), (1, 1, 2));
        assert_eq!(counted("asserts: - ", &[]), (0, 0, 0));
    }
}
