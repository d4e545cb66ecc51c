//! `reportmap evaluate`: the field's measures on annotated reports.

mod incidents;

use super::Outcome;
use super::reading::Gazetteers;
use super::table::{Table, shortened};
use super::terminal::Terminal;
use anyhow::Context;
use clap::ValueEnum;
use rayon::prelude::*;
use reportmap::evaluate::{
    Case, Coded, Comparison, Coverage, Evaluation, Gold, IncidentMeasures, Measures, Predictions, Rates, Roles,
    compare, evaluate, evaluate_incidents,
};
use reportmap::recognize::Role;
use reportmap::{Analysis, Geoparser};
use std::io::{Write, stdout};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Annotated reports: JSON Lines, or the XML of LGL, GeoVirus, TR-News or GeoWebNews; or reports with coded incidents
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Measure these predictions (analyses, one a line) instead of running the geoparser
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Give the geoparser the annotated mentions, and measure the choice of places alone
    #[arg(long, conflicts_with = "predictions")]
    given_mentions: bool,
    /// Do not tell the geoparser who published a report
    #[arg(long, conflicts_with = "predictions")]
    text_alone: bool,
    /// Leave out peoples' names and adjectives: GeoVirus annotates none, LGL does
    #[arg(long)]
    without_demonyms: bool,
    /// Say what changed since an earlier run, kept with --format json
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// How many of the worst cases of each kind are listed
    #[arg(long, value_name = "N", default_value_t = 3)]
    worst: usize,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    gazetteers: Gazetteers,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs, and for --compare
    Json,
}

const EXAMPLES: &str = "\
Examples:
  reportmap evaluate lgl.jsonl geovirus.jsonl
  reportmap evaluate lgl.xml --given-mentions --worst 20
  reportmap evaluate lgl.jsonl --predictions other-geoparser.jsonl
  reportmap evaluate lgl.jsonl --format json > before.json
  reportmap evaluate lgl.jsonl --compare before.json
  reportmap evaluate tests/gold/incidents.txt --worst 5

A place is right when it lies within 161 km of the annotated one; tolerant: also when it is a country or state that holds the
annotated point. End-to-end F1 counts what was both found and placed right (Gritta et al. 2020).";

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let geoparser = Geoparser::with(arguments.gazetteers.open()?);
    let explaining = Geoparser::with(arguments.gazetteers.open()?).explaining();
    let predictions = arguments.predictions.as_deref().map(Predictions::read).transpose()?;
    let before: Vec<Evaluation> = match &arguments.compare {
        Some(path) => {
            let content = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            serde_json::from_str(&content)
                .with_context(|| format!("{}: not what `reportmap evaluate --format json` writes", path.display()))?
        }
        None => Vec::new(),
    };
    let (mut evaluations, mut incidents, mut failed) = (Vec::new(), Vec::new(), 0);
    for path in &arguments.gold {
        if std::fs::read_to_string(path).is_ok_and(|content| Coded::is_coded(&content)) {
            let coded = Coded::read(path)?;
            incidents.push(evaluate_incidents(&coded, &analyses(&explaining, &coded)));
            continue;
        }
        match Gold::read(path) {
            Ok(gold) => {
                let found = predictions.clone().unwrap_or_else(|| arguments.predict(&geoparser, &gold));
                let found = if arguments.without_demonyms { found.without(Role::Demonym) } else { found };
                evaluations.push(evaluate(&gold, &found, geoparser.gazetteer()));
            }
            Err(error) => {
                failed += 1;
                terminal.error(&error.into());
            }
        }
    }
    for rejected in evaluations.iter().flat_map(|e| &e.rejected) {
        terminal.note(format_args!("annotation left out: {rejected}"));
    }
    let mut out = stdout().lock();
    match arguments.format {
        Format::Json if evaluations.is_empty() && !incidents.is_empty() => {
            writeln!(out, "{}", serde_json::to_string_pretty(&incidents)?)?;
        }
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&evaluations)?)?,
        Format::Table => {
            write!(out, "{}", incidents::tables(&incidents, arguments.worst))?;
            if evaluations.is_empty() {
                return Ok(arguments.outcome(incidents.len(), failed));
            }
            write!(out, "{}", measures_table(&evaluations))?;
            for evaluation in &evaluations {
                write!(out, "{}", details(evaluation, arguments.worst))?;
                if let Some(earlier) = before.iter().find(|e| e.corpus == evaluation.corpus) {
                    write!(out, "{}", comparison(&compare(earlier, evaluation), arguments.worst))?;
                }
            }
        }
    }
    Ok(arguments.outcome(evaluations.len() + incidents.len(), failed))
}

