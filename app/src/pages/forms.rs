//! Forms that keep what was typed. With scripts the fields are simply never emptied; without them the server keeps a
//! draft (never a secret) and the page is drawn with it again.

use crate::AppError;
use crate::api::drafts::recall;
use crate::fetched::{Fetched, fetched};
use crate::pages::parts::Typed;
use crate::post::Post;
use domain::FieldError;
use i18n::Locale;
use leptos::prelude::*;
use ui::{ErrorSummary, Notice, NoticeTone};

/// The draft behind the error a page was sent back with; empty when there is none. Who awaits it after something else takes
/// hold of it first (`into_future`): the visitor may leave meanwhile, and what belonged to the page is gone then.
pub fn typed_before(form: &'static str, error: Option<AppError>) -> Fetched<Typed> {
    typed_in_draft(form, error.and_then(|e| e.draft))
}

/// The fields of that draft; empty when there is none.
pub fn typed_in_draft(form: &'static str, draft: Option<String>) -> Fetched<Typed> {
    fetched(
        move || draft.clone(),
        move |draft| async move {
            match draft {
                Some(id) => recall(form.to_owned(), id).await.unwrap_or_default(),
                None => Typed::new(),
            }
        },
    )
}

/// What went wrong with a form, as a signal for the fields and the summary.
pub fn error_of(post: Post) -> Signal<Option<AppError>> {
    Signal::derive(move || post.error())
}

/// The sentence under one field.
pub fn field_error(
    l: Locale,
    error: Signal<Option<AppError>>,
    name: &'static str,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        error.with(|e| {
            e.as_ref().and_then(|e| e.field(name).map(|f| i18n::errors::field_sentence(l, f)))
        })
    })
}

/// What is wrong, on top of a form: links to the fields, or one sentence.
pub fn summary(
    l: Locale,
    error: Signal<Option<AppError>>,
    labels: Vec<(&'static str, String)>,
) -> AnyView {
    let fields: Signal<Vec<FieldError>> = Signal::derive(move || {
        error.with(|e| e.as_ref().map(|e| e.fields.clone()).unwrap_or_default())
    });
    view! { <ErrorSummary locale=l errors=fields labels=labels/> {problem(l, error)} }.into_any()
}

/// One sentence for an error that belongs to no field.
pub fn problem(l: Locale, error: Signal<Option<AppError>>) -> AnyView {
    let shown = move || {
        error.get().filter(|e| e.fields.is_empty()).map(|e| {
            let text = i18n::errors::sentence(l, e.code, None);
            let incident = e.incident.map(|id| i18n::common::failure_incident(l, id));
            view! {
                <Notice tone=NoticeTone::Late alert=true>
                    <p>{text}</p>
                    {incident.map(|text| view! { <p class="hint">{text}</p> })}
                </Notice>
            }
        })
    };
    view! { {shown} }.into_any()
}
