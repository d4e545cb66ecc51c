//! What `map` and `analyze` share: which reports are read, and with what they are read.

use super::journal::Settings;
use super::network::{self, Network};
use super::terminal::Terminal;
use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use reportmap::Geoparser;
use reportmap::correction::{Conflict, Corrections};
use reportmap::fetch::Pages;
use reportmap::gazetteer::Gazetteer;
use reportmap::geography::Metres;
use reportmap::incident::Vocabulary;
use reportmap::report::{self, Columns, Expanded, Form, Format, Ids, Input, Page, Report};
use reportmap::withhold::{Moved, Withheld};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Reading {
    /// Files, folders (their files of the formats that are read), - for standard input, or URLs (http, https). Text, Markdown, HTML, PDF with a text
    /// layer, Word (.docx), e-mail, RSS and Atom feeds, CSV and TSV, JSON and JSON Lines, WARC, found by content and ending
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The day the reports were published, YYYY-MM-DD; wins over the reports' own dates
    #[arg(long, value_name = "DATE", value_parser = date)]
    published: Option<Date>,
    #[command(flatten)]
    gazetteers: Gazetteers,
    /// Your own words that report events (.csv, the columns of lexicon/events.csv: trigger, kind and sub_event_type at least);
    /// repeatable
    #[arg(long = "events", value_name = "FILE")]
    events: Vec<PathBuf>,
    /// Your own names of actors (.csv with the columns name, known_as, country, kind); repeatable, the last one wins
    #[arg(long = "actors", value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// What persons decided on earlier maps (corrections.jsonl, as `reportmap correct` writes it); it stands before what is found;
    /// repeatable, the last one wins
    #[arg(long, value_name = "FILE")]
    corrections: Vec<PathBuf>,
    /// Count a report again that tells the same in the same words as an earlier one
    #[arg(long)]
    keep_duplicates: bool,
    /// Read every input as this, whatever its name and first bytes say
    #[arg(long, value_enum, value_name = "FORMAT")]
    input_format: Option<InputFormat>,
    #[command(flatten)]
    columns: ColumnNames,
    #[command(flatten)]
    network: Network,
    #[command(flatten)]
    care: Care,
}

/// What is not published.
#[derive(Debug, Args)]
#[command(next_help_heading = "Care")]
struct Care {
    /// Move every point by up to so many metres, the same place always to the same point, and leave out written positions
    #[arg(long, value_name = "METRES", value_parser = metres)]
    obfuscate: Option<Metres>,
    /// What only you know: without it anybody who has this program can move the points back
    #[arg(long, value_name = "TEXT", requires = "obfuscate", env = "REPORTMAP_OBFUSCATE_KEY", hide_env_values = true)]
    obfuscate_key: Option<String>,
    /// Blot persons' names out of every output
    #[arg(long)]
    redact: bool,
}

fn metres(text: &str) -> Result<Metres, String> {
    let number = text.parse().ok().filter(|m: &f64| (1.0..=500_000.0).contains(m));
    number.map(Metres).ok_or_else(|| "expected metres from 1 to 500000, such as 5000".to_owned())
}

/// What the columns of tables are called, where their names do not tell.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tables")]
struct ColumnNames {
    /// The column that holds the text of a report, in CSV and TSV
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,
    /// … its title
    #[arg(long, value_name = "NAME")]
    title_column: Option<String>,
    /// … the day it was published
    #[arg(long, value_name = "NAME")]
    published_column: Option<String>,
    /// … who published it
    #[arg(long, value_name = "NAME")]
    source_column: Option<String>,
    /// … where it can be read
    #[arg(long, value_name = "NAME")]
    url_column: Option<String>,
    /// … its id
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,
}

impl ColumnNames {
    fn columns(&self) -> Columns {
        Columns {
            text: self.text_column.clone(),
            title: self.title_column.clone(),
            published: self.published_column.clone(),
            source: self.source_column.clone(),
            url: self.url_column.clone(),
            id: self.id_column.clone(),
        }
    }
}

