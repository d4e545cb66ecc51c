//! Plain tables for people: columns parted by two spaces, numbers to the right.

/// A table under construction.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<bool>,
}

impl Table {
    /// A table whose columns have these headings; a heading that begins with `>` has its column to the right. Where no
    /// heading has words there is no line of headings.
    pub fn new(headings: &[&str]) -> Self {
        let words: Vec<String> = headings.iter().map(|h| h.trim_start_matches('>').to_owned()).collect();
        let rows = if words.iter().all(String::is_empty) { Vec::new() } else { vec![words] };
        Self { rows, right: headings.iter().map(|h| h.starts_with('>')).collect() }
    }

    /// A table without headings and with all columns to the left.
    pub fn plain() -> Self {
        Self::default()
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The lines, each behind `indent`.
    pub fn lines(&self, indent: &str) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows.iter().filter_map(|r| r.get(column)).map(|c| c.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut out = String::new();
        for row in &self.rows {
            let mut line = indent.to_owned();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                // An empty column has nothing to part.
                if *width == 0 {
                    continue;
                }
                let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
                match self.right.get(column) {
                    Some(true) => line.extend([gap.as_str(), cell, "  "]),
                    _ => line.extend([cell, gap.as_str(), "  "]),
                }
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// The first so many characters, with a mark where some are left out.
pub fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.push('…');
    out
}

/// A whole number with a comma every three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let mut table = Table::new(&["place", ">people"]);
        table.row(["Bakı".into(), grouped(1_116_513)]);
        table.row(["Şuşa".into(), grouped(500)]);
        assert_eq!(table.lines("  "), "  place     people\n  Bakı   1,116,513\n  Şuşa         500\n");
    }

    #[test]
    fn long_text_is_cut_at_characters() {
        assert_eq!(shortened("Խոջավենդ  քաղաք", 9), "Խոջավենդ…");
        assert_eq!(shortened("Martuni", 9), "Martuni");
    }
}
