//! What must stand in a text for a notation to be in it: one walk over the digits says which expressions are worth a try.
//!
//! Most reports hold no position, and the expressions of all notations are slow to make and to run. A sign that is found says
//! nothing yet; where one is missing, its notation is not in the text.

/// Which notations a text may hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// A number behind `geo:`.
    pub geo: bool,
    /// A number between plus or minus: `+40.18+044.51/`.
    pub iso_6709: bool,
    /// A hemisphere between digits: `46N078W`.
    pub compact_behind: bool,
    /// … or around them: `N46W078`.
    pub compact_before: bool,
    /// Two hemispheres, each behind a number: `40°10′N 44°30′E`.
    pub behind: bool,
    /// … each before one: `N 40.18 E 44.51`.
    pub before: bool,
    /// A number with a band and a square: `38T MK`.
    pub mgrs: bool,
    /// A number with a band, and long numbers: `38T 458591 4447971`.
    pub utm: bool,
    /// A number behind a word for latitude, and one behind a word for longitude.
    pub label: bool,
    /// Two decimal numbers with marks or degrees between them.
    pub pair: bool,
}

/// Bytes before a number in which its label starts.
const LABEL_REACH: usize = 32;
/// Bytes between the hemispheres of a position, two angles with all their words apart.
const HEMISPHERES_REACH: usize = 192;
/// Bytes between the two numbers of a pair.
const PAIR_REACH: usize = 32;
/// Marks that may stand between a number and its hemisphere.
const LOOSE: usize = 8;
/// Digits of the shortest easting.
const EASTING: usize = 5;

impl Signs {
    /// The signs of a text.
    pub fn of(source: &str) -> Self {
        let bytes = source.as_bytes();
        let mut signs = Self::default();
        let (mut band, mut easting) = (false, false);
        let (mut latitude, mut longitude) = (false, false);
        let (mut sides_behind, mut sides_before) = (Sides::default(), Sides::default());
        // Where the last two runs of decimals ended, the later one first.
        let mut decimals = [None, None];
        let mut at = 0;
        while let Some(skipped) = rest(bytes, at).iter().position(u8::is_ascii_digit) {
            let start = at + skipped;
            let end = start + digits(rest(bytes, start));
            let (before, behind) = (rest_before(bytes, start), rest(bytes, end));
            signs.read(before, behind);
            signs.behind |= sides_behind.meet(end, axis_behind(behind));
            // "South 5th and West 3rd" are streets.
            let counted = ["st", "nd", "rd", "th"].iter().any(|ending| starts_with(behind, ending));
            signs.before |= sides_before.meet(start, axis_before(before).filter(|_| !counted));
            band |= starts_band(behind);
            easting |= end - start >= EASTING;
            latitude |= is_labelled(before, &["lat"]);
            longitude |= is_labelled(before, &["lon", "lng"]);
            if let Some(number) = start_of_fraction(before) {
                let earlier = decimals.into_iter().flatten().find(|end| *end <= number);
                signs.pair |= earlier.is_some_and(|end| bytes.get(end..number).is_some_and(is_gap));
                decimals = [Some(end), decimals[0]];
            }
            at = end;
        }
        signs.utm = band && easting;
        signs.label = latitude && longitude;
        signs
    }

    /// Takes in what stands around a run of digits.
    fn read(&mut self, before: &[u8], behind: &[u8]) {
        let unsigned = before.strip_suffix(b"+").or(before.strip_suffix(b"-"));
        let hemisphere = before.ends_with(b"N") || before.ends_with(b"S");
        let number = rest(behind, behind.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count());
        self.geo |= ends_in(unsigned.unwrap_or(before), "geo:");
        self.iso_6709 |= unsigned.is_some() && matches!(number, [b'+' | b'-', rest @ ..] if digits(rest) >= 3);
        self.compact_behind |= matches!(behind, [b'N' | b'S', rest @ ..] if digits(behind_gap(rest)) > 0);
        self.compact_before |= hemisphere && matches!(behind_gap(number), [b'E' | b'W', rest @ ..] if digits(rest) > 0);
        self.mgrs |= starts_square(behind);
    }
}

/// What a hemisphere parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    /// North and south.
    Latitude,
    /// East and west.
    Longitude,
}

/// Where the last hemisphere of each axis stood.
#[derive(Default)]
struct Sides {
    latitude: Option<usize>,
    longitude: Option<usize>,
}

impl Sides {
    /// Notes a hemisphere; whether one of the other axis is near.
    fn meet(&mut self, at: usize, axis: Option<Axis>) -> bool {
        let other = match axis {
            None => return false,
            Some(Axis::Latitude) => {
                self.latitude = Some(at);
                self.longitude
            }
            Some(Axis::Longitude) => {
                self.longitude = Some(at);
                self.latitude
            }
        };
        other.is_some_and(|other| at - other <= HEMISPHERES_REACH)
    }
}

fn rest(bytes: &[u8], from: usize) -> &[u8] {
    bytes.get(from..).unwrap_or_default()
}

