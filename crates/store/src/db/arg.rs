//! Arguments of statements. A NULL has a type, or PostgreSQL could not tell what `$1` is.

use domain::Moment;
use domain::id::TypedId;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Postgres, Sqlite};

/// One argument.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    /// A text, or no text.
    Text(Option<String>),
    /// A whole number, or none. Money, moments, counts and flags are numbers.
    Int(Option<i64>),
}

impl Arg {
    /// A typed id, or none.
    pub(crate) fn id<T: TypedId>(id: Option<&T>) -> Self {
        Self::Text(id.map(|id| id.as_str().to_owned()))
    }

    /// A list of texts as one JSON argument, for `list($n)` in the statement.
    pub(crate) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<&str> = texts.into_iter().collect();
        // A list of texts always has a JSON form.
        Self::Text(Some(serde_json::to_string(&texts).unwrap_or_else(|_| "[]".to_owned())))
    }

    /// A list of typed ids as one JSON argument, for `list($n)` in the statement.
    pub(crate) fn ids<T: TypedId>(ids: &[T]) -> Self {
        Self::list(ids.iter().map(TypedId::as_str))
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Arg {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Arg {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Arg {
    fn from(flag: bool) -> Self {
        Self::Int(Some(i64::from(flag)))
    }
}

impl From<Moment> for Arg {
    fn from(moment: Moment) -> Self {
        Self::Int(Some(moment.0))
    }
}

impl From<Option<Moment>> for Arg {
    fn from(moment: Option<Moment>) -> Self {
        Self::Int(moment.map(|m| m.0))
    }
}

impl<T: TypedId> From<&T> for Arg {
    fn from(id: &T) -> Self {
        Self::Text(Some(id.as_str().to_owned()))
    }
}

/// Makes a list of arguments from anything that can be one.
#[macro_export]
#[doc(hidden)]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::db::Arg::from($value)),*] };
}

pub(super) fn bind_sqlite(
    sql: &'static str,
    args: &[Arg],
) -> Query<'static, Sqlite, SqliteArguments> {
    args.iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Text(text) => query.bind(text.clone()),
        Arg::Int(number) => query.bind(*number),
    })
}

pub(super) fn bind_postgres(
    sql: &'static str,
    args: &[Arg],
) -> Query<'static, Postgres, PgArguments> {
    args.iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Text(text) => query.bind(text.clone()),
        Arg::Int(number) => query.bind(*number),
    })
}
