//! What a buyer looked at: nobody else sees it, and it can be erased.

use super::account::menu;
use super::favourites::{Act, nothing, pager, row, use_after};
use crate::api::favourites::{ClearHistory, ForgetSeen, history};
use crate::fetched::fetched;
use crate::pages::forms::{error_of, problem};
use crate::pages::parts::{use_locale, waited, words};
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::catalogue::Paged;
use domain::favourites::{HISTORY_MAX, KeptCard};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;

/// `/account/history`; `?after=` is the next page.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let after = use_after();
    let forget = Post::to::<ForgetSeen>();
    let clear = Post::to::<ClearHistory>();
    let page = fetched(
        move || (after.get(), forget.version(), clear.version()),
        |(after, ..)| history(after),
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::history_title(l))/>
        <main id="main" class="wrap acct">
            {menu(l, "/account/history")}
            <section class="panel">
                <h1>{t::history_title(l)}</h1>
                <p class="hint">{t::history_text(l, HISTORY_MAX)}</p>
                {problem(l, error_of(forget))}
                {problem(l, error_of(clear))}
                {waited(l, move || async move {
                        match page.await {
                            Ok(list) => body(l, list, &after.get_untracked(), forget, clear),
                            Err(error) => wall::failure_or_sign_in(l, &error, "/account/history"),
                        }
                    })}
            </section>
        </main>
    }
}

fn body(l: Locale, list: Paged<KeptCard>, after: &str, forget: Post, clear: Post) -> AnyView {
    if list.items.is_empty() && after.is_empty() {
        return nothing(l, t::history_empty_title(l), t::history_empty_text(l));
    }
    let rows = list
        .items
        .iter()
        .map(|kept| {
            let name = words(l, &kept.card.name);
            let when = t::history_seen_at(l, i18n::date_time(l, kept.at));
            let label = t::history_remove_of(l, &name);
            row(l, kept, when, Act { post: forget, words: t::history_remove(l), label })
        })
        .collect_view();
    view! {
        <ul class="rows keep">{rows}</ul>
        {pager(l, "/account/history", after, list.next.as_deref())}
        <PostForm post=clear>
            <button class="btn" type="submit" disabled=move || clear.pending()>{t::history_clear(l)}</button>
        </PostForm>
    }
    .into_any()
}
