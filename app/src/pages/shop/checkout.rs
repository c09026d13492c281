//! Checkout: address, goods by shop, promises and the price line by line, then one button (3.2.1). The price is reckoned
//! anew when the order is placed; when it is not the one that was shown, this page comes back and says so.

use crate::AppError;
use crate::api::addresses::{SaveAddress, addresses};
use crate::api::checkout::{CheckoutPage, PlaceOrder, checkout, coupon_words};
use crate::fetched::fetched;
use crate::frame::use_visiting;
use crate::going::follow;
use crate::pages::bill;
use crate::pages::forms::{error_of, field_error, problem, typed_before};
use crate::pages::parts::{Typed, failure, typed, use_locale, waited, words};
use crate::pages::shop::addresses as book;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::Code;
use domain::accounts::AddressView;
use domain::checkout::{
    Basket, CashierView, CheckoutLine, CheckoutShop, CheckoutView, CouponView, NOTE_CHARS_MAX,
};
use domain::id::CouponId;
use domain::payments::PurchaseState;
use domain::quote::{Delivery, MerchantQuote};
use domain::returns::Returnable;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{
    Check, ClauseChip, Empty, Glyph, Icon, Ledger, Line, LinkButton, Notice, NoticeTone, Progress,
    Tone,
};

/// What the address line of the page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    sku: String,
    quantity: String,
    address: String,
    coupons: String,
    /// Of the form. It stands in the address so that the way back leads to the same form, which knows that it was sent.
    key: String,
}

impl Asked {
    /// This page with one answer changed.
    fn href(&self, l: Locale, address: &str, coupons: &str) -> String {
        let pairs = [
            ("sku", self.sku.as_str()),
            ("quantity", &self.quantity),
            ("address", address),
            ("coupons", coupons),
            ("key", &self.key),
        ];
        let said: Vec<String> =
            pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={v}")).collect();
        let mark = if said.is_empty() { "" } else { "?" };
        i18n::href(l, &format!("/checkout{mark}{}", said.join("&")))
    }
}

/// `/checkout`; `?sku=&quantity=` buys one SKU at once, `&address=` and `&coupons=` choose.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| {
            let get = |name: &str| q.get(name).unwrap_or_default();
            Asked {
                sku: get("sku"),
                quantity: get("quantity"),
                address: get("address"),
                coupons: get("coupons"),
                key: get("key"),
            }
        })
    });
    let place = Post::to::<PlaceOrder>();
    let save = Post::to::<SaveAddress>();
    follow(place, use_visiting().refresher());
    follow(save, Callback::new(|()| ()));
    let error = error_of(place);
    let before = typed_before("checkout", error.get_untracked());
    let page = fetched(
        move || (asked.get(), place.failures()),
        move |(a, _)| {
            let before = before.into_future();
            async move {
                let page = checkout(a.sku, a.quantity, a.address, a.coupons, a.key).await?;
                let list = addresses().await?;
                Ok::<_, AppError>((page, list, before.await))
            }
        },
    );
    let steps = [t::checkout_step_cart(l), t::checkout_step_confirm(l), t::checkout_step_pay(l)];
    view! {
        <Title text=i18n::common::brand_title(l, t::checkout_title(l))/>
        <main id="main" class="wrap checkout">
            <Progress label=t::checkout_title(l) pages=steps.map(str::to_owned).to_vec() now=1/>
            <h1>{t::checkout_heading(l)}</h1>
            {problem(l, error)}
            {waited(l, move || {
                    let asked = asked.get();
                    async move {
                        match page.await {
                            Ok((page, list, typed)) => body(l, page, list, &asked, &typed, place, save),
                            Err(error) => refused(l, &error, &asked),
                        }
                    }
                })}
        </main>
    }
}

fn refused(l: Locale, error: &AppError, asked: &Asked) -> AnyView {
    match error.code {
        Code::SignInNeeded => {
            let path = asked.href(Locale::ZhCn, &asked.address, &asked.coupons);
            wall::failure_or_sign_in(l, error, &path)
        }
        Code::CartEmpty => view! {
            <section class="panel">
                <Empty title=t::checkout_empty(l) text=i18n::errors::sentence(l, Code::CartEmpty, None)>
                    <LinkButton href=i18n::href(l, "/cart")>{t::cart_title(l)}</LinkButton>
                </Empty>
            </section>
        }
        .into_any(),
        _ => failure(l, error),
    }
}

