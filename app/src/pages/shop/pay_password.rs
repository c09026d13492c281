//! The payment password: whether there is one, and the form that sets it.

use crate::api::accounts::{SetPayPassword, pay_password};
use crate::fetched::fetched;
use crate::going::follow;
use crate::pages::forms::{error_of, field_error, summary};
use crate::pages::parts::{use_locale, waited};
use crate::pages::shop::account::menu;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Field, Notice, NoticeTone};

/// `/account/pay-password`; `?next=` leads back to the cashier.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let act = Post::to::<SetPayPassword>();
    follow(act, Callback::new(|()| {}));
    let page = fetched(move || act.version(), |_| pay_password());
    let (next, set) = query.with_untracked(|q| (q.get("next").unwrap_or_default(), q.get("set")));
    view! {
        <Title text=i18n::common::brand_title(l, t::pay_password_title(l))/>
        <main id="main" class="wrap acct">
            {menu(l, "/account/pay-password")}
            <section class="panel form">
                <h1>{t::pay_password_title(l)}</h1>
                <p class="hint">{t::pay_password_text(l)}</p>
                {set.map(|_| view! { <Notice tone=NoticeTone::Kept><p>{t::pay_password_done(l)}</p></Notice> })}
                {waited(l, move || {
                        let next = next.clone();
                        async move {
                            match page.await {
                                Ok(there) => form(l, there, next, act),
                                Err(error) => wall::failure_or_sign_in(l, &error, "/account/pay-password"),
                            }
                        }
                    })}
            </section>
        </main>
    }
}

fn form(l: Locale, there: bool, next: String, act: Post) -> AnyView {
    let error = error_of(act);
    let fields = vec![
        ("pay_password", t::pay_password_digits(l).into()),
        ("again", t::pay_password_again(l).into()),
        ("password", t::sign_in_password(l).into()),
    ];
    let label = if there { t::pay_password_change(l) } else { t::pay_password_set(l) };
    view! {
        <p>{if there { t::pay_password_there(l) } else { t::pay_password_none(l) }}</p>
        <PostForm post=act attr:class="form__body">
            {summary(l, error, fields)}
            <input type="hidden" name="next" value=next/>
            <Field locale=l name="pay_password" label=t::pay_password_digits(l) hint=t::pay_password_hint(l) kind="password"
                autocomplete="off" verbatim=true error=field_error(l, error, "pay_password")/>
            <Field locale=l name="again" label=t::pay_password_again(l) kind="password"
                autocomplete="off" verbatim=true error=field_error(l, error, "again")/>
            <Field locale=l name="password" label=t::sign_in_password(l) hint=t::pay_password_why(l) kind="password"
                autocomplete="current-password" verbatim=true error=field_error(l, error, "password")/>
            <button class="btn btn--primary" type="submit">{label}</button>
        </PostForm>
    }
    .into_any()
}
