//! The last step before a bank's page that wants a form from the browser. With scripts the form goes by itself; without, a
//! button sends it. The form is drawn from the attempt under way, so looking at this page begins nothing.

use crate::api::payments::{BankForm, leaving};
use crate::fetched::fetched;
use crate::pages::parts::{use_locale, waited};
use crate::pages::wall;
use i18n::Locale;
use i18n::shop as t;
use leptos::html;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::{Glyph, Icon, LinkButton};

/// `/pay/{purchase}/leave`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let purchase = Memo::new(move |_| params.with(|p| p.get("purchase").unwrap_or_default()));
    let page = fetched(move || purchase.get(), leaving);
    view! {
        <Title text=i18n::common::brand_title(l, t::cashier_leave_title(l))/>
        <main id="main" class="wrap cashier">
            {waited(l, move || {
                    let till = format!("/pay/{}", purchase.get_untracked());
                    async move {
                        match page.await {
                            Ok(form) => body(l, form, &till),
                            Err(error) => wall::failure_or_sign_in(l, &error, &till),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, form: Option<BankForm>, till: &str) -> AnyView {
    let back = i18n::href(l, till);
    let sent = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        if let Some(form) = sent.get()
            && form.submit().is_err()
        {
            leptos::logging::error!("the browser keeps the form; the button sends it");
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = sent;
    });
    let form = form.map(|BankForm { url, fields }| {
        let fields = fields
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
            .collect_view();
        view! {
            <form method="post" action=url node_ref=sent>
                {fields}
                <button class="btn btn--primary btn--lg btn--wide" type="submit">
                    {t::cashier_leave_button(l)}
                </button>
            </form>
        }
    });
    view! {
        <section class="till panel" aria-labelledby="leave-h">
            <div class="till__top">
                <h1 id="leave-h">{t::cashier_leave_title(l)}</h1>
                <p>{t::cashier_leave_text(l)}</p>
                {form}
                <p class="note"><Icon of=Glyph::Lock/>" "{t::cashier_safe(l)}</p>
                <p><LinkButton href=back>{t::cashier_change_method(l)}</LinkButton></p>
            </div>
        </section>
    }
    .into_any()
}