/// The analyses of coded reports, in their order.
fn analyses(geoparser: &Geoparser, coded: &Coded) -> Vec<Analysis> {
    coded.reports.par_iter().map(|one| geoparser.analyze(&one.report)).collect()
}

impl Arguments {
    fn outcome(&self, done: usize, failed: usize) -> Outcome {
        match (done, failed) {
            (0, _) => Outcome::Nothing,
            (_, 0) => Outcome::Done,
            _ => Outcome::Partly,
        }
    }

    fn predict(&self, geoparser: &Geoparser, gold: &Gold) -> Predictions {
        let found: Vec<_> = gold
            .reports
            .par_iter()
            .map(|one| {
                let mut report = one.report.clone();
                if self.text_alone {
                    report.source = None;
                    report.url = None;
                }
                let toponyms = if self.given_mentions {
                    let spans: Vec<_> = one.toponyms.iter().map(|t| t.span).collect();
                    geoparser.resolve_mentions(&report, &spans).toponyms
                } else {
                    geoparser.analyze(&report).toponyms
                };
                (report.id, toponyms)
            })
            .collect();
        let mut out = Predictions::default();
        for (id, toponyms) in found {
            out.add(&id, &toponyms);
        }
        out
    }
}

/// Prints the tables of incident measures.
pub fn print_incidents(all: &[IncidentMeasures], worst: usize) -> anyhow::Result<()> {
    write!(stdout().lock(), "{}", incidents::tables(all, worst)).context("cannot write to standard output")
}

