//! What comes from the network: pages, feeds and dumps, fetched with limits and kept as evidence.

mod guard;

pub use guard::may_reach;
