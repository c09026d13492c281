//! Goods in lists: the card (the same for every shop, 2.1.1) and the line.

use crate::{FromPrice, Mark, Picture, Price, PriceSize, Tone, Was};
use domain::Money;
use i18n::{Locale, count, shop};
use leptos::prelude::*;

/// What a card shows of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Good {
    /// Where the product page lies, language included.
    pub href: String,
    /// The full name.
    pub name: String,
    /// What was searched for in the name: ranges of bytes, in order.
    pub found: Vec<(usize, usize)>,
    /// The address of a square picture.
    pub picture: String,
    /// What it costs now.
    pub price: Money,
    /// Whether that is the lowest of several prices.
    pub from: bool,
    /// The list price, when it differs.
    pub was: Option<Money>,
    /// The shop's name.
    pub shop: String,
    /// How many were sold; zero is not shown.
    pub sold: i64,
    /// At most two words about it.
    pub marks: Vec<(Tone, String)>,
    /// A word on the picture: cold chain, paid place.
    pub badge: Option<(Tone, String)>,
    /// Nothing is left.
    pub sold_out: bool,
    /// Why it stands here (2.1.1): terms with their figures, the last one is the sum. Empty: nothing is said.
    pub why: Vec<(String, String)>,
}

/// The marks a card has room for.
const MARKS_MAX: usize = 2;
/// How wide the picture of a card is: two columns on a phone, three on a tablet, four or five on a desk.
const CARD_SIZES: &str = "(max-width: 767px) 46vw, (max-width: 1279px) 31vw, 240px";

/// Goods in a grid that asks its container for the number of columns.
#[component]
pub fn GoodsGrid(
    /// The language.
    locale: Locale,
    /// The goods, in order.
    goods: Vec<Good>,
    /// How many of the first pictures are loaded at once: those in the first screen.
    #[prop(default = 0)]
    eager: usize,
) -> impl IntoView {
    let cards =
        goods.into_iter().enumerate().map(|(i, g)| card(locale, g, i < eager)).collect_view();
    view! { <div class="goods"><ul class="goods__grid">{cards}</ul></div> }.into_any()
}

fn card(l: Locale, good: Good, eager: bool) -> AnyView {
    let badge = if good.sold_out {
        Some((Tone::Fact, shop::card_sold_out(l).to_owned()))
    } else {
        good.badge
    };
    let sold = (good.sold > 0).then(|| shop::card_sold(l, count(l, good.sold)));
    let marks = good.marks.into_iter().take(MARKS_MAX);
    view! {
        <li class="good">
            <div class="good__pic">
                <Picture src=good.picture width=400 height=400 sizes=CARD_SIZES eager/>
                {badge.map(|(tone, text)| view! { <Mark text tone/> })}
            </div>
            <div class="good__body">
                <h3 class="good__name"><a href=good.href>{marked(&good.name, &good.found)}</a></h3>
                <div class="good__price">
                    <FromPrice locale=l money=good.price from=good.from/>
                    {good.was.map(|money| view! { <Was locale=l money/> })}
                </div>
                <div class="marks">
                    {marks.map(|(tone, text)| view! { <Mark text tone/> }).collect_view()}
                </div>
                <div class="good__foot">
                    <span>{good.shop}</span>
                    {sold.map(|text| view! { <span class="num">{text}</span> })}
                </div>
            </div>
            {why(l, good.why)}
        </li>
    }
    .into_any()
}

/// The name with what was searched for marked. Ranges that do not fit the name are left out.
fn marked(name: &str, found: &[(usize, usize)]) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::with_capacity(found.len() * 2 + 1);
    let mut done = 0;
    for (from, until) in found {
        let (Some(before), Some(hit)) = (name.get(done..*from), name.get(*from..*until)) else {
            continue;
        };
        parts.push(before.to_owned().into_any());
        parts.push(view! { <mark>{hit.to_owned()}</mark> }.into_any());
        done = *until;
    }
    parts.push(name.get(done..).unwrap_or_default().to_owned().into_any());
    parts.into_any()
}

/// The reasons fold open upwards over the card, so that no neighbour moves.
fn why(l: Locale, terms: Vec<(String, String)>) -> Option<AnyView> {
    if terms.is_empty() {
        return None;
    }
    let rows = terms.into_iter().map(|(term, figure)| {
        view! { <div><dt>{term}</dt><dd>{figure}</dd></div> }
    });
    let rows = rows.collect_view();
    Some(
        view! { <details class="why"><summary>{shop::card_why(l)}</summary><dl>{rows}</dl></details> }
            .into_any(),
    )
}

/// One line of goods in an order, a checkout or a return.
#[component]
pub fn Line(
    /// Where the product page or the page as sold lies; empty for no link.
    #[prop(into, optional)]
    href: String,
    /// The name.
    #[prop(into)]
    name: String,
    /// Which SKU was chosen.
    #[prop(into, optional)]
    choice: String,
    /// The address of a square picture.
    #[prop(into)]
    picture: String,
    /// The price of one.
    money: Money,
    /// How many.
    quantity: i64,
    /// The language.
    locale: Locale,
    /// Words about it.
    #[prop(optional)]
    marks: Vec<(Tone, String)>,
) -> impl IntoView {
    let title = if href.is_empty() {
        view! { <span>{name}</span> }.into_any()
    } else {
        view! { <a href=href>{name}</a> }.into_any()
    };
    let choice = (!choice.is_empty()).then(|| view! { <span class="hint">{choice}</span> });
    let marks = (!marks.is_empty()).then(|| {
        let marks =
            marks.into_iter().map(|(tone, text)| view! { <Mark text tone/> }).collect_view();
        view! { <div class="marks">{marks}</div> }
    });
    view! {
        <div class="gline">
            <Picture src=picture width=144 height=144/>
            <div>{title}{choice}{marks}</div>
            <div class="gline__r">
                <Price money size=PriceSize::Line ink=true/>
                <small>{i18n::common::unit_times(locale, quantity)}</small>
            </div>
        </div>
    }
    .into_any()
}
