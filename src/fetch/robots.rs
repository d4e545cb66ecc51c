//! What a site asks of programs: robots.txt (RFC 9309).
//!
//! A page that a person names once is read for that person, like in a browser. A feed is asked for again and again by a program,
//! and there the site's wish counts.

/// So much of a file is read; RFC 9309 asks for 500 KiB at least.
const MOST_READ: usize = 512 * 1024;

/// The rules for one program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules(Vec<Rule>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allows: bool,
    /// With `%` as [`normal`] has it.
    pattern: String,
}

impl Rules {
    /// The rules of a file for the program of this name: of all groups that name it, else of those for `*`.
    pub fn read(file: &[u8], program: &str) -> Self {
        let text = String::from_utf8_lossy(file.get(..MOST_READ).unwrap_or(file));
        let (mut named, mut others) = (Vec::new(), Vec::new());
        let (mut is_named, mut is_known) = (false, false);
        let (mut for_it, mut for_all, mut in_agents) = (false, false, false);
        // Some end their lines with a carriage return alone.
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if !in_agents {
                        (for_it, for_all, in_agents) = (false, false, true);
                    }
                    let token: &str = value
                        .split(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '_' | '-')))
                        .next()
                        .unwrap_or_default();
                    for_it |= token.eq_ignore_ascii_case(program);
                    for_all |= value == "*";
                    is_named |= for_it;
                    is_known |= for_it || for_all;
                }
                "allow" | "disallow" => {
                    in_agents = false;
                    // An empty one says nothing, and one that begins nowhere matches nothing.
                    if !value.starts_with(['/', '*']) {
                        continue;
                    }
                    let rule = Rule { allows: key == "allow", pattern: normal(value) };
                    if for_it {
                        named.push(rule);
                    } else if for_all {
                        others.push(rule);
                    }
                }
                // Site maps and the like stand outside of groups.
                _ => {}
            }
        }
        match (is_known, is_named) {
            (_, true) => Self(named),
            (true, false) => Self(others),
            _ => Self::default(),
        }
    }

    /// Whether a path, with its query, may be fetched: the longest rule that matches decides, of two alike the one that allows.
    pub fn allow(&self, path: &str) -> bool {
        let path = normal(path);
        let matching = self.0.iter().filter(|rule| matches(&rule.pattern, &path));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// A path in which each character that is written in two ways is written in one: what needs no `%` has none, what is no ASCII has one,
/// and digits are large. (RFC 9309, 2.2.2)
fn normal(path: &str) -> String {
    let (bytes, mut out, mut at) = (path.as_bytes(), String::new(), 0);
    let digit = |at: usize| bytes.get(at).and_then(|b| (*b as char).to_digit(16));
    while let Some(&byte) = bytes.get(at) {
        let (value, length) = match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => ((high * 16 + low) as u8, 3),
            _ => (byte, 1),
        };
        // A reserved character means one thing written out and another as a code; the two that patterns use are kept, too.
        let plain = value.is_ascii_alphanumeric() || b"-._~".contains(&value);
        match length {
            3 if !plain => out.push_str(&format!("%{value:02X}")),
            1 if !value.is_ascii() => out.push_str(&format!("%{value:02X}")),
            _ => out.push(value as char),
        }
        at += length;
    }
    out
}

/// Whether a pattern matches the beginning of a path: `*` stands for anything, `$` at the end for the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut pieces = pieces.peekable();
    let has_star = pieces.peek().is_some();
    while let Some(piece) = pieces.next() {
        // The last piece of a whole pattern is the end; every other one is taken as early as it comes.
        if whole && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.split_once(piece) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    !whole || has_star || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(file: &str, path: &str) -> bool {
        Rules::read(file.as_bytes(), "reportmap").allow(path)
    }

    #[test]
    fn the_groups_that_name_the_program_hold_before_those_for_all() {
        let file = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-Agent: ReportMap/1.0\nDisallow: /a # why\n\nuser-agent: reportmap\nDisallow: /b\n";
        assert!(allows(file, "/feed"));
        assert!(!allows(file, "/a/x"));
        assert!(!allows(file, "/b"));
        assert!(!Rules::read(file.as_bytes(), "third").allow("/feed"));
        // A longer name is another program, and a group without rules forbids nothing.
        assert!(!allows("User-agent: *\nDisallow: /\nUser-agent: reportmapper\nDisallow:\n", "/x"));
        assert!(allows("User-agent: *\nDisallow: /\nUser-agent: reportmap\nDisallow:\n", "/x"));
        assert!(allows("", "/x"));
        assert!(allows("<html>Disallow: /", "/x"));
    }

    #[test]
    fn other_lines_do_not_end_the_names_of_a_group() {
        let file = "User-agent: a\nSitemap: https://x.example/map\nUser-agent: reportmap\r\nCrawl-delay: 5\r\nDisallow: /x\r\n";
        assert!(!allows(file, "/x"));
    }

    #[test]
    fn the_longest_rule_decides_and_of_two_alike_the_one_that_allows() {
        let file = "User-agent: *\nAllow: /p\nDisallow: /\n";
        assert!(allows(file, "/page"));
        assert!(!allows(file, "/other"));
        assert!(allows("User-agent: *\nDisallow: /folder\nAllow: /folder\n", "/folder/page"));
        assert!(!allows("User-agent: *\nAllow: /page\nDisallow: /*.htm\n", "/page.htm"));
    }

    #[test]
    fn stars_and_ends_match() {
        for (pattern, path, matched) in [
            ("/fish", "/fish.html", true),
            ("/fish", "/Fish", false),
            ("/fish*", "/fishheads/yummy", true),
            ("/*.php", "/folder/any.php.file", true),
            ("/*.php$", "/a.php", true),
            ("/*.php$", "/a.php?x", false),
            ("/*.php$", "/a.php/b.php", true),
            ("/fish*.php", "/fishheads/catfish.php?x", true),
            ("/a$", "/a", true),
            ("/a$", "/ab", false),
            ("/a*$", "/ab", true),
            ("/*a*b", "/xbya", false),
            ("*", "/x", true),
            ("/", "/", true),
        ] {
            assert_eq!(matches(pattern, path), matched, "{pattern} {path}");
        }
    }

    #[test]
    fn a_character_and_its_code_are_one() {
        let file = "User-agent: *\nDisallow: /caf\u{e9}\nDisallow: /%7ejoe\nDisallow: /a%3cd\n";
        assert!(!allows(file, "/caf%c3%a9"));
        assert!(!allows(file, "/~joe/x"));
        assert!(!allows(file, "/a%3Cd"));
        // A slash as a code is part of a name.
        assert!(allows("User-agent: *\nDisallow: /a/b\n", "/a%2Fb"));
    }
}
