//! The platform staff's pages.

pub mod journal;
pub mod ledger;
pub mod not_found;
pub mod order;
pub mod orders;
pub mod places;
pub mod refunds;
pub mod work;

use domain::id::{OrderId, TypedId as _};
use leptos::prelude::*;

/// The text of an id; an order's leads to its page.
pub(crate) fn subject(text: &str) -> AnyView {
    let id = view! { <code class="mono">{text.to_owned()}</code> };
    if OrderId::parse(text).is_err() {
        return id.into_any();
    }
    view! { <a href=format!("/desk/orders/{text}")>{id}</a> }.into_any()
}
