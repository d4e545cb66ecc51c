//! The command line: one file a command. Knows every stage; no stage knows it.

mod also;
mod analyze;
mod correct;
mod evaluate;
mod gazetteer;
mod journal;
mod map;
mod network;
mod open;
mod output;
mod reading;
mod resolve;
mod run;
mod summary;
mod table;
mod terminal;
mod train;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::process::ExitCode;
use terminal::Terminal;

/// Turns reports into maps: finds the places of a report and what is reported to have happened there, and writes GeoJSON
/// layers. Works offline, but for URLs that you name; the gazetteer of the world is inside.
#[derive(Debug, Parser)]
#[command(name = "reportmap", version, arg_required_else_help = true, max_term_width = 110, after_help = EXAMPLES)]
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  reportmap map report.md                       # the layers of a report, in output/
  reportmap map reports/ -o map --published 2020-10-24
  reportmap analyze report.txt | jq .incidents
  reportmap resolve Martuni --near 47.1,39.8

Exit status: 0 done; 1 some reports failed (each is named); 2 wrong usage; 3 nothing could be done.";

#[derive(Debug, Args)]
struct Common {
    /// Print errors only, no summary and no notes
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say what is done, with times
    #[arg(long, short, global = true)]
    verbose: bool,
    /// Colour in messages
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read reports and write their layers
    Map(map::Arguments),
    /// Read reports and print one analysis (JSON) a line
    Analyze(analyze::Arguments),
    /// Put a place or an incident right once and for all, in corrections.jsonl
    Correct(correct::Arguments),
    /// Print the places that a name may mean, likeliest first
    Resolve(resolve::Arguments),
    /// Measure the geoparser on annotated reports
    Evaluate(evaluate::Arguments),
    /// Fit the models anew on annotated reports
    Train(train::Arguments),
    /// Look into the gazetteer
    Gazetteer(gazetteer::Arguments),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All was done: status 0.
    Done,
    /// Some of it, the failures are named: status 1.
    Partly,
    /// Nothing, the reasons are named: status 3.
    Nothing,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Partly => 1,
            Outcome::Nothing => 3,
        })
    }
}

/// Parses the arguments and runs the command. Wrong usage ends with status 2 inside the parser.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(&arguments.common);
    terminal.start_log();
    let run = match arguments.command {
        Command::Map(map) => map::run(&map, &terminal),
        Command::Analyze(analyze) => analyze::run(&analyze, &terminal),
        Command::Correct(correct) => correct::run(&correct, &terminal),
        Command::Resolve(resolve) => resolve::run(&resolve, &terminal),
        Command::Evaluate(evaluate) => evaluate::run(&evaluate, &terminal),
        Command::Train(train) => train::run(&train, &terminal),
        Command::Gazetteer(gazetteer) => gazetteer::run(&gazetteer, &terminal),
    };
    match run {
        Ok(outcome) => outcome.into(),
        // A reader that has seen enough (`| head`) is no failure.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.error(&error);
            Outcome::Nothing.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        fn check(command: &clap::Command) {
            for inner in command.get_subcommands().filter(|c| c.get_name() != "help") {
                let help = inner.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.contains("reportmap "), "{} shows no example", inner.get_name());
                check(inner);
            }
        }
        check(&Arguments::command());
    }
}
