//! From bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, and the encodings of the Web (WHATWG) as their
//! bytes tell; what is broken is replaced and said.

use super::error::Problem;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use std::borrow::Cow;

/// So many bytes of the head tell a binary file.
const HEAD: usize = 8192;

/// The text of these bytes, and a note where bytes were replaced. A byte order mark is no part of the text; line ends are
/// kept as they are.
///
/// # Errors
///
/// When the bytes are no text: zero bytes, mostly control characters, or mostly no UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Option<String>), Problem> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    let (bytes, skipped) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (rest, 3),
        _ => (bytes, 0),
    };
    if let Some(why) = binary(bytes) {
        return Err(Problem::NotText(why));
    }
    let (text, replaced, first) = lossy(bytes);
    if replaced == 0 {
        return Ok((text, None));
    }
    // Characters of several bytes that are whole speak for UTF-8 with a flaw; without them it is another encoding.
    let whole = text.chars().filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER).count();
    if whole < replaced {
        let encoding = guess(bytes);
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        if !broken {
            return Ok((text.into_owned(), Some(format!("it is not UTF-8 and was read as {}", encoding.name()))));
        }
    }
    let words = if replaced == 1 { "byte is not UTF-8 and was" } else { "bytes are not UTF-8 and were" };
    let note = format!("{replaced} {words} replaced by “\u{fffd}”, the first at byte {}", first + skipped);
    Ok((text, Some(note)))
}

/// The encoding that bytes look like (the detector of Firefox).
fn guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// How a table is encoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encoding(&'static encoding_rs::Encoding);

/// The encoding of a file by its head, which may end within a character.
pub(super) fn encoding_of(head: &[u8]) -> Encoding {
    match std::str::from_utf8(head) {
        Ok(_) => Encoding(encoding_rs::UTF_8),
        Err(error) if error.error_len().is_none() => Encoding(encoding_rs::UTF_8),
        Err(_) => Encoding(guess(head)),
    }
}

impl Encoding {
    /// Bytes as text; what is broken is replaced.
    pub fn text(self, bytes: &[u8]) -> Cow<'_, str> {
        self.0.decode_without_bom_handling(bytes).0
    }
}

/// So many bytes of a page's head are looked through for its charset (the HTML standard asks for 1024; pages are late).
const META: usize = 4096;

/// The text of a web page: by its byte order mark, by what its transport states, by its `<meta charset>`, or as its bytes look.
///
/// # Errors
///
/// When the bytes are no text.
pub(super) fn decode_page(bytes: &[u8], charset: Option<&str>) -> Result<(String, Option<String>), Problem> {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()).0;
        return Ok((text.into_owned(), None));
    }
    let head = String::from_utf8_lossy(bytes.get(..META).unwrap_or(bytes)).to_ascii_lowercase();
    let meta = head.split_once("charset=").map(|(_, rest)| {
        rest.trim_start_matches(['"', '\''])
            .split(['"', '\'', ' ', '>', '/', ';'])
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    let label = [charset.map(str::to_owned), meta].into_iter().flatten();
    let stated = label.filter_map(|label| encoding_rs::Encoding::for_label(label.trim().as_bytes())).next();
    match stated {
        Some(encoding) if encoding != encoding_rs::UTF_8 && std::str::from_utf8(bytes).is_err() => {
            Ok((encoding.decode_without_bom_handling(bytes).0.into_owned(), None))
        }
        _ => decode(bytes),
    }
}

/// The text, how many bytes were replaced, and the offset of the first of them.
fn lossy(bytes: &[u8]) -> (String, usize, usize) {
    let mut text = String::with_capacity(bytes.len());
    let (mut at, mut replaced, mut first) = (0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            text.push('\u{fffd}');
            if replaced == 0 {
                first = at;
            }
            replaced += chunk.invalid().len();
            at += chunk.invalid().len();
        }
    }
    (text, replaced, first)
}

/// What shows that bytes are no text.
fn binary(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if let Some(at) = head.iter().position(|b| *b == 0) {
        return Some(format!("a zero byte at offset {at}"));
    }
    let control = head.iter().filter(|b| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c)).count();
    (control * 10 > head.len()).then(|| format!("{control} control characters in its first {} bytes", head.len()))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<(String, Option<String>), Problem> {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit);
    let mut replaced = bytes.len() % 2;
    let text: String = char::decode_utf16(units)
        .map(|c| {
            c.unwrap_or_else(|_| {
                replaced += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if text.chars().take(HEAD).any(|c| c == '\0') {
        return Err(Problem::NotText("zero characters in UTF-16".into()));
    }
    let note = (replaced > 0).then(|| format!("{replaced} broken units of its UTF-16 were replaced or left out"));
    Ok((text, note))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn broken_bytes_are_replaced_counted_and_placed() {
        let (text, note) = decode(b"Xocav\xff\xfend and \xc5\x9eu\xc5\x9fa were hit").unwrap();
        assert_eq!(text, "Xocav\u{fffd}\u{fffd}nd and Şuşa were hit");
        assert_eq!(note.unwrap(), "2 bytes are not UTF-8 and were replaced by “\u{fffd}”, the first at byte 5");
        let (text, note) = decode(b"\xef\xbb\xbf\xc5\x9eu\xc5\x9fa was hit\xc9").unwrap();
        assert_eq!(text, "Şuşa was hit\u{fffd}");
        assert!(note.unwrap().ends_with("first at byte 17"));
    }

    #[test]
    fn old_encodings_are_told_by_their_bytes() {
        for (encoding, text) in [
            (encoding_rs::WINDOWS_1251, "Взрыв произошёл в городе вечером, сообщили жители соседних домов"),
            (encoding_rs::WINDOWS_1252, "Une école a été touchée à Sévaré, selon des témoins cités par la préfète"),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            let (read, note) = decode(&bytes).unwrap();
            assert_eq!(read, text);
            assert!(note.unwrap().contains(encoding.name()));
        }
    }

    #[test]
    fn a_page_is_read_as_it_says() {
        let text = "Взрыв в Донецке";
        let page = |head: &str| [head.as_bytes(), &encoding_rs::KOI8_R.encode(text).0].concat();
        assert!(decode_page(&page("<meta charset=\"koi8-r\">"), None).unwrap().0.ends_with(text));
        assert!(decode_page(&page("<html>"), Some("KOI8-R")).unwrap().0.ends_with(text));
    }

    #[test]
    fn marks_are_stripped_and_line_ends_kept() {
        assert_eq!(decode("\u{feff}one\r\ntwo".as_bytes()).unwrap(), ("one\r\ntwo".into(), None));
        assert_eq!(decode(&[0xff, 0xfe, b'h', 0, b'i', 0]).unwrap(), ("hi".into(), None));
        assert_eq!(decode(&[0xfe, 0xff, 0, b'h', 0xd8, 0]).unwrap().0, "h\u{fffd}");
    }

    #[test]
    fn what_is_no_text_says_why() {
        let why = |bytes: &[u8]| decode(bytes).unwrap_err().to_string();
        assert!(why(b"\x7fELF\0\0").contains("a zero byte at offset 4"));
        assert!(why(&[1, 2, 3, 4]).contains("4 control characters"));
    }

    proptest! {
        #[test]
        fn valid_text_comes_back_as_it_is(text in "[^\u{0}-\u{1f}\u{feff}\u{7f}][^\u{0}-\u{8}\u{b}\u{e}-\u{1f}\u{7f}]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes()).unwrap(), (text, None));
        }

        #[test]
        fn any_bytes_are_taken(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }
    }
}
