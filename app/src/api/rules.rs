//! The rulebook as everybody may read it. Its texts are long and stay on the server; the page gets those of one language.

use crate::AppError;
#[cfg(feature = "ssr")]
use crate::request::{fail, market};
use crate::wire::Asking;
use domain::Moment;
use domain::catalogue::Words;
use domain::display::Formula;
#[cfg(feature = "ssr")]
use domain::display::Turn;
use domain::rules::Resolved;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Its number: `3.3.1`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Where it can be seen at work; `None` while no screen carries it out.
    pub seen: Option<String>,
    /// The figures it names, as they are in force.
    pub figures: Vec<Resolved>,
}

/// The rulebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Number and day of the version in force, if one was published.
    pub version: Option<(i64, Moment)>,
    /// All clauses, in order.
    pub clauses: Vec<Clause>,
    /// The formula of display (2.1.1).
    pub formula: Formula,
}

/// A draw of places for new shops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawView {
    /// The hour, counted from the beginning of 1970 in UTC.
    pub hour: i64,
    /// When the hour began.
    pub began: Moment,
    /// Its seed, as digits.
    pub seed: String,
    /// The ids of the shops that took part, in their order.
    pub candidates: Vec<String>,
    /// The shops that won: name in both languages and place in addresses.
    pub shops: Vec<(Words, String)>,
    /// Whether drawing again gives the same.
    pub is_right: bool,
}

/// The record of draws, the youngest first; `before` is the hour of the last one seen.
#[server(prefix = "/api", endpoint = "/rules/draws", protocol = Asking)]
pub async fn draws(#[server(default)] before: String) -> Result<Vec<DrawView>, AppError> {
    let records = services::places::record(&market()?, before.parse().ok()).await.map_err(fail)?;
    let view = |record: services::places::DrawRecord| DrawView {
        hour: record.draw.hour,
        began: Turn::of(record.draw.hour, "").began(),
        seed: record.draw.seed.to_string(),
        candidates: record.draw.candidates.iter().map(ToString::to_string).collect(),
        shops: record.shops.into_iter().map(|s| (s.name, s.slug)).collect(),
        is_right: record.is_right,
    };
    Ok(records.into_iter().map(view).collect())
}

/// The rulebook in English or Chinese.
#[server(prefix = "/api", endpoint = "/rules/book", protocol = Asking)]
pub async fn rulebook(#[server(default)] english: bool) -> Result<Book, AppError> {
    let l = if english { i18n::Locale::En } else { i18n::Locale::ZhCn };
    let (version, figures) = services::rules::book(&market()?).await.map_err(fail)?;
    let clauses = domain::rules::CLAUSES.iter().map(|number| {
        let key = format!("c{}", number.replace('.', "_"));
        let text = |found: Option<&'static str>| found.unwrap_or_default().to_owned();
        Clause {
            number: (*number).to_owned(),
            title: text(i18n::rules::title(l, &key)),
            text: text(i18n::rules::text(l, &key)),
            seen: i18n::rules::seen(l, &key).map(str::to_owned),
            figures: figures.iter().filter(|f| f.param.clause() == *number).cloned().collect(),
        }
    });
    Ok(Book {
        version: version.map(|v| (v.number, v.effective_from)),
        clauses: clauses.collect(),
        formula: Formula::published(),
    })
}
