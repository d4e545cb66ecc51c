//! In which language a report is written: what it states, or what its words tell.

use super::Report;

/// Shorter texts tell no language.
const SHORTEST: usize = 60;

/// Tells the language where the report does not state it, and says so where it is not English: names are found then, and roles,
/// events and dates are not read.
pub(super) fn find(report: &mut Report) {
    let stated = report.language.as_deref().map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase());
    let language = stated.or_else(|| told(&report.text).map(str::to_owned));
    if let Some(language) = language.as_deref().filter(|l| *l != "en") {
        report.notes.push(format!(
            "its language is {language}: place names are found, but roles, incidents and dates are read in English only"
        ));
    }
    report.language = report.language.take().or(language);
}

/// The ISO 639-1 code of the language that a text is surely in.
fn told(text: &str) -> Option<&'static str> {
    if is_plainly_english(text) {
        return Some("en");
    }
    let head = text.char_indices().nth(400).map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    let info = whatlang::detect(head).filter(|info| info.is_reliable() && head.chars().count() >= SHORTEST)?;
    two_letters(info.lang().code())
}

/// Words of English that no other language writes so often.
const ENGLISH: [&str; 20] = [
    "the", "of", "and", "to", "that", "with", "said", "from", "were", "has", "have", "been", "which", "would", "their",
    "they", "after", "who", "this", "people",
];

/// Whether the first words of a text are so English that nothing else needs to be asked: most reports are, and telling seventy
/// languages apart takes a twentieth of the whole analysis.
fn is_plainly_english(text: &str) -> bool {
    let head = text.split_ascii_whitespace().take(80);
    let (mut all, mut english, mut article) = (0, 0, 0);
    for word in head {
        all += 1;
        english += usize::from(ENGLISH.contains(&word));
        article += usize::from(matches!(word, "the" | "The"));
    }
    all >= 20 && article > 0 && english * 12 >= all
}

/// ISO 639-1 of an ISO 639-3 code, for the languages that are told apart.
fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: [(&str, &str); 69] = [
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("zul", "zu"),
    ];
    CODES.iter().find(|(three, _)| *three == code).map(|(_, two)| *two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_is_told_has_a_code() {
        for lang in whatlang::Lang::all() {
            assert!(two_letters(lang.code()).is_some() || lang.code() == "yid", "{}", lang.code());
        }
    }

    #[test]
    fn another_language_is_said() {
        let mut report = Report::new(
            "x",
            "Выбухі прагрымелі ў горадзе ўначы, паведамілі жыхары. Улады пакуль не каментавалі гэтую інфармацыю і просяць людзей заставацца дома.",
        );
        find(&mut report);
        assert_eq!(report.language.as_deref(), Some("be"));
        assert!(report.notes[0].contains("its language is be"), "{:?}", report.notes);
        let mut english = Report::new(
            "x",
            "Explosions were heard in the city during the night, residents said, and the authorities have not commented.",
        );
        find(&mut english);
        assert_eq!((english.language.as_deref(), english.notes.len()), (Some("en"), 0));
        let mut short = Report::new("x", "Kyiv.");
        find(&mut short);
        assert_eq!(short.language, None);
    }
}
