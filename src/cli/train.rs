//! `reportmap train`: fits the models anew.

mod incidents;

use super::Outcome;
use super::reading::Gazetteers;
use super::terminal::Terminal;
use anyhow::{Context, ensure};
use rayon::prelude::*;
use reportmap::Geoparser;
use reportmap::correction::Corrections;
use reportmap::evaluate::{Coded, Gold, Predictions, evaluate, judged};
use reportmap::recognize::Role;
use reportmap::report::{self, Report};
use reportmap::resolve::{Curve, STATED};
use reportmap::train::{TaggerFit, corrected, fit_confidence, fit_ranker, fit_roles, fit_tagger};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Annotated reports, as `evaluate` reads them; those with coded incidents teach the judge of incidents
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// What a user put right (`corrections.jsonl`), to learn from as well
    #[arg(long, value_name = "FILE", requires = "reports")]
    corrections: Option<PathBuf>,
    /// The reports that the corrections speak of: files or folders; repeatable
    #[arg(long, value_name = "INPUT", requires = "corrections")]
    reports: Vec<PathBuf>,
    /// Where the models are written
    #[arg(long, short, value_name = "FOLDER", default_value = "models")]
    output: PathBuf,
    /// Fit nothing to keep: fit on all but one part of the reports, measure on that part, so many times
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=20))]
    folds: Option<u32>,
    /// With --folds: reports to learn from in every part, and not to measure on
    #[arg(long, value_name = "GOLD", requires = "folds")]
    with: Vec<PathBuf>,
    /// With --test or --folds: leave out peoples' names and adjectives, as `evaluate` can
    #[arg(long)]
    without_demonyms: bool,
    /// With --test or --folds: do not tell the geoparser who published a report
    #[arg(long)]
    text_alone: bool,
    /// With --test or --folds: print the evaluation as JSON, as `evaluate --format json` does
    #[arg(long)]
    json: bool,
    /// Fit nothing to keep: fit on these reports, measure on the others
    #[arg(long, value_name = "GOLD", conflicts_with = "folds")]
    test: Vec<PathBuf>,
    /// With --test or --folds: how many errors of each kind of incidents are listed
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    #[command(flatten)]
    gazetteers: Gazetteers,
}

