//! Lines of a stream, each with a limit: a line that is too long costs no memory beyond the limit.

use std::io::{self, BufRead};

/// A line without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The bytes.
    Whole(Vec<u8>),
    /// More than the limit; the rest was passed over.
    TooLong,
}

/// Reads the next line of at most `limit` bytes; `None` at the end.
pub(super) fn next_line(stream: &mut impl BufRead, limit: usize) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let (mut any, mut too_long) = (false, false);
    loop {
        let held = match stream.fill_buf() {
            Ok(held) => held,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if held.is_empty() {
            break;
        }
        any = true;
        let end = held.iter().position(|b| *b == b'\n');
        let part = held.get(..end.unwrap_or(held.len())).unwrap_or_default();
        too_long |= line.len() + part.len() > limit;
        if too_long {
            line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        stream.consume(used);
        if end.is_some() {
            break;
        }
    }
    Ok(match (any, too_long) {
        (false, _) => None,
        (true, true) => Some(Line::TooLong),
        (true, false) => Some(Line::Whole(line)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn a_line_beyond_the_limit_is_passed_over_and_the_next_is_read() {
        // A small buffer, so that lines span several.
        let mut stream = BufReader::with_capacity(4, "short\nmuch too long a line\n\nlast".as_bytes());
        let mut next = || next_line(&mut stream, 6).unwrap();
        assert_eq!(next(), Some(Line::Whole(b"short".to_vec())));
        assert_eq!(next(), Some(Line::TooLong));
        assert_eq!(next(), Some(Line::Whole(Vec::new())));
        assert_eq!(next(), Some(Line::Whole(b"last".to_vec())));
        assert_eq!(next(), None);
    }
}
