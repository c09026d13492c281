//! The browser door of the consumers: makes the page the server sent come alive.

use app::ShopApp;
use leptos::prelude::*;

/// Called by the page's hydration tag.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let base =
        if app::going::document_of(&leptos::prelude::location().pathname().unwrap_or_default())
            == "/en"
        {
            "/en"
        } else {
            ""
        };
    leptos::mount::hydrate_body(move || view! { <ShopApp base=base/> });
}
