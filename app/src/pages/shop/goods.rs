//! A product in a list: the same card for big and small shops (2.1.1).

use crate::pages::parts::words;
use domain::catalogue::ProductCard;
use i18n::Locale;
use leptos::prelude::*;
use ui::Price;

/// The grid of cards. `lead` says how many pictures are likely seen first and must not be loaded lazily.
pub fn grid(l: Locale, cards: Vec<ProductCard>, lead: usize) -> AnyView {
    let items = cards.into_iter().enumerate().map(|(i, c)| card(l, c, i < lead)).collect_view();
    view! { <div class="goods"><ul class="goods__grid">{items}</ul></div> }.into_any()
}

fn card(l: Locale, card: ProductCard, eager: bool) -> AnyView {
    let href = i18n::href(l, &format!("/p/{}", card.slug));
    let name = words(l, &card.name);
    let shop = words(l, &card.merchant_name);
    let was = card.list_price.map(|p| {
        view! { <span class="was"><span class="sr">{i18n::common::price_list(l)}</span><s>{i18n::money(p)}</s></span> }
    });
    view! {
        <li class="good">
            <div class="good__pic">
                <img src=card.picture alt="" width="400" height="400" loading=if eager { "eager" } else { "lazy" }/>
            </div>
            <div class="good__body">
                <h3 class="good__name"><a href=href>{name}</a></h3>
                <div class="good__price"><Price amount=card.price/>{was}</div>
                <div class="marks">
                    {card.returnable.then(|| view! { <span class="mark mark--promise">{i18n::shop::card_no_reason(l)}</span> })}
                    {(!card.in_stock).then(|| view! { <span class="mark">{i18n::shop::card_sold_out(l)}</span> })}
                </div>
                <div class="good__foot">
                    <span>{shop}</span>
                    <span class="num">{i18n::shop::card_sold(l, i18n::count(l, card.sold))}</span>
                </div>
            </div>
        </li>
    }
    .into_any()
}
