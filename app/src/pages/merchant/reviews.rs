//! What buyers say about the shop's goods: those that wait for an answer first. One is answered at a time, where it stands
//! (3.3.3).

use crate::AppError;
use crate::api::reviews::{AnswerReview, shop_reviews};
use crate::fetched::fetched;
use crate::going::follow;
use crate::live::use_changes;
use crate::pages::console::at;
use crate::pages::forms::{error_of, field_error, summary, typed_before};
use crate::pages::parts::{Typed, typed, use_locale, waited, words};
use crate::pages::reviews::said;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::catalogue::Paged;
use domain::reviews::TEXT_CHARS_MAX;
use domain::reviews::views::ShopReview;
use i18n::Locale;
use i18n::merchant as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Empty, Notice, NoticeTone, Pager, Picture, Tab, Tabs, TextArea};

const HERE: &str = "/merchant/reviews";

/// What the address says: which tab, where the page begins, which review is being answered, what was just done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    tab: String,
    after: String,
    open: String,
    done: String,
}

/// `/merchant/reviews`; `?tab=all` shows the answered ones too, `&after=` the next page, `&open=` the form of one.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let word = |name: &str| query.with(|q| q.get(name).unwrap_or_default());
        Asked { tab: word("tab"), after: word("after"), open: word("open"), done: word("done") }
    });
    let act = Post::to::<AnswerReview>();
    follow(act, Callback::new(|()| ()));
    let changes = use_changes(|kind| kind.starts_with("review."));
    let before = typed_before("answer", error_of(act).get_untracked());
    let shown = Memo::new(move |_| asked.with(|a| (a.tab.clone(), a.after.clone())));
    // While an answer is being written the list stands still: a row that moved would take what was typed along.
    let heard = move || asked.with(|a| a.open.is_empty()).then(|| changes.get());
    let page = fetched(
        move || (shown.get(), heard()),
        move |((tab, after), _)| {
            let before = before.into_future();
            async move { Ok::<_, AppError>((shop_reviews(tab, after).await?, before.await)) }
        },
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::reviews_title(l))/>
        <main id="main" class="cbody">
            <div class="chead"><h1>{t::reviews_title(l)}</h1></div>
            {waited(l, move || {
                    let asked = asked.get();
                    async move {
                        match page.await {
                            Ok((list, typed)) => body(l, &list, &typed, &asked, act),
                            Err(error) => wall::failure_or_sign_in(l, &error, HERE),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, list: &Paged<ShopReview>, before: &Typed, asked: &Asked, act: Post) -> AnyView {
    let tab = |word: &str, label: &'static str| Tab {
        label: label.to_owned(),
        href: at(HERE, &[("tab", word)]),
        count: None,
        current: asked.tab == word,
    };
    let tabs = vec![tab("", t::reviews_tab_open(l)), tab("all", t::reviews_tab_all(l))];
    let first = (!asked.after.is_empty()).then(|| at(HERE, &[("tab", &asked.tab)]));
    let next = list.next.as_deref();
    let next = next.map(|after| at(HERE, &[("tab", &asked.tab), ("after", after)]));
    let done = (asked.done == "answered").then(|| {
        view! { <Notice tone=NoticeTone::Kept><p>{t::reviews_done(l)}</p></Notice> }
    });
    view! {
        {done}
        <section class="panel" aria-label=t::reviews_list(l)>
            <Tabs label=t::reviews_tabs(l) tabs=tabs/>
            {if list.items.is_empty() { nothing(l, asked) } else { rows(l, list, before, asked, act) }}
            <Pager locale=l previous=first next=next/>
        </section>
    }
    .into_any()
}

fn nothing(l: Locale, asked: &Asked) -> AnyView {
    let (title, text) = if asked.tab.is_empty() {
        (t::reviews_empty_open_title(l), t::reviews_empty_open_text(l))
    } else {
        (t::reviews_empty_title(l), t::reviews_empty_text(l))
    };
    view! { <Empty title=title text=text/> }.into_any()
}

fn rows(l: Locale, list: &Paged<ShopReview>, before: &Typed, asked: &Asked, act: Post) -> AnyView {
    let rows = list.items.iter().map(|item| view! { <li>{row(l, item, before, asked, act)}</li> });
    view! { <ul class="revs">{rows.collect_view()}</ul> }.into_any()
}

fn row(l: Locale, item: &ShopReview, before: &Typed, asked: &Asked, act: Post) -> AnyView {
    let order = format!("/merchant/orders/{}", item.order);
    let id = item.review.id.to_string();
    let answer = if item.review.answer.is_some() {
        None
    } else if asked.open == id {
        Some(form(l, item, before, act))
    } else {
        let label = format!("{} {}", t::reviews_answer(l), item.order_number);
        let form = at(HERE, &[("tab", &asked.tab), ("after", &asked.after), ("open", &id)]);
        let href = format!("{form}#{}", ui::field_id("answer"));
        Some(view! { <p><a class="btn btn--sm" href=href aria-label=label>{t::reviews_answer(l)}</a></p> }.into_any())
    };
    view! {
        <div class="rev__good">
            <Picture src=item.picture.clone() width=64 height=64/>
            <div>{words(l, &item.name)}<small><a class="num" href=order>{t::reviews_order(l, &item.order_number)}</a></small></div>
        </div>
        {said(l, &item.review)}
        {answer}
    }
    .into_any()
}

fn form(l: Locale, item: &ShopReview, before: &Typed, act: Post) -> AnyView {
    let error = error_of(act);
    let most = u32::try_from(TEXT_CHARS_MAX).unwrap_or(u32::MAX);
    let labels = vec![("answer", t::reviews_text(l).to_owned())];
    let heading = t::reviews_answer_to(l, &item.review.who);
    let (id, written) = (item.review.id.to_string(), typed(before, "answer"));
    view! {
        <PostForm post=act attr:class="form__body">
            <h2 class="h-sm">{heading}</h2>
            {summary(l, error, labels)}
            <input type="hidden" name="id" value=id/>
            <TextArea locale=l name="answer" label=t::reviews_text(l) hint=t::reviews_text_hint(l, TEXT_CHARS_MAX)
                value=written required=true max=most error=field_error(l, error, "answer")/>
            <button class="btn btn--primary" type="submit">{t::reviews_submit(l)}</button>
        </PostForm>
    }
    .into_any()
}
