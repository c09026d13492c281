//! The living regulation: every clause with the screen that carries it out and the figures in force; the formula of display
//! as it is reckoned with (2.1.1, 5.2, 5.3).

use crate::api::rules::{Book, Clause, DrawView, draws, rulebook};
use crate::fetched::fetched;
use crate::pages::parts::{failure, use_locale, waited, words};
use domain::display::Formula;
use domain::display::draw::DRAWS_SHOWN;
use domain::rules::{Resolved, Source};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Column, DataTable, Row};

/// `/rules`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let page = fetched(|| (), move |()| rulebook(l == Locale::En));
    view! {
        <Title text=i18n::common::brand_title(l, t::rules_title(l))/>
        <main id="main" class="wrap rules">
            {waited(l, move || async move {
                    match page.await {
                        Ok(book) => body(l, book),
                        Err(error) => failure(l, &error),
                    }
                })}
        </main>
    }
}

/// `/rules/draws`: the record of places drawn by lot; `?before=` goes back in time.
#[component]
pub fn DrawsPage() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let before = Memo::new(move |_| query.with(|q| q.get("before").unwrap_or_default()));
    let page = fetched(move || before.get(), draws);
    view! {
        <Title text=i18n::common::brand_title(l, t::draws_title(l))/>
        <main id="main" class="wrap rules">
            <header class="lhead">
                <h1>{t::draws_title(l)}</h1>
                <p class="hint">{t::draws_text(l)}<ui::ClauseChip locale=l clause="2.1.1"/></p>
            </header>
            {waited(l, move || async move {
                    match page.await {
                        Ok(draws) => draws_table(l, draws),
                        Err(error) => failure(l, &error),
                    }
                })}
        </main>
    }
}

fn draws_table(l: Locale, draws: Vec<DrawView>) -> AnyView {
    let full = draws.len() >= DRAWS_SHOWN as usize;
    let next = draws
        .last()
        .filter(|_| full)
        .map(|d| i18n::href(l, &format!("/rules/draws?before={}", d.hour)));
    if draws.is_empty() {
        let (title, text) = (t::draws_empty_title(l), t::draws_empty_text(l));
        return view! { <section class="panel"><ui::Empty title=title text=text/></section> }
            .into_any();
    }
    let columns = vec![
        Column::text(t::draws_hour(l)),
        Column::text(t::draws_seed(l)),
        Column::text(t::draws_candidates(l)),
        Column::text(t::draws_winners(l)),
        Column::text(t::draws_again(l)),
    ];
    let rows = draws.into_iter().map(|draw| draw_row(l, draw)).collect();
    view! {
        <section class="panel"><DataTable caption=t::draws_title(l) columns rows/></section>
        <ui::Pager locale=l previous=None next=next/>
    }
    .into_any()
}

fn draw_row(l: Locale, draw: DrawView) -> Row {
    let shops = draw.shops.into_iter().map(|(name, slug)| {
        view! { <a href=i18n::href(l, &format!("/shop/{slug}"))>{words(l, &name)}</a><br/> }
    });
    let shops = shops.collect_view();
    let right = if draw.is_right { t::draws_right(l) } else { t::draws_wrong(l) };
    Row::of(vec![
        view! { {i18n::date_time(l, draw.began)}<br/><small class="num">{draw.hour}</small> }
            .into_any(),
        view! { <span class="num">{draw.seed}</span> }.into_any(),
        view! {
            <details>
                <summary class="num">{draw.candidates.len()}</summary>
                <small>{draw.candidates.join(" ")}</small>
            </details>
        }
        .into_any(),
        shops.into_any(),
        right.into_any(),
    ])
}

fn body(l: Locale, book: Book) -> AnyView {
    let version = match book.version {
        Some((number, from)) => {
            t::rules_version(l, t::Date(i18n::date(l, from)), t::Number(number))
        }
        None => t::rules_no_version(l).to_owned(),
    };
    let links = book.clauses.iter().map(|c| {
        view! { <li><a href=format!("#{}", anchor(&c.number))><span class="num">{c.number.clone()}</span>" "{c.title.clone()}</a></li> }
    });
    let links = links.collect_view();
    let formula = book.formula;
    let clauses = book
        .clauses
        .into_iter()
        .map(|c| {
            let formula = (c.number == "2.1.1").then(|| formula_table(l, &formula));
            clause(l, c, formula)
        })
        .collect_view();
    view! {
        <header class="lhead">
            <h1>{t::rules_title(l)}</h1>
            <p class="hint">{version}</p>
        </header>
        <div class="rules__cols">
            <nav class="rules__nav" aria-label=t::rules_contents(l)><ol>{links}</ol></nav>
            <div class="rules__text">{clauses}</div>
        </div>
    }
    .into_any()
}

fn anchor(number: &str) -> String {
    format!("c{}", number.replace('.', "-"))
}

fn clause(l: Locale, clause: Clause, formula: Option<AnyView>) -> AnyView {
    let id = anchor(&clause.number);
    let heading = format!("{id}-h");
    let labelled_by = heading.clone();
    let seen = match clause.seen {
        Some(seen) => t::rules_seen(l, seen),
        None => t::rules_planned(l).to_owned(),
    };
    let figures = clause.figures.iter().map(|f| figure(l, f)).collect_view();
    view! {
        <section class="panel" id=id aria-labelledby=labelled_by>
            <header><h2 id=heading><span class="num">{clause.number}</span>" "{clause.title}</h2></header>
            <p class="prose">{clause.text}</p>
            {(!clause.figures.is_empty()).then(|| view! { <dl class="params">{figures}</dl> })}
            {formula}
            <p class="hint">{seen}</p>
        </section>
    }
    .into_any()
}

fn figure(l: Locale, resolved: &Resolved) -> AnyView {
    let source = match &resolved.source {
        Source::Version { number, .. } => t::rules_from_version(l, number),
        _ => t::rules_from_default(l).to_owned(),
    };
    let says = i18n::words::figure(l, resolved.param.unit(), resolved.figure);
    view! {
        <div><dt>{i18n::words::param(l, resolved.param)}</dt><dd><b>{says}</b>" "<small>{source}</small></dd></div>
    }
    .into_any()
}

/// The formula is not described but printed: the same data that orders the lists.
fn formula_table(l: Locale, formula: &Formula) -> AnyView {
    let rows = formula
        .weights
        .iter()
        .map(|w| {
            let term = i18n::words::display_term(l, w.key);
            let says = t::display_meaning(l, w.key.as_str()).unwrap_or_default();
            view! { <tr><th scope="row">{term}</th><td>{says}</td><td class="num">{i18n::percent(w.weight)}</td></tr> }
        })
        .collect_view();
    view! {
        <div class="tablebox">
            <table class="table">
                <caption>{t::rules_formula(l, formula.version)}</caption>
                <thead><tr><th scope="col">{t::rules_term(l)}</th><th scope="col">{t::rules_meaning(l)}</th><th scope="col">{t::rules_weight(l)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="note"><a href=i18n::href(l, "/rules/draws")>{t::draws_title(l)}</a></p>
        <p class="note">{t::rules_turns(l, t::Band(i18n::percent(formula.tie_band)), t::Salt(&formula.salt))}</p>
    }
    .into_any()
}
