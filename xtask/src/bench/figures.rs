//! The figures of a run: names with their units in them, in the order they were found, and the same names for machines.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Figures by name.
#[derive(Default)]
pub struct Figures(Vec<(String, f64)>);

impl Figures {
    /// Notes a figure and prints it.
    pub fn note(&mut self, name: impl Into<String>, value: f64) {
        let name = name.into();
        println!("{name:<52} {:>14}", shown(value));
        self.0.push((name, value));
    }

    /// Notes a figure, and it as a ratio of a baseline of the same run.
    pub fn note_against(&mut self, name: &str, value: f64, baseline: &str) {
        self.note(name, value);
        if let Some(base) = self.value(baseline).filter(|base| *base > 0.0) {
            let bare = name.trim_end_matches("_per_s");
            self.note(format!("ratio.{bare}"), value / base);
        }
    }

    /// A figure noted before.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// Writes them with what is worth knowing about the machine.
    pub fn write(&self, file: &Path, about: Value) -> Result<()> {
        let figures: Map<String, Value> =
            self.0.iter().map(|(name, value)| (name.clone(), json!(rounded(*value)))).collect();
        let whole = json!({ "about": about, "figures": figures });
        std::fs::write(file, serde_json::to_vec_pretty(&whole)?)
            .with_context(|| format!("cannot write {}", file.display()))
    }
}

/// Four digits after the point are more than any of these measurements is worth.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

fn shown(value: f64) -> String {
    if value.fract() == 0.0 || value >= 1_000.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_told_beside_its_ratio() {
        let mut figures = Figures::default();
        figures.note("hello.c1_per_s", 2_000.0);
        figures.note_against("page.home.c1_per_s", 500.0, "hello.c1_per_s");
        assert_eq!(figures.value("ratio.page.home.c1"), Some(0.25));
        figures.note_against("page.home.c9_per_s", 500.0, "hello.c9_per_s");
        assert_eq!(figures.value("ratio.page.home.c9"), None);
    }
}
