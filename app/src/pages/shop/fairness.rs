//! The public report on equal display (2.1.1): whose goods are shown how often, held against who has how many.

use crate::api::tally::{FairnessView, fairness};
use crate::fetched::fetched;
use crate::pages::parts::{failure, use_locale, waited};
use domain::fairness::{Group, WHOLE, share};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Column, DataTable, Row};

/// `/rules/fairness`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let page = fetched(|| (), |()| fairness());
    view! {
        <Title text=i18n::common::brand_title(l, t::fairness_title(l))/>
        <main id="main" class="wrap fair">
            <h1>{t::fairness_title(l)}" "<ui::ClauseChip locale=l clause="2.1.1"/></h1>
            <p>{t::fairness_text(l)}</p>
            {waited(l, move || async move {
                    match page.await {
                        Ok(view) => body(l, &view),
                        Err(error) => failure(l, &error),
                    }
                })}
        </main>
    }
}

fn body(l: Locale, view: &FairnessView) -> AnyView {
    let report = &view.report;
    let (from, until) = (i18n::date(l, view.from), i18n::date(l, view.until));
    let facts = [
        (t::fairness_merchants(l), i18n::number(report.merchants)),
        (t::fairness_goods(l), i18n::number(report.goods)),
        (t::fairness_impressions(l), i18n::number(report.impressions)),
        (t::fairness_clicks(l), i18n::number(report.clicks)),
        (t::fairness_gini_shown(l), i18n::percent(report.gini_shown)),
        (t::fairness_gini_goods(l), i18n::percent(report.gini_goods)),
    ];
    let facts = facts
        .into_iter()
        .map(|(name, figure)| view! { <div><dt>{name}</dt><dd class="num">{figure}</dd></div> })
        .collect_view();
    let band = |key: &str| t::fairness_band(l, key).unwrap_or_default().to_owned();
    let region = |key: &str| {
        let named = view.regions.iter().find(|(code, _)| code == key);
        named.map_or_else(|| key.to_owned(), |(_, name)| name.clone())
    };
    view! {
        <section class="panel">
            <p class="hint">{t::fairness_period(l, t::From(from), t::Until(until))}</p>
            <dl class="params">{facts}</dl>
            <p class="note">{t::fairness_gini_text(l)}</p>
            {report.is_uneven().then(|| view! { <p class="note">{t::fairness_uneven(l)}</p> })}
        </section>
        {groups(l, "size", t::fairness_by_size(l), t::fairness_size(l), &report.bands, &band)}
        {groups(l, "region", t::fairness_by_region(l), t::fairness_region(l), &report.regions, &region)}
        <p class="note">{t::fairness_counted(l)}</p>
    }
    .into_any()
}

/// One way of grouping: bars, and the same as a table.
fn groups(
    l: Locale,
    id: &'static str,
    heading: &'static str,
    what: &'static str,
    groups: &[Group],
    name: &dyn Fn(&str) -> String,
) -> AnyView {
    let bars = groups.iter().map(|g| bar(name(&g.key), g)).collect_view();
    let columns = vec![
        Column::text(what),
        Column::figures(t::fairness_merchants(l)),
        Column::figures(t::fairness_goods(l)),
        Column::figures(t::fairness_impressions(l)),
        Column::figures(t::fairness_clicks(l)),
        Column::figures(t::fairness_goods_share(l)),
        Column::figures(t::fairness_shown_share(l)),
        Column::figures(t::fairness_ratio(l)),
    ];
    let rows = groups
        .iter()
        .map(|g| {
            let figures = [g.merchants, g.goods, g.impressions, g.clicks].map(i18n::number);
            let shares = [g.goods_share, g.shown_share, share(g.shown_share, g.goods_share)];
            let cells = std::iter::once(name(&g.key))
                .chain(figures)
                .chain(shares.map(i18n::percent))
                .map(IntoAny::into_any);
            Row::of(cells.collect())
        })
        .collect::<Vec<_>>();
    view! {
        <section class="panel" aria-labelledby=id>
            <header><h2 id=id>{heading}</h2></header>
            // The table says the same in figures.
            <div class="pairs" aria-hidden="true">
                <p class="pairs__key"><span class="pairs__goods">{t::fairness_goods_share(l)}</span>" "
                    <span class="pairs__shown">{t::fairness_shown_share(l)}</span></p>
                {bars}
            </div>
            <DataTable caption=t::fairness_table(l) columns=columns rows=rows/>
        </section>
    }
    .into_any()
}

/// Two bars, one above the other: the share of the goods and the share of the impressions.
fn bar(name: String, group: &Group) -> AnyView {
    view! {
        <div class="pairs__row">
            <span>{name}</span>
            <svg viewBox=format!("0 0 {WHOLE} 20") preserveAspectRatio="none">
                <rect class="pairs__goods" x="0" y="0" height="9" width=group.goods_share></rect>
                <rect class="pairs__shown" x="0" y="11" height="9" width=group.shown_share></rect>
            </svg>
        </div>
    }
    .into_any()
}
