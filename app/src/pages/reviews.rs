//! A review as everybody reads it: on the product page, on the buyer's order, and at the shop's workbench.

use crate::pages::parts::words;
use domain::reviews::Dimension;
use domain::reviews::views::ReviewView;
use i18n::{Locale, common as t};
use leptos::prelude::*;
use ui::{Glyph, Icon};

/// Stars as a drawing with a figure.
pub fn rating(l: Locale, figure: String, spoken: i64) -> AnyView {
    view! {
        <span class="rating"><Icon of=Glyph::Star/><b aria-hidden="true">{figure}</b><span class="sr">{t::review_stars(l, spoken)}</span></span>
    }
    .into_any()
}

/// Who said what about which choice, what was added, and what the shop answered.
pub fn said(l: Locale, review: &ReviewView) -> AnyView {
    let stars = review.scores.goods;
    let spec = words(l, &review.spec);
    let dims: Vec<String> = Dimension::ALL
        .iter()
        .map(|d| format!("{} {}", i18n::words::review_dimension(l, *d), review.scores.of(*d)))
        .collect();
    let added = review.follow_up.as_ref().map(|said| {
        let when = t::review_follow_up(l, i18n::date(l, said.at));
        view! { <p><b>{when}</b>" "{said.text.clone()}</p> }
    });
    let answer = review.answer.as_ref().map(|said| {
        view! { <div class="rev__reply"><b>{t::review_answer(l)}</b>" "{said.text.clone()}</div> }
    });
    view! {
        <div class="rev__who">
            <b>{review.who.clone()}</b>
            {rating(l, stars.to_string(), stars)}
            <time datetime=i18n::iso(review.written_at)>{i18n::date(l, review.written_at)}</time>
            {(!spec.is_empty()).then(|| view! { <span class="mark">{spec}</span> })}
        </div>
        <p>{review.text.clone()}</p>
        <p class="rev__dims num">{dims.join(t::word_dot(l))}</p>
        {added}
        {answer}
    }
    .into_any()
}
