//! Fitting: from annotated reports to the weights in `models/`.
//!
//! Owns the learning, not the models: what a weight means is known where it is used (`recognize`, `resolve`). The same
//! reports give the same bytes.

mod confidence;
mod corrections;
mod incidents;
mod logistic;
mod ranker;
mod roles;
mod substitute;
mod tagger;

pub use confidence::fit_confidence;
pub use corrections::corrected;
pub use incidents::{coded_reports, fit_incidents};
pub use ranker::fit_ranker;
pub use roles::fit_roles;
pub use tagger::{TaggerFit, fit_tagger};
