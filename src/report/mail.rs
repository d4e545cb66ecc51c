//! E-mails (RFC 5322 with MIME): the text of the message, or of its HTML where it has no other.

use super::Report;
use super::error::Problem;
use super::html::text_of;
use super::stated::Stated;
use mail_parser::MessageParser;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The report of a message. Attachments are counted and left alone.
pub(super) fn read(bytes: &[u8], stem: &str) -> Result<Report, Problem> {
    let parser = MessageParser::default();
    // In a build with checks for overflows the crate ends at some broken parts.
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse(bytes)))
        .map_err(|_| Problem::Record("its e-mail is broken; save it anew, or its text as .txt".into()))?;
    let message = parsed.ok_or_else(|| Problem::Record("no e-mail: it has no headers".into()))?;
    let plain: Vec<String> = message
        .text_bodies()
        .filter(|part| !part.is_text_html())
        .filter_map(|part| part.text_contents().map(str::to_owned))
        .collect();
    let text = if plain.iter().any(|text| !text.trim().is_empty()) {
        plain.join("\n\n")
    } else {
        message.html_bodies().filter_map(|part| part.text_contents()).map(text_of).collect::<Vec<_>>().join("\n\n")
    };
    let sender = message.from().and_then(|from| from.first());
    let name = sender.and_then(|one| one.name().or_else(|| one.address()).map(str::to_owned));
    let mut stated = Stated {
        title: message.subject().map(str::to_owned),
        published: message.date().filter(|date| date.is_valid()).map(|date| date.to_rfc3339()),
        source: name,
        ..Stated::default()
    };
    if message.attachment_count() > 0 {
        stated.notes.push(format!("{} of its attachments are not read", message.attachment_count()));
    }
    stated.report(stem, text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_message_is_read_in_its_charset() {
        let mail = b"From: Desk <desk@wire.example>\r\nSubject: =?utf-8?Q?Xocav=C9=99nd_hit?=\r\nDate: Sat, 24 Oct 2020 11:00:00 +0400\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=E9 in Martuni was hit.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>no</p>\r\n--b--\r\n";
        let report = read(mail, "mail").unwrap();
        assert_eq!(report.text.trim(), "The café in Martuni was hit.");
        assert_eq!(report.title.as_deref(), Some("Xocavənd hit"));
        assert_eq!(
            (report.source.as_deref(), report.published.unwrap().0.to_string().as_str()),
            (Some("Desk"), "2020-10-24")
        );
    }

    #[test]
    fn a_message_of_html_alone_is_read() {
        let mail = b"Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Goma is <b>calm</b>.</p>";
        assert_eq!(read(mail, "mail").unwrap().text, "Goma is calm.");
    }

    #[test]
    fn a_part_of_a_soft_line_break_alone_ends_no_run() {
        let part = "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n--b--\r\n";
        let head = "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n";
        // Refused where overflows are checked, read where they are not.
        match read(format!("{head}{part}").as_bytes(), "m") {
            Ok(report) => assert!(report.text.trim().is_empty()),
            Err(problem) => assert!(problem.to_string().contains("save it anew"), "{problem}"),
        }
    }
}
