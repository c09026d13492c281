//! Products in a list, from what the catalogue tells.

use crate::pages::parts::words;
use domain::browse::ListCard;
use domain::catalogue::ProductCard;
use domain::display::places::PlaceKind;
use domain::fairness::{PLACE_MARK, Place, place_of};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use ui::{Good, GoodsGrid, Tone};

/// The grid of cards. `lead` says how many pictures are likely seen first and must not be loaded lazily.
pub fn grid(l: Locale, cards: Vec<ProductCard>, lead: usize) -> AnyView {
    let goods = cards.into_iter().map(|c| good(l, c)).collect();
    view! { <GoodsGrid locale=l goods=goods eager=lead/> }.into_any()
}

/// The grid of a list: each card says what its place means.
pub fn grid_of_list(l: Locale, cards: Vec<ListCard>, lead: usize) -> AnyView {
    let goods = cards.into_iter().map(|c| reasoned(l, c)).collect();
    view! { <GoodsGrid locale=l goods=goods eager=lead/> }.into_any()
}

fn reasoned(l: Locale, listed: ListCard) -> Good {
    let badge = match listed.place {
        PlaceKind::Ordered => None,
        PlaceKind::Paid => Some((Tone::Ad, t::card_ad(l).to_owned())),
        PlaceKind::NewShop => Some((Tone::Fact, t::card_drawn(l).to_owned())),
    };
    let result = listed.result;
    let points = |points: i64| i18n::fraction(points);
    let terms = result.terms.iter();
    let mut why: Vec<(String, String)> =
        terms.map(|t| (i18n::words::display_term(l, t.key).to_owned(), points(t.points))).collect();
    if !why.is_empty() {
        why.push((t::card_score(l).to_owned(), points(result.score)));
    }
    let good = good(l, result.card);
    if listed.place == PlaceKind::Paid {
        why.push((t::card_paid_by(l).to_owned(), good.shop.clone()));
    }
    // By the mark a click is counted where it belongs, also without scripts (2.1.1); the product's own address has none.
    let href = match place_of(listed.place) {
        Place::Organic => good.href,
        place => format!("{}?{PLACE_MARK}={}", good.href, place.as_str()),
    };
    Good { badge, why, found: result.marks, href, ..good }
}

fn good(l: Locale, card: ProductCard) -> Good {
    let promise =
        card.returnable.then(|| (Tone::Promise, i18n::shop::card_no_reason(l).to_owned()));
    Good {
        href: i18n::href(l, &format!("/p/{}", card.slug)),
        name: words(l, &card.name),
        found: Vec::new(),
        picture: card.picture,
        price: card.price,
        from: card.price_varies,
        was: card.list_price,
        shop: words(l, &card.merchant_name),
        sold: card.sold,
        marks: promise.into_iter().collect(),
        badge: None,
        sold_out: !card.in_stock,
        why: Vec::new(),
    }
}
