//! Reviewing a line of a received order, or adding to what was said (3.3.3). Nothing is chosen beforehand.

use crate::AppError;
use crate::api::orders::view_order;
use crate::api::reviews::{AddToReview, WriteReview};
use crate::fetched::fetched;
use crate::going::follow;
use crate::pages::forms::{error_of, field_error, summary, typed_before};
use crate::pages::parts::{Typed, failure, typed, use_locale, waited, words};
use crate::pages::reviews::said;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::Code;
use domain::orders::views::OrderView;
use domain::reviews::views::{LineReview, ReviewView};
use domain::reviews::{Dimension, TEXT_CHARS_MAX};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{Line, StarPicks, TextArea};

/// What the buyer can send here.
#[derive(Clone, Copy)]
struct Acts {
    write: Post,
    add: Post,
}

/// `/orders/{order}/review?line=`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let query = use_query_map();
    let order = Memo::new(move |_| params.with(|p| p.get("order").unwrap_or_default()));
    let asked = Memo::new(move |_| query.with(|q| q.get("line").unwrap_or_default()));
    let acts = Acts { write: Post::to::<WriteReview>(), add: Post::to::<AddToReview>() };
    let nothing = Callback::new(|()| ());
    follow(acts.write, nothing);
    follow(acts.add, nothing);
    let refused = error_of(acts.write).get_untracked().or(error_of(acts.add).get_untracked());
    let before = typed_before("review", refused);
    let page = fetched(
        move || order.get(),
        move |order| {
            let before = before.into_future();
            async move { Ok::<_, AppError>((view_order(order).await?, before.await)) }
        },
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::reviews_heading(l))/>
        <main id="main" class="wrap rform">
            {waited(l, move || {
                    let (asked, path) = (asked.get(), format!("/orders/{}/review?line={}", order.get_untracked(), asked.get()));
                    async move {
                        match page.await {
                            Ok((view, typed)) => body(l, &view, &typed, &asked, acts),
                            Err(error) => wall::failure_or_sign_in(l, &error, &path),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, view: &OrderView, before: &Typed, asked: &str, acts: Acts) -> AnyView {
    let line = view.card.lines.iter().find(|line| line.id.to_string() == asked);
    let told = view.reviews.iter().find(|told| told.line.to_string() == asked);
    let (Some(line), Some(told)) = (line, told) else {
        return failure(l, &AppError::of(Code::NotFound));
    };
    let heading =
        if told.review.is_some() { t::reviews_heading_add(l) } else { t::reviews_heading(l) };
    let shown = view! {
        <Line locale=l name=words(l, &line.name) choice=words(l, &line.spec) picture=line.picture.clone()
            money=line.unit_price quantity=line.qty/>
    };
    let order = view.card.id.to_string();
    let form = match (&told.review, told.until) {
        (_, None) => view! { <p class="hint">{t::reviews_nothing_now(l)}</p> }.into_any(),
        (None, Some(_)) => write_form(l, order.clone(), told, before, acts.write),
        (Some(review), Some(_)) => add_form(l, order.clone(), review, before, acts.add),
    };
    let until = told.until.map(|at| t::reviews_until(l, i18n::date_time(l, at)));
    let back = i18n::href(l, &format!("/orders/{order}"));
    view! {
        <h1>{heading}</h1>
        <section class="panel revform">
            {shown}
            {told.review.as_ref().map(|review| view! { <div class="rev">{said(l, review)}</div> })}
            {form}
            {until.map(|text| view! { <p class="hint">{text}</p> })}
            <p><a href=back>{t::order_title(l, &view.card.number)}</a></p>
        </section>
    }
    .into_any()
}

fn write_form(l: Locale, order: String, told: &LineReview, before: &Typed, act: Post) -> AnyView {
    let error = error_of(act);
    let name = |d: Dimension| i18n::words::review_dimension(l, d);
    let mut labels: Vec<(&'static str, String)> =
        Dimension::ALL.iter().map(|d| (d.as_str(), name(*d).to_owned())).collect();
    labels.push(("text", t::reviews_text(l).to_owned()));
    let meanings = [
        t::reviews_meaning_1(l),
        t::reviews_meaning_2(l),
        t::reviews_meaning_3(l),
        t::reviews_meaning_4(l),
        t::reviews_meaning_5(l),
    ];
    let stars = Dimension::ALL.iter().map(|d| {
        let field = d.as_str();
        view! {
            <StarPicks name=field legend=name(*d) meanings=meanings value=typed(before, field) error=field_error(l, error, field)/>
        }
    });
    let stars = stars.collect_view();
    let text = text_field(l, t::reviews_text(l), before, act);
    let line = told.line.to_string();
    view! {
        <PostForm post=act attr:class="form__body">
            {summary(l, error, labels)}
            <input type="hidden" name="order" value=order/>
            <input type="hidden" name="line" value=line/>
            <div class="starset">{stars}</div>
            {text}
            <button class="btn btn--primary btn--lg" type="submit">{t::reviews_submit(l)}</button>
        </PostForm>
    }
    .into_any()
}

fn add_form(l: Locale, order: String, review: &ReviewView, before: &Typed, act: Post) -> AnyView {
    let labels = vec![("text", t::reviews_text_add(l).to_owned())];
    let text = text_field(l, t::reviews_text_add(l), before, act);
    let id = review.id.to_string();
    view! {
        <PostForm post=act attr:class="form__body">
            {summary(l, error_of(act), labels)}
            <input type="hidden" name="order" value=order/>
            <input type="hidden" name="id" value=id/>
            {text}
            <button class="btn btn--primary btn--lg" type="submit">{t::reviews_submit_add(l)}</button>
        </PostForm>
    }
    .into_any()
}

fn text_field(l: Locale, label: &'static str, before: &Typed, act: Post) -> AnyView {
    let most = u32::try_from(TEXT_CHARS_MAX).unwrap_or(u32::MAX);
    view! {
        <TextArea locale=l name="text" label=label hint=t::reviews_text_hint(l, TEXT_CHARS_MAX) required=true max=most rows=5
            value=typed(before, "text") error=field_error(l, error_of(act), "text")/>
    }
    .into_any()
}
