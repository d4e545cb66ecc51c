//! `reportmap train`: the same reports give the same models, and what is wrong is said.

use crate::cli::reportmap;
use std::path::Path;

/// A few marked reports: enough to fit something.
const MARKED: &str = "=== a
[GOMA|literal|29.23,-1.68] — Shells fell on the port of [Goma|literal|29.23,-1.68] on Monday. [Kinshasa|metonym|15.31,-4.33] blamed the rebels.
=== b
[Kigali|metonym|30.06,-1.94] rejected the charge. Talks opened in [Luanda|literal|13.23,-8.84], a [Rwandan|demonym] envoy said.
=== c
Nurses at the [Nairobi|organization] Hospital marched through [Nairobi|literal|36.82,-1.29]. [Jordan Otieno|person] led them.
=== d
[Kenya|metonym|37.9,0.2] and [Uganda|metonym|32.3,1.3] signed a treaty in [Entebbe|literal|32.46,0.06].
=== e
Floods cut the road between [Gulu|literal|32.29,2.77] and [Juba|literal|31.58,4.85]; [South Sudan|metonym|30.0,7.3] asked for help.
";

fn train(folder: &Path, arguments: &[&str]) -> std::process::Output {
    std::fs::write(folder.join("marked.txt"), MARKED).unwrap();
    reportmap().current_dir(folder).arg("train").args(arguments).output().unwrap()
}

#[test]
fn the_same_reports_give_the_same_models() {
    let folder = tempfile::tempdir().unwrap();
    let read = |run: &str| {
        let ran = train(folder.path(), &["marked.txt", "--output", run]);
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        ["tagger.bin", "roles.bin", "ranker.json"]
            .map(|name| std::fs::read(folder.path().join(run).join(name)).unwrap())
    };
    let (first, second) = (read("one"), read("two"));
    assert!(first == second, "two runs gave different models");
    assert!(first.iter().all(|model| !model.is_empty()));
}

#[test]
fn a_correction_is_learned_from_and_one_that_fits_nothing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("r.txt"), "The fire began near Paris, officials said.").unwrap();
    let lines = r#"{"report":"r","start":20,"end":25,"action":"place","lon":-95.56,"lat":33.66}
{"report":"nowhere","start":0,"end":5,"action":"drop"}
"#;
    std::fs::write(folder.path().join("c.jsonl"), lines).unwrap();
    let arguments = ["marked.txt", "--corrections", "c.jsonl", "--reports", "r.txt", "--output", "models"];
    let ran = train(folder.path(), &arguments);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(
        ran.status.success() && said.contains("c.jsonl: drop of 0–5 in report nowhere fits none of the reports"),
        "{said}"
    );
}

#[test]
fn a_corpus_that_is_not_there_is_an_error_and_leaves_no_model() {
    let folder = tempfile::tempdir().unwrap();
    let ran = train(folder.path(), &["missing.jsonl", "--output", "models"]);
    assert!(!ran.status.success());
    assert!(String::from_utf8_lossy(&ran.stderr).contains("missing.jsonl"));
    assert!(!folder.path().join("models").exists());
}
