//! Forms of English words: what the tables state once, a text writes in many ways.

use crate::text::WordMap;

/// Which form of a word a text uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Form {
    /// A noun.
    Noun,
    /// `shell`: infinitive, imperative, or the present of several.
    Base,
    /// `shells`: the present of one.
    Present,
    /// `shelled`: past or participle, which are spelt alike.
    Past,
    /// `taken`: a participle that is spelt otherwise than the past.
    Participle,
    /// `shelling`.
    Gerund,
}

impl Form {
    /// Its name, as features carry it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Noun => "noun",
            Self::Base => "base",
            Self::Present => "present",
            Self::Past => "past",
            Self::Participle => "participle",
            Self::Gerund => "gerund",
        }
    }
}

/// Verbs whose past is no `-ed`: past and participle.
pub(super) type Irregular = WordMap<(String, String)>;

/// All forms of a verb.
pub(super) fn verb(base: &str, irregular: &Irregular) -> Vec<(String, Form)> {
    let mut out = match base {
        "be" => {
            let forms = [
                ("is", Form::Present),
                ("are", Form::Present),
                ("was", Form::Past),
                ("were", Form::Past),
                ("been", Form::Participle),
                ("being", Form::Gerund),
            ];
            return forms
                .into_iter()
                .map(|(f, form)| (f.to_owned(), form))
                .chain([("be".to_owned(), Form::Base)])
                .collect();
        }
        "have" => vec![("has".to_owned(), Form::Present)],
        _ => vec![(plural(base), Form::Present)],
    };
    out.push((base.to_owned(), Form::Base));
    out.push((gerund(base), Form::Gerund));
    match irregular.get(base) {
        Some((past, participle)) => {
            out.push((past.clone(), Form::Past));
            if participle != past {
                out.push((participle.clone(), Form::Participle));
            }
        }
        None => out.push((past(base), Form::Past)),
    }
    // "hit", "cut": the past is spelt as the base, and mostly meant.
    if out.iter().any(|(form, f)| *f == Form::Past && form == base) {
        out.retain(|(_, f)| *f != Form::Base);
    }
    out
}

/// The plural of a noun, and the third person of a verb.
pub(super) fn plural(word: &str) -> String {
    let consonant_y = word.ends_with('y') && !word.ends_with(['a', 'e', 'o', 'u']) && !ends_vowel_y(word);
    if consonant_y {
        format!("{}ies", word.strip_suffix('y').unwrap_or(word))
    } else if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") || is_go(word) {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

fn is_go(word: &str) -> bool {
    matches!(word, "go" | "undergo" | "do" | "volcano" | "torpedo" | "embargo" | "tornado")
}

fn ends_vowel_y(word: &str) -> bool {
    ["ay", "ey", "oy", "uy"].iter().any(|end| word.ends_with(end))
}

fn past(base: &str) -> String {
    if base.ends_with('e') {
        format!("{base}d")
    } else if base.ends_with('y') && !ends_vowel_y(base) {
        format!("{}ied", base.strip_suffix('y').unwrap_or(base))
    } else if doubles(base) {
        format!("{base}{}ed", base.chars().last().unwrap_or_default())
    } else {
        format!("{base}ed")
    }
}

fn gerund(base: &str) -> String {
    if let Some(stem) = base.strip_suffix("ie") {
        format!("{stem}ying")
    } else if let Some(stem) = base.strip_suffix('e').filter(|stem| !stem.ends_with(['e', 'o'])) {
        format!("{stem}ing")
    } else if doubles(base) {
        format!("{base}{}ing", base.chars().last().unwrap_or_default())
    } else {
        format!("{base}ing")
    }
}

/// Whether the last consonant is doubled: after one stressed vowel. Words of one syllable, and those listed.
fn doubles(base: &str) -> bool {
    if matches!(
        base,
        "kidnap" | "repel" | "overrun" | "expel" | "patrol" | "occur" | "commit" | "submit" | "admit" | "fulfil"
    ) {
        return true;
    }
    let letters: Vec<char> = base.chars().collect();
    let [.., before, vowel, last] = letters.as_slice() else { return false };
    let is_vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let vowels = letters.iter().filter(|c| is_vowel(c)).count();
    vowels == 1 && !is_vowel(last) && is_vowel(vowel) && !is_vowel(before) && !matches!(last, 'w' | 'x' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(base: &str) -> Vec<String> {
        let irregular = Irregular::from_iter([
            ("take".to_owned(), ("took".to_owned(), "taken".to_owned())),
            ("hit".to_owned(), ("hit".to_owned(), "hit".to_owned())),
        ]);
        let mut all: Vec<String> = verb(base, &irregular).into_iter().map(|(form, _)| form).collect();
        all.sort();
        all
    }

    #[test]
    fn verbs_take_their_usual_forms() {
        assert_eq!(of("shell"), ["shell", "shelled", "shelling", "shells"]);
        assert_eq!(of("derail"), ["derail", "derailed", "derailing", "derails"]);
        assert_eq!(of("stab"), ["stab", "stabbed", "stabbing", "stabs"]);
        assert_eq!(of("kidnap"), ["kidnap", "kidnapped", "kidnapping", "kidnaps"]);
        assert_eq!(of("torch"), ["torch", "torched", "torches", "torching"]);
        assert_eq!(of("bury"), ["buried", "buries", "bury", "burying"]);
        assert_eq!(of("take"), ["take", "taken", "takes", "taking", "took"]);
        assert_eq!(of("hit"), ["hit", "hits", "hitting"]);
    }

    #[test]
    fn nouns_take_their_usual_plural() {
        for (one, many) in
            [("shell", "shells"), ("army", "armies"), ("bus", "buses"), ("convoy", "convoys"), ("clash", "clashes")]
        {
            assert_eq!(plural(one), many);
        }
    }
}
