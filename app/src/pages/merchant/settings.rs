//! What the shop says about itself. For now: where it takes returned goods back (3.3.1).

use crate::AppError;
use crate::api::addresses::{RegionChoice, regions};
use crate::api::shops::{TellReturnAddress, return_address};
use crate::fetched::fetched;
use crate::going::follow;
use crate::pages::forms::{error_of, field_error, summary, typed_in_draft};
use crate::pages::parts::{Typed, typed, use_locale, waited};
use crate::pages::regions::RegionPicker;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::orders::Address;
use i18n::Locale;
use i18n::merchant as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Field, Notice, NoticeTone};

/// `/merchant/settings`; `?case=` is the return somebody was about to agree to.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = move |name: &str| query.with(|q| q.get(name).unwrap_or_default());
    let tell = Post::to::<TellReturnAddress>();
    follow(tell, Callback::new(|()| ()));
    let error = error_of(tell);
    // A step of the region is no error: it is in the address of the page.
    let step = query.with_untracked(|q| q.get("draft"));
    let before =
        typed_in_draft("return_address", error.get_untracked().and_then(|e| e.draft).or(step));
    let page = fetched(
        move || tell.version(),
        move |_| {
            let before = before.into_future();
            async move {
                let told = return_address().await?;
                let values = match (before.await, &told) {
                    (values, Some(told)) if values.is_empty() => of_told(told),
                    (values, _) => values,
                };
                let lists = regions(typed(&values, "region_code")).await.unwrap_or_default();
                Ok::<_, AppError>((told.is_some(), values, lists))
            }
        },
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::settings_title(l))/>
        <main id="main" class="cbody">
            {waited(l, move || {
                    let (case, saved) = (asked("case"), asked("done") == "saved");
                    async move {
                        match page.await {
                            Ok((told, values, lists)) => body(l, told, &values, lists, tell, case, saved),
                            Err(error) => wall::console_failure(l, &error, "/merchant/settings"),
                        }
                    }
            })}
        </main>
    }
}

fn of_told(told: &Address) -> Typed {
    [
        ("recipient", &told.recipient),
        ("phone", &told.phone),
        ("region_code", &told.region_code),
        ("detail", &told.detail),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.clone()))
    .collect()
}

fn body(
    l: Locale,
    told: bool,
    values: &Typed,
    lists: RegionChoice,
    tell: Post,
    case: String,
    saved: bool,
) -> AnyView {
    let none = !told;
    view! {
        {(saved && told).then(|| view! { <Notice tone=NoticeTone::Kept><p>{t::settings_saved(l)}</p></Notice> })}
        <div class="chead"><h1>{t::settings_title(l)}</h1></div>
        <section class="panel form" id="return-address" aria-labelledby="return-h">
            <header><h2 id="return-h">{t::after_sales_return_address(l)}</h2></header>
            {none.then(|| view! { <Notice tone=NoticeTone::Watch><p>{t::settings_none(l)}</p></Notice> })}
            <p class="hint">{t::settings_text(l)}</p>
            {form(l, values, lists, tell, case)}
        </section>
    }
    .into_any()
}

fn form(l: Locale, values: &Typed, lists: RegionChoice, tell: Post, case: String) -> AnyView {
    let error = error_of(tell);
    let labels = vec![
        ("recipient", t::settings_recipient(l).into()),
        ("phone", t::settings_phone(l).into()),
        ("region_code", t::settings_region(l).into()),
        ("detail", t::settings_street(l).into()),
    ];
    let said = |name: &str| typed(values, name);
    let (recipient, phone, detail) = (said("recipient"), said("phone"), said("detail"));
    view! {
        <PostForm post=tell attr:class="form__body">
            {summary(l, error, labels)}
            <input type="hidden" name="case" value=case/>
            <Field locale=l name="recipient" label=t::settings_recipient(l) value=recipient
                autocomplete="off" error=field_error(l, error, "recipient")/>
            <Field locale=l name="phone" label=t::settings_phone(l) hint=t::settings_phone_hint(l) value=phone
                kind="tel" autocomplete="off" inputmode="tel" verbatim=true error=field_error(l, error, "phone")/>
            <RegionPicker lists=lists error=field_error(l, error, "region_code")/>
            <Field locale=l name="detail" label=t::settings_street(l) value=detail
                autocomplete="off" error=field_error(l, error, "detail")/>
            <p><button class="btn btn--primary" type="submit">{t::settings_submit(l)}</button></p>
        </PostForm>
    }
    .into_any()
}
