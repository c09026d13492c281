//! The product page. Everything that decides is on it before buying: price, freight, coupons, promises (3.2.1, 3.3.1).
//! Choosing works with radio buttons alone; scripts only keep price, stock and impossible choices up to date.

use crate::api::carts::AddToCart;
use crate::api::catalogue::{ProductView, product};
use crate::fetched::fetched;
use crate::frame::use_visiting;
use crate::going::follow;
use crate::pages::bill;
use crate::pages::forms::{error_of, typed_before};
use crate::pages::parts::{addresses, failure, use_locale, waited, words};
use crate::pages::shop::buy::{self, Choice, sku_of};
use crate::pages::shop::cashier::method_name;
use crate::pages::shop::evidence;
use crate::pages::shop::heart::Heart;
use crate::pages::shop::prices;
use crate::pages::shop::reviews::Reviews;
use crate::post::Post;
use domain::catalogue::{ProductPage, SkuView};
use domain::checkout::{CouponView, Offer, ProductOffers};
use domain::fairness::PLACE_MARK;
use domain::quote::{Delivery, Quote, Unusable};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_params_map, use_query_map};
use std::sync::Arc;
use ui::{Glyph, Icon, Ledger, Picture, Price, PriceSize};

/// The gallery fills a phone and takes its column on a desk.
const GALLERY_SIZES: &str = "(max-width: 767px) 100vw, 496px";

/// `/p/{product}`; `?to=` is the province that freight is reckoned for, `&choice_0=` and so on what was chosen when it was
/// asked.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let slug = params.with(|p| p.get("product").unwrap_or_default());
        (slug, query.with(|q| q.get("to").unwrap_or_default()))
    });
    // Not asked for again when it is gone from the address: the mark is of the click, not of the page.
    let mark = move || query.with_untracked(|q| q.get(PLACE_MARK).unwrap_or_default());
    let page = fetched(move || asked.get(), move |(slug, to)| product(slug, to, mark()));
    unmark(move || asked.with(|(slug, _)| slug.clone()));
    let heart = Heart::of(move || asked.with(|(slug, _)| slug.clone()));
    let add = Post::to::<AddToCart>();
    follow(add, use_visiting().refresher());
    let before = typed_before("product", error_of(add).get_untracked());
    let reviews = Reviews::of(move || asked.with(|(slug, _)| slug.clone()));
    view! {
        <main id="main" class="wrap prod">
            {waited(l, move || {
                    let before = before.into_future();
                    async move {
                        match page.await {
                            Ok(view) => {
                                let said = buy::Said::of(&before.await, query);
                                body(l, view, heart, add, said, reviews)
                            }
                            Err(error) => view! { <Title text=i18n::common::not_found_title(l)/> {failure(l, &error)} }.into_any(),
                        }
                    }
                })}
        </main>
    }
}

/// Takes the mark of counting out of the address some time after the page has come, so that what is copied from there is the
/// product's own address. Looks before it does: the router writes the address only when the page is ready.
fn unmark(slug: impl Fn() -> String + Send + Sync + 'static) {
    #[cfg(feature = "hydrate")]
    {
        use std::time::Duration;
        const AFTER: Duration = Duration::from_millis(1_500);
        Effect::new(move |_| {
            let slug = slug();
            let take = move || {
                let window = web_sys::window()?;
                let (path, said) =
                    (window.location().pathname().ok()?, window.location().search().ok()?);
                let marked = said.starts_with(&format!("?{PLACE_MARK}=")) && !said.contains('&');
                if marked && path.ends_with(&format!("/p/{slug}")) {
                    let history = window.history().ok()?;
                    let state = history.state().ok()?;
                    history.replace_state_with_url(&state, "", Some(&path)).ok()?;
                }
                Some(())
            };
            set_timeout(
                move || {
                    take();
                },
                AFTER,
            );
        });
    }
    #[cfg(not(feature = "hydrate"))]
    drop(slug);
}

fn body(
    l: Locale,
    view: ProductView,
    heart: Heart,
    add: Post,
    said: buy::Said,
    reviews: Reviews,
) -> AnyView {
    let ProductView { page, offers, prices } = view;
    let name = words(l, &page.name);
    let shop = words(l, &page.shop.name);
    let skus: Arc<[SkuView]> = page.skus.clone().into();
    let choice: Choice = RwSignal::new(said.choice(&page));
    let path = format!("/p/{}", page.slug);
    view! {
        <Title text=i18n::common::brand_title(l, t::product_share_name(l, t::Name(&name), t::Shop(&shop)))/>
        <Meta name="description" content=words(l, &page.tagline)/>
        {addresses(l, &path)}
        {crumbs(l, &page)}
        <div class="prod__top">
            {gallery(l, &name, &page.pictures)}
            <section class="prod__info">
                {price_block(l, choice, skus.clone(), &shop, offers.offers.clone().into())}
                {prices::fold(l, choice, skus.clone(), prices)}
                <h1 class="prod__name">{name.clone()}</h1>
                <p class="prod__meta">
                    <span>{words(l, &page.tagline)}</span>
                    {reviews.mean(l)}
                    <span class="num">{t::card_sold(l, i18n::count(l, page.sold))}</span>
                </p>
                {delivery(l, &page, choice, skus.clone(), &offers)}
                {buy::form(l, &page, choice, skus, add, said.quantity)}
                {heart.view(l, &page)}
                {promises(l, &page)}
            </section>
        </div>
        {rest(l, &page, reviews)}
    }
    .into_any()
}

