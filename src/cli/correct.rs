//! `reportmap correct`: writes what a person decided into `corrections.jsonl`.

use super::Outcome;
use super::reading::Gazetteers;
use super::terminal::Terminal;
use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use reportmap::Analysis;
use reportmap::correction::{Correction, Corrections, Decision, NewIncident, Pin, Target};
use reportmap::gazetteer::{Gazetteer, PlaceId};
use reportmap::geography::LonLat;
use reportmap::recognize::Role;
use reportmap::text::Span;
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    on: On,
    #[command(subcommand)]
    decision: What,
    /// Who decides; without it the name of the user that the system knows
    #[arg(long, value_name = "NAME", global = true)]
    by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", global = true)]
    note: Option<String>,
    /// The file that the decision is added to
    #[arg(long, short, value_name = "FILE", default_value = "corrections.jsonl", global = true)]
    output: PathBuf,
    /// The analyses of the map that is put right: what is not in them is refused
    #[arg(long = "in", value_name = "FILE", default_value = "output/analysis.jsonl", global = true)]
    analyses: PathBuf,
    #[command(flatten)]
    gazetteers: Gazetteers,
}

/// What the decision is on.
#[derive(Debug, Args)]
struct On {
    /// The id of the report; without it the decision is for all reports
    #[arg(long, value_name = "ID")]
    report: Option<String>,
    /// A name, wherever it stands
    #[arg(long, value_name = "NAME", conflicts_with_all = ["span", "incident"])]
    name: Option<String>,
    /// A stretch of the report in code points, as the analysis tells it, such as 27-34
    #[arg(long, value_name = "START-END", value_parser = span, requires = "report")]
    span: Option<Span>,
    /// An incident, by its id
    #[arg(long, value_name = "ID", conflicts_with = "span")]
    incident: Option<String>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// It means this place, or happened there
    #[command(after_help = "Example:\n  reportmap correct --name Toki place --at 47.2,39.7")]
    Place {
        #[command(flatten)]
        pin: Where,
    },
    /// It is no place, or no incident
    #[command(after_help = "Example:\n  reportmap correct --report karabakh --span 27-34 drop")]
    Drop,
    /// It is a name with another role
    #[command(after_help = "Example:\n  reportmap correct --name Baku --report karabakh role metonym")]
    Role {
        /// literal, metonym, demonym, organization, document, or other for no place at all
        #[arg(value_name = "ROLE", value_parser = role)]
        role: GivenRole,
    },
    /// The incident is of another type
    #[command(after_help = "Example:\n  reportmap correct --incident karabakh-d605d3b3 type \"Air/drone strike\"")]
    Type {
        /// ACLED's sub-event type, or a GLIDE term: "Air/drone strike"
        #[arg(value_name = "SUB-EVENT TYPE")]
        sub_event_type: String,
    },
    /// It is right as it is
    #[command(after_help = "Example:\n  reportmap correct --incident karabakh-d605d3b3 verify --by rd")]
    Verify,
    /// The report tells of an incident that was not found; --span may say with which words
    #[command(
        after_help = "Example:\n  reportmap correct --report karabakh add-incident Attack --place geonames:146969 --day 2020-10-23"
    )]
    AddIncident {
        /// ACLED's sub-event type, or a GLIDE term: "Air/drone strike"
        #[arg(value_name = "SUB-EVENT TYPE")]
        sub_event_type: String,
        #[command(flatten)]
        pin: Where,
        /// The day, or the first one
        #[arg(long, value_name = "DATE")]
        day: Option<Date>,
        /// The last day
        #[arg(long, value_name = "DATE", requires = "day")]
        until: Option<Date>,
        /// Who acts; repeatable
        #[arg(long, value_name = "NAME")]
        actor: Vec<String>,
        /// Deaths
        #[arg(long, value_name = "NUMBER")]
        killed: Option<u64>,
        /// Injured
        #[arg(long, value_name = "NUMBER")]
        injured: Option<u64>,
    },
}

/// A place by its id, or a position, or both.
#[derive(Debug, Args)]
struct Where {
    /// The id of a place in the gazetteer, as `reportmap resolve` prints it
    #[arg(long, value_name = "ID")]
    place: Option<String>,
    /// A position; wins over that of the place
    #[arg(long, value_name = "LON,LAT", value_parser = position, allow_hyphen_values = true)]
    at: Option<LonLat>,
    /// What it is called, where the gazetteer does not say
    #[arg(long, value_name = "NAME")]
    called: Option<String>,
}

/// A role, or none for what is no place at all.
#[derive(Debug, Clone, Copy)]
struct GivenRole(Option<Role>);

const EXAMPLES: &str = "\
Examples:
  reportmap correct --name Martuni place --place geonames:616438 --by rd
  reportmap correct --name Toki place --at 47.2,39.7 --note 'ruined village, 1:100,000 map'
  reportmap correct --report karabakh --span 27-34 drop
  reportmap correct --incident karabakh-d605d3b3 type \"Air/drone strike\"
  reportmap correct --incident karabakh-d605d3b3 verify --by rd
  reportmap correct --report karabakh add-incident Attack --place geonames:146969 --day 2020-10-23 --killed 2
  reportmap map reports/ --corrections corrections.jsonl

Each decision is a line of corrections.jsonl with who and when; `map` and `analyze` apply them on every run.";

fn span(text: &str) -> Result<Span, String> {
    let parts = text.split_once(['-', '–']).and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
    match parts {
        Some((start, end)) if start < end => Ok(Span::new(start, end)),
        _ => Err("expected two numbers of code points, the smaller one first, such as 27-34".to_owned()),
    }
}