fn body(
    l: Locale,
    page: CheckoutPage,
    list: Vec<AddressView>,
    asked: &Asked,
    typed: &Typed,
    place: Post,
    save: Post,
) -> AnyView {
    let CheckoutPage { view, placed: before, key } = page;
    let Some(view) = view else {
        return before.map(|before| placed(l, &before, asked)).into_any();
    };
    #[cfg(feature = "ssr")]
    if asked.key.is_empty() {
        let keyed = Asked { key: key.clone(), ..asked.clone() };
        crate::request::redirect_page(&keyed.href(l, &asked.address, &asked.coupons));
    }
    let shops = view
        .shops
        .iter()
        .zip(&view.quote.merchants)
        .map(|(shop, quote)| shop_panel(l, &view, shop, quote, typed))
        .collect_view();
    let (hidden, coupons, sum) =
        (hidden(&view, key), coupons(l, &view, asked), sum(l, &view, typed, place));
    let form = view! {
        <PostForm post=place attr:class="ccols" attr:id="place">
            {hidden}
            <div class="cart__list">{shops} {coupons}</div>
            {sum}
        </PostForm>
    };
    let back = asked.href(Locale::ZhCn, "", &asked.coupons);
    let Some(address) = &view.address else {
        return view! { {book::form(l, save, None, back)} {form} }.into_any();
    };
    view! { {address_panel(l, address, &list, asked)} {form} }.into_any()
}

/// This form was sent already: what became of it, and the way there. Nothing on this page can order it once more unasked.
fn placed(l: Locale, before: &CashierView, asked: &Asked) -> AnyView {
    let order = match before.orders.as_slice() {
        [only] => format!("/orders/{}", only.id),
        _ => "/orders".to_owned(),
    };
    let (text, label, href) = match before.state {
        PurchaseState::Open => (
            t::checkout_placed_open(l, i18n::time_of_day(l, before.expires_at)),
            t::checkout_placed_pay(l),
            format!("/pay/{}", before.purchase),
        ),
        PurchaseState::Paid => {
            (t::checkout_placed_paid(l).to_owned(), t::cashier_paid_link(l), order)
        }
        PurchaseState::Closed => {
            (t::checkout_placed_closed(l).to_owned(), t::cashier_paid_link(l), order)
        }
    };
    let (number, price) = (before.number.clone(), i18n::money(before.payable));
    let again = Asked { key: String::new(), ..asked.clone() };
    let again = (!asked.sku.is_empty()).then(|| {
        let href = again.href(l, &asked.address, &asked.coupons);
        view! { <p><a class="btn" rel="external" href=href>{t::checkout_placed_again(l)}</a></p> }
    });
    view! {
        <section class="panel till" aria-labelledby="placed-h">
            <div class="till__top" role="status">
                <h2 id="placed-h">{t::checkout_placed_title(l)}</h2>
                <p class="num">{t::checkout_placed_number(l, t::Number(number), t::Price(price))}</p>
                <p>{text}</p>
                <p><a class="btn btn--primary btn--lg" href=i18n::href(l, &href)>{label}</a></p>
                {again}
            </div>
        </section>
    }
    .into_any()
}

fn hidden(view: &CheckoutView, key: String) -> AnyView {
    let (sku, quantity) = match &view.basket {
        Basket::Cart => (String::new(), String::new()),
        Basket::Now { sku, qty } => (sku.to_string(), qty.to_string()),
    };
    let address = view.address.as_ref().map(|a| a.id.to_string()).unwrap_or_default();
    view! {
        <input type="hidden" name="key" value=key/>
        <input type="hidden" name="sku" value=sku/>
        <input type="hidden" name="quantity" value=quantity/>
        <input type="hidden" name="address" value=address/>
        <input type="hidden" name="coupons" value=coupon_words(&view.quote.applied)/>
        <input type="hidden" name="fingerprint" value=view.fingerprint.clone()/>
    }
    .into_any()
}

