//! Mentions: which stretches of a text name places, and what they do there.
//!
//! Owns the decision that a stretch is a place reference and which role it has; leaves the choice of the place to
//! `resolve`. Rules by gazetteer, word lists and context go first; a fitted tagger decides what is a reference and reads what
//! they found as one feature among others; a fitted model tells places from who acts there. Without models the rules stand
//! alone.
//!
//! ```
//! use reportmap::{gazetteer::Gazetteer, recognize::{recognize, Role}, text::Text};
//! let text = Text::new("Washington called for talks in Geneva.");
//! let found = recognize(&text, &Gazetteer::embedded());
//! let roles: Vec<Role> = found.mentions.iter().map(|m| m.role).collect();
//! assert_eq!(roles, [Role::Metonym, Role::Literal]);
//! ```

mod beside;
mod coordinates;
mod datelines;
mod examples;
mod given;
mod lexicon;
mod lookup;
mod mention;
mod merge;
mod parties;
mod reader;
mod relative;
mod roles;
mod scan;
pub mod tagger;

pub use coordinates::codes::recover;
pub use examples::{Demonyms, Example, RoleExample, annotated_demonyms, examples, role_examples};
pub use given::given;
pub(crate) use lexicon::is_given_name;
pub(crate) use lexicon::is_of_sport;
pub use mention::{Mention, NamedParty, PartyKind, Position, Recognized, Relation, Role};
pub use roles::RoleModel;

use crate::gazetteer::Gazetteer;
use crate::text::Text;
use reader::Reader;
use tagger::{Evidence, Model};

/// The fitted models of the stage.
#[derive(Debug, Clone, Copy)]
pub struct Models<'a> {
    /// What is a place reference.
    pub tagger: Model<'a>,
    /// What it does in its sentence; with none, the rules say it.
    pub roles: Option<RoleModel<'a>>,
}

impl Models<'static> {
    /// Those inside the program.
    pub fn shipped() -> Option<Self> {
        Some(Self { tagger: tagger::shipped()?, roles: roles::shipped() })
    }
}

/// Finds the mentions of a text. A text that mentions nothing gives none.
pub fn recognize(text: &Text, gazetteer: &Gazetteer) -> Recognized {
    recognize_with(text, gazetteer, Models::shipped().as_ref())
}

/// The same with models of your own; with none, by the rules alone.
pub fn recognize_with(text: &Text, gazetteer: &Gazetteer, models: Option<&Models<'_>>) -> Recognized {
    let reader = Reader::new(text, gazetteer);
    let parties = parties::find(&reader);
    let scan::Scan { mut mentions, mut unknown } = scan::scan(&reader, &parties);
    roles::assign(&reader, &mut mentions, None);
    if let Some(models) = models {
        let found = tagger::tag(&reader, &Evidence { mentions: &mentions, parties: &parties }, &models.tagger);
        mentions = merge::merge(&reader, &found, mentions, &parties, models.roles.as_ref());
        unknown.retain(|span| !mentions.iter().any(|m| m.span.overlaps(*span)));
    }
    relative::combine(&reader, &mut mentions);
    let written = coordinates::find(text);
    // "38S MB 12345 67890" and the names in the address of a map are no names of places.
    mentions.retain(|m| !coordinates::covers(&written, m.span));
    unknown.retain(|span| !coordinates::covers(&written, *span));
    mentions.extend(written);
    mentions.sort_by_key(|m| (m.span.start, m.span.end));
    let beside = beside::find(&reader, &mentions);
    Recognized { mentions, beside, unknown, names: parties, words: reader.into_words() }
}
