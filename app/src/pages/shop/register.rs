//! Opening an account. The rules are accepted here, never pre-ticked (5.1, 2.2.2).

use crate::api::accounts::Register;
use crate::api::papers::terms_now;
use crate::fetched::fetched;
use crate::frame::use_visiting;
use crate::going::follow;
use crate::pages::forms::{error_of, field_error, summary, typed_before};
use crate::pages::parts::{Typed, typed, use_locale, waited_quietly};
use crate::post::{Post, PostForm};
use domain::accounts::PASSWORD_CHARS_MIN;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Check, Field};

/// `/register`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let next = move || query.with(|q| q.get("next").unwrap_or_default());
    let action = Post::to::<Register>();
    follow(action, use_visiting().refresher());
    let error = error_of(action);
    let before = typed_before("register", error.get_untracked());
    let accepted = fetched(|| (), |()| terms_now());
    view! {
        <Title text=i18n::common::brand_title(l, t::register_title(l))/>
        <main id="main" class="wrap door">
            <section class="panel form">
                <h1>{t::register_heading(l)}</h1>
                <p class="hint">{t::register_why_text(l)}</p>
                {waited_quietly(move || async move {
                    let accepted = accepted.into_future();
                    let values = before.await;
                    let (terms, rules, edition) = accepted.await.unwrap_or_default();
                    view! {
                        <PostForm post=action attr:class="form__body">
                            {summary(l, error, labels(l))}
                            <input type="hidden" name="next" value=next/>
                            <input type="hidden" name="terms" value=terms/>
                            {fields(l, &values, error)}
                            {consent(l, &values, error, rules, edition)}
                            <button class="btn btn--primary btn--lg btn--wide" type="submit">{t::register_submit(l)}</button>
                        </PostForm>
                    }
                })}
                <p>{t::register_have_account(l)}" "<a href=i18n::href(l, "/login")>{t::register_to_sign_in(l)}</a></p>
            </section>
        </main>
    }
}

fn labels(l: Locale) -> Vec<(&'static str, String)> {
    vec![
        ("login", t::register_login(l).into()),
        ("name", t::register_name(l).into()),
        ("password", t::register_password(l).into()),
    ]
}

fn fields(l: Locale, values: &Typed, error: Signal<Option<crate::AppError>>) -> AnyView {
    view! {
        <Field locale=l name="login" label=t::register_login(l) hint=t::register_login_hint(l) value=typed(values, "login")
            autocomplete="username" verbatim=true error=field_error(l, error, "login")/>
        <Field locale=l name="name" label=t::register_name(l) hint=t::register_name_hint(l) value=typed(values, "name")
            autocomplete="nickname" error=field_error(l, error, "name")/>
        <Field locale=l name="password" label=t::register_password(l) hint=t::register_password_hint(l, PASSWORD_CHARS_MIN)
            kind="password" autocomplete="new-password" verbatim=true error=field_error(l, error, "password")/>
    }
    .into_any()
}

/// The box says which version is accepted; what it says stands behind the links, which open beside the form so that nothing
/// typed is lost.
fn consent(
    l: Locale,
    values: &Typed,
    error: Signal<Option<crate::AppError>>,
    rules: i64,
    edition: i64,
) -> AnyView {
    let ticked = !typed(values, "accept").is_empty();
    let version = match rules {
        0 => t::register_edition(l, edition),
        number => t::register_versions(l, t::Edition(edition), t::Number(number)),
    };
    let link = |path: &str, title: &'static str| {
        let label = format!("{title} ({})", i18n::common::word_new_window(l));
        view! { <a href=i18n::href(l, path) target="_blank" aria-label=label>{title}</a>" " }
    };
    view! {
        <Check name="accept" value="1" checked=ticked error=field_error(l, error, "accept")>
            {t::register_accept(l)}" "<small>{version}</small>
        </Check>
        <p class="hint">
            {t::register_read(l)}" "
            {link("/rules", t::static_rules_title(l))}
            {link("/agreement", t::static_agreement_title(l))}
            {link("/privacy", t::static_privacy_title(l))}
        </p>
    }
    .into_any()
}
