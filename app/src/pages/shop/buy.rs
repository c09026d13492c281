//! Choosing and buying on a product page. Choosing works with radio buttons alone; scripts only keep stock and impossible
//! choices up to date. What cannot be bought says why, and its buttons are dead.

use crate::pages::forms::{error_of, problem};
use crate::pages::parts::{Typed, words};
use crate::post::{Post, PostForm};
use domain::carts::QUANTITY_MAX;
use domain::catalogue::{ProductPage, SkuView, SpecName};
use domain::checkout::ProductOffers;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use std::sync::Arc;
use ui::{Glyph, Icon};

const LOW_STOCK_MAX: i64 = 9;
/// The form, for the fields of the page that stand outside it.
const FORM: &str = "buy";

/// What the buyer has chosen: for each spec the index of its value.
pub type Choice = RwSignal<Vec<usize>>;

/// The SKU with that choice.
pub fn sku_of(skus: &[SkuView], choice: &[usize]) -> Option<SkuView> {
    skus.iter().find(|s| s.choice == choice).cloned()
}

/// What had been chosen when the page was asked for again: for freight to another province, or because it was refused.
pub struct Said {
    choice: Vec<usize>,
    /// How many were wanted.
    pub quantity: String,
}

impl Said {
    /// From the form that was refused, else from the address.
    pub fn of(before: &Typed, query: Memo<ParamsMap>) -> Self {
        let get = |name: &str| match before.get(name) {
            Some(typed) => typed.clone(),
            None => query.with_untracked(|q| q.get(name).unwrap_or_default()),
        };
        let choice = ["choice_0", "choice_1", "choice_2"];
        let quantity = Some(get("quantity")).filter(|q| !q.is_empty());
        Self {
            choice: choice.iter().filter_map(|name| get(name).parse().ok()).collect(),
            quantity: quantity.unwrap_or_else(|| "1".to_owned()),
        }
    }

    /// What the page shows as chosen: what was, or the first that can be had.
    pub fn choice(&self, page: &ProductPage) -> Vec<usize> {
        let fits = self.choice.len() == page.specs.len()
            && self.choice.iter().zip(&page.specs).all(|(i, spec)| *i < spec.values.len());
        if fits && !page.specs.is_empty() {
            return self.choice.clone();
        }
        let first = page.skus.iter().find(|s| s.available > 0).or_else(|| page.skus.first());
        first.map(|s| s.choice.clone()).unwrap_or_default()
    }
}

/// Why the choice cannot be bought, if it cannot.
fn why_not(l: Locale, skus: &[SkuView], choice: &[usize]) -> Option<&'static str> {
    match skus.iter().find(|s| s.choice == choice) {
        Some(sku) if sku.available > 0 => None,
        _ if skus.iter().all(|s| s.available <= 0) => Some(t::product_sold_out_all(l)),
        Some(_) => Some(t::product_sold_out_why(l)),
        None => Some(t::product_impossible_why(l)),
    }
}

/// The form: options, quantity, cart or checkout.
pub fn form(
    l: Locale,
    page: &ProductPage,
    choice: Choice,
    skus: Arc<[SkuView]>,
    add: Post,
    quantity: String,
) -> AnyView {
    let specs = page
        .specs
        .iter()
        .cloned()
        .enumerate()
        .map(|(i, s)| spec(l, i, s, choice, skus.clone()))
        .collect_view();
    let product = page.id.to_string();
    let stocked = skus.clone();
    let stock = move || choice.with(|c| sku_of(&stocked, c)).map_or(0, |s| s.available);
    let why = Memo::new(move |_| choice.with(|c| why_not(l, &skus, c)));
    let dead = move || add.pending() || why.get().is_some();
    let described = move || why.get().map(|_| "why-not");
    let hint = move || why.get().is_none().then(|| stock_words(l, stock()));
    view! {
        <PostForm post=add attr:class="prod__form" attr:id=FORM>
            <input type="hidden" name="product" value=product/>
            {specs}
            {how_many(l, add, quantity, hint)}
            {problem(l, error_of(add))}
            <p class="prod__why" id="why-not" aria-live="polite">{move || why.get()}</p>
            <div class="prod__buy">
                <button class="btn btn--second btn--lg" type="submit" name="then" value="stay" disabled=dead aria-describedby=described>
                    <Icon of=Glyph::Cart/>" "{t::product_add(l)}
                </button>
                <button class="btn btn--primary btn--lg" type="submit" name="then" value="buy" disabled=dead aria-describedby=described>
                    {t::product_buy(l)}
                </button>
            </div>
        </PostForm>
    }
    .into_any()
}

