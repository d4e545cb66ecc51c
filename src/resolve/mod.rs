//! Toponyms: which place each mention means, decided together for the whole report.
//!
//! Owns candidates, their ranking, footprints and the focus of the report; takes the roles as `recognize` gave them. The
//! weights of the ranking and the curve of confidence are fitted (`models/ranker.json`).
//!
//! ```
//! use reportmap::{gazetteer::Gazetteer, recognize::recognize, resolve::resolve, text::Text};
//! let (text, gazetteer) = (Text::new("A fire broke out in Paris, Texas."), Gazetteer::embedded());
//! let resolved = resolve(&text, &recognize(&text, &gazetteer), &gazetteer);
//! assert_eq!(resolved.toponyms[0].place.as_ref().and_then(|p| p.admin1.as_deref()), Some("Texas"));
//! ```

mod beside;
mod candidates;
mod confidence;
mod context;
mod describe;
mod focus;
mod groups;
mod home;
mod pinned;
mod rank;
mod relative;
#[cfg(test)]
mod tests;
mod toponym;

pub use candidates::Candidate;
pub use confidence::{Curve, KNOTS};
pub use home::Home;
pub(crate) use pinned::{Pinned, pinned};
pub use rank::{STATED, Weights};
pub use toponym::{Alternative, Checked, Focus, Outcome, Place, Resolved, Toponym, Unresolved};

use crate::gazetteer::Gazetteer;
use crate::recognize::{Recognized, Role};
use crate::text::{Span, Text};

/// What is known besides the text, and how it is weighed.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// How evidence is weighed.
    pub weights: &'a Weights,
    /// Where the report was published.
    pub home: Option<&'a Home>,
}

impl Default for Setting<'_> {
    fn default() -> Self {
        Self { weights: Weights::shipped(), home: None }
    }
}

/// Decides the places of a report together. Nothing that was found is dropped: what has no place is listed as unresolved.
pub fn resolve(text: &Text, found: &Recognized, gazetteer: &Gazetteer) -> Resolved {
    resolve_in(text, found, &Setting::default(), gazetteer)
}

/// The same, with what else is known of the report.
pub fn resolve_in(text: &Text, found: &Recognized, setting: &Setting<'_>, gazetteer: &Gazetteer) -> Resolved {
    let groups = groups::decide(text, &found.mentions, setting, gazetteer);
    let mut out = Resolved::default();
    for (index, mention) in found.mentions.iter().enumerate() {
        let toponym = match mention.role {
            Role::Relative => relative::toponym(text, index, &found.mentions, &groups, gazetteer),
            Role::Coordinate => describe::coordinate(text, mention, gazetteer),
            _ => describe::toponym(text, mention, groups.of(index), &setting.weights.confidence, gazetteer),
        };
        match toponym {
            Some(toponym) => out.toponyms.push(toponym),
            None => {
                out.unresolved.push(unresolved(text, mention.span));
                out.toponyms.push(describe::unplaced(text, mention));
            }
        }
    }
    out.focus = focus::focus(&out.toponyms);
    beside::note(text, found, &groups, gazetteer, &mut out.toponyms);
    out.unresolved.extend(found.unknown.iter().map(|span| unresolved(text, *span)));
    out.unresolved.sort_by_key(|u| u.span);
    out
}

fn unresolved(text: &Text, span: Span) -> Unresolved {
    Unresolved { span, surface: text.slice(span).to_owned() }
}
