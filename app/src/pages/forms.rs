//! Forms that keep what was typed. With scripts the fields are simply never emptied; without them the server keeps a
//! draft (never a secret) and the page is drawn with it again.

use crate::AppError;
use crate::api::drafts::recall;
use crate::pages::parts::{Typed, field_sentence};
use i18n::Locale;
use leptos::prelude::*;
use ui::Icon;

/// The draft behind the error a page was sent back with; empty when there is none.
pub fn typed_before(form: &'static str, error: Option<AppError>) -> Resource<Typed> {
    let draft = error.and_then(|e| e.draft);
    Resource::new(
        move || draft.clone(),
        move |draft| async move {
            match draft {
                Some(id) => recall(form.to_owned(), id).await.unwrap_or_default(),
                None => Typed::new(),
            }
        },
    )
}

/// What a text field is and says.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The form name, also the id.
    pub name: &'static str,
    /// The label above.
    pub label: String,
    /// The hint under it, if any.
    pub hint: Option<String>,
    /// `text`, `tel`, `password` …
    pub kind: &'static str,
    /// The `autocomplete` token.
    pub autocomplete: &'static str,
}

/// A text field with label, hint and error. `error` is read reactively.
pub fn text_field(
    l: Locale,
    spec: Spec,
    value: String,
    error: Signal<Option<AppError>>,
) -> AnyView {
    let name = spec.name;
    let sentence = Memo::new(move |_| field_sentence(l, error.get().as_ref(), name));
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described = {
        let (hint_id, error_id, has_hint) =
            (hint_id.clone(), error_id.clone(), spec.hint.is_some());
        move || match (sentence.get().is_some(), has_hint) {
            (true, true) => Some(format!("{error_id} {hint_id}")),
            (true, false) => Some(error_id.clone()),
            (false, true) => Some(hint_id.clone()),
            (false, false) => None,
        }
    };
    view! {
        <div class="field">
            <label for=name>{spec.label}</label>
            <input class="input" id=name name=name type=spec.kind autocomplete=spec.autocomplete value=value
                aria-invalid=move || sentence.get().map(|_| "true") aria-describedby=described/>
            {move || sentence.get().map(|text| view! {
                <p class="error" id=error_id.clone()><Icon name="warn"/>" "{text}</p>
            })}
            {spec.hint.map(|text| view! { <p class="hint" id=hint_id>{text}</p> })}
        </div>
    }
    .into_any()
}

/// What is wrong, on top of a form, with links to the fields.
pub fn summary(l: Locale, error: Signal<Option<AppError>>) -> AnyView {
    let shown = move || {
        error.get().map(|e| {
            let links = e
                .fields
                .iter()
                .map(|f| {
                    let text = i18n::errors::sentence(l, f.code, f.n);
                    view! { <li><a href=format!("#{}", f.field)>{text}</a></li> }
                })
                .collect_view();
            let head = match e.fields.len() {
                0 => i18n::errors::sentence(l, e.code, None),
                n => i18n::common::form_summary(l, n),
            };
            view! {
                <div class="notice notice--late" role="alert">
                    <Icon name="warn"/><div><p>{head}</p><ul>{links}</ul></div>
                </div>
            }
        })
    };
    view! { <div class="form__summary" aria-live="assertive">{shown}</div> }.into_any()
}

/// The error of an action as a signal for [`text_field`] and [`summary`].
pub fn error_of<S>(action: ServerAction<S>) -> Signal<Option<AppError>>
where
    S: leptos::server_fn::ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Signal::derive(move || action.value().get().and_then(Result::err))
}
