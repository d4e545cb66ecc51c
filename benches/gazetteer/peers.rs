//! The same look-ups by others on the same names: full-text search of SQLite (FTS5), and a scan with the crate `strsim`.

use reportmap::gazetteer::Gazetteer;
use reportmap::gazetteer::names::fold;
use rusqlite::Connection;

/// A table of names with a row each, indexed by words and by trigrams.
pub struct Sqlite {
    words: Connection,
    trigrams: Connection,
}

impl Sqlite {
    /// Takes all folded names of a gazetteer.
    pub fn of(gazetteer: &Gazetteer) -> rusqlite::Result<Self> {
        let table = |tokenizer: &str| -> rusqlite::Result<Connection> {
            let mut database = Connection::open_in_memory()?;
            database
                .execute_batch(&format!("CREATE VIRTUAL TABLE names USING fts5(name, tokenize = '{tokenizer}')"))?;
            let transaction = database.transaction()?;
            {
                let mut insert = transaction.prepare("INSERT INTO names (name) VALUES (?1)")?;
                let mut failed = None;
                gazetteer.for_each_name(|name, _| failed = insert.execute([name]).err().or(failed.take()));
                failed.map_or(Ok(()), Err)?;
            }
            transaction.commit()?;
            database.execute_batch("INSERT INTO names (names) VALUES ('optimize')")?;
            Ok(database)
        };
        Ok(Self { words: table("unicode61")?, trigrams: table("trigram")? })
    }

    /// The names that hold the words of one as a phrase.
    pub fn phrase(&self, name: &str) -> rusqlite::Result<usize> {
        Self::ask(&self.words, &format!("\"{}\"", fold(name)))
    }

    /// The names with a word that begins so.
    pub fn prefix(&self, name: &str) -> rusqlite::Result<usize> {
        Self::ask(&self.words, &format!("^\"{}\"*", fold(name)))
    }

    /// The names that share the most trigrams with one, by FTS5's own rank.
    pub fn alike(&self, name: &str) -> rusqlite::Result<usize> {
        let letters: Vec<char> = fold(name).chars().collect();
        let trigrams: Vec<String> =
            letters.windows(3).map(|three| format!("\"{}\"", three.iter().collect::<String>())).collect();
        if trigrams.is_empty() {
            return Ok(0);
        }
        Self::ask(&self.trigrams, &trigrams.join(" OR "))
    }

    fn ask(database: &Connection, query: &str) -> rusqlite::Result<usize> {
        let mut statement = database.prepare("SELECT name FROM names WHERE names MATCH ?1 ORDER BY rank LIMIT 10")?;
        let rows = statement.query_map([query], |row| row.get::<_, String>(0))?;
        rows.collect::<Result<Vec<_>, _>>().map(|names| names.len())
    }
}

/// All folded names one after another.
pub struct Scan(Vec<String>);

impl Scan {
    /// Takes all folded names of a gazetteer.
    pub fn of(gazetteer: &Gazetteer) -> Self {
        let mut names = Vec::new();
        gazetteer.for_each_name(|name, _| names.push(name.to_owned()));
        Self(names)
    }

    /// The names at most two edits away; those too long or too short are left out before they are compared.
    pub fn alike(&self, name: &str) -> usize {
        let folded = fold(name);
        let near =
            |other: &&String| other.len().abs_diff(folded.len()) <= 4 && strsim::osa_distance(&folded, other) <= 2;
        self.0.iter().filter(near).count()
    }
}
