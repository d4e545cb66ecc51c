//! Tables of words: our own lists are looked into for every token of every text.

use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

/// Words with a value each. The hash is made for speed: the keys are ours or the user's own, never a report's, so nobody can
/// choose them to collide.
pub type WordMap<V> = HashMap<String, V, FixedState>;

/// A list of words.
pub type WordSet = HashSet<String, FixedState>;

/// The lines of a list inside the program.
pub type LineSet = HashSet<&'static str, FixedState>;
