//! Handing a parcel to a carrier. What was typed stays when it is refused, with scripts and without.

use super::Acts;
use crate::pages::console::ask;
use crate::pages::forms::{error_of, field_error, summary};
use crate::pages::parts::{Typed, typed};
use crate::post::PostForm;
use domain::orders::views::{Action, OrderView};
use domain::shipping::Carrier;
use i18n::merchant as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use ui::{Field, Pick, Select};

/// The form for the first parcel; nothing when the order cannot be shipped now.
pub(super) fn ship(l: Locale, view: &OrderView, before: &Typed, acts: Acts) -> AnyView {
    if !view.actions.contains(&Action::Ship) {
        return ().into_any();
    }
    view! {
        <section class="panel form" aria-labelledby="ship-h">
            <header><h2 id="ship-h">{t::ship_title(l)}</h2><span class="sub">{t::ship_all_items(l)}</span></header>
            {form(l, view, before, acts, t::ship_submit(l), true)}
        </section>
    }
    .into_any()
}

/// The form for one more parcel of a shipped order, folded unless it has something to say.
pub(super) fn add(l: Locale, view: &OrderView, before: &Typed, acts: Acts) -> AnyView {
    if !view.actions.contains(&Action::AddParcel) {
        return ().into_any();
    }
    let inner = view! {
        <summary class="btn">{t::ship_add_heading(l)}</summary>
        <p>{t::ship_add_text(l)}</p>
        {form(l, view, before, acts, t::ship_add_submit(l), false)}
    };
    let unfolded = error_of(acts.ship).with_untracked(Option::is_some);
    view! { <section class="panel form">{ask(unfolded, inner.into_any())}</section> }.into_any()
}

fn form(
    l: Locale,
    view: &OrderView,
    before: &Typed,
    acts: Acts,
    submit: &'static str,
    first: bool,
) -> AnyView {
    let error = error_of(acts.ship);
    let labels = vec![
        ("carrier", t::ship_carrier(l).to_owned()),
        ("waybill", t::ship_waybill(l).to_owned()),
    ];
    let carriers: Vec<Pick> =
        Carrier::ALL.iter().map(|c| Pick::of(c.as_str(), w::carrier(l, *c))).collect();
    let (carrier, waybill) = (typed(before, "carrier"), typed(before, "waybill"));
    let id = view.card.id.to_string();
    let class = if first { "btn btn--primary" } else { "btn" };
    view! {
        <PostForm post=acts.ship attr:class="form__body">
            {summary(l, error, labels)}
            <input type="hidden" name="order" value=id/>
            <Select locale=l name="carrier" label=t::ship_carrier(l) picks=carriers
                value=carrier error=field_error(l, error, "carrier")/>
            <Field locale=l name="waybill" label=t::ship_waybill(l) hint=t::ship_waybill_hint(l)
                value=waybill verbatim=true error=field_error(l, error, "waybill")/>
            <p class="hint">{t::ship_note(l)}</p>
            <button class=class type="submit">{submit}</button>
        </PostForm>
    }
    .into_any()
}
