//! Forms that change something. A form is a form: its fields go to the address of a server function as the browser would
//! send them. With scripts it is sent without leaving the page, and what comes back is kept as text until somebody asks
//! for it; so that all forms share one piece of code instead of each bringing its own into the bundle.

#[cfg(feature = "hydrate")]
use crate::going;
use crate::wire::sending::Answer;
use crate::wire::{self, AppError};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use serde::de::DeserializeOwned;

/// Sending to one server function, as often as one likes.
#[derive(Clone, Copy)]
pub struct Post {
    url: &'static str,
    pending: RwSignal<bool>,
    version: RwSignal<usize>,
    failures: RwSignal<usize>,
    successes: RwSignal<usize>,
    answer: RwSignal<Option<Answer>>,
}

impl Post {
    /// Sends to `S`. When the page was sent back without scripts because `S` refused, its error is the first answer.
    pub fn to<S>() -> Self
    where
        S: ServerFn<Error = AppError>,
    {
        Self::to_path(S::PATH)
    }

    fn to_path(path: &'static str) -> Self {
        let refused = use_context::<ServerActionError>()
            .filter(|refused| refused.path() == path)
            .map(|refused| Err(ServerFnUrlError::<AppError>::decode_err(refused.err())));
        Self {
            url: path,
            pending: RwSignal::new(false),
            version: RwSignal::new(0),
            failures: RwSignal::new(0),
            successes: RwSignal::new(0),
            answer: RwSignal::new(refused),
        }
    }

    /// Whether an answer is being waited for.
    pub fn pending(self) -> bool {
        self.pending.get()
    }

    /// How many answers came; resources that show what the form changes depend on it.
    pub fn version(self) -> usize {
        self.version.get()
    }

    /// How many of them were refusals; a page that is left after a success depends on this instead.
    pub fn failures(self) -> usize {
        self.failures.get()
    }

    /// How many of them were not; a page whose fields keep what was refused depends on this instead.
    pub fn successes(self) -> usize {
        self.successes.get()
    }

    /// What went wrong the last time, if anything.
    pub fn error(self) -> Option<AppError> {
        self.answer.with(|answer| answer.as_ref().and_then(|a| a.as_ref().err().cloned()))
    }

    /// What was answered the last time, if it went well.
    pub fn success<T: DeserializeOwned>(self) -> Option<T> {
        let text =
            self.answer.with(|answer| answer.as_ref().and_then(|a| a.as_ref().ok().cloned()));
        text.and_then(|text| wire::read(&text).ok())
    }

    #[cfg(feature = "hydrate")]
    fn send(self, body: String) {
        if self.pending.get_untracked() {
            return;
        }
        self.pending.set(true);
        leptos::task::spawn_local(async move {
            let answer = wire::sending::post(self.url, body).await;
            // The page may be gone by now; then nobody wants to know.
            self.pending.try_set(false);
            let failed = answer.is_err();
            let count = if failed { self.failures } else { self.successes };
            count.try_update(|n| *n += 1);
            self.answer.try_set(Some(answer));
            self.version.try_update(|n| *n += 1);
            if failed {
                // When the sentence has been drawn.
                set_timeout(browser::show_alert, std::time::Duration::ZERO);
            }
        });
    }
}

/// The form. Its fields are named after the arguments of the server function. A button with `formmethod="get"` only asks:
/// with scripts the router goes to its answer, like that of a [`GetForm`].
#[component]
pub fn PostForm(
    /// Where it goes.
    post: Post,
    /// The fields and the button.
    children: Children,
) -> impl IntoView {
    let navigate = leptos_router::hooks::use_navigate();
    let sent = move |event: leptos::ev::SubmitEvent| {
        #[cfg(feature = "hydrate")]
        if !event.default_prevented()
            && let Some(body) = browser::body(&event)
        {
            event.prevent_default();
            match browser::question(&event) {
                Some(there) => navigate(&asking(&there, &body), whole_path()),
                None => post.send(body),
            }
        }
        #[cfg(not(feature = "hydrate"))]
        drop((event, post, &navigate));
    };
    view! { <form method="post" action=post.url on:submit=sent>{children()}</form> }
}

/// A form that reads: with scripts the router goes to its answer, or the browser when that is another document. Leptos' own form
/// would put the root's base before the address once more, and bring a reader of bodies that nothing here needs.
#[component]
pub fn GetForm(
    /// Where it leads, language included.
    #[prop(into)]
    action: String,
    /// The fields and the button.
    children: Children,
) -> impl IntoView {
    let navigate = leptos_router::hooks::use_navigate();
    let there = action.clone();
    let sent = move |event: leptos::ev::SubmitEvent| {
        #[cfg(feature = "hydrate")]
        if !event.default_prevented()
            && going::root_of(&there) == going::root_here()
            && let Some(fields) = browser::body(&event)
        {
            event.prevent_default();
            navigate(&asking(&there, &fields), whole_path());
        }
        #[cfg(not(feature = "hydrate"))]
        drop((event, &navigate, &there));
    };
    view! { <form method="get" action=action on:submit=sent>{children()}</form> }
}

/// The path is whole already; resolving it would put the root's own base before it once more.
#[cfg(feature = "hydrate")]
fn whole_path() -> leptos_router::NavigateOptions {
    leptos_router::NavigateOptions { resolve: false, ..Default::default() }
}

/// The address that asks with these fields; what was left empty is not said.
#[cfg_attr(
    not(any(feature = "hydrate", test)),
    expect(dead_code, reason = "only browsers navigate")
)]
fn asking(action: &str, fields: &str) -> String {
    let said: Vec<&str> =
        fields.split('&').filter(|f| !f.is_empty() && !f.ends_with('=')).collect();
    let mark = if said.is_empty() { "" } else { "?" };
    format!("{action}{mark}{}", said.join("&"))
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::ev::SubmitEvent;
    use wasm_bindgen::JsCast as _;
    use web_sys::{FormData, HtmlElement, HtmlFormElement, UrlSearchParams};

    /// The fields of the form as the browser itself would send them, the pressed button included.
    pub fn body(event: &SubmitEvent) -> Option<String> {
        let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
        let data = FormData::new_with_form(&form).ok()?;
        let button = event.submitter().and_then(|b| b.dyn_into::<HtmlElement>().ok());
        if let Some(button) = button
            && let (Some(name), Some(value)) =
                (button.get_attribute("name"), button.get_attribute("value"))
        {
            data.append_with_str(&name, &value).ok()?;
        }
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        Some(fields.to_string().into())
    }

    /// Scrolls to what is wrong when it stands above what is seen: whoever pressed a button below a long form would think
    /// that nothing happened.
    pub fn show_alert() {
        let alert = leptos::prelude::document().query_selector("main [role=alert]").ok().flatten();
        if let Some(alert) = alert.filter(|a| a.get_bounding_client_rect().top() < 0.0) {
            alert.scroll_into_view();
        }
    }

    /// Where the pressed button leads, when it only asks.
    pub fn question(event: &SubmitEvent) -> Option<String> {
        let button = event.submitter()?.dyn_into::<HtmlElement>().ok()?;
        button.get_attribute("formmethod").filter(|method| method == "get")?;
        button.get_attribute("formaction")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_empty_is_not_in_the_address() {
        assert_eq!(asking("/en/search", "q=tea&from=&to=70&sort="), "/en/search?q=tea&to=70");
        assert_eq!(asking("/search", "q="), "/search");
    }
}
