//! What the stages cost, each beside a peer that does a similar job in the same run: read the ratios, not the seconds.
//!
//! ```text
//! cargo bench
//! ```

use reportmap::gazetteer::names::fold;
use reportmap::gazetteer::{Gazetteer, Search};
use reportmap::text::Text;
use reportmap::{Geoparser, recognize, report::Report, resolve};
use std::collections::HashMap;

const REPORT: &str = include_str!("../examples/karabakh.md");

fn main() {
    divan::main();
}

/// The text of several reports: long enough to measure throughput by.
fn long_text() -> String {
    [
        REPORT,
        include_str!("../examples/earthquake.md"),
        include_str!("../examples/protest.md"),
        include_str!("../examples/flood.md"),
    ]
    .join("\n\n")
}

mod text {
    use super::*;
    use divan::counter::BytesCount;

    /// Sentences, tokens and offsets.
    #[divan::bench]
    fn ours(bencher: divan::Bencher) {
        let text = long_text();
        bencher.counter(BytesCount::of_str(&text)).bench(|| Text::new(text.clone()));
    }

    /// The peer: word boundaries of Unicode alone, counted.
    #[divan::bench]
    fn unicode_words(bencher: divan::Bencher) {
        use unicode_segmentation::UnicodeSegmentation;
        let text = long_text();
        bencher.counter(BytesCount::of_str(&text)).bench(|| text.clone().split_word_bounds().count());
    }
}

mod names {
    use super::*;
    use divan::counter::BytesCount;

    /// Every name of the gazetteer that starts at a token of the text: one walk a token, over 957,751 names.
    #[divan::bench]
    fn ours(bencher: divan::Bencher) {
        let (text, gazetteer) = (Text::new(long_text()), Gazetteer::embedded());
        bencher
            .counter(BytesCount::of_str(&long_text()))
            .bench(|| (0..text.tokens().len()).map(|token| gazetteer.names_at(&text, token).len()).sum::<usize>());
    }

    /// The peer: a hash table of the names in the text itself, asked for every stretch of one to five tokens, folded.
    #[divan::bench]
    fn hash_table(bencher: divan::Bencher) {
        let (text, gazetteer) = (Text::new(long_text()), Gazetteer::embedded());
        let mut table: HashMap<String, usize> = HashMap::new();
        for token in 0..text.tokens().len() {
            for found in gazetteer.names_at(&text, token) {
                table.insert(fold(text.slice(text.span_of(found.tokens.clone()))), found.tokens.len());
            }
        }
        bencher.counter(BytesCount::of_str(&long_text())).bench(|| {
            let many = text.tokens().len();
            let stretches = (0..many).flat_map(|start| (1..=5).map(move |long| start..(start + long).min(many)));
            stretches.filter(|stretch| table.contains_key(&fold(text.slice(text.span_of(stretch.clone()))))).count()
        });
    }
}

mod search {
    use super::*;

    /// A name as the gazetteer has it.
    #[divan::bench(args = ["Martuni", "Stepanakert", "San José"])]
    fn exact(bencher: divan::Bencher, name: &str) {
        let gazetteer = Gazetteer::embedded();
        bencher.bench(|| gazetteer.named(&fold(name)).len());
    }

    /// The whole search, ranked.
    #[divan::bench(args = ["Martuni", "Мартуни", "Stepanakrt"])]
    fn ranked(bencher: divan::Bencher, name: &str) {
        let gazetteer = Gazetteer::embedded();
        bencher.bench(|| gazetteer.search(name, &Search::default()).len());
    }
}

mod stages {
    use super::*;
    use divan::counter::BytesCount;

    #[divan::bench]
    fn recognize(bencher: divan::Bencher) {
        let (text, gazetteer) = (Text::new(long_text()), Gazetteer::embedded());
        bencher.counter(BytesCount::of_str(&long_text())).bench(|| recognize::recognize(&text, &gazetteer));
    }

    #[divan::bench]
    fn resolve(bencher: divan::Bencher) {
        let (text, gazetteer) = (Text::new(long_text()), Gazetteer::embedded());
        let found = recognize::recognize(&text, &gazetteer);
        bencher.counter(BytesCount::of_str(&long_text())).bench(|| resolve::resolve(&text, &found, &gazetteer));
    }

    /// All stages: what `reportmap analyze` does for one report.
    #[divan::bench]
    fn analyze(bencher: divan::Bencher) {
        let (geoparser, report) = (Geoparser::new(), Report::new("karabakh", REPORT));
        bencher.counter(BytesCount::of_str(REPORT)).bench(|| geoparser.analyze(&report));
    }
}