#[derive(Debug, Args)]
pub struct Gazetteers {
    /// Your own places (.csv or .geojson) or an imported gazetteer (.rmg), which win over the world's but not over what is curated;
    /// repeatable, the first one wins
    #[arg(long = "gazetteer", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Gazetteers {
    /// The gazetteer inside the program with the user's files before it.
    pub fn open(&self) -> anyhow::Result<Gazetteer> {
        // Each goes before those that are there already, so the last is opened first.
        self.files.iter().rev().try_fold(Gazetteer::embedded(), |gazetteer, file| Ok(gazetteer.with_user_file(file)?))
    }
}

impl Gazetteers {
    /// Those that are to be checked, with or without the gazetteer inside the program.
    pub fn open_to_check(&self, only: bool) -> anyhow::Result<Gazetteer> {
        let mut files = self.files.iter().rev();
        let first = match only {
            true => Gazetteer::doubtful_file(files.next().context("--only needs a --gazetteer")?)?,
            false => Gazetteer::embedded(),
        };
        files.try_fold(first, |gazetteer, file| Ok(gazetteer.with_doubtful_file(file)?))
    }

    /// The user's files without the gazetteer inside the program.
    pub fn alone(&self) -> anyhow::Result<Gazetteer> {
        let (last, before) = self.files.split_last().context("--only needs a --gazetteer")?;
        before.iter().rev().try_fold(Gazetteer::file(last)?, |gazetteer, file| Ok(gazetteer.with_user_file(file)?))
    }
}

/// How inputs hold their reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputFormat {
    /// One report, all of it text
    Text,
    /// One report, perhaps with front matter
    Markdown,
    /// One report a line, as JSON
    Jsonl,
    /// A list of records, or one
    Json,
    /// A web page: its article
    Html,
    /// RSS or Atom: each entry a report
    Feed,
    /// CSV or TSV: each row a report
    #[value(alias = "tsv")]
    Csv,
    /// PDF with a text layer
    Pdf,
    /// A document of Word
    Docx,
    /// An e-mail
    Eml,
    /// A web archive: each page a report
    Warc,
}

impl From<InputFormat> for Format {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Text => Self::Text,
            InputFormat::Markdown => Self::Markdown,
            InputFormat::Jsonl => Self::JsonLines,
            InputFormat::Json => Self::Json,
            InputFormat::Html => Self::Html,
            InputFormat::Feed => Self::Feed,
            InputFormat::Csv => Self::Table,
            InputFormat::Pdf => Self::Pdf,
            InputFormat::Docx => Self::Docx,
            InputFormat::Eml => Self::Mail,
            InputFormat::Warc => Self::Warc,
        }
    }
}

fn date(text: &str) -> Result<Date, String> {
    let wrong = || "expected a day as YYYY-MM-DD, such as 2020-10-24".to_owned();
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if plain { text.parse().map_err(|_| wrong()) } else { Err(wrong()) }
}

impl Reading {
    /// The geoparser over the user's gazetteer and words.
    ///
    /// # Errors
    ///
    /// When a file of theirs cannot be used.
    pub fn geoparser(&self) -> anyhow::Result<Geoparser> {
        let mut corrections = Corrections::default();
        for file in &self.corrections {
            corrections.add_file(file)?;
        }
        let geoparser = Geoparser::with(self.gazetteers.open()?).with_corrections(corrections);
        if self.events.is_empty() && self.actors.is_empty() {
            return Ok(geoparser);
        }
        let mut vocabulary = Vocabulary::default();
        for file in &self.events {
            vocabulary = vocabulary.with_events(file)?;
        }
        for file in &self.actors {
            vocabulary = vocabulary.with_actors(file)?;
        }
        Ok(geoparser.with_vocabulary(vocabulary))
    }

