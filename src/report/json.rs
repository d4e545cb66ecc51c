//! JSON: a list of records, or one record, each as in JSON Lines. A list may stand in a field of its own (`{"articles": […]}`).

use super::Report;
use super::error::Problem;
use super::json_lines::Record;
use serde_json::Value;

/// Fields that hold the list in exports.
const LISTS: [&str; 8] = ["reports", "articles", "items", "results", "data", "entries", "documents", "records"];

/// The reports of a file in its order, and what is wrong with the others.
pub(super) fn read(text: &str, stem: &str) -> Result<Vec<Result<Report, Problem>>, Problem> {
    let value: Value = serde_json::from_str(text).map_err(|error| Problem::Record(format!("no JSON: {error}")))?;
    let records = match value {
        Value::Array(records) => records,
        Value::Object(mut fields) => {
            let list = LISTS.iter().find_map(|name| match fields.get_mut(*name) {
                Some(Value::Array(list)) if list.iter().all(Value::is_object) => Some(std::mem::take(list)),
                _ => None,
            });
            list.unwrap_or_else(|| vec![Value::Object(fields)])
        }
        other => return Err(Problem::Record(format!("expected a list of records, found {}", kind(&other)))),
    };
    if records.is_empty() {
        return Err(Problem::Empty);
    }
    let report = |(number, record): (usize, Value)| {
        let record: Record = serde_json::from_value(record)
            .map_err(|error| Problem::Record(format!("record {}: {error}", number + 1)))?;
        record.report(&format!("{stem}-{}", number + 1)).map_err(|problem| match problem {
            Problem::Record(words) => Problem::Record(format!("record {}: {words}", number + 1)),
            problem => problem,
        })
    };
    Ok(records.into_iter().enumerate().map(report).collect())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text",
        Value::Number(_) => "a number",
        Value::Bool(_) => "true or false",
        Value::Null => "null",
        Value::Array(_) | Value::Object(_) => "a list or a record",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_single_records_are_read() {
        let texts = |json: &str| -> Vec<String> {
            read(json, "x")
                .unwrap()
                .into_iter()
                .map(|r| r.map_or_else(|e| e.to_string(), |r| format!("{} {}", r.id, r.text)))
                .collect()
        };
        assert_eq!(
            texts(r#"[{"text": "One"}, {"title": "x"}, {"id": 7, "text": "Two"}]"#),
            ["x-1 One", "no report in it: record 2: expected a field \"text\"", "7 Two"]
        );
        assert_eq!(texts(r#"{"articles": [{"text": "One"}]}"#), ["x-1 One"]);
        assert_eq!(texts(r#"{"text": "One"}"#), ["x-1 One"]);
        assert!(read("5", "x").unwrap_err().to_string().contains("a number"));
        assert!(read("[", "x").unwrap_err().to_string().contains("line 1"));
    }
}
