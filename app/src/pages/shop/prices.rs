//! The prices of the last thirty days on a product page (3.2.1): folded, with the lowest, a drawing, and the same as a table.

use super::buy::{Choice, sku_of};
use domain::catalogue::SkuView;
use domain::prices::{PriceHistory, WINDOW};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use std::sync::Arc;
use ui::{Column, DataTable, Glyph, Icon, Row};

const WIDTH: i64 = 300;
const HEIGHT: i64 = 80;
/// Room above and below the line, so that its stroke is not cut.
const EDGE: i64 = 8;

/// What the chosen SKU cost; nothing when nothing is known.
pub fn fold(
    l: Locale,
    choice: Choice,
    skus: Arc<[SkuView]>,
    histories: Vec<PriceHistory>,
) -> AnyView {
    let told = move || {
        let sku = choice.with(|c| sku_of(&skus, c))?;
        let history = histories.iter().find(|h| h.sku == sku.id)?;
        Some(view! {
            <details class="pricewas">
                <summary>{t::prices_lowest(l, i18n::money(history.lowest))}<Icon of=Glyph::Down/></summary>
                {history_of(l, history)}
            </details>
        })
    };
    view! { {told} }.into_any()
}

fn history_of(l: Locale, history: &PriceHistory) -> AnyView {
    let Some(first) = history.steps.first() else { return ().into_any() };
    if history.steps.len() == 1 {
        return view! { <p class="hint">{t::prices_same(l, i18n::date(l, first.at))}</p> }
            .into_any();
    }
    let highest = history.steps.iter().map(|s| s.price).max_by_key(|p| p.minor);
    let label = t::prices_drawing(
        l,
        t::High(i18n::money(highest.unwrap_or(history.lowest))),
        t::Low(i18n::money(history.lowest)),
    );
    let columns = vec![Column::text(t::prices_from(l)), Column::figures(t::prices_price(l))];
    let rows = history.steps.iter().rev().map(|step| {
        let (at, price) = (i18n::date_time(l, step.at), i18n::money(step.price));
        Row::of(vec![at.into_any(), price.into_any()])
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <svg class="stepchart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
            <path d=drawn(history)></path>
        </svg>
        <DataTable caption=t::prices_table(l) columns=columns rows=rows/>
    }
    .into_any()
}

/// The line of steps: time from left to right over the whole window, the dearest on top.
fn drawn(history: &PriceHistory) -> String {
    let begin = history.until.minus(WINDOW);
    let minors = || history.steps.iter().map(|s| s.price.minor);
    let (low, high) = (minors().min().unwrap_or(0), minors().max().unwrap_or(0));
    let x = |at: domain::Moment| at.since(begin).as_millis() * WIDTH / WINDOW.as_millis();
    let y = |minor: i64| match high - low {
        0 => HEIGHT / 2,
        span => EDGE + (high - minor) * (HEIGHT - 2 * EDGE) / span,
    };
    let mut line = String::new();
    for (i, step) in history.steps.iter().enumerate() {
        let (x, y) = (x(step.at), y(step.price.minor));
        line.push_str(&if i == 0 { format!("M{x} {y}") } else { format!("H{x}V{y}") });
    }
    line.push_str(&format!("H{WIDTH}"));
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{SkuId, TypedId as _};
    use domain::prices::histories;
    use domain::{Duration, Moment, Money};

    #[test]
    fn the_line_steps_down_where_the_price_fell() {
        let until = Moment(WINDOW.as_millis() * 2);
        let step = |days_ago, fen| {
            let at = until.minus(Duration::days(days_ago));
            (SkuId::from_bits(1), domain::prices::PriceStep { at, price: Money::fen(fen) })
        };
        let told = histories(&[step(40, 1_000), step(15, 500), step(3, 750)], until);
        assert_eq!(drawn(&told[0]), "M0 8H150V72H270V40H300");
    }
}