fn position(text: &str) -> Result<LonLat, String> {
    let parts = text.split_once(',').and_then(|(lon, lat)| Some((lon.trim().parse().ok()?, lat.trim().parse().ok()?)));
    parts
        .map(|(lon, lat)| LonLat::new(lon, lat))
        .filter(|at| at.is_valid())
        .ok_or_else(|| "expected longitude and latitude in degrees, such as 47.11,39.79".to_owned())
}

fn role(text: &str) -> Result<GivenRole, String> {
    let all = [Role::Literal, Role::Metonym, Role::Demonym, Role::Organization, Role::Document];
    match all.into_iter().find(|role| role.name() == text) {
        Some(role) => Ok(GivenRole(Some(role))),
        None if text == "other" => Ok(GivenRole(None)),
        None => Err("expected literal, metonym, demonym, organization, document or other".to_owned()),
    }
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let (decision, target) = (arguments.decision(), arguments.on.target(&arguments.decision)?);
    if let What::Place { pin } = &arguments.decision {
        ensure!(
            pin.place.is_some() || pin.at.is_some(),
            "say which place it is: place --place ID, or place --at LON,LAT"
        );
    }
    let pin = match &decision {
        Decision::Place(pin) => Some(pin),
        Decision::AddIncident(new) => new.pin.as_ref(),
        _ => None,
    };
    if let Some(id) = pin.and_then(|pin| pin.place.as_ref()) {
        let gazetteer: Gazetteer = arguments.gazetteers.open()?;
        ensure!(
            gazetteer.by_id(id).is_some(),
            "the gazetteer has no place {}; `reportmap resolve NAME` prints ids",
            id.0
        );
    }
    let mut correction = Correction {
        report: arguments.on.report.clone(),
        target,
        decision,
        by: Some(arguments.by.clone().unwrap_or_else(user)),
        at: Some(jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        note: arguments.note.clone(),
    };
    check(&mut correction, &arguments.analyses)?;
    let line = correction.to_line();
    // Read as `map` will read it: what is wrong is said now.
    Corrections::parse("this correction", &line)?;
    append(&arguments.output, &line)?;
    terminal.note(format_args!("added to {}: {correction}", arguments.output.display()));
    Ok(Outcome::Done)
}

impl Arguments {
    fn decision(&self) -> Decision {
        match &self.decision {
            What::Place { pin } => Decision::Place(pin.pin()),
            What::Drop => Decision::Drop,
            What::Role { role } => Decision::Role(role.0),
            What::Type { sub_event_type } => Decision::Type(sub_event_type.clone()),
            What::Verify => Decision::Verify,
            What::AddIncident { sub_event_type, pin, day, until, actor, killed, injured } => {
                let given = pin.place.is_some() || pin.at.is_some();
                Decision::AddIncident(Box::new(NewIncident {
                    sub_event_type: sub_event_type.clone(),
                    pin: given.then(|| pin.pin()),
                    days: day.map(|day| (day, until.unwrap_or(day))),
                    evidence: self.on.span,
                    actors: actor.clone(),
                    killed: *killed,
                    injured: *injured,
                }))
            }
        }
    }
}

impl Where {
    fn pin(&self) -> Pin {
        Pin { place: self.place.clone().map(PlaceId), at: self.at, name: self.called.clone() }
    }
}

impl On {
    fn target(&self, what: &What) -> anyhow::Result<Target> {
        match (&self.incident, &self.name, self.span) {
            _ if matches!(what, What::AddIncident { .. }) => Ok(Target::Report),
            (Some(id), _, _) => Ok(Target::Incident { id: id.clone(), evidence: None }),
            (_, Some(name), _) => Ok(Target::Name(name.clone())),
            (_, _, Some(span)) => Ok(Target::Span(span)),
            _ => bail!("say what is put right: --name, --incident, or --report with --span"),
        }
    }
}

/// The name that the system has for who runs this.
fn user() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .unwrap_or_else(|| "unnamed".to_owned())
}

/// Whether the map has what is put right, and the words of an incident, by which it is known when its place changes. Without
/// analyses nothing can be checked.
fn check(correction: &mut Correction, path: &Path) -> anyhow::Result<()> {
    let Ok(file) = std::fs::File::open(path) else { return Ok(()) };
    let shown = path.display();
    let (mut reports, mut found) = (0_usize, false);
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| shown.to_string())?;
        let analysis: Analysis =
            serde_json::from_str(&line).with_context(|| format!("{shown}:{}: no analysis", number + 1))?;
        if !correction.is_for(&analysis.id) {
            continue;
        }
        reports += 1;
        if let Target::Incident { id, evidence } = &mut correction.target
            && let Some(incident) = analysis.incidents.iter().find(|i| i.id == *id)
        {
            found = true;
            *evidence = incident.evidence.first().map(|e| e.span);
            correction.report = Some(analysis.id);
            break;
        }
    }
    if let Some(report) = correction.report.as_ref().filter(|_| reports == 0) {
        bail!("{shown} has no report {report}; --in names the analyses of another map");
    }
    if let Target::Incident { id, .. } = &correction.target {
        ensure!(found, "{shown} has no incident {id}; --in names the analyses of another map");
    }
    Ok(())
}

/// Adds a line in one write, behind whatever stands there.
fn append(path: &Path, line: &str) -> anyhow::Result<()> {
    let failed = || format!("cannot write {}", path.display());
    let mut file = OpenOptions::new().create(true).read(true).append(true).open(path).with_context(failed)?;
    let mut last = [b'\n'];
    if file.seek(SeekFrom::End(-1)).is_ok() {
        file.read_exact(&mut last).with_context(failed)?;
    }
    let open = if last == *b"\n" { "" } else { "\n" };
    file.write_all(format!("{open}{line}\n").as_bytes()).with_context(failed)
}