    /// What a run is started with: what a run that goes on with its journal must share.
    ///
    /// # Errors
    ///
    /// When a file that the options name cannot be read.
    pub fn settings(&self, geoparser: &Geoparser, more: &str) -> anyhow::Result<Settings> {
        let mut digest = Sha256::new();
        let form = (self.published, self.input_format, &self.columns, self.keep_duplicates, self.withheld(), more);
        digest.update(format!("{form:?}").as_bytes());
        for file in self.events.iter().chain(&self.actors).chain(&self.corrections) {
            let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
            digest.update(Sha256::digest(bytes));
        }
        Ok(Settings {
            reportmap: env!("CARGO_PKG_VERSION").to_owned(),
            gazetteer: geoparser.gazetteer().versions(),
            options: digest.finalize().iter().map(|b| format!("{b:02x}")).collect(),
        })
    }

    /// What is not published.
    pub fn withheld(&self) -> Withheld {
        let key = self.care.obfuscate_key.clone().unwrap_or_default();
        let points = self.care.obfuscate.map(|within| Moved { within, key });
        Withheld { points, names: self.care.redact }
    }

    /// The inputs behind the arguments.
    pub fn expanded(&self) -> Expanded {
        report::inputs(&self.inputs)
    }

    /// Whether reports that tell the same count again.
    pub fn keeps_duplicates(&self) -> bool {
        self.keep_duplicates
    }

    /// The reports of all inputs, read as they are asked for, each with an id of its own and the user's date.
    pub fn reports(&self, expanded: Expanded) -> impl Iterator<Item = anyhow::Result<Report>> {
        let form = Form { format: self.input_format.map(Format::from), columns: self.columns.columns() };
        let published = self.published;
        let mut ids = Ids::default();
        let mut pages = None;
        let network = self.network.clone();
        let read =
            expanded.inputs.into_iter().flat_map(move |input| -> Box<dyn Iterator<Item = anyhow::Result<Report>>> {
                let read = match input {
                    Ok(Input::Url(url)) => {
                        fetch(&network, &mut pages, &url).map(|page| report::read_page(page, form.clone()))
                    }
                    Ok(input) => Ok(report::read(&input, form.clone())),
                    Err(error) => Err(error.into()),
                };
                match read {
                    Ok(reports) => Box::new(reports.map(|report| Ok(report?))),
                    Err(error) => Box::new(std::iter::once(Err(error))),
                }
            });
        read.map(move |report| {
            let mut report = report?;
            report.id = ids.unique(&report.id);
            Ok(match published {
                Some(date) => report.published_on(date),
                None => report,
            })
        })
    }
}

/// Fetches a URL; the network is made ready when the first one is asked for.
fn fetch(network: &Network, pages: &mut Option<Pages>, url: &str) -> anyhow::Result<Page> {
    let pages = match pages {
        Some(pages) => pages,
        None => pages.insert(network.pages()?),
    };
    Ok(network::page(pages.page(url)?))
}

/// Says which corrections no report answered, and which contradict each other.
pub fn say_corrections(corrections: &Corrections, terminal: &Terminal) {
    for Conflict { overruled, holds, on } in corrections.conflicts() {
        terminal.note(format_args!("{overruled}: {on} is decided otherwise in {holds}, which holds"));
    }
    for (whence, correction) in corrections.unused() {
        terminal.note(format_args!(
            "{whence}: {correction} was of no use: no report that was read has that name, span or incident, or the gazetteer lacks the place"
        ));
    }
}

/// Says which files of folders are left alone.
pub fn say_skipped(expanded: &Expanded, terminal: &Terminal) {
    let shown = if terminal.verbose { usize::MAX } else { 5 };
    let names: Vec<String> = expanded.skipped.iter().take(shown).map(|path| path.display().to_string()).collect();
    let rest = match expanded.skipped.len() - names.len() {
        0 => String::new(),
        more => format!(" and {more} more (--verbose lists them)"),
    };
    if !names.is_empty() {
        terminal
            .note(format_args!("left out, as their endings are of no format that is read: {}{rest}", names.join(", ")));
    }
}
