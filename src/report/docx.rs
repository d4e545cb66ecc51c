//! Word processor's files of Office Open XML (ECMA-376): the paragraphs of the document, title and date of its properties.

use super::Report;
use super::error::Problem;
use super::stated::Stated;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most that one part of the file may unpack to, in bytes: text of 20 MB has no more markup than this around it.
const MOST: u64 = 200_000_000;

/// The report of a document.
pub(super) fn read(bytes: &[u8], stem: &str) -> Result<Report, Problem> {
    let broken = |what: &str| Problem::Record(format!("no document of Word (.docx): {what}"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error.to_string()))?;
    let body = part(&mut archive, "word/document.xml")?.ok_or_else(|| broken("it holds no word/document.xml"))?;
    let properties = part(&mut archive, "docProps/core.xml")?.unwrap_or_default();
    let text = paragraphs(&body).map_err(|error| broken(&error))?;
    let stated = Stated {
        title: property(&properties, "title"),
        // When it was written is nearer to its day than when it was last saved.
        published: property(&properties, "created"),
        language: property(&properties, "language"),
        ..Stated::default()
    };
    stated.report(stem, text)
}

/// A part of the archive; `None` when it has none of that name.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<Vec<u8>>, Problem> {
    let Ok(file) = archive.by_name(name) else { return Ok(None) };
    let mut out = Vec::new();
    file.take(MOST + 1)
        .read_to_end(&mut out)
        .map_err(|error| Problem::Record(format!("its part {name} cannot be unpacked: {error}")))?;
    if out.len() as u64 > MOST {
        return Err(Problem::Record(format!("its part {name} unpacks to more than {} MB", MOST / 1_000_000)));
    }
    Ok(Some(out))
}

/// The text: a line a paragraph, cells of tables too, tabs and breaks kept; deleted text and field codes left out.
fn paragraphs(xml: &[u8]) -> Result<String, String> {
    let mut reader = Reader::from_reader(xml);
    let (mut out, mut inside) = (String::new(), false);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
            Event::Start(tag) => inside = tag.local_name().as_ref() == "t",
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "tab" => out.push('\t'),
                "br" | "cr" => out.push('\n'),
                _ => {}
            },
            Event::Text(text) if inside => out.push_str(&text),
            Event::GeneralRef(reference) if inside => out.push_str(&entity(&reference)),
            Event::End(tag) => {
                inside = false;
                if tag.local_name().as_ref() == "p" {
                    out.push_str("\n\n");
                }
            }
            Event::Eof => return Ok(out.trim().to_owned()),
            _ => {}
        }
        buffer.clear();
    }
}

/// What a reference stands for; one that is not XML's own is left out.
fn entity(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(reference).unwrap_or_default().to_owned()
}

/// A property of Dublin Core: the text of the first element of that name.
fn property(xml: &[u8], name: &str) -> Option<String> {
    let mut reader = Reader::from_reader(xml);
    let (mut buffer, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) => inside = tag.local_name().as_ref() == name,
            Event::Text(text) if inside => return Some(text.to_string()),
            Event::End(_) => inside = false,
            Event::Eof => return None,
            _ => {}
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn made(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_are_lines_and_deleted_text_is_gone() {
        let file = made(&[
            (
                "word/document.xml",
                "<w:document xmlns:w=\"w\"><w:p><w:r><w:t>Goma &amp; </w:t></w:r><w:r><w:t>Bukavu</w:t></w:r><w:del><w:r><w:delText>Paris</w:delText></w:r></w:del></w:p><w:p><w:r><w:t>are calm.</w:t></w:r></w:p></w:document>",
            ),
            (
                "docProps/core.xml",
                "<c xmlns:dc=\"d\" xmlns:dcterms=\"t\"><dc:title>Note</dc:title><dcterms:created>2024-03-05T08:00:00Z</dcterms:created></c>",
            ),
        ]);
        let report = read(&file, "note").unwrap();
        assert_eq!(report.text, "Goma & Bukavu\n\nare calm.");
        assert_eq!(
            (report.title.as_deref(), report.published.unwrap().0.to_string().as_str()),
            (Some("Note"), "2024-03-05")
        );
    }

    #[test]
    fn another_archive_and_a_broken_one_say_what_they_are() {
        assert!(read(&made(&[("a.txt", "x")]), "x").unwrap_err().to_string().contains("word/document.xml"));
        assert!(read(b"PK\x03\x04broken", "x").unwrap_err().to_string().contains("no document of Word"));
    }
}
