//! Countries as standards number them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The table that the countries of the index come from: the index keeps no numbers.
const TABLE: &str = include_str!("../../gazetteer/world/countries.tsv");

/// Numbers by letters, read at first use.
static NUMBERS: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(TABLE.as_bytes());
    let column = |name: &str, header: &csv::StringRecord| header.iter().position(|column| column == name);
    let Ok(header) = reader.headers().cloned() else { return HashMap::new() };
    let (Some(letters), Some(number)) = (column("iso2", &header), column("isonum", &header)) else {
        return HashMap::new();
    };
    let read = |row: csv::StringRecord| Some((row.get(letters)?.to_owned(), row.get(number)?.parse().ok()?));
    reader.records().filter_map(Result::ok).filter_map(read).filter(|(_, number)| *number > 0).collect()
});

/// The ISO 3166-1 number of a country by its alpha-2 letters: 31 for `AZ`; `None` for letters that the standard gives no
/// number, as `XK`.
pub fn iso_numeric(iso2: &str) -> Option<u16> {
    NUMBERS.get(iso2.to_ascii_uppercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_the_numbers_of_the_standard() {
        assert_eq!(["AF", "AZ", "GB", "NA", "us"].map(iso_numeric), [4, 31, 826, 516, 840].map(Some));
        assert_eq!(["XK", "ZZ", ""].map(iso_numeric), [None; 3]);
    }

    #[test]
    fn every_row_is_read() {
        // All but the header and Kosovo, which ISO has not numbered.
        assert_eq!(NUMBERS.len(), TABLE.lines().count() - 2);
    }
}
