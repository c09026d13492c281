//! Prices: small symbol, large whole part, small decimals. The machine-readable amount stands in `value`.

use domain::Money;
use i18n::{Locale, common, price_parts};
use leptos::prelude::*;

/// How large a price is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PriceSize {
    /// In lists of goods.
    #[default]
    Normal,
    /// In lines of a cart or an order.
    Line,
    /// On the product page.
    Page,
    /// The one amount at the cashier.
    Hero,
}

/// What something costs.
#[component]
pub fn Price(
    /// The amount.
    money: Money,
    /// How large.
    #[prop(optional)]
    size: PriceSize,
    /// Ink instead of cinnabar, where nothing is being sold.
    #[prop(optional)]
    ink: bool,
) -> impl IntoView {
    let parts = price_parts(money);
    // One text, so that no marker for hydration stands between sign and symbol.
    let symbol = format!("{}{}", parts.sign, parts.symbol);
    let class = match size {
        PriceSize::Normal => "price",
        PriceSize::Line => "price price--md",
        PriceSize::Page => "price price--xl",
        PriceSize::Hero => "price price--hero",
    };
    view! {
        <data class=class class:price--ink=ink value=money.decimal_text()>
            <i>{symbol}</i>
            <b>{parts.whole}</b>
            <small>{parts.fraction}</small>
        </data>
    }
}

/// A price that may be the lowest of several: then a word says so, where the language has it.
#[component]
pub fn FromPrice(
    /// The language.
    locale: Locale,
    /// The lowest price.
    money: Money,
    /// Whether there are higher ones.
    from: bool,
    /// How large.
    #[prop(optional)]
    size: PriceSize,
) -> impl IntoView {
    let word =
        || from.then(|| view! { <span class="price__from">{common::price_from(locale)}</span> });
    let (before, after) = match locale {
        Locale::ZhCn => (None, word()),
        Locale::En => (word(), None),
    };
    view! { {before}<Price money size/>{after} }.into_any()
}

/// The list price, struck through, with the word that says what it is.
#[component]
pub fn Was(
    /// The language.
    locale: Locale,
    /// The list price.
    money: Money,
) -> impl IntoView {
    view! {
        <span class="was">
            <span class="sr">{common::price_list(locale)}" "</span>
            <s>{i18n::money(money)}</s>
        </span>
    }
}
