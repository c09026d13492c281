//! One to five stars to give.

use super::{below_view, field_id};
use crate::{Glyph, Icon};
use leptos::prelude::*;

/// Five radio buttons drawn as stars: arrow keys go through them, those who listen hear what each means, and without colours
/// the figure under the star says it. Nothing is chosen beforehand: whoever has no opinion gives none.
#[component]
pub fn StarPicks(
    /// The form name.
    name: &'static str,
    /// What the stars are for.
    #[prop(into)]
    legend: String,
    /// What each number of stars means, from one up.
    meanings: [&'static str; 5],
    /// What was chosen before; empty for nothing.
    #[prop(into, optional)]
    value: String,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = field_id(name);
    let first = id.clone();
    let items = meanings.into_iter().enumerate().map(|(i, meaning)| {
        let stars = (i + 1).to_string();
        view! {
            <label>
                <input type="radio" id=(i == 0).then(|| first.clone()) name=name value=stars.clone() checked=stars == value/>
                <Icon of=Glyph::Star/>
                <small>{stars}<span class="sr">" "{meaning}</span></small>
            </label>
        }
    });
    let items = items.collect_view();
    view! {
        <fieldset class="field starpicks">
            <legend>{legend}</legend>
            <div class="starpicks__row">{items}</div>
            {below_view(id, String::new(), error)}
        </fieldset>
    }
    .into_any()
}
