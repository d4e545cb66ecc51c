//! CSV: RFC 4180 in UTF-8, the same bytes for the same table.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, and texts of reports come from anybody. As OWASP
//! advises (<https://owasp.org/www-community/attacks/CSV_Injection>), such a text gets an apostrophe in front, which
//! spreadsheets take for text. Only columns of text are guarded: numbers and dates are written as they are, so
//! `-77.04` stays a number. A text that has apostrophes before such a character gets one more, so that nothing is lost: whoever
//! takes one apostrophe from each text that has apostrophes before such a character has the text of the report.

use super::WriteError;
use crate::layer::{Field, Table, Value};
use std::io::Write;

/// What a spreadsheet may take for the beginning of a formula; in some languages the wide forms too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A table: the names of the columns, then their hashtags where it has any, then the rows. What is null is an empty cell.
///
/// # Errors
///
/// When a row has more or fewer values than the table has columns.
pub fn csv(table: &Table) -> Result<Vec<u8>, WriteError> {
    super::held(&|out| write(table, out))
}

/// Writes a table, a row after the other.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> Result<(), WriteError> {
    let failed = |source| WriteError::Csv { what: table.name, source };
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(table.schema.iter().map(|field| field.name)).map_err(failed)?;
    if let Some(hashtags) = &table.hashtags {
        writer.write_record(hashtags).map_err(failed)?;
    }
    for row in &table.rows {
        let cells = table.schema.iter().zip(&row).map(|(field, value)| cell(field, value));
        writer.write_record(cells).map_err(failed)?;
    }
    writer.flush().map_err(|error| failed(error.into()))
}

/// A value in its column.
fn cell(field: &Field, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => guarded(text),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => field.kind.rounded(*number).to_string(),
        Value::Date(day) => day.to_string(),
        Value::DateTime(moment) => moment.to_string(),
        Value::Bool(yes) => yes.to_string(),
    }
}

/// A text that no spreadsheet runs.
fn guarded(text: &str) -> String {
    if text.trim_start_matches('\'').starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Type;
    use proptest::prelude::*;

    const TEXT: Field = Field { name: "text", alias: "Text", kind: Type::Text, doc: "Any text" };
    const NUMBER: Field = Field { name: "number", alias: "Number", kind: Type::Real { decimals: 6 }, doc: "A number" };

    fn table(rows: Vec<Vec<Value>>) -> Table {
        Table {
            name: "tried",
            title: "Tried",
            doc: "What is tried",
            schema: vec![TEXT, NUMBER],
            hashtags: Some(vec!["#description", "#geo+lon"]),
            rows: rows.into(),
            left_out: 0,
        }
    }

    fn written(rows: Vec<Vec<Value>>) -> String {
        String::from_utf8(csv(&table(rows)).unwrap()).unwrap()
    }

    fn read(file: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// What a reader does who wants the report's own text.
    fn unguarded(text: &str) -> &str {
        match text.strip_prefix('\'') {
            Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
            _ => text,
        }
    }

    #[test]
    fn names_come_first_and_hashtags_second() {
        let file = written(vec![vec!["a \"town\", shelled".into(), Value::Null]]);
        assert_eq!(file, "text,number\n#description,#geo+lon\n\"a \"\"town\"\", shelled\",\n");
        let plain = Table { hashtags: None, ..table(vec![]) };
        assert_eq!(csv(&plain).unwrap(), b"text,number\n");
    }

    #[test]
    fn a_formula_becomes_text_and_a_number_stays_one() {
        let file = written(vec![vec!["=1+1".into(), (-77.036_871_4).into()], vec!["'-5".into(), 0.000_001.into()]]);
        assert!(file.ends_with("\n'=1+1,-77.036871\n''-5,0.000001\n"), "{file}");
    }

    #[test]
    fn a_row_that_does_not_fit_is_an_error_that_names_the_table() {
        let error = csv(&table(vec![vec!["alone".into()]])).unwrap_err();
        assert!(error.to_string().contains("tried"), "{error}");
    }

    fn anything() -> impl Strategy<Value = String> {
        prop_oneof!["(?s).{0,40}", "['=+@\t\r\n,;\"-]{0,6}[a-z]{0,3}"]
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_none_begins_a_formula(texts in prop::collection::vec(anything(), 0..6)) {
            let rows = texts.iter().map(|text| vec![Value::Text(text.clone()), Value::Integer(-1)]).collect();
            let back = read(&written(rows));
            prop_assert_eq!(back.len(), texts.len() + 2);
            for (text, row) in texts.iter().zip(&back[2..]) {
                prop_assert_eq!(unguarded(&row[0]), text);
                prop_assert!(!row[0].starts_with(FORMULA));
                prop_assert_eq!(&row[1], "-1");
            }
        }
    }
}