fn address_panel(l: Locale, chosen: &AddressView, list: &[AddressView], asked: &Asked) -> AnyView {
    let others = list.iter().filter(|a| a.id != chosen.id).map(|a| {
        let href = asked.href(l, &a.id.to_string(), &asked.coupons);
        view! {
            <li>
                <Icon of=Glyph::Pin/>
                <div class="rows__b"><b>{a.recipient.clone()}</b><small>{a.region.clone()}" "{a.detail.clone()}</small></div>
                <a class="btn btn--sm" href=href>{t::address_use_this(l)}</a>
            </li>
        }
    });
    let others = others.collect_view();
    view! {
        <section class="panel addr" aria-labelledby="addr-h">
            <header><h2 id="addr-h">{t::checkout_address(l)}</h2></header>
            <div class="addr__b">
                <Icon of=Glyph::Pin/>
                <div>
                    <b>{chosen.recipient.clone()}</b>" "<span class="num">{chosen.phone.clone()}</span>
                    <p>{chosen.region.clone()}" "{chosen.detail.clone()}</p>
                </div>
            </div>
            <details class="twin">
                <summary>{t::checkout_address_change(l)}</summary>
                <ul class="rows">{others}</ul>
                <p><a class="btn btn--sm" href=i18n::href(l, "/account/addresses")>{t::checkout_address_new(l)}</a></p>
            </details>
        </section>
    }
    .into_any()
}

fn shop_panel(
    l: Locale,
    view: &CheckoutView,
    shop: &CheckoutShop,
    quote: &MerchantQuote,
    before: &Typed,
) -> AnyView {
    let id = format!("s-{}", shop.merchant);
    let labelled = id.clone();
    let lines = quote.lines.iter().filter_map(|priced| {
        let line = view.lines.iter().find(|line| line.sku == priced.sku)?;
        Some(view! { <li>{goods_line(l, line, priced.unit_price, priced.qty)}</li> })
    });
    let lines = lines.collect_view();
    let freight = match quote.delivery {
        Delivery::Possible if quote.freight.is_zero() => t::ledger_freight_free(l).to_owned(),
        Delivery::Possible => i18n::money(quote.freight),
        Delivery::RegionNeeded => t::cart_freight_later(l).to_owned(),
        Delivery::Excluded => {
            let region = view.address.as_ref().map(|a| a.region.clone()).unwrap_or_default();
            t::checkout_no_delivery(l, t::Region(region), t::Shop(words(l, &shop.name)))
        }
    };
    let field = format!("notes[{}]", shop.merchant);
    let note_id = format!("n-{}", shop.merchant);
    let note = typed(before, &format!("note_{}", shop.merchant));
    view! {
        <section class="panel cshop" aria-labelledby=labelled>
            <header><h2 id=id><a href=i18n::href(l, &format!("/shop/{}", shop.slug))>{words(l, &shop.name)}</a></h2></header>
            <ul>{lines}</ul>
            <dl class="crow">
                <div><dt>{t::checkout_delivery(l)}</dt><dd class="crow__v">{freight}</dd></div>
                <div>
                    <dt><label for=note_id.clone()>{t::checkout_message(l)}</label></dt>
                    <dd><input class="input" id=note_id name=field value=note maxlength=NOTE_CHARS_MAX
                        placeholder=t::checkout_message_hint(l, NOTE_CHARS_MAX) autocomplete="off"/></dd>
                </div>
            </dl>
        </section>
    }
    .into_any()
}

fn goods_line(l: Locale, line: &CheckoutLine, price: domain::Money, qty: i64) -> AnyView {
    let mark = match line.returnable {
        Returnable::NoReason => (Tone::Promise, t::card_no_reason(l).to_owned()),
        why => (Tone::Watch, t::product_promise_no_reason_not(l, why_excepted(l, why))),
    };
    view! {
        <Line locale=l href=i18n::href(l, &format!("/p/{}", line.slug)) name=words(l, &line.name) choice=words(l, &line.spec)
            picture=line.picture.clone() money=price quantity=qty marks=vec![mark]/>
    }
    .into_any()
}

/// Why something cannot be sent back without a reason.
pub fn why_excepted(l: Locale, why: Returnable) -> String {
    i18n::common::returnable(l, why.as_str()).unwrap_or_default().to_owned()
}

