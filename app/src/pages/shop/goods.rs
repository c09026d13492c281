//! Products in a list, from what the catalogue tells.

use crate::pages::parts::words;
use domain::catalogue::ProductCard;
use i18n::Locale;
use leptos::prelude::*;
use ui::{Good, GoodsGrid, Tone};

/// The grid of cards. `lead` says how many pictures are likely seen first and must not be loaded lazily.
pub fn grid(l: Locale, cards: Vec<ProductCard>, lead: usize) -> AnyView {
    let goods = cards.into_iter().map(|c| good(l, c)).collect();
    view! { <GoodsGrid locale=l goods=goods eager=lead/> }.into_any()
}

fn good(l: Locale, card: ProductCard) -> Good {
    let promise =
        card.returnable.then(|| (Tone::Promise, i18n::shop::card_no_reason(l).to_owned()));
    Good {
        href: i18n::href(l, &format!("/p/{}", card.slug)),
        name: words(l, &card.name),
        picture: card.picture,
        price: card.price,
        was: card.list_price,
        shop: words(l, &card.merchant_name),
        sold: card.sold,
        marks: promise.into_iter().collect(),
        badge: None,
        sold_out: !card.in_stock,
    }
}
