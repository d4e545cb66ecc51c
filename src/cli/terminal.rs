//! What a person sees besides the result: errors, warnings, notes, progress; all on standard error.

use super::{Color, Common};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::time::Duration;

/// The two outputs of a run, and how to speak on them.
#[derive(Debug)]
pub struct Terminal {
    pub quiet: bool,
    pub verbose: bool,
    /// Whether standard output takes colours.
    pub styled: bool,
    styled_errors: bool,
    bar: ProgressBar,
}

impl Terminal {
    pub(super) fn new(common: &Common) -> Self {
        let wanted = |is_terminal: bool| match common.color {
            Color::Always => true,
            Color::Never => false,
            // https://no-color.org: set and not empty.
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        Self {
            quiet: common.quiet,
            verbose: common.verbose,
            styled: wanted(stdout().is_terminal()),
            styled_errors: wanted(stderr().is_terminal()),
            bar: ProgressBar::hidden(),
        }
    }

    /// Sends the log of the stages to standard error: with `--verbose`, or as `REPORTMAP_LOG` says.
    pub(super) fn start_log(&self) {
        let filter = match std::env::var("REPORTMAP_LOG") {
            Ok(filter) => filter,
            Err(_) if self.verbose => "reportmap=debug".to_owned(),
            Err(_) => return,
        };
        let _ = tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
            .with_writer(stderr)
            .with_ansi(self.styled_errors)
            .with_target(false)
            .try_init();
    }

    /// An error with its causes: `error: what: why`.
    pub fn error(&self, error: &anyhow::Error) {
        self.say("error", "31", &format_args!("{error:#}"));
    }

    /// Something that may help.
    pub fn note(&self, message: impl Display) {
        if !self.quiet {
            self.say("note", "36", &message);
        }
    }

    fn say(&self, label: &str, color: &str, message: &dyn Display) {
        let label = if self.styled_errors { format!("\u{1b}[1;{color}m{label}\u{1b}[0m") } else { label.to_owned() };
        self.bar.suspend(|| {
            // Nobody can be told when standard error is closed.
            let _ = writeln!(stderr(), "{label}: {message}");
        });
    }

    /// Begins to show progress, on a terminal only; `bytes` are those of all inputs, 0 where nobody knows. Time left is a guess:
    /// a page is longer than its article.
    pub fn start_progress(&self, bytes: u64) {
        if self.quiet || !stderr().is_terminal() || self.bar.is_finished() || !self.bar.is_hidden() {
            return;
        }
        let known = "{spinner} {msg} reports {wide_bar} {percent} %, {bytes_per_sec}, about {eta} left";
        let unknown = "{spinner} {msg} reports, {bytes_per_sec}";
        if let Ok(style) = ProgressStyle::with_template(if bytes > 0 { known } else { unknown }) {
            self.bar.set_style(style);
        }
        if bytes > 0 {
            self.bar.set_length(bytes);
        }
        self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    /// A bar of its own for long work, with rate and time left; hidden where there is no terminal.
    pub fn long_work(&self) -> ProgressBar {
        if self.quiet || !stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(0);
        let style = "{spinner} {msg} {wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }

    /// So many more reports are done, of so many bytes.
    pub fn advance(&self, reports: usize, bytes: usize) {
        let done: usize = self.bar.message().parse().unwrap_or(0);
        self.bar.set_message((done + reports).to_string());
        self.bar.inc(bytes as u64);
    }

    /// Takes the progress away.
    pub fn end_progress(&self) {
        self.bar.finish_and_clear();
    }
}