fn coupons(l: Locale, view: &CheckoutView, asked: &Asked) -> Option<AnyView> {
    if view.coupons.is_empty() {
        return None;
    }
    let applied = &view.quote.applied;
    let rows = view.coupons.iter().map(|coupon| coupon_row(l, view, coupon, asked)).collect_view();
    let none = (!applied.is_empty()).then(|| {
        view! { <a class="btn btn--sm" href=asked.href(l, &asked.address, "none")>{t::checkout_coupon_none(l)}</a> }
    });
    let best = (!asked.coupons.is_empty()).then(|| {
        view! { <a class="btn btn--sm" href=asked.href(l, &asked.address, "")>{t::checkout_coupon_best(l)}</a> }
    });
    Some(
        view! {
            <section class="panel" aria-labelledby="coupons-h">
                <header><h2 id="coupons-h">{t::checkout_coupon(l)}</h2>{best}{none}</header>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn coupon_row(l: Locale, view: &CheckoutView, coupon: &CouponView, asked: &Asked) -> AnyView {
    let owner =
        |merchant| view.shops.iter().find(|s| s.merchant == merchant).map(|s| words(l, &s.name));
    let funder = match coupon.merchant.clone().and_then(owner) {
        Some(shop) => t::product_coupon_funder_shop(l, shop),
        None => t::product_coupon_funder_platform(l).to_owned(),
    };
    let act = if coupon.applied {
        view! { <span class="mark mark--offer"><Icon of=Glyph::Check/>{t::checkout_coupon_applied(l)}</span> }.into_any()
    } else if let Some(why) = coupon.unusable {
        let text = i18n::common::coupon_unusable(l, why.as_str()).unwrap_or_default();
        view! { <span class="hint">{text}</span> }.into_any()
    } else {
        let chosen = instead(view, coupon);
        view! { <a class="btn btn--sm" href=asked.href(l, &asked.address, &chosen)>{t::checkout_coupon_apply(l)}</a> }.into_any()
    };
    let line = t::product_coupon_line(
        l,
        t::Amount(i18n::money(coupon.off)),
        t::Threshold(i18n::money(coupon.threshold)),
    );
    view! { <li><Icon of=Glyph::Tag/><div class="rows__b"><b>{words(l, &coupon.name)}</b><small>{line}{i18n::common::word_dot(l)}{funder}</small></div>{act}</li> }
        .into_any()
}

/// The coupons that count now, with this one in the place of the one that has its slot.
fn instead(view: &CheckoutView, wanted: &CouponView) -> String {
    let rival =
        |id: &CouponId| view.coupons.iter().any(|c| c.id == *id && c.merchant == wanted.merchant);
    let mut ids: Vec<CouponId> =
        view.quote.applied.iter().filter(|id| !rival(id)).cloned().collect();
    ids.push(wanted.id.clone());
    coupon_words(&ids)
}

fn sum(l: Locale, view: &CheckoutView, before: &Typed, place: Post) -> AnyView {
    let error = error_of(place);
    let pending = place;
    let price = i18n::money(view.quote.payable);
    let orders = view.quote.merchants.len();
    let hold = i18n::duration(l, domain::Duration::minutes(view.unpaid_minutes));
    let excepted: Vec<String> = view
        .lines
        .iter()
        .filter(|line| line.returnable != Returnable::NoReason)
        .map(|line| {
            format!(
                "{}{}{}",
                words(l, &line.name),
                i18n::common::word_colon(l),
                why_excepted(l, line.returnable)
            )
        })
        .collect();
    let ticked = !typed(before, "exceptions_confirmed").is_empty();
    let exceptions = (!excepted.is_empty()).then(|| {
        let names = excepted.into_iter().map(|e| view! { <li>{e}</li> }).collect_view();
        view! {
            <Notice tone=NoticeTone::Watch><ul>{names}</ul></Notice>
            <Check name="exceptions_confirmed" value="1" checked=ticked error=field_error(l, error, "exceptions_confirmed")>
                {t::checkout_confirm_exception(l)}
            </Check>
        }
    });
    let ready = view.address.is_some();
    view! {
        <aside class="cart__sum panel" aria-labelledby="sum-h">
            <header><h2 id="sum-h">{t::ledger_title(l)}</h2></header>
            <Ledger rows=bill::of_checkout(l, view)/>
            <p class="note">{t::checkout_policy_no_reason(l, t::M(view.apply_days), t::N(view.no_reason_days))}" "<ClauseChip locale=l clause="3.3.1"/></p>
            {exceptions}
            <button class="btn btn--primary btn--lg btn--wide" type="submit" disabled=move || !ready || pending.pending()>
                {t::checkout_submit_for(l, price)}
            </button>
            {(!ready).then(|| view! { <p class="hint">{i18n::errors::sentence(l, Code::AddressNeeded, None)}</p> })}
            <p class="note">{t::checkout_hold_note(l, hold)}" "<ClauseChip locale=l clause="3.2.1"/></p>
            {(orders > 1).then(|| view! { <p class="note">{t::checkout_split_note(l, orders)}</p> })}
        </aside>
    }
    .into_any()
}
