//! Fewer, how many, more.

use crate::{Glyph, Icon};
use i18n::{Locale, common, shop};
use leptos::prelude::*;

/// How many of something. Stands inside a form.
///
/// With `submits`, each control sends the form by itself (a line of the cart): the buttons carry the new quantity as
/// `to`, which wins over `quantity`, so that sending twice does no harm. Without, the number is only set, and the
/// buttons wake up when the browser's half has loaded.
#[component]
pub fn Stepper(
    /// The language.
    locale: Locale,
    /// What is counted, for those who listen; empty on a page that has only one.
    #[prop(into, optional)]
    of: String,
    /// The quantity.
    value: RwSignal<i64>,
    /// The smallest quantity.
    #[prop(default = 1)]
    min: i64,
    /// The largest quantity.
    max: i64,
    /// Each control sends the form.
    #[prop(optional)]
    submits: bool,
) -> impl IntoView {
    let awake = RwSignal::new(submits);
    Effect::new(move |_| awake.set(true));
    let label = if of.is_empty() {
        common::stepper_label(locale).to_owned()
    } else {
        common::stepper_of(locale, &of)
    };
    let group = label.clone();
    let step = move |by: i64, label: &'static str, icon: Glyph| {
        let next = move || (value.get() + by).clamp(min, max);
        let dead = move || !awake.get() || next() == value.get();
        view! {
            <button
                type=if submits { "submit" } else { "button" }
                name=submits.then_some("to")
                value=move || submits.then(|| next().to_string())
                aria-label=label
                disabled=dead
                on:click=move |_| if !submits { value.set(next()) }
            >
                <Icon of=icon/>
            </button>
        }
    };
    let typed = move |ev| {
        if let Ok(n) = event_target_value(&ev).trim().parse::<i64>() {
            value.set(n.clamp(min, max));
        }
    };
    // Enter in the line presses the first submit button of a form; this one stands in front so that it is not "fewer".
    let first = submits.then(|| {
        view! { <button class="sr" type="submit" tabindex="-1">{shop::cart_update(locale)}</button> }
    });
    view! {
        <div class="stepper" role="group" aria-label=group>
            {first}
            {step(-1, common::stepper_less(locale), Glyph::Minus)}
            <input
                name="quantity"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                maxlength="4"
                aria-label=label
                value=value.get_untracked()
                prop:value=move || value.get()
                on:change=typed
            />
            {step(1, common::stepper_more(locale), Glyph::Plus)}
        </div>
    }
    .into_any()
}