fn crumbs(l: Locale, page: &ProductPage) -> AnyView {
    let trail = page
        .trail
        .iter()
        .map(|c| view! { <li><a href=i18n::href(l, &format!("/c/{}", c.slug))>{words(l, &c.name)}</a></li> })
        .collect_view();
    view! {
        <nav class="crumbs desk-only" aria-label=t::nav_breadcrumb(l)>
            <ol>
                <li><a href=i18n::href(l, "/")>{t::nav_home(l)}</a></li>
                {trail}
                <li aria-current="page">{words(l, &page.name)}</li>
            </ol>
        </nav>
    }
    .into_any()
}

fn gallery(l: Locale, name: &str, pictures: &[String]) -> AnyView {
    let total = pictures.len();
    let alt = |n: usize| t::product_picture_of(l, t::N(n), t::Name(name), t::Total(total));
    let first = pictures.first().cloned().unwrap_or_default();
    let more = pictures
        .iter()
        .enumerate()
        .skip(1)
        .map(|(i, p)| view! { <li><Picture src=p.clone() alt=alt(i + 1) width=120 height=120/></li> })
        .collect_view();
    view! {
        <section class="gallery" aria-label=t::product_gallery(l)>
            <div class="gallery__main"><Picture src=first alt=alt(1) width=800 height=800 sizes=GALLERY_SIZES eager=true/></div>
            {(total > 1).then(|| view! { <ul class="gallery__thumbs">{more}</ul> })}
        </section>
    }
    .into_any()
}

/// The price with everything that leads to it: what the chosen SKU costs alone with the coupons that save most (3.2.1).
fn price_block(
    l: Locale,
    choice: Choice,
    skus: Arc<[SkuView]>,
    shop: &str,
    offers: Arc<[Offer]>,
) -> AnyView {
    let (all, priced) = (skus.clone(), offers.clone());
    let shown = move || {
        let sku = choice.with(|c| sku_of(&all, c))?;
        let quote = quote_of(&priced, &sku);
        let off =
            quote.as_ref().is_some_and(|q| q.goods.minor != q.payable.minor - q.freight.minor);
        let paid = quote.filter(|_| off).and_then(|q| q.payable.sub(q.freight).ok());
        let was = if paid.is_some() { Some(sku.price) } else { sku.list_price };
        let was = was.map(|p| {
            view! { <span class="was">{i18n::common::price_list(l)}" "<s>{i18n::money(p)}</s></span> }
        });
        let label =
            paid.map(|_| view! { <span class="prod__lbl">{i18n::common::price_after(l)}</span> });
        Some(view! { {label}<Price money=paid.unwrap_or(sku.price) size=PriceSize::Page/>{was} })
    };
    let shop = shop.to_owned();
    let why = move || {
        let quote = choice.with(|c| sku_of(&skus, c)).and_then(|sku| quote_of(&offers, &sku))?;
        let rows = bill::of_quote(l, &quote, |_| shop.clone());
        Some(view! { <Ledger rows=rows/> })
    };
    view! {
        <div class="prod__price">
            <div class="prod__pay" aria-live="polite">{shown}</div>
            <details class="pricewhy">
                <summary>{t::product_price_why(l)}<Icon of=Glyph::Down/></summary>
                {why}
            </details>
        </div>
    }
    .into_any()
}

fn quote_of(offers: &[Offer], sku: &SkuView) -> Option<Quote> {
    offers.iter().find(|o| o.sku == sku.id).map(|o| o.quote.clone())
}

/// Freight to a region, the coupons there are, the ways to pay: told before anything is bought (3.2.1).
fn delivery(
    l: Locale,
    page: &ProductPage,
    choice: Choice,
    skus: Arc<[SkuView]>,
    offers: &ProductOffers,
) -> AnyView {
    let all: Arc<[Offer]> = offers.offers.clone().into();
    let priced = skus.clone();
    let freight = move || {
        let quote = choice.with(|c| sku_of(&priced, c)).and_then(|sku| quote_of(&all, &sku));
        quote.map(|quote| freight_words(l, &quote))
    };
    let shop = words(l, &page.shop.name);
    let coupons = offers.coupons.iter().filter(|c| c.unusable != Some(Unusable::OutOfTime));
    let coupons: Vec<AnyView> = coupons.map(|c| coupon(l, c, &shop)).collect();
    let methods: Vec<String> = offers.methods.iter().map(|m| method_name(l, m)).collect();
    let none = coupons.is_empty();
    view! {
        <dl class="lines">
            <div>
                <dt>{t::product_deliver_to(l)}</dt>
                <dd>{buy::region(l, page, choice, skus, offers)}<span>{freight}</span></dd>
            </div>
            {(!none).then(|| view! { <div><dt>{t::product_coupons(l)}</dt><dd><span class="marks">{coupons}</span></dd></div> })}
            <div><dt>{t::product_payment_methods(l)}</dt><dd>{methods.join(i18n::common::word_dot(l))}</dd></div>
        </dl>
    }
    .into_any()
}

