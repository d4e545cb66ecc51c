//! From rows to an index: what the build script does with the project's tables, and the program with a user's file or a dump of
//! millions of rows.
//!
//! The result depends on the entries alone and not on their order: they are sorted by id first. What does not fit into the
//! memory that is allowed is sorted and kept in temporary files without a name.

mod assemble;
mod builder;
mod circles;
mod codec;
mod groups;
mod links;
pub mod near;
mod shapes;
mod sorter;
mod spool;
mod tops;
mod transducers;
mod twins;

#[allow(unused_imports, reason = "the build script names the first two only")]
pub use builder::{Builder, Duplicates, Made, Stage};
#[allow(unused_imports, reason = "the build script asks for none")]
pub use circles::circles;
#[cfg(test)]
pub use shapes::write_with_edges as write_shape;

/// Numbers of name kinds in a posting; three bits.
#[allow(dead_code, reason = "the build script uses them all, a user's file only some")]
pub mod kind {
    /// Added or confirmed by a person; wins where a place has the name in several kinds.
    pub const CURATED: u8 = 0;
    /// The name the gazetteer calls the place by.
    pub const MAIN: u8 = 1;
    /// An abbreviation that stands alone.
    pub const ABBREVIATION: u8 = 2;
    /// Its people or its adjective.
    pub const DEMONYM: u8 = 3;
    /// Any other name.
    pub const ALTERNATE: u8 = 4;
    /// An abbreviation that stands after another place only: `CA` in `Fresno, CA`.
    pub const AFTER_PLACE: u8 = 5;
}

/// An area or lines, in degrees, longitude before latitude.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// Polygons, each of rings, each of positions.
    Area(Vec<Vec<Vec<[f64; 2]>>>),
    /// Lines of positions.
    Lines(Vec<Vec<[f64; 2]>>),
}

/// Areas over the antimeridian are written by some with longitudes of up to 360 degrees, and poles with a rounding error.
const FARTHEST: [f64; 2] = [360.0, 90.000_01];

impl Geometry {
    /// A position of it that no drawing of an area can have.
    fn off_the_earth(&self) -> Option<[f64; 2]> {
        let off = |at: &&[f64; 2]| !(at[0].abs() <= FARTHEST[0] && at[1].abs() <= FARTHEST[1]);
        match self {
            Self::Area(polygons) => polygons.iter().flatten().flatten().find(off).copied(),
            Self::Lines(lines) => lines.iter().flatten().find(off).copied(),
        }
    }
}

/// A place to be compiled.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// `geonames:146969`, or any other `source:key`.
    pub id: String,
    /// The name it is called by.
    pub name: String,
    /// A second name in use.
    pub other_name: Option<String>,
    /// Further names with their kinds.
    pub names: Vec<(String, u8)>,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// ISO 3166-1 alpha-2; empty for none.
    pub country: String,
    /// Code of the state or province, `US.VT`; for a state or province itself its own.
    pub admin1: String,
    /// GeoNames letter.
    pub class: char,
    /// GeoNames code.
    pub code: String,
    /// Rank from continent (0) to site (6).
    pub level: u8,
    /// Layer: 0 curated, 1 user, 2 world, 3 imported.
    pub layer: u8,
    /// People; 0 when unknown.
    pub population: u64,
    /// Metres within which the point lies; 0 when unknown.
    pub precision: u32,
    /// Its area or lines.
    pub geometry: Option<Geometry>,
    /// The same with few corners, where it has many and these were made before.
    pub outline: Option<Geometry>,
    /// Which of the sources it comes from.
    pub source: u32,
    /// Where it stands there: a line, or the number of a feature; 0 when unknown.
    pub number: u64,
    /// What other sources call the same place by.
    pub other_ids: Vec<String>,
    /// Ids of what it lies in.
    pub parents: Vec<String>,
    /// Names of `names` of which more is known than the name.
    pub spellings: Vec<Spelt>,
}

/// A name with what its source says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelt {
    /// The name.
    pub name: String,
    /// Its language, empty where unknown.
    pub language: String,
    /// Bits: see [`flag`].
    pub flags: u8,
}

/// Bits of [`Spelt::flags`].
#[allow(dead_code, reason = "the build script knows none of them")]
pub mod flag {
    /// The usual name in its language.
    pub const PREFERRED: u8 = 1;
    /// A short one.
    pub const SHORT: u8 = 2;
    /// Slang.
    pub const COLLOQUIAL: u8 = 4;
    /// Of the past.
    pub const HISTORIC: u8 = 8;
}

/// A border to be compiled.
#[derive(Debug, Clone)]
pub struct Border {
    /// ISO 3166-1 alpha-2 of the two countries, sorted.
    pub between: [String; 2],
    /// The lines.
    pub lines: Vec<Vec<[f64; 2]>>,
    /// Length in metres.
    pub metres: f64,
    /// Whether it is disputed.
    pub disputed: bool,
}

/// All that goes into an index.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// JSON: where it comes from.
    pub about: String,
    /// Places.
    pub entries: Vec<Entry>,
    /// Borders.
    pub borders: Vec<Border>,
    /// JSON lines.
    pub assets: String,
    /// JSON.
    pub blocks: String,
}

/// Why tables cannot be compiled.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// Two entries share an id.
    #[error("two places have the id {0:?}; give each its own")]
    DuplicateId(String),
    /// A place lies off the earth.
    #[error(
        "place {id:?} ({name}) lies at lon {lon}, lat {lat}; longitude goes from -180 to 180, latitude from -90 to 90"
    )]
    OffTheEarth {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// As given.
        lon: f64,
        /// As given.
        lat: f64,
    },
    /// The transducer refused its keys.
    #[error("the names cannot be compiled")]
    Names(#[from] fst::Error),
    /// A temporary file or the output failed.
    #[error("cannot write the index or its temporary files; is the disk full?")]
    Write(#[from] std::io::Error),
    /// More than the format's offsets of 32 bits can say.
    #[error("the {what} of the gazetteer are more than {limit}; import fewer sources into one file")]
    TooMuch {
        /// Places, names, shapes.
        what: &'static str,
        /// So many can be told apart.
        limit: u64,
    },
}

/// Compiles tables into the bytes of an index.
///
/// # Errors
///
/// When two entries share an id or a place lies off the earth.
#[allow(dead_code, reason = "for the build script and tests")]
pub fn compile(tables: Tables) -> Result<Vec<u8>, CompileError> {
    compile_with(tables, Duplicates::Refuse)
}

/// The same, with another way of dealing with entries of one id.
///
/// # Errors
///
/// When a place lies off the earth, or two entries share an id that must not.
pub fn compile_with(tables: Tables, duplicates: Duplicates) -> Result<Vec<u8>, CompileError> {
    let mut builder = Builder::new(duplicates, None);
    for entry in &tables.entries {
        builder.add(entry)?;
    }
    let mut out = std::io::Cursor::new(Vec::new());
    let rest = Tables { entries: Vec::new(), ..tables };
    builder.finish(rest, |_| None, || Ok(&mut out), &mut |_, _| {})?;
    Ok(out.into_inner())
}

/// Two letters as a sortable number.
pub fn country_key(letters: [u8; 2]) -> u32 {
    u32::from(letters[0]) << 8 | u32::from(letters[1])
}

/// The bytes of a text in so many, filled with zeros.
fn padded<const N: usize>(text: &str) -> [u8; N] {
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    out
}

/// Units of 1e-6 degrees.
fn micro(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}
