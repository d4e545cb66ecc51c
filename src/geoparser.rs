//! The stages in their order: report in, analysis out.

use crate::analysis::{Analysis, Provenance, SCHEMA};
use crate::correction::{self, Corrections};
use crate::fitted::ModelError;
use crate::gazetteer::Gazetteer;
use crate::incident::{Judge, Vocabulary};
use crate::recognize::tagger::Model;
use crate::recognize::{Models, RoleModel};
use crate::report::Report;
use crate::resolve::{Home, Setting, Weights};
use crate::text::{Span, Text};
use crate::{incident, recognize, resolve};
use sha2::{Digest, Sha256};

/// Turns reports into analyses. Cheap to make, safe to share between threads.
#[derive(Debug)]
pub struct Geoparser {
    gazetteer: Gazetteer,
    tagger: Option<Vec<u8>>,
    roles: Option<Vec<u8>>,
    judge: Option<Vec<u8>>,
    vocabulary: Option<Vocabulary>,
    corrections: Corrections,
    weights: Weights,
    explains: bool,
}

impl Geoparser {
    /// A geoparser over the gazetteer inside the program.
    pub fn new() -> Self {
        Self::with(Gazetteer::embedded())
    }

    /// A geoparser over a gazetteer of your own.
    pub fn with(gazetteer: Gazetteer) -> Self {
        Self {
            gazetteer,
            tagger: None,
            roles: None,
            judge: None,
            vocabulary: None,
            corrections: Corrections::default(),
            weights: *Weights::shipped(),
            explains: false,
        }
    }

    /// The same with a tagger that was fitted anew ([`crate::train::fit_tagger`]).
    ///
    /// # Errors
    ///
    /// When the bytes are no model of this version.
    pub fn with_tagger(mut self, bytes: Vec<u8>) -> Result<Self, ModelError> {
        Model::open(&bytes)?;
        self.tagger = Some(bytes);
        Ok(self)
    }

    /// The same with roles that were fitted anew ([`crate::train::fit_roles`]).
    ///
    /// # Errors
    ///
    /// When the bytes are no model of this version.
    pub fn with_roles(mut self, bytes: Vec<u8>) -> Result<Self, ModelError> {
        RoleModel::open(&bytes)?;
        self.roles = Some(bytes);
        Ok(self)
    }

    /// The same with a judge of incidents that was fitted anew ([`crate::train::fit_incidents`]).
    ///
    /// # Errors
    ///
    /// When the bytes are no model of this version.
    pub fn with_judge(mut self, bytes: Vec<u8>) -> Result<Self, ModelError> {
        Judge::open(&bytes)?;
        self.judge = Some(bytes);
        Ok(self)
    }

    /// The same with triggers and actors of the user's own.
    #[must_use]
    pub fn with_vocabulary(mut self, vocabulary: Vocabulary) -> Self {
        self.vocabulary = Some(vocabulary);
        self
    }

    /// The same with what persons decided, which stands before what the program finds.
    #[must_use]
    pub fn with_corrections(mut self, corrections: Corrections) -> Self {
        self.corrections = corrections;
        self
    }

    /// What persons decided, and which of it was of use so far.
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// The same with other weights of the ranking ([`crate::train::fit_ranker`]).
    #[must_use]
    pub fn with_weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// The same, telling of every word that could report an event what spoke for it and against it.
    #[must_use]
    pub fn explaining(mut self) -> Self {
        self.explains = true;
        self
    }

    fn resolve(&self, report: &Report, text: &Text, found: &recognize::Recognized) -> resolve::Resolved {
        let source = report.source.as_deref().and_then(Home::of);
        let home = source.or_else(|| report.url.as_deref().and_then(Home::of));
        resolve::resolve_in(text, found, &Setting { weights: &self.weights, home: home.as_ref() }, &self.gazetteer)
    }

    fn models(&self) -> Option<Models<'_>> {
        let shipped = Models::shipped();
        let tagger = match &self.tagger {
            Some(bytes) => Model::open(bytes).ok(),
            None => shipped.map(|m| m.tagger),
        };
        let roles = match &self.roles {
            Some(bytes) => RoleModel::open(bytes).ok(),
            None => shipped.and_then(|m| m.roles),
        };
        Some(Models { tagger: tagger?, roles })
    }

    /// The gazetteer it resolves names against.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The places of a report: what was recognised in its text, and what it was taken to mean.
    pub fn places(&self, report: &Report, text: &Text) -> (recognize::Recognized, resolve::Resolved) {
        let found = recognize::recognize_with(text, &self.gazetteer, self.models().as_ref());
        let places = self.resolve(report, text, &found);
        (found, places)
    }

    /// Where a report names persons, or seems to: for who must not be named ([`crate::withhold`]).
    pub fn people(&self, report: &Report) -> Vec<Span> {
        let text = Text::new(report.text.clone());
        let found = recognize::recognize_with(&text, &self.gazetteer, self.models().as_ref());
        crate::withhold::people(&text, &found)
    }

    /// Resolves mentions that were found by others: what the measures call resolution given the mention.
    pub fn resolve_mentions(&self, report: &Report, spans: &[Span]) -> resolve::Resolved {
        let text = Text::new(report.text.clone());
        let found = recognize::given(&text, spans, &self.gazetteer, self.models().as_ref());
        self.resolve(report, &text, &found)
    }

    fn context<'a>(&'a self, report: &'a Report) -> incident::Context<'a> {
        incident::Context {
            report: &report.id,
            published: report.published.map(|(date, _)| date),
            judge: self.judge.as_ref().and_then(|bytes| Judge::open(bytes).ok()),
            vocabulary: self.vocabulary.as_ref(),
        }
    }

    /// Analyses a report: a pure function of the report, the gazetteer and the version of the program.
    pub fn analyze(&self, report: &Report) -> Analysis {
        let text = Text::new(report.text.clone());
        let (found, mut places) = self.places(report, &text);
        correction::apply_to_places(&self.corrections, &report.id, &text, &mut places, &self.gazetteer);
        let context = self.context(report);
        let considered = if self.explains { incident::explain(&text, &found, &places, context) } else { Vec::new() };
        let mut findings = incident::code(&text, &found, &places, context, &self.gazetteer);
        correction::apply_to_incidents(&self.corrections, &report.id, &text, &mut findings, &self.gazetteer);
        Analysis {
            schema: SCHEMA,
            id: report.id.clone(),
            title: report.title.clone(),
            published: report.published.map(|(date, _)| date),
            published_from: report.published.map(|(_, source)| source.name().to_owned()),
            language: report.language.clone(),
            source: report.source.clone(),
            url: report.url.clone(),
            duplicate_of: None,
            focus: places.focus,
            toponyms: places.toponyms,
            incidents: findings.incidents,
            unresolved: places.unresolved,
            infrastructure: findings.infrastructure,
            considered,
            notes: report.notes.clone(),
            provenance: Provenance {
                text_sha256: crate::gazetteer::hex(&Sha256::digest(report.text.as_bytes())),
                reportmap: env!("CARGO_PKG_VERSION").to_owned(),
                gazetteer: self.gazetteer.versions(),
                obfuscated_m: None,
                redacted: false,
            },
        }
    }
}

impl Default for Geoparser {
    fn default() -> Self {
        Self::new()
    }
}
