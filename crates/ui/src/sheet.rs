//! A sheet that rises: the native popover, so it opens and closes without script, gives the focus back and obeys Escape.

use crate::{Glyph, Icon};
use i18n::{Locale, common};
use leptos::prelude::*;

/// What rises. Open it with a [`SheetButton`] that names the same `id`.
#[component]
pub fn Sheet(
    /// The language.
    locale: Locale,
    /// The name by which buttons find it.
    id: &'static str,
    /// Its title.
    #[prop(into)]
    title: String,
    /// The part that stays in view below: buttons.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let head = format!("{id}-h");
    let named_by = head.clone();
    view! {
        <div class="sheet" id=id popover="auto" role="dialog" aria-labelledby=named_by>
            <div class="sheet__head">
                <h2 id=head>{title}</h2>
                <button
                    class="iconbtn"
                    type="button"
                    popovertarget=id
                    popovertargetaction="hide"
                    aria-label=common::action_close(locale)
                >
                    <Icon of=Glyph::X/>
                </button>
            </div>
            <div class="sheet__body">{children()}</div>
            {foot.map(|foot| view! { <div class="sheet__foot">{foot.run()}</div> })}
        </div>
    }
    .into_any()
}

/// The button that raises a sheet.
#[component]
pub fn SheetButton(
    /// The sheet's `id`.
    opens: &'static str,
    /// The classes of the button.
    #[prop(default = "btn")]
    class: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <button class=class type="button" popovertarget=opens>{children()}</button> }.into_any()
}
