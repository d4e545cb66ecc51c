//! Misspellings by rule, with a seed: what fingers, ears and keyboards do to a name.

use reportmap::gazetteer::names::fold;

/// A generator of numbers that gives the same for the same seed (SplitMix64, public domain).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }
}

/// A way to spell a name wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    Exchanged,
    Left,
    Doubled,
    NeighbourKey,
    Vowel,
    Transliterated,
    Accents,
    Spaces,
}

pub const RULES: [Rule; 8] = [
    Rule::Exchanged,
    Rule::Left,
    Rule::Doubled,
    Rule::NeighbourKey,
    Rule::Vowel,
    Rule::Transliterated,
    Rule::Accents,
    Rule::Spaces,
];

/// Rows of keyboards: Latin, Russian, Arabic and Persian, Hebrew, Greek, Georgian, Armenian.
const KEYBOARDS: [&str; 21] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "ضصثقفغعهخحجد",
    "شسيبلاتنمكط",
    "ئءؤرىةوزظ",
    "קראטוןםפ",
    "שדגכעיחלךף",
    "זסבהנמצתץ",
    "ςερτυθιοπ",
    "ασδφγηξκλ",
    "ζχψωβνμ",
    "ქწერტყუიოპ",
    "ასდფგჰჯკლ",
    "ზხცვბნმ",
    "քոեռտըւիօպ",
    "ասդֆգհյկլ",
    "զղցվբնմ",
];

/// Letters that are taken for one another.
const VOWELS: [&str; 7] = ["aeiou", "аеиоуыэяю", "αειουηω", "აეიოუ", "աեիոօըէ", "اوي", "יו"];

/// Habits of writing the same sound.
const HABITS: [(&str, &str); 22] = [
    ("kh", "h"),
    ("sh", "ch"),
    ("ch", "tch"),
    ("zh", "j"),
    ("gh", "g"),
    ("ou", "u"),
    ("oo", "u"),
    ("dj", "j"),
    ("ts", "tz"),
    ("ph", "f"),
    ("th", "t"),
    ("u", "ou"),
    ("y", "i"),
    ("q", "k"),
    ("x", "kh"),
    ("v", "w"),
    ("c", "k"),
    ("i", "y"),
    ("k", "q"),
    ("e", "a"),
    ("o", "u"),
    ("j", "dj"),
];

/// Letters that are written without their marks, or with another of the same kind.
const MARKS: [(&str, &str); 14] = [
    ("ё", "е"),
    ("й", "и"),
    ("أ", "ا"),
    ("إ", "ا"),
    ("آ", "ا"),
    ("ة", "ه"),
    ("ى", "ي"),
    ("ی", "ي"),
    ("ک", "ك"),
    ("ئ", "ي"),
    ("ς", "σ"),
    ("և", "եվ"),
    ("ؤ", "و"),
    ("ğ", "g"),
];

/// The name by a rule; `None` where the rule changes nothing in it.
pub fn misspell(name: &str, rule: Rule, dice: &mut Dice) -> Option<String> {
    let letters: Vec<char> = name.to_lowercase().chars().collect();
    let inner: Vec<usize> = (0..letters.len()).filter(|at| letters[*at].is_alphabetic()).collect();
    let one = |at: usize, by: &str| -> String {
        let before = letters[..at].iter().collect::<String>();
        before + by + &letters[at + 1..].iter().collect::<String>()
    };
    let wrong = match rule {
        Rule::Exchanged => {
            let pairs: Vec<usize> = inner
                .iter()
                .copied()
                .filter(|at| inner.contains(&(at + 1)) && letters[*at] != letters[at + 1])
                .collect();
            let at = dice.pick(&pairs)?;
            let mut letters = letters.clone();
            letters.swap(at, at + 1);
            letters.into_iter().collect()
        }
        Rule::Left => one(dice.pick(&inner)?, ""),
        Rule::Doubled => {
            let at = dice.pick(&inner)?;
            one(at, &letters[at].to_string().repeat(2))
        }
        Rule::NeighbourKey => {
            let beside = |letter: char| -> Vec<char> {
                let row = KEYBOARDS.iter().find(|row| row.contains(letter));
                let row: Vec<char> = row.map(|row| row.chars().collect()).unwrap_or_default();
                let at = row.iter().position(|key| *key == letter);
                at.map(|at| row.iter().enumerate().filter(|(n, _)| n.abs_diff(at) == 1).map(|(_, key)| *key).collect())
                    .unwrap_or_default()
            };
            let known: Vec<usize> = inner.into_iter().filter(|at| !beside(letters[*at]).is_empty()).collect();
            let at = dice.pick(&known)?;
            one(at, &dice.pick(&beside(letters[at]))?.to_string())
        }
        Rule::Vowel => {
            let family = |letter: char| VOWELS.iter().find(|family| family.contains(letter));
            let vowels: Vec<usize> = inner.into_iter().filter(|at| family(letters[*at]).is_some()).collect();
            let at = dice.pick(&vowels)?;
            let others: Vec<char> = family(letters[at])?.chars().filter(|letter| *letter != letters[at]).collect();
            one(at, &dice.pick(&others)?.to_string())
        }
        Rule::Transliterated => {
            let latin = any_ascii::any_ascii(name).to_lowercase();
            let habits: Vec<(&str, &str)> = HABITS.into_iter().filter(|(from, _)| latin.contains(from)).collect();
            let (from, to) = dice.pick(&habits)?;
            latin.replacen(from, to, 1)
        }
        Rule::Accents => {
            let bare: String = letters.iter().map(|letter| bare(*letter)).collect();
            if bare == name.to_lowercase() {
                return None;
            }
            bare
        }
        Rule::Spaces => {
            if let Some(at) = letters.iter().position(|letter| [' ', '-'].contains(letter)) {
                one(at, dice.pick(&["", if letters[at] == ' ' { "-" } else { " " }])?)
            } else {
                let at = 2 + dice.below(letters.len().checked_sub(4)?);
                one(at, &format!("{} ", letters[at]))
            }
        }
    };
    (wrong != name.to_lowercase()).then_some(wrong)
}

fn bare(letter: char) -> String {
    let text = letter.to_string();
    match MARKS.iter().find(|(from, _)| *from == text) {
        Some((_, to)) => (*to).to_owned(),
        None if letter.is_ascii() || !fold(&text).is_ascii() => text,
        None => fold(&text),
    }
}
