//! Where a report was published: a local paper's town, from a table, and the country that a web address ends with.

use crate::geography::LonLat;

/// Papers and their towns: `domain,name,country,lon,lat`.
const NEWSPAPERS: &str = include_str!("../../lexicon/newspapers.csv");

/// The place of publication, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Home {
    /// ISO 3166-1 alpha-2.
    pub country: Option<[u8; 2]>,
    /// The town.
    pub at: Option<LonLat>,
}

impl Home {
    /// The home of a source: a paper's domain or address, such as `https://www.lfpress.ca/news/1`. `None` for one that says
    /// nothing.
    pub fn of(source: &str) -> Option<Self> {
        let domain = domain(source)?;
        if let Some(row) = NEWSPAPERS.lines().skip(1).find(|row| row.split(',').next() == Some(domain.as_str())) {
            let cells: Vec<&str> = row.split(',').collect();
            let country = cells.get(2).and_then(|c| <[u8; 2]>::try_from(c.as_bytes()).ok());
            let at = cells.get(3).and_then(|lon| lon.parse().ok()).zip(cells.get(4).and_then(|lat| lat.parse().ok()));
            return Some(Self { country, at: at.map(|(lon, lat)| LonLat::new(lon, lat)) });
        }
        let ending = domain.rsplit('.').next()?;
        // Endings of two letters are countries; some are sold to everybody.
        let country = match ending {
            "uk" => *b"GB",
            "io" | "tv" | "co" | "me" | "eu" | "ai" | "fm" | "am" | "ly" | "cc" | "ws" => return None,
            two => <[u8; 2]>::try_from(two.to_uppercase().as_bytes()).ok()?,
        };
        Some(Self { country: Some(country), at: None })
    }
}

/// The domain of an address, in small letters and without `www.`.
fn domain(source: &str) -> Option<String> {
    let rest = source.trim().split_once("://").map_or(source.trim(), |(_, rest)| rest);
    let host = rest.split(['/', '?', ':']).next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (host.contains('.') && !host.contains(' ')).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_has_a_town() {
        for row in NEWSPAPERS.lines().skip(1) {
            let home = Home::of(row.split(',').next().unwrap()).unwrap();
            assert!(home.country.is_some() && home.at.is_some_and(LonLat::is_valid), "{row}");
        }
    }

    #[test]
    fn an_address_is_read_in_any_form() {
        let home = Home::of("https://www.lfpress.ca/news/2009/1.html").unwrap();
        assert_eq!(home.country, Some(*b"CA"));
        assert!(home.at.is_some());
        assert_eq!(Home::of("unknown-paper.co.uk"), Some(Home { country: Some(*b"GB"), at: None }));
        assert_eq!(Home::of("unknown-paper.com"), None);
        assert_eq!(Home::of("written for this project"), None);
    }
}
