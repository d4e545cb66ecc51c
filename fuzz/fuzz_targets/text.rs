//! Tokens and sentences: they slice back, and only white space lies between them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::text::{Span, Text};

fuzz_target!(|data: &[u8]| {
    let source = String::from_utf8_lossy(data);
    let text = Text::new(source.clone());
    assert_eq!(text.as_str(), source);
    assert_eq!(text.len(), source.chars().count());
    assert_eq!(text.slice(Span::new(0, text.len())), source);
    let mut at = 0;
    for token in text.tokens() {
        assert!(source[at..token.bytes.start].chars().all(char::is_whitespace));
        assert_eq!(text.slice(token.span), &source[token.bytes.clone()]);
        assert!(!token.bytes.is_empty());
        at = token.bytes.end;
    }
    assert!(source[at..].chars().all(char::is_whitespace));
    let mut next = 0;
    for sentence in text.sentences() {
        assert!(sentence.tokens.start == next && sentence.tokens.end > next);
        assert_eq!(text.span_of(sentence.tokens.clone()), sentence.span);
        next = sentence.tokens.end;
    }
    assert_eq!(next, text.tokens().len());
});
