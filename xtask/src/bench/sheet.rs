//! Parts of the report that are not the contest: words and tables, for a terminal and as Markdown.

/// A table. Its first column, which names the lines, has no heading.
pub struct Sheet {
    /// Nothing where its section's title says it.
    pub title: String,
    pub headings: Vec<String>,
    /// A name, and as many cells as there are headings.
    pub lines: Vec<(String, Vec<String>)>,
}

/// Tables about one thing.
pub struct Section {
    pub title: &'static str,
    /// How it was measured; Markdown.
    pub about: String,
    pub sheets: Vec<Sheet>,
}

impl Sheet {
    /// Lines from names and cells; where headings are missing, the cells speak for themselves.
    pub fn new(
        title: &str,
        headings: &[&str],
        lines: impl IntoIterator<Item = (String, Vec<String>)>,
    ) -> Self {
        Self {
            title: title.to_owned(),
            headings: headings.iter().map(|&heading| heading.to_owned()).collect(),
            lines: lines.into_iter().collect(),
        }
    }

    /// For the terminal: names on the left, everything else on the right of its column.
    pub fn text(&self) -> String {
        let head = (self.title.clone(), self.headings.clone());
        let all = || std::iter::once(&head).chain(&self.lines);
        let longest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|text| text.chars().count()).max().unwrap_or(0)
        };
        let names = longest(&mut all().map(|(name, _)| name));
        let columns: Vec<_> = (0..self.headings.len())
            .map(|column| longest(&mut all().filter_map(|(_, cells)| cells.get(column))))
            .collect();
        let mut text = String::new();
        for (name, cells) in all() {
            let mut line = format!("{name:<names$}");
            for (cell, width) in cells.iter().zip(&columns) {
                line += &format!("  {cell:>width$}");
            }
            text += line.trim_end();
            text += "\n";
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = String::from("\n");
        if !self.title.is_empty() {
            text += &format!("### {}\n\n", self.title);
        }
        let row = |name: &str, cells: &[String]| format!("| {name} | {} |\n", cells.join(" | "));
        text += &row("", &self.headings).replacen("|  |", "| |", 1);
        text += &format!("|---|{}\n", "--:|".repeat(self.headings.len()));
        for (name, cells) in &self.lines {
            text += &row(name, cells);
        }
        text
    }
}

impl Section {
    pub fn text(&self) -> String {
        let sheets: Vec<_> = self.sheets.iter().map(Sheet::text).collect();
        format!("{}\n{}", self.title, sheets.join("\n"))
    }

    pub fn markdown(&self) -> String {
        let sheets: String = self.sheets.iter().map(Sheet::markdown).collect();
        format!("\n## {}\n{}\n{sheets}", self.title, self.about)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let cells = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        Sheet::new(
            "a title",
            &["a step", "goal"],
            [
                ("vae".to_owned(), cells(["6.2 ms", ""])),
                ("its memory".to_owned(), cells(["251.30 MB", "250 MB"])),
            ],
        )
    }

    #[test]
    fn columns_are_as_wide_as_what_stands_in_them() {
        assert_eq!(
            sheet().text(),
            "a title        a step    goal\n\
             vae            6.2 ms\n\
             its memory  251.30 MB  250 MB\n"
        );
    }

    #[test]
    fn markdown_has_a_cell_for_each_heading() {
        assert_eq!(
            sheet().markdown(),
            "\n### a title\n\n| | a step | goal |\n|---|--:|--:|\n| vae | 6.2 ms |  |\n| its memory | 251.30 MB | 250 MB |\n"
        );
    }
}
