//! JSON inside HTML: nothing in it ends the element it stands in, or begins another.

/// JSON in which every character that HTML or an old JavaScript could read as more than text is escaped. In JSON these
/// characters stand in strings only, so the value is the same (<https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements>).
pub(super) fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 16);
    for sign in json.chars() {
        match sign {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            other => out.push(other),
        }
    }
    out
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

    #[test]
    fn no_word_of_a_report_ends_the_block() {
        let json = serde_json::to_string("</script><!--<script>&amp;\u{2028}").unwrap();
        let safe = inert(&json);
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
        fn any_text_comes_back(words in "(?s).{0,60}") {
            let safe = inert(&serde_json::to_string(&words).unwrap());
            prop_assert!(!safe.contains(['<', '>', '&']));
            prop_assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), words);
        }
    }
}
