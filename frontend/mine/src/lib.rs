//! The browser door of buyers (checkout, cashier, orders, account, and the papers): makes the page the server sent come alive.

use app::MineApp;
use app::roots::Root;
use leptos::prelude::*;

/// Called by the page's hydration tag.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    if let Root::Mine(locale) = app::going::root_here() {
        leptos::mount::hydrate_body(move || view! { <MineApp locale=locale/> });
    }
}
