//! The cart, by shop. Every line is a plain form; prices are read again on every look.

use crate::api::carts::{RemoveFromCart, SetCartLine, cart};
use crate::frame::use_visiting;
use crate::going::follow;
use crate::pages::bill;
use crate::pages::forms::{error_of, problem};
use crate::pages::parts::{failure, use_locale, words};
use crate::post::{Post, PostForm};
use domain::carts::{CartGroup, CartLine, CartView, LineState};
use domain::id::MerchantId;
use domain::money::Money;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Glyph, Icon, Ledger, Picture, Price, PriceSize};

/// `/cart`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let visiting = use_visiting();
    let set = Post::to::<SetCartLine>();
    let remove = Post::to::<RemoveFromCart>();
    follow(set, visiting.refresher());
    follow(remove, visiting.refresher());
    let page = Resource::new(move || (set.version(), remove.version()), |_| cart());
    view! {
        <Title text=i18n::common::brand_title(l, t::cart_title(l))/>
        <main id="main" class="wrap cart">
            <Transition fallback=move || view! { <p class="hint">{i18n::common::word_loading(l)}</p> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(cart) => body(l, cart, set, remove),
                        Err(error) => failure(l, &error),
                    }
                })}
            </Transition>
            {problem(l, error_of(set))} {problem(l, error_of(remove))}
        </main>
    }
}

type Set = Post;
type Remove = Post;

fn body(l: Locale, cart: CartView, set: Set, remove: Remove) -> AnyView {
    if cart.groups.is_empty() && cart.folded.is_empty() {
        return view! {
            <h1>{t::cart_title(l)}</h1>
            <section class="panel empty">
                <h2>{t::cart_empty_title(l)}</h2>
                <p>{t::cart_empty_text(l)}</p>
                <p><a class="btn btn--primary" href=i18n::href(l, "/")>{t::cart_empty_link(l)}</a></p>
            </section>
        }
        .into_any();
    }
    let groups = cart.groups.iter().map(|g| group(l, g, set, remove)).collect_view();
    view! {
        <h1>{t::cart_title(l)}" "<small class="num">{t::cart_count(l, cart.pieces)}</small></h1>
        <div class="ccols">
            <div class="cart__list">{groups}{folded(l, &cart.folded, remove)}</div>
            {sum(l, &cart)}
        </div>
    }
    .into_any()
}

