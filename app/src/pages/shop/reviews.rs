//! What buyers say, on the product page: everything counted, with bars; the newest reviews, narrowed by stars; and how the
//! shop does altogether (3.3.3). What is shown stands in the address, so that it works by links alone.

use crate::AppError;
use crate::api::reviews::reviews_of;
use crate::fetched::{Fetched, fetched};
use crate::pages::console::at;
use crate::pages::parts::{failure, waited_quietly};
use crate::pages::reviews::{rating, said};
use domain::reviews::views::ProductReviews;
use domain::reviews::{Dimension, STARS_MAX};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{ClauseChip, Pager};

/// What the address says: `?stars=` narrows, `?reviews=` goes on; the province of the freight stays what it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    slug: String,
    to: String,
    stars: String,
    after: String,
}

/// The reviews of the product whose page this is.
#[derive(Clone, Copy)]
pub struct Reviews {
    asked: Memo<Asked>,
    found: Fetched<Result<ProductReviews, AppError>>,
}

impl Reviews {
    /// Those of the product with this place in addresses.
    pub fn of(slug: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let query = use_query_map();
        let asked = Memo::new(move |_| {
            let word = |name: &str| query.with(|q| q.get(name).unwrap_or_default());
            Asked { slug: slug(), to: word("to"), stars: word("stars"), after: word("reviews") }
        });
        let found = fetched(move || asked.get(), |a| reviews_of(a.slug, a.stars, a.after));
        Self { asked, found }
    }

    /// The mean and the count, under the name of the product; they lead to the reviews.
    pub fn mean(self, l: Locale) -> AnyView {
        let shown = move || async move {
            let sums = self.found.await.ok()?.sums;
            let mean = sums.mean(Dimension::Goods)?;
            let stars = rating(l, i18n::stars(mean), (mean + 50) / 100);
            let count = t::reviews_count(l, sums.count());
            let link = view! { <a href="#reviews" rel="external">{stars}" "{count}</a> };
            Some(link.into_any())
        };
        waited_quietly(shown)
    }

    /// How the shop does altogether; nothing before its first review.
    pub fn shop(self, l: Locale) -> AnyView {
        let shown = move || async move {
            let score = self.found.await.ok()?.shop?;
            let parts = [
                (Dimension::Goods, score.goods),
                (Dimension::Logistics, score.logistics),
                (Dimension::Service, score.service),
            ];
            let parts = parts.map(|(d, n)| figure(l, d, n)).into_iter().collect_view();
            let overall = rating(l, i18n::stars(score.overall), (score.overall + 50) / 100);
            let count = t::reviews_shop_score_of(l, i18n::number(score.count));
            let told = view! {
                <p>{t::reviews_shop_score(l)}" "{overall}" "<small class="hint">{count}</small>" "<ClauseChip locale=l clause="3.3.3"/></p>
                <dl class="shopcard__nums">{parts}</dl>
            };
            Some(told.into_any())
        };
        waited_quietly(shown)
    }

    /// The section itself.
    pub fn view(self, l: Locale) -> AnyView {
        let shown = move || {
            let asked = self.asked.get();
            async move {
                match self.found.await {
                    Ok(found) => list(l, &found, &asked),
                    Err(error) => failure(l, &error),
                }
            }
        };
        view! {
            <section class="panel" id="reviews" aria-labelledby="rev-h">
                <header>
                    <h2 id="rev-h">{t::reviews_title(l)}</h2>
                    <span class="sub">{t::reviews_only_buyers(l)}" "<ClauseChip locale=l clause="3.3.3"/></span>
                </header>
                {waited_quietly(shown)}
            </section>
        }
        .into_any()
    }
}

fn figure(l: Locale, dimension: Dimension, hundredths: i64) -> AnyView {
    let name = i18n::words::review_dimension(l, dimension);
    view! { <div><dt>{name}</dt><dd>{i18n::stars(hundredths)}</dd></div> }.into_any()
}

fn list(l: Locale, found: &ProductReviews, asked: &Asked) -> AnyView {
    if found.sums.count() == 0 {
        return view! { <p class="hint">{t::reviews_none(l)}</p> }.into_any();
    }
    let rows = found.items.iter().map(|review| view! { <li>{said(l, review)}</li> });
    let rows = rows.collect_view();
    let none = found.items.is_empty();
    let first = (!asked.after.is_empty()).then(|| address(l, asked, &asked.stars, ""));
    let next = found.next.as_deref().map(|after| address(l, asked, &asked.stars, after));
    view! {
        {sums(l, found)}
        {filter(l, found, asked)}
        {none.then(|| view! { <p class="hint">{t::reviews_none_here(l)}</p> })}
        <ul class="revs">{rows}</ul>
        <Pager locale=l previous=first next=next/>
    }
    .into_any()
}

/// The address of this page with other reviews in it.
fn address(l: Locale, asked: &Asked, stars: &str, after: &str) -> String {
    let path = i18n::href(l, &format!("/p/{}", asked.slug));
    format!("{}#reviews", at(&path, &[("to", &asked.to), ("stars", stars), ("reviews", after)]))
}

fn sums(l: Locale, found: &ProductReviews) -> AnyView {
    let sums = &found.sums;
    let mean = |d| sums.mean(d).unwrap_or_default();
    let bars = (1..=STARS_MAX).rev().map(|stars| {
        let share = sums.share(stars);
        // Whole percents: nobody compares bars by hundredths.
        let percent = i18n::percent((share + 50) / 100 * 100);
        let label = t::reviews_share(l, t::N(stars), t::Percent(&percent));
        view! {
            <li><span>{i18n::common::review_stars(l, stars)}</span>
                <progress class="is-star" max="10000" value=share aria-label=label></progress>
                <span class="num">{percent}</span></li>
        }
    });
    let bars = bars.collect_view();
    let parts = Dimension::ALL.iter().map(|d| figure(l, *d, mean(*d))).collect_view();
    view! {
        <div class="revsum">
            <div class="revsum__n"><b class="num">{i18n::stars(mean(Dimension::Goods))}</b><span>{t::reviews_count(l, sums.count())}</span></div>
            <ul class="revbars">{bars}</ul>
            <dl class="revdims">{parts}</dl>
        </div>
    }
    .into_any()
}

/// The stars to narrow by; those that nobody gave are left out.
fn filter(l: Locale, found: &ProductReviews, asked: &Asked) -> AnyView {
    let link = |stars: String, label: String| {
        let current = (asked.stars == stars).then_some("true");
        let href = address(l, asked, &stars, "");
        view! { <li><a class="mark" href=href aria-current=current>{label}</a></li> }.into_any()
    };
    let all = link(String::new(), t::reviews_all(l, i18n::number(found.sums.count())));
    let given = (1..=STARS_MAX).rev().map(|stars| (stars, found.sums.with(stars)));
    let given = given.filter(|(_, n)| *n > 0).map(|(stars, n)| {
        link(stars.to_string(), t::reviews_of_stars(l, t::N(i18n::number(n)), t::Stars(stars)))
    });
    let given = given.collect_view();
    view! { <ul class="revtags" aria-label=t::reviews_filter(l)>{all}{given}</ul> }.into_any()
}
