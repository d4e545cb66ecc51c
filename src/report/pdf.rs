//! PDF files with a text layer (ISO 32000): the words of their pages.

use super::Report;
use super::error::Problem;
use super::stated::Stated;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The report of a file; pages that are pictures have no words, and a file of such pages is refused.
pub(super) fn read(bytes: &[u8], stem: &str) -> Result<Report, Problem> {
    // The crate takes some broken files for impossible ones.
    let read = catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem_by_pages(bytes)));
    let pages = match read {
        Ok(Ok(pages)) => pages,
        Ok(Err(error)) => return Err(Problem::Record(format!("its PDF cannot be read: {error}"))),
        Err(_) => return Err(Problem::Record("its PDF is broken; save it anew, or its text as .txt".into())),
    };
    let empty = pages.iter().filter(|page| page.trim().is_empty()).count();
    if empty == pages.len() {
        return Err(Problem::Record(
            "its pages hold no text, only pictures of it: recognise the text first (OCR)".into(),
        ));
    }
    let mut stated = Stated::default();
    if empty > 0 {
        stated.notes.push(format!("{empty} of its {} pages hold no text", pages.len()));
    }
    stated.report(stem, joined(&pages))
}

/// The pages as one text: lines that only break for the width of the page are joined, words that are parted at their ends too.
fn joined(pages: &[String]) -> String {
    let mut out = String::new();
    for paragraph in pages.iter().flat_map(|page| page.split("\n\n")) {
        let lines: Vec<&str> = paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        for (number, line) in lines.iter().enumerate() {
            let parted =
                line.ends_with('-') && lines.get(number + 1).is_some_and(|next| next.starts_with(char::is_lowercase));
            out.push_str(if parted { line.trim_end_matches('-') } else { line });
            if number + 1 < lines.len() && !parted {
                out.push(' ');
            }
        }
        if !lines.is_empty() {
            out.push_str("\n\n");
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one page that shows these words.
    fn made(words: &str) -> Vec<u8> {
        let stream = format!("BT /F1 12 Tf 72 700 Td ({words}) Tj ET");
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        ];
        let mut out = b"%PDF-1.4\n".to_vec();
        let mut starts = Vec::new();
        for (number, object) in objects.iter().enumerate() {
            starts.push(out.len());
            out.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
        }
        let table = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
        for start in starts {
            out.extend(format!("{start:010} 00000 n \n").bytes());
        }
        out.extend(format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF", objects.len() + 1).bytes());
        out
    }

    #[test]
    fn the_words_of_a_page_are_read() {
        let report = read(&made("Shells hit a market in Goma on Monday."), "pdf").unwrap();
        assert_eq!(report.text, "Shells hit a market in Goma on Monday.");
    }

    #[test]
    fn a_file_of_pictures_and_a_broken_one_say_what_to_do() {
        assert!(read(&made(""), "pdf").unwrap_err().to_string().contains("OCR"));
        assert!(read(b"%PDF-1.4\nbroken", "pdf").unwrap_err().to_string().contains("PDF"));
    }

    #[test]
    fn words_parted_at_the_end_of_a_line_are_one() {
        assert_eq!(
            joined(&["Shells hit a mar-\nket in Goma.\n\nNext.".to_owned()]),
            "Shells hit a market in Goma.\n\nNext."
        );
    }
}