fn group(l: Locale, group: &CartGroup, set: Set, remove: Remove) -> AnyView {
    let id = format!("g-{}", group.merchant);
    let labelled_by = id.clone();
    let lines = group.lines.iter().map(|line| item(l, line, set, remove)).collect_view();
    view! {
        <section class="panel shopgrp" aria-labelledby=labelled_by>
            <header><h2 id=id>
                <a href=i18n::href(l, &format!("/shop/{}", group.merchant_slug))>{words(l, &group.merchant_name)}</a>
            </h2></header>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

fn item(l: Locale, line: &CartLine, set: Set, remove: Remove) -> AnyView {
    let name = words(l, &line.name);
    let sku = line.sku.to_string();
    let moved = moved_price(l, line.price_when_added, line.price);
    let drop_label = t::cart_remove_item(l, &name);
    let short = (line.state == LineState::Short).then(|| t::product_stock_few(l, line.available));
    view! {
        <li class="citem">
            {choose_form(l, line, &name, set)}
            <Picture src=line.picture.clone() width=160 height=160/>
            <div class="citem__b">
                <a href=i18n::href(l, &format!("/p/{}", line.slug))>{name.clone()}</a>
                <span class="citem__sku">{words(l, &line.spec)}</span>
                {line.returnable.then(|| view! { <span class="mark mark--promise">{t::card_no_reason(l)}</span> })}
                {moved.map(|text| view! { <span class="mark mark--watch">{text}</span> })}
                {short.map(|text| view! { <span class="mark mark--watch">{text}</span> })}
            </div>
            <div class="citem__p"><Price money=line.price size=PriceSize::Line/></div>
            <div class="citem__q">{quantity_form(l, line, &name, set)}</div>
            <PostForm post=remove attr:class="citem__x">
                <input type="hidden" name="sku" value=sku/>
                <button class="linkbtn" type="submit">
                    <Icon of=Glyph::Trash/><span class="sr">{drop_label}</span>
                </button>
            </PostForm>
        </li>
    }
    .into_any()
}

fn choose_form(l: Locale, line: &CartLine, name: &str, set: Set) -> AnyView {
    let icon = if line.chosen { Glyph::Check } else { Glyph::Plus };
    let wanted = if line.chosen { "0" } else { "1" };
    let (sku, chosen, label) = (line.sku.to_string(), line.chosen, t::cart_select_item(l, name));
    view! {
        <PostForm post=set attr:class="citem__c">
            <input type="hidden" name="sku" value=sku/>
            <button class="tick" class:is-on=chosen type="submit" name="chosen" value=wanted
                aria-pressed=if chosen { "true" } else { "false" }>
                <Icon of=icon/><span class="sr">{label}</span>
            </button>
        </PostForm>
    }
    .into_any()
}

fn quantity_form(l: Locale, line: &CartLine, name: &str, set: Set) -> AnyView {
    let quantity = line.quantity;
    let label = i18n::common::stepper_of(l, name);
    let group_label = label.clone();
    let sku = line.sku.to_string();
    let most = line.available.clamp(1, domain::carts::QUANTITY_MAX);
    view! {
        <PostForm post=set attr:class="stepper" attr:aria-label=group_label>
            <input type="hidden" name="sku" value=sku/>
            // Enter in the field presses the first button; this one keeps what was typed.
            <button class="sr" type="submit" tabindex="-1" aria-hidden="true">{t::cart_update(l)}</button>
            <button type="submit" name="step" value="-1" aria-label=i18n::common::stepper_less(l) disabled={quantity <= 1}>
                <Icon of=Glyph::Minus/>
            </button>
            <input name="quantity" value=quantity.to_string() inputmode="numeric" aria-label=label/>
            <button type="submit" name="step" value="1" aria-label=i18n::common::stepper_more(l) disabled={quantity >= most}>
                <Icon of=Glyph::Plus/>
            </button>
        </PostForm>
    }
    .into_any()
}

fn moved_price(l: Locale, before: Money, now: Money) -> Option<String> {
    let gap = now.sub(before).ok()?;
    match gap.minor {
        0 => None,
        n if n > 0 => Some(t::cart_price_up(l, i18n::money(gap))),
        _ => Some(t::cart_price_down(l, i18n::money(gap.negated().ok()?))),
    }
}

fn folded(l: Locale, lines: &[CartLine], remove: Remove) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let items = lines
        .iter()
        .map(|line| {
            let (name, sku) = (words(l, &line.name), line.sku.to_string());
            let label = t::cart_remove_item(l, &name);
            let why = if line.state == LineState::SoldOut { t::cart_invalid_stock(l) } else { t::cart_invalid_gone(l) };
            view! {
                <li class="citem is-dead">
                    <Picture src=line.picture.clone() width=160 height=160/>
                    <div class="citem__b"><span>{name}</span><span class="hint">{why}</span></div>
                    <PostForm post=remove attr:class="citem__x">
                        <input type="hidden" name="sku" value=sku/>
                        <button class="linkbtn" type="submit"><Icon of=Glyph::Trash/><span class="sr">{label}</span></button>
                    </PostForm>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <details class="panel invalid">
                <summary><Icon of=Glyph::Info/>" "{t::cart_invalid(l, lines.len())}<Icon of=Glyph::Down/></summary>
                <ul>{items}</ul>
            </details>
        }
        .into_any(),
    )
}

/// What the ticked lines cost, by the same engine as on every other page (3.2.1).
fn sum(l: Locale, cart: &CartView) -> AnyView {
    let name = |merchant: &MerchantId| {
        let shop = cart.groups.iter().find(|g| g.merchant == *merchant);
        shop.map(|g| words(l, &g.merchant_name)).unwrap_or_default()
    };
    let rows = cart.quote.as_ref().map(|quote| bill::of_quote(l, quote, name));
    let count = t::cart_sum_goods(l, cart.chosen_pieces);
    let act = if rows.is_some() {
        let label = t::cart_checkout(l, cart.chosen_pieces);
        view! { <a class="btn btn--primary btn--lg btn--wide" href=i18n::href(l, "/checkout")>{label}</a> }.into_any()
    } else {
        view! { <p class="hint">{t::cart_nothing_chosen(l)}</p> }.into_any()
    };
    view! {
        <aside class="cart__sum panel" aria-labelledby="sum-h">
            <header><h2 id="sum-h">{t::cart_sum_title(l)}</h2><span class="sub">{count}</span></header>
            {rows.map(|rows| view! { <Ledger rows=rows/> })}
            {act}
            <p class="note">{t::cart_recheck(l)}</p>
        </aside>
    }
    .into_any()
}
