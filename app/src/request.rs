//! The server half of a request: who asks, in which language, and how to answer. `server` puts a [`Visit`] into the
//! request's extensions; pages and server functions find it here. The seams `fail` and `redirect_to` live here alone.

use crate::going::{Go, safe_path};
use crate::wire::AppError;
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use domain::id::{IncidentId, TypedId as _};
use domain::{Code, FieldError, Refusal};
use i18n::Locale;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use services::drafts::FormDraft;
use services::sessions::Client;
use services::{Actor, Error, Market};

/// Everything `server` knows about a request before a page or a server function runs.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// Who asks.
    pub actor: Actor,
    /// The language cookie, for roots whose addresses carry no language.
    pub locale: Option<Locale>,
    /// `light`, `dark` or nothing (follow the system).
    pub theme: Option<&'static str>,
    /// The request's cookies and where it comes from.
    pub client: Client,
    /// How many pieces the visitor's cart holds.
    pub cart_pieces: i64,
    /// The raw token that binds form drafts to this browser.
    pub draft_token: Option<String>,
    /// Whether `__Host-` cookies will stick: HTTPS or a loopback address.
    pub trustworthy: bool,
}

/// The market, from context.
pub fn market() -> Result<Market, AppError> {
    use_context::<Market>().ok_or_else(|| AppError::of(Code::Internal))
}

/// The visit, from the request's extensions. Outside a request (route listing) it is an anonymous one.
pub fn visit() -> Visit {
    use_context::<Parts>().and_then(|p| p.extensions.get::<Visit>().cloned()).unwrap_or_default()
}

/// The language of the page a request came from: its own path for pages, the referring page for server functions, the
/// cookie for roots without a language in their addresses.
pub fn locale() -> Locale {
    let Some(parts) = use_context::<Parts>() else { return Locale::ZhCn };
    let from_path = |path: &str| (path == "/en" || path.starts_with("/en/")).then_some(Locale::En);
    let referring = || {
        let text = parts.headers.get(header::REFERER)?.to_str().ok()?;
        let after = text.split_once("://")?.1;
        Some(after.find('/').map_or("/", |i| &after[i..]).to_owned())
    };
    let path = parts.uri.path();
    let place = if path.starts_with("/api/") { referring() } else { Some(path.to_owned()) };
    let bare = place.as_deref().map(|p| p.split(['?', '#']).next().unwrap_or(p).to_owned());
    match bare.as_deref() {
        Some(p) if p.starts_with("/merchant") || p.starts_with("/desk") => {
            visit().locale.unwrap_or(Locale::ZhCn)
        }
        Some(p) => from_path(p).unwrap_or(Locale::ZhCn),
        None => visit().locale.unwrap_or(Locale::ZhCn),
    }
}

/// Whether the page a request came from is an English one.
pub fn english() -> bool {
    locale() == Locale::En
}

/// Whether the request is a form posted without JavaScript: then server_fn's own redirect must stand.
pub fn plain_form() -> bool {
    use_context::<Parts>().is_some_and(|p| {
        p.method == axum::http::Method::POST
            && p.headers
                .get(header::ACCEPT)
                .and_then(|v| v.to_str().ok())
                .is_some_and(|v| v.contains("text/html"))
    })
}

/// Whether the browser says that it runs on a phone; only for choosing between two pages of a partner.
pub fn on_a_phone() -> bool {
    use_context::<Parts>().is_some_and(|p| {
        let agent = p.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok());
        agent.is_some_and(|a| a.contains("Mobile") || a.contains("Android"))
    })
}

/// Turns a failed use case into what crosses the wire: logs once (only what is our fault), sets the status.
pub fn fail(error: impl Into<Error>) -> AppError {
    let error = error.into();
    let code = error.code();
    let incident = (!matches!(error, Error::Refused(_))).then(|| {
        let id = use_context::<Market>()
            .map(|m| m.id::<IncidentId>().as_str().to_owned())
            .unwrap_or_default();
        tracing::error!(incident = %id, %error, "a use case failed, incident {id}");
        id
    });
    set_status(code);
    AppError { code, fields: error.fields().to_vec(), draft: None, incident }
}

/// As [`fail`], and keeps what was typed (never a secret) for a page that will be drawn again without JavaScript.
pub async fn fail_keeping(
    error: impl Into<Error>,
    form: &'static str,
    typed: &[(&str, &str)],
) -> AppError {
    let mut wire = fail(error);
    if plain_form()
        && let (Ok(market), Some(token)) = (market(), visit().draft_token)
    {
        let fields = typed.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let draft = FormDraft { code: Some(wire.code), fields, errors: wire.fields.clone() };
        match services::drafts::keep(&market, &token, form, draft).await {
            Ok(id) => wire.draft = Some(id.as_str().to_owned()),
            Err(error) => tracing::warn!(%error, "a form draft could not be kept"),
        }
    }
    wire
}

/// Keeps what was typed (never a secret) into a form that asks for one thing after the other; answers under which id.
pub async fn keep_typed(form: &'static str, typed: &[(&str, &str)]) -> Result<String, AppError> {
    let Some(token) = visit().draft_token else { return Ok(String::new()) };
    let fields = typed.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let draft = FormDraft { code: None, fields, errors: Vec::new() };
    let id = services::drafts::keep(&market()?, &token, form, draft).await.map_err(fail)?;
    Ok(id.as_str().to_owned())
}

/// A refusal for one field.
pub fn field(name: &str, code: Code) -> Error {
    Refusal::fields(vec![FieldError { field: name.to_owned(), code, n: None }]).into()
}

/// The status that goes with the code; a form posted without JavaScript keeps server_fn's redirect.
pub(crate) fn set_status(code: Code) {
    if plain_form() {
        return;
    }
    if let (Some(response), Ok(status)) =
        (use_context::<ResponseOptions>(), StatusCode::from_u16(code.status()))
    {
        response.set_status(status);
    }
}

/// Where the browser goes after a success. Without JavaScript the answer itself redirects; with it the page follows
/// the [`Go`]. Only paths of our own are followed.
pub fn redirect_to(path: &str) -> Go {
    let path = safe_path(path).unwrap_or("/").to_owned();
    if plain_form() {
        leptos_axum::redirect(&path);
    }
    Go { to: path }
}

/// Sends a page's visitor elsewhere while it is being rendered on the server (sign-in walls).
pub fn redirect_page(path: &str) {
    if let Some(path) = safe_path(path) {
        leptos_axum::redirect(path);
    }
}

/// The page is about something that is not there.
pub fn page_status(code: Code) {
    if let (Some(response), Ok(status)) =
        (use_context::<ResponseOptions>(), StatusCode::from_u16(code.status()))
    {
        response.set_status(status);
    }
}

/// Sets one of our cookies. `name` without the `__Host-` prefix; `max_age_s` zero deletes it.
pub fn set_cookie(name: &str, value: &str, max_age_s: i64) {
    append_cookie(&format!(
        "__Host-{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={max_age_s}"
    ));
}

/// Sets a preference that holds no secret and that a plain HTTP address may keep too.
pub fn set_preference(name: &str, value: &str) {
    append_cookie(&preference(name, value));
}

/// The text of a preference's cookie.
pub fn preference(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000")
}

fn append_cookie(text: &str) {
    if let (Some(response), Ok(value)) =
        (use_context::<ResponseOptions>(), HeaderValue::from_str(text))
    {
        response.append_header(header::SET_COOKIE, value);
    }
}
