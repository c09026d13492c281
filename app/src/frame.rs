//! What stands around every page of a root: header, footer, bars. What the header knows of the visitor travels with the
//! page as a shared value, so that server and browser draw the same header, and is fetched again when an action may have
//! changed it.

mod console;

pub use console::{DeskFrame, MerchantFrame};

use crate::api::visitor::{SetTheme, Visitor, fetch_visitor};
use crate::post::{GetForm, Post, PostForm};
use crate::wire::JsonText;
use i18n::Locale;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use ui::{Glyph, Icon};

/// The visitor as the frame knows them.
#[derive(Clone, Copy)]
pub struct Visiting {
    /// What the header shows.
    pub visitor: RwSignal<Visitor>,
}

impl Visiting {
    /// Makes the frame's signal from what the server knew when it drew the page.
    fn provide() -> Self {
        let known = SharedValue::<_, JsonText>::new_with_encoding(known_visitor).into_inner();
        let visiting = Self { visitor: RwSignal::new(known) };
        provide_context(visiting);
        visiting
    }

    /// Fetches the visitor again; pages call it after an action that may have changed cart or sign-in.
    pub fn refresh(self) {
        leptos::task::spawn_local(async move {
            if let Ok(fresh) = fetch_visitor().await {
                self.visitor.set(fresh);
            }
        });
    }

    /// [`Self::refresh`] as a callback.
    pub fn refresher(self) -> Callback<()> {
        Callback::new(move |()| self.refresh())
    }
}

/// The frame's visitor, from context.
pub fn use_visiting() -> Visiting {
    use_context::<Visiting>()
        .unwrap_or_else(|| Visiting { visitor: RwSignal::new(Visitor::default()) })
}

fn known_visitor() -> Visitor {
    #[cfg(feature = "ssr")]
    return Visitor::of(&crate::request::visit());
    #[cfg(not(feature = "ssr"))]
    Visitor::default()
}

/// The frame of the consumers' two roots.
#[component]
pub fn ShopFrame(
    /// The language of the root.
    locale: Locale,
    /// The page.
    children: Children,
) -> impl IntoView {
    let visiting = Visiting::provide();
    let l = locale;
    view! {
        <a class="skip" href="#main">{i18n::shop::nav_skip(l)}</a>
        <header class="top">
            <div class="top__util desk-only"><div class="wrap">
                <span>{i18n::common::brand_slogan(l)}</span>
                {utility(l, visiting)}
            </div></div>
            <div class="top__bar wrap">
                {brand(l)}
                {search_box(l)}
                <div class="top__acts desk-only">
                    <a class="btn" href=i18n::href(l, "/cart")>
                        <Icon of=Glyph::Cart/>" "{i18n::shop::nav_cart(l)}" "
                        <span class="num" data-cart-count>{move || visiting.visitor.get().cart_pieces}</span>
                    </a>
                </div>
            </div>
        </header>
        <div id="page">{children()}</div>
        {footer(l, visiting)}
        {tab_bar(l, visiting)}
    }
}

/// Searching: a GET form. While somebody types, a native list offers what others search for.
fn search_box(l: Locale) -> AnyView {
    let query = use_query_map();
    let words = move || query.with(|q| q.get("q").unwrap_or_default());
    let first = words();
    let offered = RwSignal::new(Vec::<String>::new());
    let options = move || {
        let words = offered.get().into_iter();
        words.map(|w| view! { <option value=w></option> }).collect_view()
    };
    view! {
        <GetForm action=i18n::href(l, "/search") attr:class="search" attr:role="search">
            <label class="sr" for="q">{i18n::shop::nav_search_label(l)}</label>
            <Icon of=Glyph::Search/>
            <input id="q" name="q" type="search" placeholder=i18n::shop::nav_search_label(l) maxlength="100"
                enterkeyhint="search" autocomplete="off" list="q-words" value=first prop:value=words
                on:input=move |event| offer(l, offered, event_target_value(&event))/>
            <datalist id="q-words">{options}</datalist>
            <button type="submit">{i18n::common::action_search(l)}</button>
        </GetForm>
    }
    .into_any()
}

/// Asks for suggestions once nobody has typed for a moment.
fn offer(l: Locale, offered: RwSignal<Vec<String>>, typed: String) {
    #[cfg(feature = "hydrate")]
    {
        use std::sync::atomic::{AtomicU32, Ordering};
        static LATEST: AtomicU32 = AtomicU32::new(0);
        let mine = LATEST.fetch_add(1, Ordering::Relaxed) + 1;
        let ask = move || {
            if LATEST.load(Ordering::Relaxed) != mine {
                return;
            }
            leptos::task::spawn_local(async move {
                let words = crate::api::browse::suggest(typed, l == Locale::En).await;
                if LATEST.load(Ordering::Relaxed) == mine {
                    offered.set(words.unwrap_or_default());
                }
            });
        };
        set_timeout(ask, std::time::Duration::from_millis(250));
    }
    #[cfg(not(feature = "hydrate"))]
    drop((l, offered, typed));
}

fn brand(l: Locale) -> impl IntoView {
    view! {
        <a class="brand" href=i18n::href(l, "/") aria-label=i18n::shop::nav_home_label(l)>
            <ui::Brand name=i18n::common::brand_name(l)/>
        </a>
    }
}

