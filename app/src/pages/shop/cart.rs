//! The cart, by shop. Every line is a plain form; prices are read again on every look.

use crate::AppError;
use crate::api::carts::{RemoveFromCart, SetCartLine, cart, quantity_field};
use crate::fetched::fetched;
use crate::frame::use_visiting;
use crate::going::follow;
use crate::pages::bill;
use crate::pages::forms::{error_of, problem, typed_before};
use crate::pages::parts::{Typed, failure, typed, use_locale, waited, words};
use crate::post::{Post, PostForm};
use domain::Code;
use domain::carts::{CartGroup, CartLine, CartView, LineState, QUANTITY_MAX};
use domain::id::{MerchantId, TypedId as _};
use domain::money::Money;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Glyph, Icon, Ledger, Notice, NoticeTone, Picture, Price, PriceSize};

/// What the lines of the page know of their forms.
#[derive(Clone)]
struct Acts {
    set: Post,
    remove: Post,
    /// What was refused, at which line.
    error: Signal<Option<AppError>>,
    /// What was typed there, when the page was sent back without scripts.
    before: Typed,
}

/// `/cart`; `?added=` and `&n=` say what was just put in.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let visiting = use_visiting();
    let set = Post::to::<SetCartLine>();
    let remove = Post::to::<RemoveFromCart>();
    follow(set, visiting.refresher());
    follow(remove, visiting.refresher());
    let query = use_query_map();
    let added = Memo::new(move |_| {
        let said = |name: &str| query.with(|q| q.get(name).unwrap_or_default());
        (said("added"), said("n").parse::<i64>().unwrap_or_default())
    });
    let error = error_of(set);
    let before = typed_before("cart", error.get_untracked());
    let page = fetched(
        move || (set.successes(), remove.version()),
        move |_| {
            let before = before.into_future();
            async move { Ok::<_, AppError>((cart().await?, before.await)) }
        },
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::cart_title(l))/>
        <main id="main" class="wrap cart">
            {waited(l, move || {
                    let added = added.get();
                    async move {
                        match page.await {
                            Ok((cart, before)) => body(l, &cart, &added, &Acts { set, remove, error, before }),
                            Err(error) => failure(l, &error),
                        }
                    }
                })}
            {problem(l, error)} {problem(l, error_of(remove))}
        </main>
    }
}

fn body(l: Locale, cart: &CartView, added: &(String, i64), acts: &Acts) -> AnyView {
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
    let groups = cart.groups.iter().map(|g| group(l, g, acts)).collect_view();
    view! {
        {just_added(l, cart, added)}
        <h1>{t::cart_title(l)}" "<small class="num">{t::cart_count(l, cart.pieces)}</small></h1>
        <div class="ccols">
            <div class="cart__list">{groups}{folded(l, &cart.folded, acts.remove)}</div>
            {sum(l, cart)}
        </div>
    }
    .into_any()
}

/// What was just put in, for those who come from its page.
fn just_added(l: Locale, cart: &CartView, (sku, n): &(String, i64)) -> Option<AnyView> {
    let lines = || cart.groups.iter().flat_map(|g| &g.lines);
    let line =
        lines().find(|line| line.sku.to_string() == *sku && *n > 0 && *n <= line.quantity)?;
    let text = t::cart_added(l, t::N(n), t::Name(bill::line_name(l, &line.name, &line.spec)));
    Some(
        view! { <div role="status"><Notice tone=NoticeTone::Kept><p>{text}</p></Notice></div> }
            .into_any(),
    )
}