fn rest_before(bytes: &[u8], end: usize) -> &[u8] {
    bytes.get(..end).unwrap_or_default()
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Where the number starts of which the digits behind these bytes are the decimals.
fn start_of_fraction(before: &[u8]) -> Option<usize> {
    let whole = before.strip_suffix(b".").or(before.strip_suffix(b","))?;
    let digits = whole.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    (digits > 0).then(|| whole.len() - digits)
}

/// Whether there is nothing but marks, white space and `degrees` between two numbers.
fn is_gap(between: &[u8]) -> bool {
    let fits = |b: &u8| !b.is_ascii() || b" \t\r\n,;/+-.degrsDEGRS".contains(b);
    (1..=PAIR_REACH).contains(&between.len()) && between.iter().all(fits)
}

/// What is behind the gap of compact notations.
fn behind_gap(bytes: &[u8]) -> &[u8] {
    rest(bytes, bytes.iter().take(2).take_while(|b| b" /,".contains(b)).count())
}

/// How long the white space is that starts here, of one character: [`super::words::SPACE`].
fn space(bytes: &[u8]) -> usize {
    match bytes {
        [b' ' | b'\t' | b'\r' | b'\n', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0x89 | 0xAF, ..] => 3,
        _ => 0,
    }
}

/// … that ends here.
fn space_at_end(bytes: &[u8]) -> usize {
    match bytes {
        [.., b' ' | b'\t' | b'\r' | b'\n'] => 1,
        [.., 0xC2, 0xA0] => 2,
        [.., 0xE2, 0x80, 0x89 | 0xAF] => 3,
        _ => 0,
    }
}

/// The words of degrees, minutes and seconds, the longer ones first.
const UNITS: [&str; 9] = ["degrees", "degree", "deg", "minutes", "minute", "min", "seconds", "second", "sec"];
/// The words of hemispheres before and behind numbers, in Latin letters.
const WORDS: [(&str, Axis); 8] = [
    ("north", Axis::Latitude),
    ("south", Axis::Latitude),
    ("east", Axis::Longitude),
    ("west", Axis::Longitude),
    ("northern", Axis::Latitude),
    ("southern", Axis::Latitude),
    ("eastern", Axis::Longitude),
    ("western", Axis::Longitude),
];

fn axis_of(letter: u8) -> Option<Axis> {
    match letter {
        b'N' | b'S' => Some(Axis::Latitude),
        b'E' | b'W' => Some(Axis::Longitude),
        _ => None,
    }
}

/// The hemisphere behind a number, over its degrees, minutes and seconds.
fn axis_behind(behind: &[u8]) -> Option<Axis> {
    let mut at = behind;
    for _ in 0..LOOSE {
        let mark = match at {
            [b'\'' | b'"' | b',' | b';' | b'.', ..] => 1,
            // ° º ´ ˚ ʹ ʺ, primes and quotes.
            [0xC2, 0xB0 | 0xBA | 0xB4, ..] | [0xCB, 0x9A, ..] | [0xCA, 0xB9 | 0xBA, ..] => 2,
            [0xE2, 0x80, _, ..] => 3,
            other => space(other),
        };
        at = rest(at, mark);
        match UNITS.iter().find(|unit| starts_with(at, unit)) {
            Some(unit) => at = rest(at, unit.len()),
            None if mark == 0 => break,
            None => {}
        }
    }
    match at {
        [first, word @ ..] if axis_of(*first).is_some() && !word.first().is_some_and(u8::is_ascii_alphabetic) => {
            axis_of(*first)
        }
        // "40Nlat": a label or `and` stands there without space.
        [first, word @ ..] if ["la", "lo", "ln", "and", "by"].iter().any(|w| starts_with(word, w)) => axis_of(*first),
        // с. пн. ю. пд.
        [0xD0 | 0xD1, 0x81 | 0xA1, b'.', ..] | [0xD0 | 0xD1, 0x8E | 0xAE, b'.', ..] => Some(Axis::Latitude),
        [0xD0, 0xBF | 0x9F, 0xD0, 0xBD | 0xB4 | 0x9D | 0x94, b'.', ..] => Some(Axis::Latitude),
        // в. сх. з. зх.
        [0xD0, 0xB2 | 0x92 | 0xB7 | 0x97, b'.', ..] => Some(Axis::Longitude),
        [_, 0x81 | 0xA1 | 0xB7 | 0x97, 0xD0 | 0xD1, 0x85 | 0xA5, b'.', ..] => Some(Axis::Longitude),
        word => WORDS.iter().find(|(name, _)| starts_with(word, name)).map(|(_, axis)| *axis),
    }
}

/// The hemisphere before a number, over white space.
fn axis_before(before: &[u8]) -> Option<Axis> {
    let mut before = before;
    for _ in 0..2 {
        before = rest_before(before, before.len() - space_at_end(before));
    }
    match before {
        [.., letter, last] if axis_of(*last).is_some() && letter.is_ascii_alphabetic() => {
            // The end of a label without space: "latN40".
            let label = rest_before(before, before.len() - 1);
            let labels = ["latitude", "lat", "longitude", "long", "lng", "lon"];
            let labelled = labels.iter().any(|word| ends_in(label, word));
            axis_of(*last).filter(|_| labelled).or_else(|| word_at_end(before))
        }
        [.., last] if axis_of(*last).is_some() => axis_of(*last),
        // ш. and д.
        [.., 0xD1, 0x88, b'.'] | [.., 0xD0, 0xA8, b'.'] => Some(Axis::Latitude),
        [.., 0xD0, 0xB4 | 0x94, b'.'] => Some(Axis::Longitude),
        word => word_at_end(word),
    }
}

fn word_at_end(before: &[u8]) -> Option<Axis> {
    WORDS.iter().find(|(name, _)| ends_in(before, name)).map(|(_, axis)| *axis)
}

/// Whether one of these starts the label of the number behind: nothing but the rest of the word, marks, `is` and `of` follows it.
fn is_labelled(before: &[u8], names: &[&str]) -> bool {
    let window = rest(before, before.len().saturating_sub(LABEL_REACH));
    let fits = |b: &u8| !b.is_ascii() || b" \t\r\n\"'.:=+-itudesofgITUDESOFG".contains(b);
    let label = window.len() - window.iter().rev().take_while(|b| fits(b)).count();
    // The last letters of the name itself may be among those.
    (label.saturating_sub(3)..label).any(|at| names.iter().any(|name| starts_with(rest(window, at), name)))
}

fn starts_with(bytes: &[u8], word: &str) -> bool {
    bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

fn ends_in(bytes: &[u8], word: &str) -> bool {
    let start = bytes.len().checked_sub(word.len());
    start.is_some_and(|start| rest(bytes, start).eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether the letter of a latitude band follows.
fn starts_band(behind: &[u8]) -> bool {
    matches!(rest(behind, space(behind)), [b'C'..=b'X', ..])
}

/// … and the two letters of a square.
fn starts_square(behind: &[u8]) -> bool {
    let [b'C'..=b'X', square @ ..] = rest(behind, space(behind)) else { return false };
    matches!(rest(square, space(square)), [b'A'..=b'Z', b'A'..=b'V', ..])
}

#[cfg(test)]
mod tests {
    use super::super::words::of_kind;
    use super::*;

    #[test]
    fn a_news_text_has_none() {
        let text = "On 12 September 2009 some 1,200,000 people of 3.5 million, 40 percent, left by the 2 roads; 12-14 \
                    were killed on 5 Sunday shows, said Nations 15 observers at 3 PM. It cost $1.25 and 3.75 more.";
        assert_eq!(Signs::of(text), Signs::default());
    }

    #[test]
    fn every_word_of_the_table_is_a_sign() {
        let words = |kinds: &[&'static str]| kinds.iter().flat_map(|kind| of_kind(kind)).collect::<Vec<_>>();
        for (side, other) in [(["north", "south"], "E"), (["east", "west"], "N")] {
            for word in words(&side) {
                assert!(Signs::of(&format!("40 {word} 44 {other}")).behind, "{word} behind");
                assert!(Signs::of(&format!("{word} 40 {other} 44")).before, "{word} before");
            }
        }
        for word in words(&["degree", "minute", "second"]) {
            assert!(Signs::of(&format!("40 {word} N 44 {word} E")).behind, "{word}");
        }
        for (word, other) in words(&["latitude"]).iter().zip(words(&["longitude"]).iter().cycle()) {
            assert!(Signs::of(&format!("{word}: 40, {other} 44")).label, "{word}, {other}");
        }
        for word in words(&["longitude"]) {
            assert!(Signs::of(&format!("lat 40 {word} 44")).label, "{word}");
        }
    }

    #[test]
    fn each_notation_shows_its_own() {
        let signs = |text| Signs::of(text);
        assert!(signs("geo:-40.1,44").geo);
        assert!(signs("+40.18+044.51/").iso_6709);
        assert!(signs("46N078W").compact_behind && signs("401030.5N 0443010E").compact_behind);
        assert!(signs("N46W078").compact_before && signs("N4010.5 E04430").compact_before);
        assert!(signs("38TMK").mgrs && signs("38 T MK 12").mgrs);
        assert!(signs("38T 458591 4447971").utm);
        assert!(signs("1,2,3,4").pair && signs("40.18° / -44.51").pair && !signs("1,200,000 of 3").pair);
        assert!(signs("Latitude of 40, long: 44").label);
        for text in ["40°10′ N., 44 E", "40.5 deg south 5 W", "44,5° в. д. 40 ю. ш.", "40Nlat 44′30″EASTERN"]
        {
            assert!(signs(text).behind && !signs(text).before, "{text}");
        }
        for text in ["North 40 W5", "latN40 longE44", "с. ш. 40 в. д. 44", "W\u{a0}44 southern 4"] {
            assert!(signs(text).before, "{text}");
        }
        assert!(!signs("South 5th and West 3rd").before);
    }
}