fn utility(l: Locale, visiting: Visiting) -> impl IntoView {
    let who = move || {
        let visitor = visiting.visitor.get();
        match visitor.name.clone() {
            Some(name) => view! {
                <a href=i18n::href(l, "/account/devices")>{name}</a>
                <a href=i18n::href(l, "/account/favourites")>{i18n::shop::nav_favourites(l)}</a>
                <a href=i18n::href(l, "/orders")>{i18n::shop::nav_orders(l)}</a>
                {visitor.merchant.then(|| view! { <a rel="external" href="/merchant">{i18n::shop::nav_merchant(l)}</a> })}
                {visitor.staff.then(|| view! { <a rel="external" href="/desk">{i18n::shop::nav_desk(l)}</a> })}
            }
            .into_any(),
            None => view! {
                <a href=i18n::href(l, "/login")>{i18n::shop::nav_sign_in(l)}</a>
                <a href=i18n::href(l, "/register")>{i18n::shop::nav_register(l)}</a>
            }
            .into_any(),
        }
    };
    view! {
        <nav aria-label=i18n::shop::nav_user(l)>
            {who}
            {language_link(l)}
            {theme_form(l, visiting)}
        </nav>
    }
}

/// The same page in the other language: another document, so the browser itself goes there.
fn language_link(l: Locale) -> impl IntoView {
    let here = use_location();
    let other = l.other();
    let there = move || {
        let path = here.pathname.get();
        let (_, bare) = i18n::route::split(&path);
        let query = here.search.get();
        let mark = if query.is_empty() || query.contains("__") {
            String::new()
        } else {
            format!("?{query}")
        };
        format!("{}{mark}", i18n::href(other, bare))
    };
    view! { <a rel="external" lang=other.code() hreflang=other.code() href=there>{other.own_name()}</a> }
}

/// Light or dark: a form that works before any script, and without one. Which of the two is seen now may be the system's
/// choice, which only the browser knows; so both buttons are there, and the style sheet shows the one that changes something.
pub fn theme_form(l: Locale, visiting: Visiting) -> impl IntoView {
    let action = Post::to::<SetTheme>();
    Effect::new(move |_| {
        if let Some(theme) = action.success::<String>() {
            show_theme(&theme);
            visiting.visitor.update(|v| v.theme = Some(theme));
        }
    });
    view! {
        <PostForm post=action attr:class="inline">
            <button class="linkbtn to-dark" type="submit" name="theme" value="dark"><Icon of=Glyph::Moon/>" "{i18n::common::theme_dark(l)}</button>
            <button class="linkbtn to-light" type="submit" name="theme" value="light"><Icon of=Glyph::Moon/>" "{i18n::common::theme_light(l)}</button>
        </PostForm>
    }
}

fn show_theme(theme: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(root) =
        web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element())
        && root.set_attribute("data-theme", theme).is_err()
    {
        leptos::logging::error!("the theme could not be shown");
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = theme;
}

fn footer(l: Locale, visiting: Visiting) -> impl IntoView {
    use i18n::shop as t;
    let link = move |path: &'static str, text: &'static str| view! { <li><a href=i18n::href(l, path)>{text}</a></li> };
    view! {
        <footer class="foot"><div class="wrap foot__cols">
            <div class="foot__about">
                {brand(l)}
                <p>{t::footer_about(l)}</p>
                <p class="hint">{i18n::common::demo_notice(l)}</p>
            </div>
            <nav aria-label=t::footer_buyers(l)>
                <h2>{t::footer_buyers(l)}</h2>
                <ul>
                    {link("/orders", t::footer_track(l))}
                    {link("/rules", t::footer_returns(l))}
                    {link("/help", t::footer_help(l))}
                </ul>
            </nav>
            <nav aria-label=t::footer_merchants(l)>
                <h2>{t::footer_merchants(l)}</h2>
                <ul><li><a rel="external" href="/merchant">{t::footer_workbench(l)}</a></li></ul>
            </nav>
            <nav aria-label=t::footer_open(l)>
                <h2>{t::footer_open(l)}</h2>
                <ul>
                    {link("/rules", t::footer_rules(l))}
                    {link("/agreement", t::footer_agreement(l))}
                    {link("/privacy", t::footer_privacy(l))}
                </ul>
            </nav>
        </div>
        <div class="wrap foot__law phone-only">{language_link(l)}" "{theme_form(l, visiting)}</div>
        </footer>
    }
}

fn tab_bar(l: Locale, visiting: Visiting) -> impl IntoView {
    use i18n::shop as t;
    let here = use_location();
    let base = l.base();
    let current = move |path: &'static str| {
        let there = i18n::href(l, path);
        let now = here.pathname.get();
        (now == there || (path == "/" && now == base)).then_some("page")
    };
    let count = move || visiting.visitor.get().cart_pieces;
    let me =
        move || if visiting.visitor.get().name.is_some() { "/account/devices" } else { "/login" };
    view! {
        <nav class="tabbar" aria-label=t::nav_label(l)>
            <a href=i18n::href(l, "/") aria-current=move || current("/")><Icon of=Glyph::Home/>{t::nav_home(l)}</a>
            <a href=i18n::href(l, "/search") aria-current=move || current("/search")><Icon of=Glyph::Grid/>{t::nav_categories(l)}</a>
            <a href=i18n::href(l, "/cart") aria-current=move || current("/cart")>
                <Icon of=Glyph::Cart/>{t::nav_cart(l)}
                {move || (count() > 0).then(|| view! {
                    <span class="dot"><span class="sr">"，"</span>{count()}</span>
                })}
            </a>
            <a href=i18n::href(l, "/orders") aria-current=move || current("/orders")><Icon of=Glyph::Doc/>{t::nav_orders(l)}</a>
            <a href=move || i18n::href(l, me()) aria-current=move || current(me())><Icon of=Glyph::User/>{t::nav_account(l)}</a>
        </nav>
    }
}
