//! The front page: the same for everybody, so that it can be kept.

use super::goods::{grid, grid_of_list};
use crate::api::catalogue::home;
use crate::fetched::fetched;
use crate::pages::parts::{addresses, failure, use_locale, waited, words};
use domain::catalogue::{CategoryView, HomePage, HomeSection, ShopView};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use ui::{Glyph, Icon};

/// How many stand beside the picture; all of them stand at the foot of the page.
const CATEGORIES_SHOWN_MAX: usize = 9;
const PICTURES_SEEN_FIRST: usize = 5;

/// `/`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let page = fetched(|| (), move |()| home(l == Locale::En));
    view! {
        <Title text=i18n::common::brand_title(l, t::home_title(l))/>
        <Meta name="description" content=t::home_about(l)/>
        {addresses(l, "/")}
        <main id="main" class="wrap home">
            <h1 class="sr">{t::home_heading(l)}</h1>
            {waited(l, move || async move {
                    match page.await {
                        Ok(page) => body(l, page),
                        Err(error) => failure(l, &error),
                    }
                })}
        </main>
    }
}

fn body(l: Locale, page: HomePage) -> AnyView {
    let sections = page.sections.into_iter().map(|s| section(l, s)).collect_view();
    let all = categories_of(l, page.categories.iter());
    view! {
        {hero(l, &page.categories)}
        {seats(l, page.new_shops)}
        <section class="sect" aria-labelledby="stalls-h">
            <header class="sect__head">
                <h2 id="stalls-h">{t::home_stalls(l)}</h2>
                <p class="sect__note desk-only">{t::home_stalls_note(l)}</p>
            </header>
            {grid_of_list(l, page.stalls, PICTURES_SEEN_FIRST)}
        </section>
        {sections}
        <nav class="sect cats" id="categories" aria-labelledby="cats-h">
            <header class="sect__head"><h2 id="cats-h">{t::home_all_categories(l)}</h2></header>
            <ul class="cats__list">{all}</ul>
        </nav>
    }
    .into_any()
}

fn hero(l: Locale, categories: &[CategoryView]) -> AnyView {
    let links = categories_of(l, categories.iter().take(CATEGORIES_SHOWN_MAX));
    let all = (categories.len() > CATEGORIES_SHOWN_MAX).then(|| {
        view! { <li><a href="#categories"><b>{t::home_all_categories(l)}</b></a></li> }
    });
    view! {
        <section class="hero" aria-label=t::home_categories(l)>
            <nav class="hero__cats desk-only" aria-label=t::home_categories(l)><ul>{links}{all}</ul></nav>
            <div class="hero__pic">
                <picture>
                    <source media="(max-width: 47.99rem)" srcset="/art/hero-tall.svg"/>
                    <img src="/art/hero.svg" alt=t::home_hero_alt(l) width="1200" height="480" fetchpriority="high"/>
                </picture>
                <div class="hero__say">
                    <p class="hero__line">{t::home_hero_line_first(l)}<br/>{t::home_hero_line_second(l)}</p>
                    <p>{t::home_hero_text(l)}</p>
                    <a class="btn btn--trust" href=i18n::href(l, "/rules")>{t::home_hero_link(l)}</a>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn categories_of<'c>(l: Locale, categories: impl Iterator<Item = &'c CategoryView>) -> AnyView {
    let link = |c: &CategoryView| {
        let href = i18n::href(l, &format!("/c/{}", c.slug));
        view! { <li><a href=href><b>{words(l, &c.name)}</b></a></li> }
    };
    categories.map(link).collect_view().into_any()
}

fn seats(l: Locale, shops: Vec<ShopView>) -> AnyView {
    let items = shops
        .into_iter()
        .map(|shop| {
            let href = i18n::href(l, &format!("/shop/{}", shop.slug));
            view! {
                <li><a href=href>
                    <span class="seats__who">
                        <img src=shop.picture alt="" width="64" height="64" loading="lazy"/>
                        <span><b>{words(l, &shop.name)}</b><small>{words(l, &shop.region)}</small></span>
                    </span>
                    <span class="hint">{words(l, &shop.intro)}</span>
                </a></li>
            }
        })
        .collect_view();
    view! {
        <section class="sect seats" aria-labelledby="seats-h">
            <header class="sect__head"><h2 id="seats-h">{t::home_new_shops(l)}</h2></header>
            <ul class="seats__list">{items}</ul>
        </section>
    }
    .into_any()
}

fn section(l: Locale, section: HomeSection) -> AnyView {
    let id = format!("sect-{}", section.category.slug);
    let labelled_by = id.clone();
    let href = i18n::href(l, &format!("/c/{}", section.category.slug));
    view! {
        <section class="sect" aria-labelledby=labelled_by>
            <header class="sect__head">
                <h2 id=id>{words(l, &section.category.name)}</h2>
                <a class="more" href=href>{i18n::common::action_all(l)}" "<Icon of=Glyph::Right/></a>
            </header>
            {grid(l, section.products, 0)}
        </section>
    }
    .into_any()
}
