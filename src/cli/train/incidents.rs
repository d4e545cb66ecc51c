//! Fitting the judge of incidents on coded reports, and measuring it on those it did not see.

use super::super::evaluate;
use super::super::terminal::Terminal;
use super::{Arguments, is_coded};
use anyhow::{Context, ensure};
use rayon::prelude::*;
use reportmap::Geoparser;
use reportmap::evaluate::{Coded, CodedReport, evaluate_incidents};
use reportmap::train::{coded_reports, fit_incidents};
use std::path::PathBuf;

/// Fits, or with folds or a test measures, the judge.
pub fn run(coded: &[&PathBuf], arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<()> {
    if coded.is_empty() {
        return Ok(());
    }
    let corpora: Vec<Coded> = coded.iter().map(|path| Coded::read(path)).collect::<Result<_, _>>()?;
    if let Some(folds) = arguments.folds {
        let measures: Vec<_> = corpora
            .iter()
            .map(|own| {
                let others: Vec<&Coded> = corpora.iter().filter(|other| other.name != own.name).collect();
                cross(own, &others, folds as usize, arguments)
            })
            .collect::<anyhow::Result<_>>()?;
        return evaluate::print_incidents(&measures, arguments.worst);
    }
    let geoparser = || anyhow::Ok(Geoparser::with(arguments.gazetteers.open()?));
    let bytes =
        fit_incidents(&coded_reports(&corpora), &geoparser()?).context("no word in these reports could be an event")?;
    if !arguments.test.is_empty() {
        let fitted = geoparser()?.with_judge(bytes)?.explaining();
        let tests = arguments.test.iter().filter(|path| is_coded(path)).map(|path| Coded::read(path));
        let measures: Vec<_> = tests.map(|test| Ok(measure(&test?, &fitted))).collect::<anyhow::Result<_>>()?;
        return evaluate::print_incidents(&measures, arguments.worst);
    }
    std::fs::create_dir_all(&arguments.output).with_context(|| arguments.output.display().to_string())?;
    let path = arguments.output.join("incidents.bin");
    std::fs::write(&path, &bytes).with_context(|| path.display().to_string())?;
    terminal.note(format_args!("wrote {} ({} bytes)", path.display(), bytes.len()));
    Ok(())
}

fn measure(coded: &Coded, geoparser: &Geoparser) -> reportmap::evaluate::IncidentMeasures {
    let analyses: Vec<_> = coded.reports.par_iter().map(|one| geoparser.analyze(&one.report)).collect();
    evaluate_incidents(coded, &analyses)
}

/// Every report judged by a model that saw all but its part.
fn cross(
    own: &Coded,
    others: &[&Coded],
    folds: usize,
    arguments: &Arguments,
) -> anyhow::Result<reportmap::evaluate::IncidentMeasures> {
    ensure!(own.reports.len() >= folds, "{}: fewer reports than folds", own.name);
    let mut analyses = vec![None; own.reports.len()];
    for fold in 0..folds {
        let part = |number: &usize| number % folds == fold;
        let seen = own.reports.iter().enumerate().filter(|(n, _)| !part(n)).map(|(_, report)| report);
        let seen: Vec<&CodedReport> = seen.chain(others.iter().flat_map(|other| &other.reports)).collect();
        let geoparser = Geoparser::with(arguments.gazetteers.open()?);
        let bytes = fit_incidents(&seen, &geoparser).context("no word in these reports could be an event")?;
        let geoparser = geoparser.with_judge(bytes)?.explaining();
        for (number, report) in own.reports.iter().enumerate().filter(|(n, _)| part(n)) {
            analyses[number] = Some(geoparser.analyze(&report.report));
        }
    }
    let analyses: Vec<_> = analyses.into_iter().flatten().collect();
    Ok(evaluate_incidents(own, &analyses))
}
