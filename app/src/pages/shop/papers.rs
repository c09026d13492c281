//! Help, user agreement and privacy policy: one page that shows whichever paper its address names. What they say comes
//! ready from the server; no bundle carries a word of it.

use crate::AppError;
use crate::api::papers::{Paper, PaperSection, read_paper};
use crate::fetched::fetched;
use crate::pages::parts::{failure, use_locale, waited};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use ui::{Column, DataTable, Row};

/// `/help`.
#[component]
pub fn HelpPage() -> impl IntoView {
    let l = use_locale();
    page(l, "help", t::static_help_title(l), t::static_help_about(l))
}

/// `/agreement`.
#[component]
pub fn AgreementPage() -> impl IntoView {
    let l = use_locale();
    page(l, "agreement", t::static_agreement_title(l), t::static_agreement_about(l))
}

/// `/privacy`.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let l = use_locale();
    page(l, "privacy", t::static_privacy_title(l), t::static_privacy_about(l))
}

fn page(l: Locale, name: &'static str, title: &'static str, about: &'static str) -> AnyView {
    let found = fetched(|| (), move |()| read_paper(name.to_owned(), l == Locale::En));
    view! {
        <Title text=i18n::common::brand_title(l, title)/>
        <Meta name="description" content=about/>
        <main id="main" class="wrap rules papers">
            {waited(l, move || async move { shown(l, title, found.await) })}
        </main>
    }
    .into_any()
}

fn shown(l: Locale, title: &'static str, found: Result<Paper, AppError>) -> AnyView {
    let paper = match found {
        Ok(paper) => paper,
        Err(error) => return failure(l, &error),
    };
    let links = paper.sections.iter().map(|s| {
        view! { <li><a href=format!("#{}", s.id)>{s.title.clone()}</a></li> }
    });
    let links = links.collect_view();
    let sections = paper.sections.into_iter().map(section).collect_view();
    view! {
        <header class="lhead">
            <h1>{title}</h1>
            <p class="hint">{paper.lead}</p>
        </header>
        <div class="rules__cols">
            <nav class="rules__nav" aria-label=t::static_contents(l)><ol>{links}</ol></nav>
            <div class="rules__text">{sections}</div>
        </div>
    }
    .into_any()
}

fn section(section: PaperSection) -> AnyView {
    let heading = format!("{}-h", section.id);
    let labelled_by = heading.clone();
    let picture = (!section.picture.is_empty()).then(|| {
        view! { <img class="papers__pic" src=section.picture alt="" width="96" height="96" loading="lazy"/> }
    });
    let lines = section.lines.into_iter();
    let lines = lines.map(|text| view! { <p class="prose">{text}</p> }).collect_view();
    let steps = (!section.steps.is_empty()).then(|| {
        let steps = section.steps.into_iter();
        view! { <ol class="papers__steps">{steps.map(|text| view! { <li>{text}</li> }).collect_view()}</ol> }
    });
    view! {
        <section class="panel" id=section.id aria-labelledby=labelled_by>
            <header>{picture}<h2 id=heading>{section.title.clone()}</h2></header>
            {lines}{steps}
            {table(section.title, section.table)}
        </section>
    }
    .into_any()
}

fn table(caption: String, table: Vec<Vec<String>>) -> AnyView {
    let mut rows = table.into_iter();
    let Some(heads) = rows.next() else { return ().into_any() };
    let columns = heads.into_iter().map(Column::text).collect();
    let rows = rows.map(|cells| Row::of(cells.into_iter().map(IntoAny::into_any).collect()));
    view! { <DataTable caption=caption columns=columns rows=rows.collect() headed=true/> }
        .into_any()
}
