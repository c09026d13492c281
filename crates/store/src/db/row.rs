//! Rows, read column by column in the order of the statement. A column that does not hold what is asked for is a fault of
//! this crate and answers `Broken` with its place.

use domain::catalogue::Words;
use domain::id::TypedId;
use domain::{Currency, Moment, Money};
use serde::de::DeserializeOwned;
use services::{Error, Result};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

/// A row of either engine.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(super) fn sqlite(rows: Vec<SqliteRow>) -> Vec<Self> {
        rows.into_iter().map(Self::Sqlite).collect()
    }

    pub(super) fn postgres(rows: Vec<PgRow>) -> Vec<Self> {
        rows.into_iter().map(Self::Postgres).collect()
    }

    /// Reads the columns from the first on.
    pub(crate) const fn cols(&self) -> Cols<'_> {
        Cols { row: self, at: 0 }
    }
}

/// The columns of a row, one after the other.
pub(crate) struct Cols<'r> {
    row: &'r Row,
    at: usize,
}

impl Cols<'_> {
    pub(crate) fn opt_text(&mut self) -> Result<Option<String>> {
        let at = self.next();
        match self.row {
            Row::Sqlite(row) => row.try_get(at),
            Row::Postgres(row) => row.try_get(at),
        }
        .map_err(|e| Error::broken(format_args!("column {at}: {e}")))
    }

    pub(crate) fn opt_int(&mut self) -> Result<Option<i64>> {
        let at = self.next();
        match self.row {
            Row::Sqlite(row) => row.try_get(at),
            Row::Postgres(row) => row.try_get(at),
        }
        .map_err(|e| Error::broken(format_args!("column {at}: {e}")))
    }

    pub(crate) fn text(&mut self) -> Result<String> {
        let text = self.opt_text()?;
        text.ok_or_else(|| Error::broken(format_args!("column {}: null", self.at - 1)))
    }

    pub(crate) fn int(&mut self) -> Result<i64> {
        let number = self.opt_int()?;
        number.ok_or_else(|| Error::broken(format_args!("column {}: null", self.at - 1)))
    }

    pub(crate) fn flag(&mut self) -> Result<bool> {
        Ok(self.int()? != 0)
    }

    pub(crate) fn moment(&mut self) -> Result<Moment> {
        self.int().map(Moment)
    }

    pub(crate) fn opt_moment(&mut self) -> Result<Option<Moment>> {
        Ok(self.opt_int()?.map(Moment))
    }

    pub(crate) fn id<T: TypedId>(&mut self) -> Result<T> {
        let text = self.text()?;
        T::parse(&text).map_err(|e| Error::broken(format_args!("a stored id {text}: {e}")))
    }

    pub(crate) fn opt_id<T: TypedId>(&mut self) -> Result<Option<T>> {
        let Some(text) = self.opt_text()? else { return Ok(None) };
        T::parse(&text)
            .map(Some)
            .map_err(|e| Error::broken(format_args!("a stored id {text}: {e}")))
    }

    /// Two columns: Chinese and English.
    pub(crate) fn words(&mut self) -> Result<Words> {
        Ok(Words { zh: self.text()?, en: self.text()? })
    }

    /// One column of minor units in the given currency.
    pub(crate) fn money(&mut self, currency: Currency) -> Result<Money> {
        Ok(Money::new(self.int()?, currency))
    }

    /// One column of minor units in the given currency, or nothing.
    pub(crate) fn opt_money(&mut self, currency: Currency) -> Result<Option<Money>> {
        Ok(self.opt_int()?.map(|minor| Money::new(minor, currency)))
    }

    pub(crate) fn currency(&mut self) -> Result<Currency> {
        let code = self.text()?;
        Currency::parse(&code).ok_or_else(|| Error::broken(format_args!("currency {code}")))
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        let text = self.text()?;
        serde_json::from_str(&text)
            .map_err(|e| Error::broken(format_args!("column {}: {e}", self.at - 1)))
    }

    /// One column with a stored word, read by `parse`.
    pub(crate) fn word<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        let word = self.text()?;
        parse(&word).ok_or_else(|| Error::broken(format_args!("a stored word {word}")))
    }

    /// One column with a stored word or nothing, read by `parse`.
    pub(crate) fn opt_word<T>(
        &mut self,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(word) = self.opt_text()? else { return Ok(None) };
        parse(&word).map(Some).ok_or_else(|| Error::broken(format_args!("a stored word {word}")))
    }

    const fn next(&mut self) -> usize {
        self.at += 1;
        self.at - 1
    }
}
