//! `reportmap gazetteer fetch`: a published gazetteer, downloaded and made into an index.

use super::import;
use crate::cli::Outcome;
use crate::cli::network::Network;
use crate::cli::table::grouped;
use crate::cli::terminal::Terminal;
use clap::Args;
use reportmap::fetch::{
    Dump, DumpFile, FetchError, Fetcher, GEONAMES, GEONAMES_ATTRIBUTION, GEONAMES_LICENCE, Limits, Origin, Wanted,
};
use reportmap::gazetteer::import::Import;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// What: geonames:XX,YY for countries by their codes of two letters, geonames:all for the world
    #[arg(value_name = "SOURCE")]
    source: Dump,
    /// The file to make; it takes its place when it is complete
    #[arg(long, short, value_name = "FILE.rmg")]
    output: PathBuf,
    /// Where the files are published, such as a mirror of yours
    #[arg(long, value_name = "URL", default_value = GEONAMES)]
    base_url: String,
    /// Where rows that are wrong are listed, with line and reason [default: FILE.rmg.rejected.tsv]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    network: Network,
}

const EXAMPLES: &str = "\
Examples:
  reportmap gazetteer fetch geonames:AZ,AM -o caucasus.rmg
  reportmap gazetteer fetch geonames:all -o world.rmg
  reportmap gazetteer fetch geonames:SD -o sudan.rmg --base-url http://mirror.example.org/geonames/ --allow-private
  reportmap map report.md --gazetteer caucasus.rmg

Files are kept in the cache with their origin, licence and SHA-256 (FILE.json); a download that breaks is resumed, also by the next \
run; what did not change is not downloaded again. GeoNames is licensed under CC BY 4.0: name it where you publish.

Exit status: 0 when all rows were imported, 1 when some were rejected, 3 when no file was made.";

/// What a file of a dump may cost: the largest has half a gigabyte.
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(20),
    total: Duration::from_secs(6 * 60 * 60),
    silence: Duration::from_secs(60),
    bytes: 4_000_000_000,
    redirects: 5,
    retries: 5,
    first_wait: Duration::from_secs(1),
    longest_wait: Duration::from_secs(60),
};

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let folder = arguments.network.folder()?.join("geonames");
    let fetcher = match arguments.network.is_offline() {
        true => None,
        false => Some(Fetcher::new(arguments.network.options(LIMITS))?),
    };
    let base = arguments.base_url.trim_end_matches('/');
    let mut import = Import::new(&arguments.output);
    for file in arguments.source.files() {
        let (url, path) = (format!("{base}/{}", file.path), folder.join(&file.path));
        let origin = kept_or_new(&file, &url, &path, fetcher.as_ref(), terminal)?;
        let at = origin.fetched_at.strftime("%Y-%m-%d");
        terminal.note(format_args!("{url}: {} bytes of {at}, SHA-256 {}", grouped(origin.bytes), origin.sha256));
        import.fetched(path, &origin.final_url, &origin.fetched_at.to_string());
    }
    arguments.rejects.iter().for_each(|path| import.rejects(path.clone()));
    import::make(&import, &arguments.output, terminal)
}

/// A file in its place: downloaded, unless it did not change or there is no network.
fn kept_or_new(
    file: &DumpFile,
    url: &str,
    path: &Path,
    fetcher: Option<&Fetcher>,
    terminal: &Terminal,
) -> anyhow::Result<Origin> {
    let wanted = Wanted { url, path, kind: file.kind, licence: GEONAMES_LICENCE, attribution: GEONAMES_ATTRIBUTION };
    let Some(fetcher) = fetcher else {
        let cache = path.parent().unwrap_or(path).to_owned();
        return Ok(wanted.kept()?.ok_or_else(|| FetchError::NotKept { url: url.to_owned(), cache })?);
    };
    let bar = terminal.long_work();
    bar.set_message(file.path.clone());
    let origin = fetcher.download(&wanted, &mut |done, of| {
        bar.set_length(of.unwrap_or(done));
        bar.set_position(done);
    });
    bar.finish_and_clear();
    Ok(origin?)
}
