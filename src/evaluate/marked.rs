//! Reports with marks in the text: `[Baku|metonym|49.87,40.38] denied it`. Easy to write by hand and to read.
//!
//! A report starts with a line `=== id`. A mark holds the words, what they are meant as, and, where that is known, the
//! longitude and latitude of the place.

use super::gold::{GoldMark, Meant};
use crate::geography::LonLat;
use crate::text::Span;

/// A report and its marks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MarkedReport {
    pub id: String,
    pub text: String,
    pub marks: Vec<(GoldMark, Option<LonLat>)>,
}

/// Whether a file is in this form.
pub(super) fn is_marked(content: &str) -> bool {
    content.trim_start_matches('\u{feff}').starts_with("=== ")
}

/// Reads the reports of a file; the error says in which line a mark is wrong.
pub(super) fn reports(content: &str) -> Result<Vec<MarkedReport>, (usize, String)> {
    let mut out: Vec<MarkedReport> = Vec::new();
    for (number, line) in content.trim_start_matches('\u{feff}').lines().enumerate() {
        if let Some(id) = line.strip_prefix("=== ") {
            out.push(MarkedReport { id: id.trim().to_owned(), text: String::new(), marks: Vec::new() });
            continue;
        }
        let Some(report) = out.last_mut() else { continue };
        take(line, report).map_err(|problem| (number + 1, problem))?;
        report.text.push('\n');
    }
    Ok(out)
}

fn take(line: &str, report: &mut MarkedReport) -> Result<(), String> {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        report.text.push_str(before);
        let (mark, after) = after.split_once(']').ok_or_else(|| format!("“[{after}” is not closed"))?;
        let mut parts = mark.split('|');
        let (Some(surface), Some(meant)) = (parts.next(), parts.next()) else {
            return Err(format!("“[{mark}]” says no role"));
        };
        if surface.is_empty() {
            return Err(format!("“[{mark}]” marks nothing"));
        }
        let meant = Meant::from_name(meant)
            .ok_or_else(|| format!("“{meant}” is no role; there are {}", Meant::ALL.map(Meant::name).join(", ")))?;
        let at = parts
            .next()
            .map(|at| position(at).ok_or_else(|| format!("“{at}” is no longitude,latitude")))
            .transpose()?;
        let start = report.text.chars().count();
        let span = Span::new(start, start + surface.chars().count());
        report.text.push_str(surface);
        report.marks.push((GoldMark { span, surface: surface.to_owned(), meant }, at));
        rest = after;
    }
    report.text.push_str(rest);
    Ok(())
}

fn position(at: &str) -> Option<LonLat> {
    let (lon, lat) = at.split_once(',')?;
    Some(LonLat::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?)).filter(|at| at.is_valid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_leave_the_text_and_keep_their_place() {
        let all = reports("=== a\n[Bakı|metonym|49.87,40.38] denied it.\nBy [Jack London|person]\n=== b\nNothing.\n")
            .unwrap();
        assert_eq!((all[0].text.as_str(), all[1].text.as_str()), ("Bakı denied it.\nBy Jack London\n", "Nothing.\n"));
        let (mark, at) = &all[0].marks[1];
        assert_eq!((mark.span, mark.meant, *at), (Span::new(19, 30), Meant::Person, None));
        assert_eq!(all[0].marks[0].1, Some(LonLat::new(49.87, 40.38)));
    }

    #[test]
    fn a_wrong_mark_is_named_with_its_line() {
        for wrong in ["[Baku", "[Baku]", "[Baku|town]", "[|literal]", "[Baku|literal|x]", "[Baku|literal|200,10]"] {
            assert_eq!(reports(&format!("=== a\n{wrong}")).unwrap_err().0, 2, "{wrong}");
        }
    }
}
