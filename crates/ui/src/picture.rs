//! Pictures always carry their size, so that nothing moves when they arrive.

use leptos::prelude::*;

/// A picture with its room reserved.
#[component]
pub fn Picture(
    /// The address.
    #[prop(into)]
    src: String,
    /// What it shows; empty when the words beside it say so already.
    #[prop(into, optional)]
    alt: String,
    /// Width in CSS pixels.
    width: u32,
    /// Height in CSS pixels.
    height: u32,
    /// The picture that makes the page: loaded first instead of late.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    view! {
        <img
            src=src
            alt=alt
            width=width
            height=height
            loading=if eager { "eager" } else { "lazy" }
            decoding="async"
            fetchpriority=eager.then_some("high")
        />
    }
}
