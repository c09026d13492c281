//! What can be chosen of a product: every combination of its colours, sizes and options, with price, weight and stock.

use super::data::{Choice, Data, Good, words};
use super::hash;
use super::make::{id_at, unknown};
use crate::Result;
use crate::ports::catalogue::NewSku;
use domain::catalogue::{SpecName, Words};
use domain::id::StockItemId;
use domain::{Moment, Money};

/// The ways in which the SKUs of a product differ: colour, size, and what else it names.
pub fn axes(data: &Data, good: &Good) -> Result<Vec<Axis>> {
    let mut axes = Vec::new();
    if !good.colours.is_empty() {
        let palette = &data.dictionary.colours;
        let look_up = |key: &String| {
            let pair = palette.get(key).ok_or_else(|| unknown("colour", key))?;
            Ok(Value::plain(words(pair)))
        };
        let values: Result<_> = good.colours.iter().map(look_up).collect();
        axes.push(Axis { name: Words::new("颜色", "Colour"), values: values? });
    }
    if !good.sizes.is_empty() {
        let values = good.sizes.iter().map(|s| Value::plain(s.words())).collect();
        axes.push(Axis { name: Words::new("尺码", "Size"), values });
    }
    if !good.options.is_empty() {
        let usual = || Words::new("规格", "Option");
        let name = good.option_name.as_ref().map_or_else(usual, words);
        axes.push(Axis { name, values: good.options.iter().map(Value::of).collect() });
    }
    Ok(axes)
}

/// One way in which SKUs differ.
pub struct Axis {
    name: Words,
    values: Vec<Value>,
}

impl Axis {
    /// As a product page lists it.
    pub fn spec(&self) -> SpecName {
        let values = self.values.iter().map(|v| v.words.clone()).collect();
        SpecName { name: self.name.clone(), values }
    }
}

/// One choice, with what it adds to the smallest one.
struct Value {
    words: Words,
    more: i64,
    grams: i64,
    units: i64,
}

impl Value {
    const fn plain(words: Words) -> Self {
        Self { words, more: 0, grams: 0, units: 1 }
    }

    fn of(choice: &Choice) -> Self {
        Self {
            words: Words::new(choice.zh.as_str(), choice.en.as_str()),
            more: choice.more,
            grams: choice.grams,
            units: choice.units,
        }
    }
}

/// Every combination of the values, the last axis running fastest.
pub fn all(good: &Good, axes: &[Axis], at: Moment) -> Vec<NewSku> {
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    for axis in axes {
        let longer = |before: Vec<usize>| {
            (0..axis.values.len()).map(move |i| before.iter().copied().chain([i]).collect())
        };
        choices = choices.into_iter().flat_map(longer).collect();
    }
    choices.into_iter().enumerate().map(|(n, choice)| sku(good, axes, n, choice, at)).collect()
}

fn sku(good: &Good, axes: &[Axis], n: usize, choice: Vec<usize>, at: Moment) -> NewSku {
    let name = format!("{}/{n}", good.slug);
    let values: Vec<&Value> = axes.iter().zip(&choice).map(|(a, i)| &a.values[*i]).collect();
    let more: i64 = values.iter().map(|v| v.more).sum();
    let units: i64 = values.iter().map(|v| v.units).product();
    let join = |text: fn(&Words) -> &str| {
        values.iter().map(|v| text(&v.words)).collect::<Vec<_>>().join(" · ")
    };
    let plausible = 12 + (hash(&name, "left") % 180).cast_signed();
    let left = good.left.iter().cycle().nth(n).copied().unwrap_or(plausible);
    let (stock_item, stock_units, on_hand): (StockItemId, i64, i64) = match good.heap {
        Some(heap) => (id_at(at, &format!("{}/heap", good.slug)), units, heap),
        None => (id_at(at, &name), 1, left),
    };
    NewSku {
        id: id_at(at, &name),
        stock_item,
        stock_units,
        on_hand,
        choice,
        spec: Words::new(join(|w| &w.zh), join(|w| &w.en)),
        price: Money::fen(good.price + more),
        list_price: good.list.map(|list| Money::fen(list + more)),
        weight_grams: good.grams + values.iter().map(|v| v.grams).sum::<i64>(),
    }
}
