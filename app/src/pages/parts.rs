//! What pages of all roots share: failure panels, forms that keep what was typed, the words of the page's language.

use crate::AppError;
use domain::Code;
use domain::catalogue::Words;
use i18n::Locale;
use leptos::prelude::*;
use leptos_meta::Link;
use std::collections::BTreeMap;
use std::pin::Pin;

/// The language of the page, from context.
pub fn use_locale() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}

/// A text of the catalogue in the page's language.
pub fn words(l: Locale, words: &Words) -> String {
    words.pick(l == Locale::En).to_owned()
}

/// Where a page stands in both languages, for search engines: they read whole addresses only. `path` is the one without a
/// language.
pub fn addresses(l: Locale, path: &str) -> AnyView {
    let origin = origin();
    let whole = |locale| format!("{origin}{}", i18n::href(locale, path));
    view! {
        <Link rel="canonical" href=whole(l)/>
        <Link rel="alternate" hreflang="zh-CN" href=whole(Locale::ZhCn)/>
        <Link rel="alternate" hreflang="en" href=whole(Locale::En)/>
    }
    .into_any()
}

/// The beginning of every address of ours.
#[cfg(feature = "ssr")]
fn origin() -> String {
    crate::request::market().map(|market| market.origin.to_string()).unwrap_or_default()
}

/// The beginning of every address of ours: this document came from there.
#[cfg(not(feature = "ssr"))]
fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// What to say when a page cannot be shown; sets the status of the answer.
pub fn failure(l: Locale, error: &AppError) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::request::page_status(error.code);
    let (title, text) = match error.code {
        Code::NotFound => {
            (i18n::common::not_found_title(l), i18n::common::not_found_text(l).to_owned())
        }
        Code::Offline => (
            i18n::common::failure_offline_title(l),
            i18n::common::failure_offline_text(l).to_owned(),
        ),
        Code::Internal => {
            (i18n::common::failure_title(l), i18n::common::failure_text(l).to_owned())
        }
        code => (i18n::common::failure_title(l), i18n::errors::sentence(l, code, None)),
    };
    let incident = error.incident.as_deref().map(|id| i18n::common::failure_incident(l, id));
    view! {
        <section class="panel empty">
            <h1>{title}</h1>
            <p>{text}</p>
            {incident.map(|text| view! { <p class="hint">{text}</p> })}
            <p><a class="btn" href=i18n::href(l, "/")>{i18n::common::action_home(l)}</a></p>
        </section>
    }
    .into_any()
}

/// What has to be waited for; until it is there for the first time, a word says that it comes.
pub fn waited<Fut>(l: Locale, view: impl Fn() -> Fut + Send + Sync + 'static) -> AnyView
where
    Fut: Future<Output = AnyView> + Send + 'static,
{
    let coming = i18n::common::word_loading(l);
    waiting(Some(coming), Box::new(move || Box::pin(view())))
}

/// What has to be waited for and may appear later without a word.
pub fn waited_quietly<V, Fut>(view: impl Fn() -> Fut + Send + Sync + 'static) -> AnyView
where
    V: IntoAny,
    Fut: Future<Output = V> + Send + 'static,
{
    waiting(
        None,
        Box::new(move || {
            let view = view();
            Box::pin(async move { view.await.into_any() })
        }),
    )
}

type Coming = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// One piece of code for all that is waited for, whatever it is. What is there stays while something newer is on its way.
fn waiting(word: Option<&'static str>, view: Box<dyn Fn() -> Coming + Send + Sync>) -> AnyView {
    let shown = move || Suspend::new(view());
    let word = move || word.map(|word| view! { <p class="hint">{word}</p> });
    view! { <Transition fallback=word>{shown}</Transition> }.into_any()
}

/// What was typed before an error, by field name; never holds a secret.
pub type Typed = BTreeMap<String, String>;

/// The value to show in a field again.
pub fn typed(typed: &Typed, name: &str) -> String {
    typed.get(name).cloned().unwrap_or_default()
}

/// An address in one line, as it is written on a parcel.
pub fn address_line(to: &domain::orders::Address) -> String {
    format!("{} {} {} {}", to.recipient, to.phone, to.region, to.detail)
}
