//! From bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one; what is broken is replaced and said.

use super::error::Problem;

/// Above this share of replaced bytes a file is no UTF-8 text with a flaw but something else.
const MOST_REPLACED: f64 = 0.3;
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
    let share = replaced as f64 / bytes.len() as f64;
    if share > MOST_REPLACED {
        return Err(Problem::NotText(format!("{:.0} % of its bytes are not UTF-8", share * 100.0)));
    }
    let words = if replaced == 1 { "byte is not UTF-8 and was" } else { "bytes are not UTF-8 and were" };
    let note = format!("{replaced} {words} replaced by “\u{fffd}”, the first at byte {}", first + skipped);
    Ok((text, Some(note)))
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
        let (text, note) = decode(b"Xocav\xff\xfend was hit").unwrap();
        assert_eq!(text, "Xocav\u{fffd}\u{fffd}nd was hit");
        assert_eq!(note.unwrap(), "2 bytes are not UTF-8 and were replaced by “\u{fffd}”, the first at byte 5");
        let (text, note) = decode(b"\xef\xbb\xbfa long line of text\xc9").unwrap();
        assert_eq!(text, "a long line of text\u{fffd}");
        assert!(note.unwrap().ends_with("first at byte 22"));
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
        assert!(
            why("Взрыв в городе".encode_utf16().map(|u| u as u8 | 0x80).collect::<Vec<_>>().as_slice())
                .contains("% of its bytes")
        );
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
