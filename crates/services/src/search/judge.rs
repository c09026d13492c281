//! How good is the search of this market? A list of what people type, with rules that say which goods they mean, is put to
//! the index; the figure is nDCG@10, the one used everywhere for ranked lists: 1 when the best goods come first, less the
//! further down they stand. It tells before and after whenever synonyms or weights are changed (4.2.1).

use crate::{Error, Market, Result};
use domain::Scope;
use domain::id::TypedId as _;
use domain::search::Query;
use std::collections::HashSet;

const SCOPE: Scope = Scope::System("search");
/// How many results are judged.
const PLACES: usize = 10;
/// How many products are read at once.
const DOCS_MAX: i64 = 200;
/// The list that comes with the program.
pub const JUDGED: &str = include_str!("judged.tsv");

/// How one query came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What was typed.
    pub words: String,
    /// nDCG@10; 1 is as good as can be.
    pub ndcg: f64,
    /// How many results there were.
    pub results: u64,
}

/// How the list came out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// Every query for which this market has goods, the worst first.
    pub queries: Vec<Judged>,
    /// How many queries mean goods that this market does not have; they are not judged.
    pub without_goods: usize,
}

impl Judgement {
    /// The mean of nDCG@10.
    pub fn ndcg(&self) -> f64 {
        self.mean(|q| q.ndcg)
    }

    /// Which part of the queries found nothing although there are goods for them.
    pub fn zero_rate(&self) -> f64 {
        self.mean(|q| if q.results == 0 { 1.0 } else { 0.0 })
    }

    fn mean(&self, of: impl Fn(&Judged) -> f64) -> f64 {
        let sum: f64 = self.queries.iter().map(of).sum();
        sum / self.queries.len().max(1) as f64
    }
}

/// What a line of the list means.
struct Rule {
    words: String,
    names: Vec<String>,
    categories: Vec<String>,
}

/// What a rule looks at.
struct Good {
    id: String,
    name: String,
    categories: [String; 2],
}

/// Puts a list of queries to the index of this market.
pub async fn judge(market: &Market, list: &str) -> Result<Judgement> {
    let rules = read(list)?;
    let goods = goods(market).await?;
    let mut judgement = Judgement::default();
    for rule in &rules {
        let meant = rule.meant(&goods);
        if meant.is_empty() {
            judgement.without_goods += 1;
            continue;
        }
        let english = rule.words.is_ascii();
        let query = Query { words: rule.words.clone(), limit: PLACES, english, ..Query::default() };
        let found = super::look(market, &query).await?;
        let right = found.items.iter().map(|item| meant.contains(item.card.id.as_str()));
        let ndcg = gain(right) / gain(meant.iter().map(|_| true));
        judgement.queries.push(Judged { words: rule.words.clone(), ndcg, results: found.total });
    }
    judgement.queries.sort_by(|a, b| a.ndcg.total_cmp(&b.ndcg));
    Ok(judgement)
}

/// The discounted gain of the first places: a right answer is worth less the further down it stands.
fn gain(right: impl Iterator<Item = bool>) -> f64 {
    let places = right.take(PLACES).zip(2_u32..).filter(|(right, _)| *right);
    places.map(|(_, n)| 1.0 / f64::from(n).log2()).fold(0.0, |sum, one| sum + one)
}

fn read(list: &str) -> Result<Vec<Rule>> {
    let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rule = |line: &str| {
        let mut parts = line.split('\t');
        let mut next = || parts.next().ok_or_else(|| Error::broken(format_args!("judged: {line}")));
        let several = |text: &str| {
            let several = text.split(';').map(|one| one.trim().to_lowercase());
            several.filter(|one| !one.is_empty()).collect::<Vec<_>>()
        };
        let words = next()?.to_owned();
        Ok(Rule { words, names: several(next()?), categories: several(next()?) })
    };
    lines.map(rule).collect()
}

async fn goods(market: &Market) -> Result<Vec<Good>> {
    let mut reader = market.store.read().await?;
    let (mut goods, mut after) = (Vec::new(), None);
    loop {
        let docs = reader.search_docs(&SCOPE, after.as_ref(), DOCS_MAX).await?;
        let Some(last) = docs.last() else { return Ok(goods) };
        after = Some(last.id.clone());
        goods.extend(docs.into_iter().map(|doc| Good {
            id: doc.id.to_string(),
            name: format!("{} {}", doc.name.zh, doc.name.en).to_lowercase(),
            categories: [doc.category_name.zh.to_lowercase(), doc.root_name.zh.to_lowercase()],
        }));
    }
}

impl Rule {
    /// The goods that are meant. Where something bears the name, its neighbours on the shelf are not meant.
    fn meant<'g>(&self, goods: &'g [Good]) -> HashSet<&'g str> {
        let named = |good: &&Good| self.names.iter().any(|name| good.name.contains(name.as_str()));
        let same = |good: &&Good| self.categories.iter().any(|c| good.categories.contains(c));
        let meant: HashSet<&str> = goods.iter().filter(named).map(|g| g.id.as_str()).collect();
        if meant.is_empty() {
            return goods.iter().filter(same).map(|g| g.id.as_str()).collect();
        }
        meant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_enough_and_every_query_stands_once() {
        let rules = read(JUDGED).unwrap();
        assert!(rules.len() >= 200, "{}", rules.len());
        let mut words: Vec<_> = rules.iter().map(|r| r.words.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), rules.len());
        assert!(rules.iter().all(|r| !(r.names.is_empty() && r.categories.is_empty())));
    }

    #[test]
    fn what_is_meant_counts_more_the_higher_it_stands() {
        let of = |right: &[bool]| gain(right.iter().copied());
        assert!(of(&[true, true, false]) > of(&[true, false, true]));
        assert!(of(&[true, false, true]) > of(&[false, true, true]));
        assert!((of(&[true]) - 1.0).abs() < 1e-9);
    }
}
