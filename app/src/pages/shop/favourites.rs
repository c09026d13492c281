//! What a buyer marked, and the rows it shares with the history.

use super::account::menu;
use crate::api::favourites::{RemoveFavourite, favourites};
use crate::fetched::fetched;
use crate::pages::forms::{error_of, problem};
use crate::pages::parts::{use_locale, waited, words};
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::catalogue::Paged;
use domain::favourites::KeptCard;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Empty, FromPrice, LinkButton, Mark, Pager, Picture, PriceSize, Tone};

/// `/account/favourites`; `?after=` is the next page.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let after = use_after();
    let remove = Post::to::<RemoveFavourite>();
    let page = fetched(move || (after.get(), remove.version()), |(after, _)| favourites(after));
    view! {
        <Title text=i18n::common::brand_title(l, t::favourites_title(l))/>
        <main id="main" class="wrap acct">
            {menu(l, "/account/favourites")}
            <section class="panel">
                <h1>{t::favourites_title(l)}</h1>
                <p class="hint">{t::favourites_text(l)}</p>
                {problem(l, error_of(remove))}
                {waited(l, move || async move {
                        match page.await {
                            Ok(list) => body(l, list, &after.get_untracked(), remove),
                            Err(error) => wall::failure_or_sign_in(l, &error, "/account/favourites"),
                        }
                    })}
            </section>
        </main>
    }
}

/// The key of the page that the address asks for.
pub fn use_after() -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|q| q.get("after").unwrap_or_default()))
}

fn body(l: Locale, list: Paged<KeptCard>, after: &str, remove: Post) -> AnyView {
    if list.items.is_empty() && after.is_empty() {
        return nothing(l, t::favourites_empty_title(l), t::favourites_empty_text(l));
    }
    let rows = list
        .items
        .iter()
        .map(|kept| {
            let name = words(l, &kept.card.name);
            let when = t::favourites_marked_at(l, i18n::date(l, kept.at));
            let label = t::favourites_remove_of(l, &name);
            row(l, kept, when, Act { post: remove, words: t::favourites_remove(l), label })
        })
        .collect_view();
    view! { <ul class="rows keep">{rows}</ul> {pager(l, "/account/favourites", after, list.next.as_deref())} }
        .into_any()
}

/// An empty list says so and leads back to the goods.
pub fn nothing(l: Locale, title: &'static str, text: &'static str) -> AnyView {
    view! {
        <Empty title=title text=text>
            <LinkButton href=i18n::href(l, "/")>{t::cart_empty_link(l)}</LinkButton>
        </Empty>
    }
    .into_any()
}

/// On through the list, and back to its beginning.
pub fn pager(l: Locale, path: &str, after: &str, next: Option<&str>) -> AnyView {
    let next = next.map(|key| i18n::href(l, &format!("{path}?after={key}")));
    let first = (!after.is_empty()).then(|| i18n::href(l, path));
    view! { <Pager locale=l previous=first next=next/> }.into_any()
}

/// What one may do with a row.
pub struct Act {
    /// Where its form goes.
    pub post: Post,
    /// The words of its button.
    pub words: &'static str,
    /// The same with the name of the product, for those who listen.
    pub label: String,
}

/// One product that was kept: what it is, what became of it, and the way to let it go.
pub fn row(l: Locale, kept: &KeptCard, when: String, act: Act) -> AnyView {
    let card = &kept.card;
    let (name, id) = (words(l, &card.name), card.id.to_string());
    let title = if kept.offered {
        view! { <a href=i18n::href(l, &format!("/p/{}", card.slug))>{name}</a> }.into_any()
    } else {
        view! { <span>{name}</span> }.into_any()
    };
    let price = kept.offered.then(|| view! { <FromPrice locale=l money=card.price from=card.price_varies size=PriceSize::Line/> });
    let mark = if !kept.offered {
        Some((Tone::Fact, t::favourites_gone(l).to_owned()))
    } else if !card.in_stock {
        Some((Tone::Fact, t::product_sold_out(l).to_owned()))
    } else {
        kept.fallen_by().map(|by| (Tone::Offer, t::favourites_fallen(l, i18n::money(by))))
    };
    let mark = mark.map(|(tone, text)| view! { <Mark text=text tone=tone/> });
    let (post, label) = (act.post, act.label);
    view! {
        <li class:is-gone=!kept.offered>
            <Picture src=card.picture.clone() width=144 height=144/>
            <div class="rows__b">
                <b>{title}</b>
                <small>{words(l, &card.merchant_name)}{i18n::common::word_dot(l)}{when}</small>
                <p class="keep__say">{price}" "{mark}</p>
            </div>
            <div class="rows__act">
                <PostForm post=post>
                    <input type="hidden" name="id" value=id/>
                    <button class="btn btn--sm" type="submit" aria-label=label disabled=move || post.pending()>{act.words}</button>
                </PostForm>
            </div>
        </li>
    }
    .into_any()
}
