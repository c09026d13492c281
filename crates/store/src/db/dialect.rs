//! The only place that knows how the engines differ in their SQL. Statements are written once; a few words in them stand
//! for what each engine spells its own way:
//!
//! * `list($n)`: the texts of a JSON list argument, as a subquery: `id in (list($1))`
//! * `skip_locked()`: lets the claim of a queue pass over rows another server is claiming

use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

/// Which engine a session talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

type Texts = HashMap<(Engine, &'static str), &'static str>;

static TEXTS: LazyLock<RwLock<Texts>> = LazyLock::new(RwLock::default);

/// The statement as the engine spells it. Each text is rewritten once and kept; there are as many as stand in this crate.
pub(super) fn text(engine: Engine, sql: &'static str) -> &'static str {
    if !sql.contains("list(") && !sql.contains("skip_locked()") {
        return sql;
    }
    if let Ok(texts) = TEXTS.read()
        && let Some(text) = texts.get(&(engine, sql))
    {
        return text;
    }
    let text: &'static str = Box::leak(rewrite(engine, sql).into_boxed_str());
    if let Ok(mut texts) = TEXTS.write() {
        return texts.entry((engine, sql)).or_insert(text);
    }
    text
}

fn rewrite(engine: Engine, sql: &str) -> String {
    let lock = match engine {
        Engine::Sqlite => "",
        Engine::Postgres => "for update skip locked",
    };
    let mut out = String::with_capacity(sql.len() + 64);
    let mut rest = sql;
    while let Some(start) = rest.find("list($") {
        let (before, from) = rest.split_at(start);
        let end = from.find(')').map_or(from.len(), |i| i);
        let argument = &from["list(".len()..end];
        out.push_str(before);
        out.push_str(&match engine {
            Engine::Sqlite => format!("select value from json_each({argument})"),
            Engine::Postgres => {
                format!("select jsonb_array_elements_text(cast({argument} as jsonb))")
            }
        });
        rest = from.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out.replace("skip_locked()", lock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_gets_its_own_spelling_of_a_list() {
        let sql = "select id from sku where id in (list($1)) and product_id = $2";
        assert_eq!(
            text(Engine::Sqlite, sql),
            "select id from sku where id in (select value from json_each($1)) and product_id = $2"
        );
        assert_eq!(
            text(Engine::Postgres, sql),
            "select id from sku where id in (select jsonb_array_elements_text(cast($1 as jsonb))) \
             and product_id = $2"
        );
        assert_eq!(text(Engine::Sqlite, "select 1"), "select 1");
    }
}
