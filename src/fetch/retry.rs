//! When to try again, as a server says it: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3).

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::time::Duration;

/// How long to wait from now; `None` when it is not said in a form that is known.
pub(super) fn after(value: &str) -> Option<Duration> {
    after_at(value, Timestamp::now())
}

fn after_at(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    // A date that is over is now.
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_understood_and_nothing_else() {
        let now: Timestamp = "2024-05-06T10:00:00Z".parse().unwrap();
        let seconds = |value| after_at(value, now).map(|wait| wait.as_secs());
        assert_eq!(seconds(" 120 "), Some(120));
        assert_eq!(seconds("Mon, 06 May 2024 10:01:30 GMT"), Some(90));
        assert_eq!(seconds("Mon, 06 May 2024 09:00:00 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-5"), None);
    }
}
