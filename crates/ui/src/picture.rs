//! Pictures always carry their size, so that nothing moves when they arrive, and the addresses of all widths they can be had
//! in, so that a phone does not fetch what only a desk can show.

use leptos::prelude::*;

/// The widths the server draws, in pixels: the same as `picture::WIDTHS`, which the browser half must not carry.
pub const WIDTHS: [u32; 4] = [160, 320, 480, 800];
/// A picture at most this wide is a stamp: the smallest two widths are enough on any screen.
const STAMP_PX_MAX: u32 = 160;

/// A picture with its room reserved.
#[component]
pub fn Picture(
    /// The address: `/art/x.svg`, `/pictures/kind-7.webp`, or any other.
    #[prop(into)]
    src: String,
    /// What it shows; empty when the words beside it say so already.
    #[prop(into, optional)]
    alt: String,
    /// Width in CSS pixels.
    width: u32,
    /// Height in CSS pixels.
    height: u32,
    /// How wide it is at which window, as `sizes` says it; its own width at most when nothing is said.
    #[prop(into, optional)]
    sizes: String,
    /// The picture that makes the page: loaded first instead of late.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    let srcset = srcset(&src, width);
    let sizes = srcset.is_some().then(|| {
        if sizes.is_empty() { format!("(max-width: {width}px) 100vw, {width}px") } else { sizes }
    });
    view! {
        // The address comes last: a browser starts to fetch when it is set, and by then must know how and in which width.
        <img
            alt=alt
            width=width
            height=height
            loading=if eager { "eager" } else { "lazy" }
            decoding="async"
            fetchpriority=eager.then_some("high")
            sizes=sizes
            srcset=srcset
            src=plain(src, width)
        />
    }
}

/// The addresses of the widths, for a picture the server draws: `/pictures/{kind}-{n}.webp`. A drawing by hand stays the SVG
/// it is, which is sharp at every width and mostly lighter than its pixels; a stranger's address is left alone.
pub fn srcset(src: &str, width: u32) -> Option<String> {
    let name = drawn(src)?;
    let enough = if width <= STAMP_PX_MAX { 2 } else { WIDTHS.len() };
    let addresses = WIDTHS.iter().take(enough).map(|w| format!("/pictures/{w}/{name} {w}w"));
    Some(addresses.collect::<Vec<_>>().join(", "))
}

/// The address for a browser that does not choose: the width that is wide enough.
fn plain(src: String, width: u32) -> String {
    match drawn(&src) {
        Some(name) => {
            let enough =
                WIDTHS.into_iter().find(|w| *w >= width).unwrap_or(WIDTHS[WIDTHS.len() - 1]);
            format!("/pictures/{enough}/{name}")
        }
        None => src,
    }
}

/// The name in `/pictures/{kind}-{n}.webp`, unless it has a width already.
fn drawn(src: &str) -> Option<&str> {
    src.strip_prefix("/pictures/").filter(|name| !name.contains('/') && name.ends_with(".webp"))
}
