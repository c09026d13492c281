//! The document around a root, and our own hydration tag. Assets are named by the manifest the build wrote; nothing
//! here guesses a file name.

use crate::request::{locale, visit};
use crate::roots::{DeskApp, MerchantApp, MineApp, Root, ShopApp};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// The hashed names of one root's files.
#[derive(Clone, Debug, Deserialize)]
pub struct RootAssets {
    /// JavaScript glue.
    pub js: String,
    /// WebAssembly.
    pub wasm: String,
    /// Style sheet.
    pub css: String,
}

/// What the build wrote into `assets.json`.
#[derive(Clone, Debug, Deserialize)]
pub struct Assets {
    /// A short hash of the whole build.
    pub build: String,
    /// By root: `shop`, `mine`, `merchant`, `desk`.
    pub roots: HashMap<String, RootAssets>,
}

/// Whether the page should reload itself when the server restarts (development only).
#[derive(Clone, Copy, Debug)]
pub struct DevReload(pub bool);

/// The whole document of a root, for one request.
pub fn document(root: Root) -> impl IntoView {
    let locale = match root {
        Root::Shop(locale) | Root::Mine(locale) => locale,
        Root::Merchant | Root::Desk => locale(),
    };
    let assets = use_context::<Arc<Assets>>();
    let files = assets.as_ref().and_then(|a| a.roots.get(root.name())).cloned();
    let css = files.as_ref().map(|f| f.css.clone());
    let reload = use_context::<DevReload>().is_some_and(|d| d.0);
    view! {
        <!DOCTYPE html>
        <html lang=locale.code() data-theme=visit().theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#f1f4f3" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#0e1312" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                {css.map(|href| view! { <link rel="stylesheet" href=href/> })}
                <MetaTags/>
                {files.map(|f| hydration_tag(&f))}
                {reload.then(reload_tag)}
            </head>
            <body>
                {match root {
                    Root::Shop(locale) => view! { <ShopApp locale=locale/> }.into_any(),
                    Root::Mine(locale) => view! { <MineApp locale=locale/> }.into_any(),
                    Root::Merchant => view! { <MerchantApp/> }.into_any(),
                    Root::Desk => view! { <DeskApp/> }.into_any(),
                }}
            </body>
        </html>
    }
}

/// Loads the browser half once the page has been parsed; the page works without it. The nonce stands in the one place
/// where scripts cannot read it back.
fn hydration_tag(files: &RootAssets) -> impl IntoView + use<> {
    let script = format!(
        "import init,{{hydrate}} from {js:?};await init({{module_or_path:{wasm:?}}});hydrate();document.documentElement.dataset.ready=\"\";",
        js = files.js,
        wasm = files.wasm,
    );
    view! { <script type="module" nonce=use_nonce() inner_html=script></script> }
}

/// Reloads the page when the development server has been replaced by a newer one.
fn reload_tag() -> impl IntoView {
    let script = "let born;setInterval(async()=>{try{const r=await fetch('/dev/born');const t=await r.text();if(born&&t!==born)location.reload();born=t}catch{}},700);";
    view! { <script type="module" nonce=use_nonce() inner_html=script></script> }
}