const EXAMPLES: &str = "\
Examples:
  reportmap train lgl.jsonl geovirus.jsonl
  reportmap train lgl.jsonl --folds 5 --with models/reports/news.txt
  reportmap train lgl.jsonl --test geovirus.jsonl
  reportmap train models/incidents/*.txt --folds 5
  reportmap train lgl.jsonl --corrections corrections.jsonl --reports archive/

The same reports give the same bytes. A model is inside the program: build it again after `train` to use it.";

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let (coded, annotated): (Vec<&PathBuf>, Vec<&PathBuf>) = arguments.gold.iter().partition(|path| is_coded(path));
    incidents::run(&coded, arguments, terminal)?;
    if annotated.is_empty() {
        return Ok(Outcome::Done);
    }
    let mut corpora: Vec<Gold> = annotated.into_iter().map(|path| Gold::read(path)).collect::<Result<_, _>>()?;
    if let Some(path) = &arguments.corrections {
        corpora.push(arguments.corrected(path, terminal)?);
    }
    if let Some(folds) = arguments.folds {
        let further: Vec<Gold> = arguments.with.iter().map(|path| Gold::read(path)).collect::<Result<_, _>>()?;
        for gold in &corpora {
            measure(cross(gold, &further, folds as usize, arguments)?, gold, arguments)?;
        }
        return Ok(Outcome::Done);
    }
    if !arguments.test.is_empty() {
        let geoparser = fitted(&corpora, arguments)?;
        for path in arguments.test.iter().filter(|path| !is_coded(path)) {
            let gold = Gold::read(path)?;
            measure(predict(&geoparser, &gold, arguments), &gold, arguments)?;
        }
        return Ok(Outcome::Done);
    }
    std::fs::create_dir_all(&arguments.output).with_context(|| arguments.output.display().to_string())?;
    let gazetteer = arguments.gazetteers.open()?;
    let keep = |name: &str, bytes: &[u8]| {
        let path = arguments.output.join(name);
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        terminal.note(format_args!("wrote {} ({} bytes)", path.display(), bytes.len()));
        anyhow::Ok(())
    };
    keep("tagger.bin", &fit_tagger(&corpora, &gazetteer, TaggerFit::default()))?;
    if let Some(bytes) = fit_roles(&corpora, &gazetteer) {
        keep("roles.bin", &bytes)?;
    }
    let mut weights = fit_ranker(&corpora, &gazetteer, STATED);
    weights.confidence = confidence(&corpora, arguments)?;
    keep("ranker.json", format!("{}\n", serde_json::to_string_pretty(&weights)?).as_bytes())?;
    Ok(Outcome::Done)
}

/// Whether a file holds reports with coded incidents.
fn is_coded(path: &Path) -> bool {
    std::fs::read_to_string(path).is_ok_and(|content| Coded::is_coded(&content))
}

impl Arguments {
    /// The corrected reports as a corpus; corrections that fit no report are said.
    fn corrected(&self, path: &Path, terminal: &Terminal) -> anyhow::Result<Gold> {
        let shown = path.display().to_string();
        let corrections = Corrections::read(path)?;
        let mut reports = Vec::new();
        for input in report::inputs(&self.reports).inputs {
            for report in report::read(&input?, None) {
                reports.push(report?);
            }
        }
        let geoparser = Geoparser::with(self.gazetteers.open()?);
        let (gold, unused) = corrected(&reports, &corrections, &geoparser);
        for correction in unused {
            terminal.note(format_args!("{shown}: {correction} fits none of the reports and is left out"));
        }
        Ok(gold)
    }
}

fn fitted(corpora: &[Gold], arguments: &Arguments) -> anyhow::Result<Geoparser> {
    let gazetteer = arguments.gazetteers.open()?;
    let bytes = fit_tagger(corpora, &gazetteer, TaggerFit::default());
    let weights = fit_ranker(corpora, &gazetteer, STATED);
    let roles = fit_roles(corpora, &gazetteer);
    let geoparser = Geoparser::with(gazetteer).with_tagger(bytes)?.with_weights(weights);
    Ok(match roles {
        Some(bytes) => geoparser.with_roles(bytes)?,
        None => geoparser,
    })
}

/// In so many parts, each judged by models that saw the others only.
const PARTS: usize = 5;

/// What the models' belief is worth on reports that they have not seen.
fn confidence(corpora: &[Gold], arguments: &Arguments) -> anyhow::Result<Curve> {
    let gazetteer = arguments.gazetteers.open()?;
    let mut all = Vec::new();
    for part in 0..PARTS {
        let (seen, unseen): (Vec<Gold>, Vec<Gold>) = corpora.iter().map(|gold| parted(gold, PARTS, part)).unzip();
        let geoparser = fitted(&seen, arguments)?;
        for gold in &unseen {
            all.extend(judged(gold, &predict(&geoparser, gold, arguments), &gazetteer));
        }
    }
    Ok(fit_confidence(all))
}

/// The reports of a corpus that are not of a part, and those that are.
fn parted(gold: &Gold, parts: usize, part: usize) -> (Gold, Gold) {
    let (mut seen, mut unseen) = (gold.clone(), gold.clone());
    let mut number = 0..;
    seen.reports.retain(|_| number.next().is_some_and(|n: usize| n % parts != part));
    let mut number = 0..;
    unseen.reports.retain(|_| number.next().is_some_and(|n: usize| n % parts == part));
    (seen, unseen)
}

/// Predictions for every report of a corpus by models that never saw it.
fn cross(gold: &Gold, further: &[Gold], folds: usize, arguments: &Arguments) -> anyhow::Result<Predictions> {
    ensure!(gold.reports.len() >= folds, "{}: fewer reports than folds", gold.name);
    let mut out = Predictions::default();
    for fold in 0..folds {
        let (seen, unseen) = parted(gold, folds, fold);
        let geoparser = fitted(&[&[seen], further].concat(), arguments)?;
        out.extend(predict(&geoparser, &unseen, arguments));
    }
    Ok(out)
}

fn predict(geoparser: &Geoparser, gold: &Gold, arguments: &Arguments) -> Predictions {
    let told = |report: &Report| match arguments.text_alone {
        true => Report { source: None, url: None, ..report.clone() },
        false => report.clone(),
    };
    let found: Vec<_> =
        gold.reports.par_iter().map(|r| (r.report.id.clone(), geoparser.analyze(&told(&r.report)).toponyms)).collect();
    let mut out = Predictions::default();
    for (id, toponyms) in found {
        out.add(&id, &toponyms);
    }
    out
}

fn measure(found: Predictions, gold: &Gold, arguments: &Arguments) -> anyhow::Result<()> {
    let found = if arguments.without_demonyms { found.without(Role::Demonym) } else { found };
    let evaluation = evaluate(gold, &found, &arguments.gazetteers.open()?);
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&[evaluation])?);
        return Ok(());
    }
    super::evaluate::print(&[evaluation])
}
