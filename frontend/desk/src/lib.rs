//! The browser door of the platform staff: makes the page the server sent come alive.

use app::DeskApp;
use leptos::prelude::*;

/// Called by the page's hydration tag.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(|| view! { <DeskApp/> });
}
