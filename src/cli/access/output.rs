//! Tables for people, reviews and spreadsheets.

use super::table::{Table, word};
use crate::access::{Form, Rows, notes};
use crate::cli::terminal;
use crate::display::Foreign;
use std::io::Write;

pub(super) fn text(tables: &[Table<'_>]) -> std::io::Result<()> {
    let mut out = terminal::colored();
    for table in tables {
        writeln!(out, "{}", Foreign(&table.source.name))?;
        let cells = table.cells();
        let width = |index: usize| {
            let lengths = cells.iter().filter_map(|line| line.get(index));
            lengths.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        for line in &cells {
            write!(out, " ")?;
            for (index, cell) in line.iter().enumerate() {
                write!(out, " {:<1$} ", Foreign(cell).to_string(), width(index))?;
            }
            writeln!(out)?;
        }
        for remark in table.remarks() {
            writeln!(out, "  {}", Foreign(&remark))?;
        }
        writeln!(out)?;
    }
    for note in notes() {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

pub(super) fn markdown(tables: &[Table<'_>]) -> std::io::Result<()> {
    let mut out = terminal::plain();
    for table in tables {
        let name = Foreign(&table.source.name).prose();
        writeln!(out, "### {}\n", name.as_str())?;
        for (index, line) in table.cells().iter().enumerate() {
            for cell in line {
                write!(out, "| {} ", Foreign(cell).prose().as_str())?;
            }
            writeln!(out, "|")?;
            if index == 0 {
                writeln!(out, "{}|", "| --- ".repeat(line.len()))?;
            }
        }
        writeln!(out)?;
        for remark in table.remarks() {
            writeln!(out, "* {}", Foreign(&remark).prose().as_str())?;
        }
        writeln!(out)?;
    }
    for note in notes() {
        writeln!(out, "* {note}")?;
    }
    Ok(())
}

pub(super) fn csv(tables: &[Table<'_>]) -> std::io::Result<()> {
    let mut out = terminal::plain();
    writeln!(
        out,
        "source,person,subscribed,rows,condition,column,tags,form"
    )?;
    for table in tables {
        for person in &table.people {
            let head = [
                table.source.name.clone(),
                person.name.clone(),
                word(&person.subscribed, |one| one.word().to_owned()),
                word(&person.rows, |one| one.word().to_owned()),
                person
                    .rows
                    .certain()
                    .and_then(Rows::condition)
                    .unwrap_or_default(),
            ];
            for (column, form) in table.columns.iter().zip(&person.forms) {
                let rest = [
                    column.name.clone(),
                    column.tags.join(" "),
                    word(form, Form::word),
                ];
                let cells: Vec<_> = head.iter().chain(&rest).map(|cell| quoted(cell)).collect();
                writeln!(out, "{}", cells.join(","))?;
            }
        }
    }
    Ok(())
}

/// A cell. What a spreadsheet would take for a formula gets a quote before it.
fn quoted(cell: &str) -> String {
    let shown = Foreign(cell).to_string();
    let guard = if shown.starts_with(['=', '+', '-', '@', '\t']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", shown.replace('"', "\"\""))
}