fn how_many(
    l: Locale,
    add: Post,
    quantity: String,
    hint: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> AnyView {
    let error = error_of(add);
    let wrong = move || error.with(|e| e.as_ref().is_some_and(|e| e.field("quantity").is_some()));
    let said = move || {
        wrong().then(|| {
            view! {
                <p class="prod__err" id="quantity-error" role="alert">
                    <Icon of=Glyph::Warn/><span>{t::product_quantity_range(l, QUANTITY_MAX)}</span>
                </p>
            }
        })
    };
    view! {
        <div class="prod__qty">
            <label for="quantity">{t::product_quantity(l)}</label>
            <input id="quantity" class="input input--qty" name="quantity" type="number" inputmode="numeric" value=quantity min="1"
                max=QUANTITY_MAX aria-invalid=move || wrong().then_some("true")
                aria-describedby=move || wrong().then_some("quantity-error")/>
            <span class="hint" aria-live="polite">{hint}</span>
        </div>
        {said}
    }
    .into_any()
}

/// Choosing the province that freight is reckoned for. The field belongs to the form of the options, and its button sends
/// that form as a question: so what was chosen comes along and is still chosen on the page that answers.
pub fn region(
    l: Locale,
    page: &ProductPage,
    choice: Choice,
    skus: Arc<[SkuView]>,
    offers: &ProductOffers,
) -> AnyView {
    let chosen = offers.region.clone();
    let options = offers.regions.iter().map(|r| {
        let selected = r.code == chosen;
        view! { <option value=r.code.clone() selected=selected>{r.name.clone()}</option> }
    });
    let options = options.collect_view();
    let action = i18n::href(l, &format!("/p/{}", page.slug));
    let dead = move || choice.with(|c| why_not(l, &skus, c).is_some());
    view! {
        <div class="lines__form">
            // Enter in the quantity presses the first button of the form, and that shall not be the one for freight.
            <button class="sr" type="submit" form=FORM name="then" value="stay" tabindex="-1" aria-hidden="true" disabled=dead>
                {t::product_add(l)}
            </button>
            <label class="sr" for="to">{t::product_deliver_to(l)}</label>
            <select class="input input--sm" id="to" name="to" form=FORM>
                <option value="" selected=chosen.is_empty()>{t::product_deliver_choose(l)}</option>
                {options}
            </select>
            <button class="btn btn--sm" type="submit" form=FORM formmethod="get" formaction=action formnovalidate=true>
                {t::product_deliver_show(l)}
            </button>
        </div>
    }
    .into_any()
}

fn stock_words(l: Locale, available: i64) -> String {
    match available {
        n if n <= LOW_STOCK_MAX => t::product_stock_few(l, n),
        _ => t::product_stock_ok(l).to_owned(),
    }
}

/// One spec as a row of radio buttons. A value that no SKU has together with the other choices stays, with its reason.
fn spec(l: Locale, index: usize, spec: SpecName, choice: Choice, skus: Arc<[SkuView]>) -> AnyView {
    let name = format!("choice_{index}");
    let values: Vec<String> = spec.values.iter().map(|v| words(l, v)).collect();
    let shown = values.clone();
    let chosen = move || {
        choice.with(|c| c.get(index).and_then(|v| shown.get(*v)).cloned().unwrap_or_default())
    };
    let options = values
        .into_iter()
        .enumerate()
        .map(|(value, text)| {
            let skus = skus.clone();
            let reason = Memo::new(move |_| {
                let mut wanted = choice.get();
                if let Some(slot) = wanted.get_mut(index) {
                    *slot = value;
                }
                match sku_of(&skus, &wanted) {
                    None => Some(t::product_impossible(l)),
                    Some(sku) if sku.available <= 0 => Some(t::product_sold_out(l)),
                    Some(_) => None,
                }
            });
            let checked = move || choice.with(|c| c.get(index) == Some(&value));
            let first = choice.with_untracked(|c| c.get(index) == Some(&value));
            let pick = move |_| choice.update(|c| {
                if let Some(slot) = c.get_mut(index) {
                    *slot = value;
                }
            });
            view! {
                <label class:is-off=move || reason.get().is_some()>
                    <input type="radio" name=name.clone() value=value checked=first prop:checked=checked on:change=pick/>
                    <span>{text}</span>
                    {move || reason.get().map(|r| view! { <small>{r}</small> })}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend>{words(l, &spec.name)}" "<b>{chosen}</b></legend>
            <div class="options">{options}</div>
        </fieldset>
    }
    .into_any()
}
