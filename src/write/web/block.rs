//! JSON inside HTML: nothing in it ends the element it stands in, or begins another.

use std::io::{self, Write};

/// Takes JSON and writes it with every character escaped that HTML or an old JavaScript could read as more than text. In JSON these
/// characters stand in strings only, so the value is the same (<https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements>).
pub(super) struct Inert<W> {
    out: W,
    /// What may be the beginning of a line or paragraph separator.
    open: Vec<u8>,
}

/// U+2028 and U+2029 begin so in UTF-8.
const SEPARATOR: [u8; 2] = [0xE2, 0x80];

impl<W: Write> Inert<W> {
    pub fn new(out: W) -> Self {
        Self { out, open: Vec::new() }
    }

    /// Writes what was held back.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.write_all(&self.open)?;
        self.out.flush()
    }

    fn byte(&mut self, byte: u8) -> io::Result<()> {
        if self.open.as_slice() == SEPARATOR && matches!(byte, 0xA8 | 0xA9) {
            self.open.clear();
            return self.out.write_all(if byte == 0xA8 { b"\\u2028" } else { b"\\u2029" });
        }
        if SEPARATOR.get(self.open.len()) == Some(&byte) {
            self.open.push(byte);
            return Ok(());
        }
        if !self.open.is_empty() {
            self.out.write_all(&self.open)?;
            self.open.clear();
            return self.byte(byte);
        }
        match byte {
            b'<' => self.out.write_all(b"\\u003c"),
            b'>' => self.out.write_all(b"\\u003e"),
            b'&' => self.out.write_all(b"\\u0026"),
            other => self.out.write_all(&[other]),
        }
    }
}

impl<W: Write> Write for Inert<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let harmless = |byte: &u8| !matches!(byte, b'<' | b'>' | b'&' | 0xE2);
        let mut rest = bytes;
        while let Some((first, behind)) = rest.split_first() {
            let plain = rest.iter().take_while(|byte| harmless(byte)).count();
            if self.open.is_empty() && plain > 0 {
                let (plain, behind) = rest.split_at(plain);
                self.out.write_all(plain)?;
                rest = behind;
            } else {
                self.byte(*first)?;
                rest = behind;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// So many characters of a title are shown.
const MOST: usize = 200;

/// A text as the content of an element: clipped, and without the characters that turn the direction of what follows them
/// round (UAX #9, §2) or have no look.
pub(super) fn text(words: &str) -> String {
    let mut out = String::new();
    for (i, sign) in words.chars().enumerate() {
        match sign {
            _ if i == MOST => {
                out.push('…');
                break;
            }
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Written a few bytes at a time.
    fn inert(json: &str, step: usize) -> String {
        let mut out = Vec::new();
        let mut writer = Inert::new(&mut out);
        json.as_bytes().chunks(step).for_each(|some| writer.write_all(some).unwrap());
        writer.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_word_of_a_report_ends_the_block() {
        let json = serde_json::to_string("</script><!--<script>&amp;\u{2028}").unwrap();
        let safe = inert(&json, 1);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']), "{safe}");
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), "</script><!--<script>&amp;\u{2028}");
    }

    #[test]
    fn a_title_is_text_of_a_bearable_length() {
        assert_eq!(text("<b>\u{202e}&"), "&lt;b&gt;\u{fffd}&amp;");
        assert_eq!(text(&"x".repeat(10_000)).chars().count(), MOST + 1);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(words in r"(?s)(.|[<>&\u{2000}-\u{2030}]){0,60}", step in 1usize..9) {
            let safe = inert(&serde_json::to_string(&words).unwrap(), step);
            let bad = ['<', '>', '&', '\u{2028}', '\u{2029}'];
            prop_assert!(!safe.contains(bad));
            prop_assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), words);
        }
    }
}