fn group(l: Locale, group: &CartGroup, acts: &Acts) -> AnyView {
    let id = format!("g-{}", group.merchant);
    let labelled_by = id.clone();
    let lines = group.lines.iter().map(|line| item(l, line, acts)).collect_view();
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

fn item(l: Locale, line: &CartLine, acts: &Acts) -> AnyView {
    let remove = acts.remove;
    let wrong = line_error(l, line, acts.error);
    let wrong_id = format!("{}-error", ui::field_id(&quantity_field(line.sku.as_str())));
    let name = words(l, &line.name);
    let sku = line.sku.to_string();
    let spec = words(l, &line.spec);
    let moved = moved_price(l, line.price_when_added, line.price);
    let drop_label = t::cart_remove_item(l, &name);
    let short = (line.state == LineState::Short).then(|| t::product_stock_few(l, line.available));
    view! {
        <li class="citem">
            {choose_form(l, line, &name, acts.set)}
            <Picture src=line.picture.clone() width=160 height=160/>
            <div class="citem__b">
                <a href=i18n::href(l, &format!("/p/{}", line.slug))>{name.clone()}</a>
                {(!spec.is_empty()).then(|| view! { <span class="citem__sku">{spec}</span> })}
                {line.returnable.then(|| view! { <span class="mark mark--promise">{t::card_no_reason(l)}</span> })}
                {moved.map(|text| view! { <span class="mark mark--watch">{text}</span> })}
                {short.map(|text| view! { <span class="mark mark--watch">{text}</span> })}
            </div>
            <div class="citem__p"><Price money=line.price size=PriceSize::Line/></div>
            <div class="citem__q">{quantity_form(l, line, &name, acts, wrong)}</div>
            <PostForm post=remove attr:class="citem__x">
                <input type="hidden" name="sku" value=sku/>
                <button class="linkbtn" type="submit">
                    <Icon of=Glyph::Trash/><span class="sr">{drop_label}</span>
                </button>
            </PostForm>
            {move || wrong.get().map(|text| view! {
                <p class="citem__e" id=wrong_id.clone() role="alert"><Icon of=Glyph::Warn/><span>{text}</span></p>
            })}
        </li>
    }
    .into_any()
}

fn choose_form(l: Locale, line: &CartLine, name: &str, set: Post) -> AnyView {
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

fn quantity_form(
    l: Locale,
    line: &CartLine,
    name: &str,
    acts: &Acts,
    wrong: Signal<Option<String>>,
) -> AnyView {
    let set = acts.set;
    let quantity = line.quantity;
    let id = ui::field_id(&quantity_field(line.sku.as_str()));
    let described = format!("{id}-error");
    let described = move || wrong.get().map(|_| described.clone());
    let shown = if typed(&acts.before, "sku") == line.sku.as_str() {
        typed(&acts.before, "quantity")
    } else {
        quantity.to_string()
    };
    let first = shown.clone();
    let label = i18n::common::stepper_of(l, name);
    let group_label = label.clone();
    let sku = line.sku.to_string();
    let most = line.available.clamp(1, QUANTITY_MAX);
    view! {
        <PostForm post=set attr:class="stepper" attr:aria-label=group_label>
            <input type="hidden" name="sku" value=sku/>
            // Enter in the field presses the first button; this one keeps what was typed.
            <button class="sr" type="submit" tabindex="-1" aria-hidden="true">{t::cart_update(l)}</button>
            <button type="submit" name="step" value="-1" aria-label=i18n::common::stepper_less(l) disabled={quantity <= 1}>
                <Icon of=Glyph::Minus/>
            </button>
            <input id=id name="quantity" value=first prop:value=shown inputmode="numeric" autocomplete="off" aria-label=label
                aria-invalid=move || wrong.get().map(|_| "true") aria-describedby=described/>
            <button type="submit" name="step" value="1" aria-label=i18n::common::stepper_more(l) disabled={quantity >= most}>
                <Icon of=Glyph::Plus/>
            </button>
        </PostForm>
    }
    .into_any()
}

/// What is wrong with the quantity of this line, and what to do about it.
fn line_error(
    l: Locale,
    line: &CartLine,
    error: Signal<Option<AppError>>,
) -> Signal<Option<String>> {
    let (field, left) = (quantity_field(line.sku.as_str()), line.available);
    Signal::derive(move || {
        let code = error.with(|e| e.as_ref().and_then(|e| e.field(&field).map(|f| f.code)))?;
        Some(match code {
            Code::NumberRange => t::cart_quantity_range(l, QUANTITY_MAX),
            code => i18n::errors::sentence(l, code, Some(left)),
        })
    })
}

fn moved_price(l: Locale, before: Money, now: Money) -> Option<String> {
    let gap = now.sub(before).ok()?;
    match gap.minor {
        0 => None,
        n if n > 0 => Some(t::cart_price_up(l, i18n::money(gap))),
        _ => Some(t::cart_price_down(l, i18n::money(gap.negated().ok()?))),
    }
}

fn folded(l: Locale, lines: &[CartLine], remove: Post) -> Option<AnyView> {
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
