//! Which places a command is about.

use crate::cli::reading::Gazetteers;
use clap::Args;
use reportmap::gazetteer::{FeatureClass, Gazetteer, PlaceView};

#[derive(Debug, Args)]
pub struct Selection {
    /// Only places in this country (two letters, ISO 3166-1)
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// Only places of these classes of GeoNames: P towns, A areas, S spots, H waters …
    #[arg(long, value_name = "LETTERS", value_parser = classes)]
    class: Option<String>,
    /// Only places whose point lies within
    #[arg(long, value_name = "W,S,E,N", value_parser = bounds, allow_hyphen_values = true)]
    bbox: Option<[f64; 4]>,
    /// Only the files of --gazetteer, without the world inside the program
    #[arg(long)]
    only: bool,
}

/// Parses letters of classes.
pub fn classes(text: &str) -> Result<String, String> {
    match text.chars().find(|letter| FeatureClass::from_letter(*letter).is_none()) {
        None => Ok(text.to_ascii_uppercase()),
        Some(letter) => Err(format!("{letter:?} is no class; they are A, H, L, P, R, S, T, U and V")),
    }
}

/// Parses `W,S,E,N`.
pub fn bounds(text: &str) -> Result<[f64; 4], String> {
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let wrong = || "expected west, south, east and north in degrees, such as 46,39,47,40".to_owned();
    let bounds: [f64; 4] = numbers.try_into().map_err(|_| wrong())?;
    if bounds[0] <= bounds[2] && bounds[1] <= bounds[3] { Ok(bounds) } else { Err(wrong()) }
}

impl Selection {
    /// The gazetteers that are meant.
    pub fn open(&self, gazetteers: &Gazetteers) -> anyhow::Result<Gazetteer> {
        if self.only { gazetteers.alone() } else { gazetteers.open() }
    }

    /// The same for a check: rows of a table that share an id are kept.
    pub fn open_to_check(&self, gazetteers: &Gazetteers) -> anyhow::Result<Gazetteer> {
        gazetteers.open_to_check(self.only)
    }

    /// Whether a place is selected.
    pub fn takes(&self, view: &PlaceView<'_>) -> bool {
        let at = view.at();
        let inside = |[west, south, east, north]: [f64; 4]| {
            at.lon >= west && at.lon <= east && at.lat >= south && at.lat <= north
        };
        let class = view.feature_class().letter();
        self.country.as_ref().is_none_or(|cc| view.country_code().is_some_and(|code| code.eq_ignore_ascii_case(cc)))
            && self.class.as_ref().is_none_or(|classes| classes.contains(class))
            && self.bbox.is_none_or(inside)
    }
}

/// The places of a gazetteer that are selected, in the order of their layers and rows.
pub fn of<'g>(gazetteer: &'g Gazetteer, selection: &'g Selection) -> impl Iterator<Item = PlaceView<'g>> {
    gazetteer.all().filter(|view| selection.takes(view))
}
