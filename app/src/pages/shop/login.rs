//! Signing in: for everybody, wherever they work afterwards.

use crate::api::accounts::SignIn;
use crate::frame::use_visiting;
use crate::going::follow;
use crate::pages::forms::{error_of, field_error, summary, typed_before};
use crate::pages::parts::{typed, use_locale, waited_quietly};
use crate::pages::wall::encode;
use crate::post::{Post, PostForm};
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::Field;

/// `/login`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let next = move || query.with(|q| q.get("next").unwrap_or_default());
    let action = Post::to::<SignIn>();
    let visiting = use_visiting();
    follow(action, visiting.refresher());
    let error = error_of(action);
    let before = typed_before("sign_in", error.get_untracked());
    let pieces = move || visiting.visitor.get().cart_pieces;
    let to_register = move || {
        let next = next();
        if next.is_empty() {
            i18n::href(l, "/register")
        } else {
            i18n::href(l, &format!("/register?next={}", encode(&next)))
        }
    };
    view! {
        <Title text=i18n::common::brand_title(l, t::sign_in_title(l))/>
        <main id="main" class="wrap door">
            <section class="panel form">
                <h1>{t::sign_in_heading(l)}</h1>
                {move || (pieces() > 0).then(|| view! { <p class="hint">{t::sign_in_guest_cart(l, pieces())}</p> })}
                {waited_quietly(move || async move {
                    let values = before.await;
                    view! {
                        <PostForm post=action attr:class="form__body">
                            {summary(l, error, vec![("login", t::sign_in_login(l).into()), ("password", t::sign_in_password(l).into())])}
                            <input type="hidden" name="next" value=next/>
                            <Field locale=l name="login" label=t::sign_in_login(l) hint=t::sign_in_login_hint(l) value=typed(&values, "login")
                                autocomplete="username" verbatim=true error=field_error(l, error, "login")/>
                            <Field locale=l name="password" label=t::sign_in_password(l) kind="password"
                                autocomplete="current-password" verbatim=true error=field_error(l, error, "password")/>
                            <button class="btn btn--primary btn--lg btn--wide" type="submit">{t::sign_in_submit(l)}</button>
                        </PostForm>
                    }
                })}
                <p>{t::sign_in_no_account(l)}" "<a href=to_register>{t::sign_in_to_register(l)}</a></p>
            </section>
        </main>
    }
}