/// Freight in words: an amount, free, by region, or not delivered at all. Only the amount needs the word before it.
fn freight_words(l: Locale, quote: &Quote) -> String {
    let of = |wanted| quote.merchants.iter().any(|m| m.delivery == wanted);
    if of(Delivery::Excluded) {
        t::product_no_delivery(l).to_owned()
    } else if of(Delivery::RegionNeeded) {
        t::cart_freight_later(l).to_owned()
    } else if quote.freight.is_zero() {
        t::product_freight_free(l).to_owned()
    } else {
        format!("{} {}", t::product_freight(l), i18n::money(quote.freight))
    }
}

fn coupon(l: Locale, coupon: &CouponView, shop: &str) -> AnyView {
    let text = t::product_coupon_line(
        l,
        t::Amount(i18n::money(coupon.off)),
        t::Threshold(i18n::money(coupon.threshold)),
    );
    let funder = match coupon.merchant {
        Some(_) => t::product_coupon_funder_shop(l, shop),
        None => t::product_coupon_funder_platform(l).to_owned(),
    };
    view! { <span class="mark mark--price">{text}<span class="sr">" "{funder}</span></span>" " }
        .into_any()
}

fn promises(l: Locale, page: &ProductPage) -> AnyView {
    let hours = i18n::duration(l, domain::Duration::hours(page.ships_within_hours));
    let no_reason = if page.returnable { t::card_no_reason(l) } else { t::card_no_no_reason(l) };
    view! {
        <ul class="promises" aria-label=t::product_promises(l)>
            <li><Icon of=Glyph::Clock/><span><b>{t::product_ships_within(l, hours)}</b></span><ui::ClauseChip locale=l clause="3.2.3"/></li>
            <li><Icon of=Glyph::Back/><span><b>{no_reason}</b></span><ui::ClauseChip locale=l clause="3.3.1"/></li>
            <li><Icon of=Glyph::Wallet/><span><b>{t::product_promise_escrow(l)}</b></span><ui::ClauseChip locale=l clause="3.2.2"/></li>
        </ul>
    }
    .into_any()
}

fn rest(l: Locale, page: &ProductPage, reviews: Reviews) -> AnyView {
    let params = page
        .attributes
        .iter()
        .map(|a| view! { <div><dt>{words(l, &a.name)}</dt><dd>{words(l, &a.value)}</dd></div> })
        .collect_view();
    let text = words(l, &page.description);
    let paragraphs = text.split("\n\n").map(|p| view! { <p>{p.to_owned()}</p> }).collect_view();
    let shop = &page.shop;
    view! {
        <div class="prod__rest">
            <div class="prod__main">
                {reviews.view(l)}
                <section class="panel" aria-labelledby="par-h">
                    <header><h2 id="par-h">{t::product_parameters(l)}</h2></header>
                    <dl class="params">{params}</dl>
                </section>
                {evidence::lots(l, page)}
                {evidence::papers(l, page)}
                <section class="panel" aria-labelledby="desc-h">
                    <header><h2 id="desc-h">{t::product_description(l)}</h2></header>
                    <div class="prose">{paragraphs}</div>
                </section>
            </div>
            <aside class="prod__side">
                <section class="panel shopcard" aria-labelledby="shop-h">
                    <div class="shopcard__who">
                        <img src=shop.picture.clone() alt="" width="64" height="64" loading="lazy"/>
                        <div><h2 id="shop-h">{words(l, &shop.name)}</h2>
                            <small>{words(l, &shop.region)}" · "{t::product_shop_since(l, i18n::date(l, shop.opened_at))}</small></div>
                    </div>
                    {reviews.shop(l)}
                    <div class="shopcard__act">
                        <a class="btn btn--sm" href=i18n::href(l, &format!("/shop/{}", shop.slug))>{t::product_shop_visit(l)}</a>
                    </div>
                </section>
                <section class="panel" aria-labelledby="snap-h">
                    <h2 class="h-sm" id="snap-h"><Icon of=Glyph::Doc/>" "{t::product_snapshot(l)}</h2>
                    <p class="note">{t::product_snapshot_text(l)}</p>
                </section>
            </aside>
        </div>
    }
    .into_any()
}