/// Prints the table of measures.
pub fn print(evaluations: &[Evaluation]) -> anyhow::Result<()> {
    write!(stdout().lock(), "{}", measures_table(evaluations)).context("cannot write to standard output")
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

fn rates(rates: &Rates) -> String {
    [rates.precision, rates.recall, rates.f1].map(percent).join(" / ")
}

fn measures_table(evaluations: &[Evaluation]) -> String {
    let mut table = Table::plain();
    let mut line = |name: &str, of: &dyn Fn(&Evaluation) -> String| {
        table.row(std::iter::once(name.to_owned()).chain(evaluations.iter().map(of)));
    };
    let km = |km: Option<f64>| km.map_or_else(|| "–".to_owned(), |km| format!("{km:.1}"));
    line("", &|e| e.corpus.clone());
    line("reports", &|e| e.measures.docs.to_string());
    line("annotated / found", &|e| format!("{} / {}", e.measures.gold, e.measures.pred));
    line("any candidate within 161 km", &|e| {
        let both = |c: &Coverage| format!("{} (tolerant {})", percent(c.strict), percent(c.tolerant));
        e.coverage.as_ref().map_or_else(|| "–".to_owned(), both)
    });
    line("recognition, exact: P / R / F1", &|e| rates(&e.measures.exact));
    line("recognition, overlapping", &|e| rates(&e.measures.overlap));
    line("within 161 km, of the recognised", &|e| both(e, |m| m.acc161));
    line("within 161 km, of all", &|e| both(e, |m| m.acc161_all));
    line("median / mean km", &|e| format!("{} / {}", km(e.measures.median_km), km(e.measures.mean_km)));
    line("AUC", &|e| e.measures.auc.map_or_else(|| "–".to_owned(), |auc| format!("{auc:.3}")));
    line("end to end: P / R / F1", &|e| rates(&e.measures.e2e161));
    line("end to end, tolerant", &|e| rates(&e.tolerant.e2e161));
    if evaluations.iter().any(|e| e.roles.is_some()) {
        let of =
            |e: &Evaluation, share: fn(&Roles) -> f64| e.roles.as_ref().map_or("–".into(), |r| percent(share(r)));
        line("roles: literal or not", &|e| of(e, |r| r.literal_or_not));
        line("roles: the very one", &|e| of(e, |r| r.exact));
    }
    if evaluations.iter().any(|e| e.calibration.is_some()) {
        line("calibration error", &|e| e.calibration.as_ref().map_or("–".into(), |c| percent(c.error)));
    }
    table.lines("")
}

fn both(evaluation: &Evaluation, of: fn(&Measures) -> f64) -> String {
    format!("{} (tolerant {})", percent(of(&evaluation.measures)), percent(of(&evaluation.tolerant)))
}

fn details(evaluation: &Evaluation, worst: usize) -> String {
    let mut out = format!("\n{}: errors\n", evaluation.corpus);
    let mut kinds = Table::plain();
    for (kind, count) in &evaluation.errors.kinds {
        kinds.row([kind.words().to_owned(), count.to_string()]);
    }
    out.push_str(&kinds.lines("  "));
    let mut regions = Table::new(&["where", ">annotated", ">found", ">right", ">tolerant"]);
    for (name, row) in &evaluation.errors.regions {
        let share = |n: usize| percent(n as f64 / row.gold.max(1) as f64);
        regions.row([name.clone(), row.gold.to_string(), share(row.found), share(row.right), share(row.tolerant)]);
    }
    out.push('\n');
    out.push_str(&regions.lines("  "));
    if let Some(roles) = &evaluation.roles {
        out.push_str(&format!("\n{}", confusion(roles)));
    }
    if let Some(calibration) = &evaluation.calibration {
        let mut table = Table::new(&[">mentions", ">confidence", ">right"]);
        for bin in &calibration.bins {
            table.row([bin.count.to_string(), percent(bin.confidence), percent(bin.right)]);
        }
        out.push('\n');
        out.push_str(&table.lines("  "));
    }
    if let Some(coverage) = evaluation.coverage.as_ref().filter(|c| worst > 0 && !c.missing.is_empty()) {
        let names = coverage.missing.iter().take(worst * 10).map(|(name, times)| format!("{name} ×{times}"));
        out.push_str(&format!("\n  without a right candidate: {}\n", names.collect::<Vec<_>>().join(", ")));
    }
    let mut cases = Table::new(&["", "report", "text", ">km", "place", "context"]);
    for kind in evaluation.errors.kinds.keys() {
        for case in evaluation.errors.cases.iter().filter(|c| c.kind == *kind).take(worst) {
            cases.row(row(case));
        }
    }
    if worst > 0 {
        out.push('\n');
        out.push_str(&cases.lines("  "));
    }
    out
}

fn confusion(roles: &Roles) -> String {
    const FOUND: [&str; 8] =
        ["literal", "relative", "coordinate", "metonym", "demonym", "organization", "document", "none"];
    let header: Vec<String> = FOUND.iter().map(|role| format!(">{role}")).collect();
    let mut table =
        Table::new(&std::iter::once("meant / found").chain(header.iter().map(String::as_str)).collect::<Vec<_>>());
    for (meant, row) in &roles.confusion {
        let counts = FOUND.map(|role| row.get(role).copied().unwrap_or(0).to_string());
        table.row(std::iter::once(meant.clone()).chain(counts));
    }
    table.lines("  ")
}

fn row(case: &Case) -> [String; 6] {
    [
        case.kind.words().to_owned(),
        format!("{}:{}", case.report, case.start),
        shortened(&case.surface, 30),
        case.km.map_or_else(String::new, |km| format!("{km:.0}")),
        case.place.clone().unwrap_or_default(),
        shortened(&case.context, 90),
    ]
}

fn comparison(comparison: &Comparison, worst: usize) -> String {
    let mut out = format!("\n{}: since the earlier run\n", comparison.corpus);
    let mut table = Table::new(&["", ">before", ">now", ">change"]);
    for change in &comparison.changes {
        let difference = format!("{:+.1}", (change.after - change.before) * 100.0);
        table.row([change.measure.to_owned(), percent(change.before), percent(change.after), difference]);
    }
    out.push_str(&table.lines("  "));
    for (title, cases) in [("mended", &comparison.mended), ("broken", &comparison.broken)] {
        out.push_str(&format!("\n  {} {title}\n", cases.len()));
        let mut table = Table::plain();
        for case in cases.iter().take(worst) {
            table.row(row(case));
        }
        out.push_str(&table.lines("  "));
    }
    out
}
